"""Asks the owners of entries, carries out what they say, and tells those who reported something what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.desk import PERSON, Desk, DeskBook, Post
from bot.messages import Choice, Label, Rendered, Reply, Say, Value
from bot.owners import Around, Cause, Matter, Outcome, Report, Worked, answerer, opened, reported, steward
from bot.promise import NeverOpen
from bot.store import Tables, milliseconds
from bot.texts import Texts
from bot.turn.knowing import Guide, as_told
from bot.turn.posting import enqueue, to_desk, worded
from knowledge import SWEDEN, Atlas, Edit, EntryPoint, ask_day, due_for_check, swedish_day

MOST_A_DAY = 3
"""Questions a desk gets in a day about what may have grown old: a month is time enough for sixty."""

MOST_REPORTS = 20
"""Reports kept of one matter: more say nothing new."""


@dataclass(frozen=True, slots=True)
class Knows:
    """What it takes to ask and to tell. `atlas` is all that is known, without changes."""

    book: DeskBook
    atlas: Atlas
    texts: Texts

    @classmethod
    def of(cls, guide: Guide) -> "Knows":
        """What of all that the bot knows."""
        return cls(guide.desks, guide.atlas, guide.texts)

    def around(self, tables: Tables, now: datetime) -> Around:
        """The surroundings of a matter at a moment."""
        return Around(self.book, as_told(tables, self.atlas, now), now)


def tick(tables: Tables, knows: Knows, about: Around) -> int:
    """Ask about what is near its last day, in the hours of whoever it belongs to; how many were asked."""
    if not knows.book.desks:
        return 0
    return sum(_ask(tables, entry, desk, knows, about) for entry, desk in _due(tables, about))


def _due(tables: Tables, about: Around) -> Iterator[tuple[EntryPoint, Desk]]:
    """What is to be asked about, the most urgent first, and whom."""
    asked = tables.asked()
    for due in due_for_check(about.atlas, asked, about.now):
        entry = about.atlas.as_said(due.entry.id)
        if entry and (desk := steward(entry, about.atlas, about.book)):
            yield entry, desk


def _ask(tables: Tables, entry: EntryPoint, desk: Desk, knows: Knows, about: Around) -> bool:
    """One question for each date, on a day the desk works, and not too many of them."""
    now = about.now
    if not _works_today(desk, now) or tables.fresh_asked(desk.id, milliseconds(_midnight(now))) >= MOST_A_DAY:
        return False
    tables.note_asked(entry.id, entry.best_before, now)
    earlier = tables.open_matter(entry.id)
    if earlier and earlier.reports:  # the desk has it before it already
        return True
    tables.note_knowledge(now, "bot", "asked", entry.id, detail=f"{desk.id}: {entry.best_before}")
    if earlier:
        tables.save_matter(replace(earlier, outcome=Outcome.LAPSED, pen=None), milliseconds(now))
    matter = Matter(tables.next_matter(), Cause.FRESH, entry.id, desk.id, asked_for=entry.best_before)
    carry_out(tables, opened(matter, entry, about), knows, about)
    return True


def _works_today(desk: Desk, now: datetime) -> bool:
    try:
        return swedish_day(desk.calendar.next_open(now).at) == swedish_day(now)
    except NeverOpen:
        return False


def next_due(tables: Tables, knows: Knows, now: datetime) -> int | None:
    """When somebody is to be asked next, in milliseconds: the first minute of a day."""
    if not knows.book.desks:
        return None
    about = knows.around(tables, now)
    if next(_due(tables, about), None):
        return milliseconds(_midnight(now) + timedelta(days=1))
    asked = tables.asked()
    days = (
        ask_day(entry.best_before)  # the soonest first
        for entry in about.atlas.dated()
        if asked.get(entry.id) != entry.best_before and entry.owner and steward(entry, about.atlas, about.book)
    )
    first = next(days, None)
    return None if first is None else milliseconds(datetime.combine(first, time(), SWEDEN))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(swedish_day(now), time(), SWEDEN)


def report(tables: Tables, entry_id: str, said: Report, knows: Knows, now: datetime) -> None:
    """Somebody says that something is wrong: whoever the entry belongs to hears of it, in their hours."""
    about = knows.around(tables, now)
    entry = about.atlas.as_said(entry_id)
    if entry is None:
        return
    tables.note_knowledge(now, "person", "reported", entry_id, detail=said.part)
    if matter := tables.open_matter(entry_id):
        known = any(each.conversation == said.conversation and each.part == said.part for each in matter.reports)
        if not (known and not said.words) and len(matter.reports) < MOST_REPORTS:
            carry_out(tables, reported(matter, said, about), knows, about)
        return
    desk = answerer(entry, about.atlas, knows.book)
    matter = Matter(tables.next_matter(), Cause.REPORT, entry_id, desk.id if desk else "", reports=(said,))
    worked = opened(matter, entry, about) if desk else Worked(matter)
    carry_out(tables, worked, knows, about)


def lay_anew(tables: Tables, desk: str, knows: Knows, now: datetime) -> None:
    """A desk has another chat: the card of all that it has before it is laid out there, and what waits goes there."""
    about = knows.around(tables, now)
    for matter in tables.matters_of(desk):
        if entry := about.entry(matter):
            tables.release(f"k{matter.number}", matter.card, knows.book[desk].chat)
            carry_out(tables, opened(matter, entry, about), knows, about)


def carry_out(tables: Tables, worked: Worked, knows: Knows, about: Around) -> tuple[Rendered, ...]:
    """Keep and send; what was said at desks."""
    matter, now = worked.matter, about.now
    tables.save_matter(matter, milliseconds(now))
    if worked.fields:
        tables.edit_entry(Edit(matter.entry_id, worked.fields, worked.by, now))
    for what, detail in worked.notes:
        tables.note_knowledge(now, worked.by or "bot", what, matter.entry_id, detail=detail)
    said = tuple(_post(tables, post, matter, knows, now) for post in worked.posts)
    if worked.heard:
        tell(tables, matter, worked.heard, knows, about)
    return said


def _post(tables: Tables, post: Post, matter: Matter, knows: Knows, now: datetime) -> Rendered:
    return to_desk(tables, post, knows.book[post.to], now, stream=f"k{matter.number}", texts=knows.texts)


def tell(tables: Tables, matter: Matter, outcome: Outcome, knows: Knows, about: Around) -> int:
    """Those who said that it was wrong hear what came of it, each once, with the entry as it reads now; how many."""
    entry = knows.around(tables, about.now).atlas.as_said(matter.entry_id)
    if entry is None:
        return 0
    desk = knows.book.get(matter.desk)
    who: Value = desk.name if desk else Label("wrong.keepers")
    waiting = {said.conversation: said for said in matter.reports if said.conversation}
    choices = (Choice("open", "choice.open", url=entry.url),) if entry.url else ()
    stamp = milliseconds(about.now)
    for said in waiting.values():
        values = {"desk": who, "title": entry.wording(said.language).title, "part": Label(f"owners.part_{said.part}")}
        post = Post(PERSON, Reply("mended", (Say(f"wrong.told_{outcome}", values), about.fact(entry)), choices))
        rendered = worded(post, said.language, knows.texts)
        enqueue(tables, said.conversation, rendered, post, (stamp, stamp, f"k{matter.number}"))
    return len(waiting)
