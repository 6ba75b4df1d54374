"""The life of one follow-up by the clock: asked, reminded twice at most, silent. What people change in it is in
`changing`."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge import Plan

from .dates import Due, Enrolled, check_in_dates, hours_of_due, send_at
from .hours import Hours, next_open, on_day

REMINDERS = 2
"""At most; then silence is accepted (issue 6)."""
PATIENCE = (4, 5, 5)
"""Open days before the first reminder, before the second, and before silence counts as the answer. The first is from
the check-in script: three to five working days."""
SILENCES = 2
"""Check-ins in a row without an answer after which the bot says goodbye (the check-in script)."""
NEAR = timedelta(days=3)
"""No reminder so shortly before the next check-in: it asks the same thing."""


class Ended(StrEnum):
    """Why nothing more is asked."""

    DONE = "done"  # all has been asked
    SILENT = "silent"  # several check-ins in a row without an answer
    STOPPED = "stopped"  # by the person, for good
    CLOSED = "closed"  # the programme is gone


class Starter(StrEnum):
    """Who wants to begin a follow-up."""

    SELF = "self"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Asked:
    """A check-in that has been sent and not yet answered. `last_at` is when the latest message of it went out."""

    due: Due
    last_at: datetime
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One company in one programme. `planned` soonest first; `used` are the keys of what has been asked.

    `gave_way` is what the latest putting off moved or took in, as it was planned: who names another day instead has
    it back.
    """

    planned: tuple[Due, ...] = ()
    asked: Asked | None = None
    used: frozenset[str] = frozenset()
    silences: int = 0
    ended: Ended | None = None
    gave_way: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Ask how it goes."""

    due: Due
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """Ask again, more shortly: the first or the second time."""

    due: Due
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody answered: take it for that. `farewell`: say once that the bot stops asking."""

    due: Due
    farewell: bool
    at: datetime


Next = CheckIn | Reminder | Silence


def begin(plan: Plan, enrolled: Enrolled, hours: Hours) -> FollowUp:
    """The follow-up of one who has just said yes; DONE if every day of the plan has been. Raises NoHours."""
    return settled(FollowUp(planned=check_in_dates(plan, enrolled, hours)))


def may_begin(before: FollowUp | None, starter: Starter) -> bool:
    """May a follow-up begin after an earlier one? After a stop only the person's own wish counts, never staff's."""
    return before is None or before.ended is not Ended.STOPPED or starter is Starter.SELF


def next_up(follow_up: FollowUp, hours: Hours, now: datetime) -> Next | None:
    """What comes next and when, None if nothing does. Raises NoHours.

    If several check-ins are overdue, as after a long standstill, the last of them stands for all.
    """
    if follow_up.ended:
        return None
    overdue = [due for due in follow_up.planned if due.at <= now]
    coming = max(overdue, default=min(follow_up.planned, default=None))
    if follow_up.asked is None:
        return CheckIn(coming, send_at(coming, coming.at, hours)) if coming else None
    waiting = _waiting(follow_up, follow_up.asked, hours)
    if coming is None or waiting.at < coming.at - NEAR:
        return waiting
    return CheckIn(coming, send_at(coming, follow_up.asked.last_at + _space(follow_up.asked, coming), hours))


def hours_for(event: Next, hours: Hours) -> Hours:
    """The hours in which it may be sent: a check-in at a moment of their own choice has its own."""
    return hours_of_due(event.due, hours) if isinstance(event, CheckIn) else hours


def allowed_at(event: Next, hours: Hours, now: datetime) -> datetime:
    """When it may be done, now at the earliest. Raises NoHours."""
    return next_open(max(event.at, now), hours_for(event, hours))


def _space(asked: Asked, coming: Due) -> timedelta:
    """What must lie between two check-ins when the first was late: as much as was planned, but days at most."""
    return min(NEAR, max(coming.at - asked.due.at, timedelta()))


def _waiting(follow_up: FollowUp, asked: Asked, hours: Hours) -> Reminder | Silence:
    last = hours.wall(asked.last_at).date() + timedelta(days=1)
    at = on_day(last, hours, after=PATIENCE[asked.reminders] - 1)
    if asked.reminders < REMINDERS:
        return Reminder(asked.due, asked.reminders + 1, at)
    return Silence(asked.due, follow_up.silences + 1 >= SILENCES, at)


def happened(follow_up: FollowUp, event: Next, at: datetime) -> FollowUp:
    """After what came next has been done, at a moment that may be later than planned."""
    if follow_up.ended:
        return follow_up
    match event:
        case CheckIn(due):
            return _asked(follow_up, due, at)
        case Reminder(due, number) if follow_up.asked and follow_up.asked.due == due:
            return replace(follow_up, asked=Asked(due, at, number))
        case Silence(due) if follow_up.asked and follow_up.asked.due == due:
            return _gone_silent(follow_up)
        case Reminder() | Silence():  # answered or put off in the meantime
            return follow_up


def _asked(follow_up: FollowUp, due: Due, at: datetime) -> FollowUp:
    """One more asked. If the one before got no answer, that was a silence; when it was the last the person is left
    in peace and is not asked this one either."""
    if follow_up.asked:
        follow_up = _gone_silent(follow_up)
    if follow_up.ended or due not in follow_up.planned:
        return follow_up
    planned = tuple(each for each in follow_up.planned if each.at > due.at)
    return replace(follow_up, planned=planned, asked=Asked(due, at), used=follow_up.used | {due.key}, gave_way=())


def _gone_silent(follow_up: FollowUp) -> FollowUp:
    silences = follow_up.silences + 1
    if silences >= SILENCES:
        return replace(follow_up, planned=(), asked=None, silences=silences, ended=Ended.SILENT)
    return settled(replace(follow_up, asked=None, silences=silences))


def settled(follow_up: FollowUp) -> FollowUp:
    """The same; done, if nothing is planned or waits for an answer."""
    if follow_up.planned or follow_up.asked or follow_up.ended:
        return follow_up
    return replace(follow_up, ended=Ended.DONE)
