"""What falls due by itself: deadlines, check-ins, digests, questions about what has grown old."""

from collections.abc import Sequence
from datetime import datetime

from bot.store import Tables, milliseconds
from bot.turn import cases, followups, matters
from bot.turn.knowing import Guide, with_changes
from bot.turn.matters import Knows
from bot.turn.organising import digests


def tick(tables: Tables, guide: Guide, now: datetime) -> int:
    """All that falls due by itself; how much that was."""
    guide = with_changes(tables, guide)
    about = Knows.of(guide).around(tables, now)
    atlas, asked = about.atlas, matters.tick(tables, Knows.of(guide), about)
    asked += followups.tick(tables, followups.Known(atlas, guide.texts, guide.desks), now)
    told = digests.tick(tables, guide.desks, atlas, guide.texts, now)
    return asked + told + cases.tick(tables, guide.desks, guide.atlas, guide.texts, now)


def next_due(tables: Tables, guide: Guide, channels: Sequence[str], now: datetime) -> int | None:
    """When something falls due next by itself or waits to be sent on these channels, in milliseconds."""
    asks = matters.next_due(tables, Knows.of(with_changes(tables, guide)), now)
    by_itself = (tables.next_escalation_due(), tables.next_enrolment_due(), tables.next_digest_due(), asks)
    found = (tables.next_due(channels, milliseconds(now)), *by_itself)
    return min((due for due in found if due is not None), default=None)
