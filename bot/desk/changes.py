"""What was changed about desks while the service runs, laid over their file: chats, people, absences, hours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.promise import NATION as NATIONAL_TERMS
from bot.promise import OFFICE_WEEK, Cause, Deviation, Limits, Reason, WorkingCalendar
from bot.promise.deviations import Dates, Hours, Windows

from .desks import Away, Desk, DeskBook, Member, Role


class ChangeKind(StrEnum):
    """What was done."""

    BOUND = "bound"  # its chat is this one
    REMOVED = "removed"
    MEMBER = "member"  # somebody of the chat acted for the first time, or is called something else
    LEFT = "left"
    ROLE = "role"
    AWAY = "away"
    BACK = "back"  # earlier than was said
    HOURS = "hours"
    MOVED = "moved"  # the service gave a chat another address
    REFUSED = "refused"  # only for the log


@dataclass(frozen=True, slots=True)
class DeskChange:
    """One change, by whom and when. `who` is the member it is about; what the rest holds depends on the kind:

    - bound: `text` is the chat, `name` and `serves` what a desk that stands in no file is called and answers for.
    - moved: `text` is the address now, `name` the one before; it is about whichever desk is there.
    - member, role: `name` is what they are called, `text` the role.
    - away: from `since` until `until` (not included); `text` is the id of whoever stands in.
    - hours: those of `day`; none at all means closed.
    """

    desk: str
    kind: ChangeKind
    by: str
    at: datetime
    who: str = ""
    text: str = ""
    name: str = ""
    serves: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    day: date | None = None
    windows: Windows = ()
    id: int = 0


def changed(book: DeskBook, changes: Iterable[DeskChange]) -> DeskBook:
    """The book with all changes made, in order."""
    desks = dict(book.desks)
    for change in changes:
        if change.kind is ChangeKind.REMOVED:
            desks.pop(change.desk, None)
        elif change.kind is ChangeKind.BOUND:
            desks[change.desk] = replace(desks.get(change.desk) or _new(change), chat=change.text)
        elif change.kind is ChangeKind.MOVED:
            there = {each.id: replace(each, chat=change.text) for each in desks.values() if each.chat == change.name}
            desks |= there
        elif desk := desks.get(change.desk):
            desks[change.desk] = _made(desk, change)
    return replace(book, desks=desks)


def _new(change: DeskChange) -> Desk:
    """A desk that was added while the service ran: the usual week and the nation's terms, until the next start."""
    calendar = WorkingCalendar.of(OFFICE_WEEK)
    return Desk(change.desk, change.name, change.text, calendar, Limits(NATIONAL_TERMS), serves=change.serves)


def _made(desk: Desk, change: DeskChange) -> Desk:
    match change.kind:
        case ChangeKind.MEMBER:
            known = desk.member(change.who) or Member(change.who, change.name)
            return _with(desk, replace(known, name=known.name or change.name))
        case ChangeKind.LEFT:
            return replace(desk, members=tuple(each for each in desk.members if each.id != change.who))
        case ChangeKind.ROLE if member := desk.member(change.who):
            return _with(desk, replace(member, role=Role(change.text)))
        case ChangeKind.AWAY if (member := desk.member(change.who)) and change.since and change.until:
            away = Away(change.since, change.until, change.text)
            return _with(desk, replace(member, away=(*member.away, away)))
        case ChangeKind.BACK if member := desk.member(change.who):
            return _with(desk, replace(member, away=tuple(_cut(each, change.at) for each in member.away)))
        case ChangeKind.HOURS if change.day:
            return replace(desk, calendar=_with_hours(desk.calendar, change.day, change))
    return desk


def _cut(away: Away, at: datetime) -> Away:
    """An absence that has begun ends now; one that is to come still comes."""
    return replace(away, until=min(away.until, at)) if away.since < at else away


def _with(desk: Desk, member: Member) -> Desk:
    if desk.member(member.id) is None:
        return replace(desk, members=(*desk.members, member))
    return replace(desk, members=tuple(member if each.id == member.id else each for each in desk.members))


def _with_hours(calendar: WorkingCalendar, day: date, change: DeskChange) -> WorkingCalendar:
    """What was said last of a day comes first: the first that speaks of a day decides."""
    week = (change.windows,) * 7
    label = ("öppet andra tider", "open other hours") if change.windows else ("stängt", "closed")
    cause = Cause.OTHER_HOURS if change.windows else Cause.CLOSED
    reason = Reason(cause, *label, source=change.name or change.by)
    one = Deviation(Dates(frozenset({day})), week if change.windows else "closed", reason)
    rules = calendar.rules
    return WorkingCalendar(replace(rules, deviations=(one, *rules.deviations)))


def hours_text(windows: Iterable[Hours]) -> str:
    """Windows as people write them: "9–12, 13–15.30"."""
    return ", ".join(f"{_clock(each.opens)}–{_clock(each.closes)}" for each in windows)


def _clock(minutes: int) -> str:
    hour, rest = divmod(minutes, 60)
    return f"{hour}.{rest:02}" if rest else str(hour)
