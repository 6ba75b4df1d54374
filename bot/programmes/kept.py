"""A follow-up and its wishes as they are kept in the store, and back."""

from datetime import datetime, time
from typing import Any

from .dates import Due
from .following import Asked, Ended, FollowUp
from .hours import Wishes


def wishes_to_json(wishes: Wishes) -> dict[str, Any]:
    """As kept in the store."""
    return {
        "hour": wishes.hour.isoformat() if wishes.hour else None,
        "avoid": sorted(wishes.avoid),
        "only": sorted(wishes.only),
        "zone": wishes.zone,
        "country": wishes.country,
    }


def wishes_from_json(kept: dict[str, Any]) -> Wishes:
    """From the store."""
    return Wishes(
        hour=time.fromisoformat(kept["hour"]) if kept["hour"] else None,
        avoid=frozenset(kept["avoid"]),
        only=frozenset(kept["only"]),
        zone=kept["zone"],
        country=kept["country"],
    )


def follow_up_to_json(follow_up: FollowUp) -> dict[str, Any]:
    """As kept in the store."""
    asked = follow_up.asked
    return {
        "planned": [_due_to_json(due) for due in follow_up.planned],
        "asked": [_due_to_json(asked.due), asked.last_at.isoformat(), asked.reminders] if asked else None,
        "used": sorted(follow_up.used),
        "silences": follow_up.silences,
        "ended": follow_up.ended,
        "gave_way": [_due_to_json(due) for due in follow_up.gave_way],
    }


def follow_up_from_json(kept: dict[str, Any]) -> FollowUp:
    """From the store."""
    asked = None
    if kept["asked"]:
        due, last_at, reminders = kept["asked"]
        asked = Asked(_due_from_json(due), datetime.fromisoformat(last_at), reminders)
    return FollowUp(
        planned=tuple(_due_from_json(due) for due in kept["planned"]),
        asked=asked,
        used=frozenset(kept["used"]),
        silences=kept["silences"],
        ended=Ended(kept["ended"]) if kept["ended"] else None,
        gave_way=tuple(_due_from_json(due) for due in kept.get("gave_way", ())),
    )


def _due_to_json(due: Due) -> list[Any]:
    return [due.at.isoformat(), due.key, due.own]


def _due_from_json(kept: list[Any]) -> Due:
    at, key, own = kept
    return Due(datetime.fromisoformat(at), key, own)
