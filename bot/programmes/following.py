"""The life of one follow-up: asked, reminded twice at most, answered, put off, silent, stopped for good.

Every function takes a `FollowUp` and gives the next one. One that was stopped stays as it is, whatever is done to it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge import Plan

from .dates import Due, Enrolled, check_in_dates, chosen, hours_of_due, milestone_dates, send_at
from .hours import Hours, next_open, on_day

REMINDERS = 2
"""At most; then silence is accepted (issue 6)."""
PATIENCE = (4, 5, 5)
"""Open days before the first reminder, before the second, and before silence counts as the answer. The first is from
the check-in script: three to five working days."""
SILENCES = 2
"""Check-ins in a row without an answer after which the bot says goodbye (the check-in script)."""
APART = timedelta(days=7)
"""Between a check-in at a moment that somebody chose, or that a milestone brought, and the plan's next."""
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
    return _settled(FollowUp(planned=check_in_dates(plan, enrolled, hours)))


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
    return _settled(replace(follow_up, asked=None, silences=silences))


def answered(follow_up: FollowUp) -> FollowUp:
    """The person answered, be it late: no reminder follows, and the silences are forgotten."""
    if follow_up.ended is Ended.STOPPED:
        return follow_up
    return _settled(replace(follow_up, asked=None, silences=0))


def put_off(follow_up: FollowUp, until: datetime, hours: Hours) -> FollowUp:
    """Ask then instead: what waits for an answer, else what would come next. Raises NoHours.

    What was planned before that moment, or soon after it, is asked then too, as one: the last of it. What an earlier
    day had taken in is planned again. With nothing to put off it is left as it was.
    """
    if follow_up.ended:
        return follow_up
    planned = _as_before(follow_up)
    first = follow_up.asked.due if follow_up.asked else min(planned, default=None)
    if first is None:
        return follow_up
    moved = chosen(first, until, hours)
    others = [due for due in planned if due != first]
    overtaken = [due for due in others if due.at <= moved.at or (not due.own and _soon_after(moved.at, due, first.at))]
    later = [due for due in others if due not in overtaken]
    if overtaken:
        moved = replace(max(overtaken), at=moved.at, own=True)
    gave_way = (first, *overtaken)
    return replace(follow_up, planned=tuple(sorted([moved, *later])), asked=None, silences=0, gave_way=gave_way)


def _as_before(follow_up: FollowUp) -> tuple[Due, ...]:
    """What is planned, with what gave way to a day of their own that they now change."""
    back = {due.key for due in follow_up.gave_way}
    chosen_before = [due for due in follow_up.planned if due.own and due.key in back]
    if follow_up.asked or not chosen_before:
        return follow_up.planned
    kept = [due for due in follow_up.planned if due not in chosen_before]
    return tuple(sorted([*kept, *(due for due in follow_up.gave_way if due.key not in {each.key for each in kept})]))


def _soon_after(moment: datetime, due: Due, since: datetime) -> bool:
    """Does a check-in come so soon after a moment that it would ask the same thing? A week, in a plan of days."""
    return due.at - moment <= min(APART, max(due.at - since, timedelta()) / 2)


def moved(follow_up: FollowUp, key: str, to: datetime, hours: Hours) -> FollowUp:
    """One planned check-in at another moment; one that was planned at that very moment gives way. Raises KeyError if
    none is planned by that key, NoHours."""
    if follow_up.ended:
        return follow_up
    by_key = {due.key: due for due in follow_up.planned}
    due = chosen(by_key.pop(key), to, hours)
    others = (each for each in by_key.values() if each.at != due.at)
    return replace(follow_up, planned=tuple(sorted([due, *others])))


def refitted(follow_up: FollowUp, before: Hours, hours: Hours) -> FollowUp:
    """The follow-up after the person asked for other hours: each day kept if it can be. Raises NoHours."""
    fitted = {due.at: due for due in (_refit(each, before, hours) for each in follow_up.planned)}
    gave_way = tuple(_refit(each, before, hours) for each in follow_up.gave_way)
    return replace(follow_up, planned=tuple(sorted(fitted.values())), gave_way=gave_way)


def _refit(due: Due, before: Hours, hours: Hours) -> Due:
    wall = before.wall(due.at)
    if due.own and wall.isoweekday() not in hours.avoid | (before.days - hours.days):
        return due
    if wall.time() == before.hour:
        return replace(due, at=on_day(wall.date(), hours), own=False)
    return replace(due, at=next_open(due.at, hours), own=False)


def reached(follow_up: FollowUp, plan: Plan, milestone: str, at: datetime, hours: Hours) -> FollowUp:
    """A milestone is reached: its steps are planned, once. Raises KeyError on an unknown one, NoHours."""
    if follow_up.ended in (Ended.STOPPED, Ended.SILENT):
        return follow_up
    known = follow_up.used | {due.key for due in follow_up.planned}
    taken = {due.at for due in follow_up.planned}
    new = [
        due
        for due in milestone_dates(plan, milestone, at, hours)
        if due.key not in known and due.at not in taken  # what is asked at that very moment will do
    ]
    kept = [due for due in follow_up.planned if not any(_asked_by(one, due, plan, at) for one in new)]
    return _settled(replace(follow_up, planned=tuple(sorted([*kept, *new])), ended=None))


def _asked_by(milestone: Due, due: Due, plan: Plan, at: datetime) -> bool:
    """Is what the plan asks asked by a milestone's check-in already? What somebody chose stays, and the outcome."""
    own = due.own or any(step.id == due.step and step.outcome for step in plan.steps)
    return not own and due.at >= milestone.at and _soon_after(milestone.at, due, at)


def stopped(follow_up: FollowUp) -> FollowUp:
    """Nothing more, ever: what was planned and what waited for an answer is dropped."""
    return replace(follow_up, planned=(), asked=None, ended=Ended.STOPPED, gave_way=())


def _settled(follow_up: FollowUp) -> FollowUp:
    if follow_up.planned or follow_up.asked or follow_up.ended:
        return follow_up
    return replace(follow_up, ended=Ended.DONE)
