"""From a plan to the moments at which one company is asked."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import assert_never

from knowledge import AfterEnrolment, AfterMilestone, EveryYear, Offset, OnDate, Plan, Step

from .hours import Hours, at_hour, next_open, on_any_day, on_day

WAVES = 10
"""Open days over which those asked the same thing are spread at most: two weeks; beyond that the waves grow."""
YEARS_AHEAD = 2
"""How long a yearly cycle is planned from one yes, if the programme has no end: consent is not for ever."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """When one company joined. `number` counts those of the programme, `of_day` those who joined the same day, both
    from 0: they decide the wave."""

    at: datetime
    number: int = 0
    of_day: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A check-in that is to come, in UTC. `key` is the step's id, in a yearly cycle with its year: it is asked once.

    `own`: the person chose this very moment, so the plan's days and quiet hours do not move it.
    """

    at: datetime
    key: str
    own: bool = False

    @property
    def step(self) -> str:
        """The id of the step."""
        return self.key.partition(":")[0]


def wave(number: int, size: int) -> int:
    """Which wave one is in, from 0: `size` in each, beginning anew after the last."""
    return number // size % WAVES


def check_in_dates(plan: Plan, enrolled: Enrolled, hours: Hours, *, until: date | None = None) -> tuple[Due, ...]:
    """When to ask, soonest first; what waits for a milestone is not among it.

    Days of the plan that have been when one joins are left out; a yearly cycle goes on until `until`, else two years.
    Two steps that come to the same moment, as both had to wait for a pause to end, are asked as one: the later of
    the plan, or the one that asks for the outcome. Raises NoHours.
    """
    joined = hours.wall(enrolled.at).date()
    until = until or add_months(joined, 12 * YEARS_AHEAD)
    found = [due for step in plan.steps for due in _dues(step, plan, enrolled, hours, until)]
    return _merged(found, plan)


def _dues(step: Step, plan: Plan, enrolled: Enrolled, hours: Hours, until: date) -> Iterator[Due]:
    joined = hours.wall(enrolled.at).date()
    match step.trigger:
        case AfterEnrolment(offset) if offset.seconds:
            yield Due(next_open(_later(enrolled.at, offset, hours), hours), step.id)
        case AfterEnrolment(offset):
            day = add_months(joined, offset.months) + timedelta(days=offset.days)
            yield Due(_in_wave(day, enrolled.of_day, plan, enrolled, hours), step.id)
        case OnDate(day):
            if day > joined:
                yield Due(_in_wave(day, enrolled.number, plan, enrolled, hours), step.id)
        case EveryYear():
            for year in range(joined.year, until.year + 1):
                if joined < (day := step.trigger.in_year(year)) <= until:
                    yield Due(_in_wave(day, enrolled.number, plan, enrolled, hours), f"{step.id}:{year}")
        case AfterMilestone():
            return
        case _:
            assert_never(step.trigger)


def _in_wave(day: date, number: int, plan: Plan, enrolled: Enrolled, hours: Hours) -> datetime:
    """The day, moved by one's wave. All who wait for a pause to end would come at once: they are spread anew."""
    paused = any(pause.holds(day) for pause in hours.pauses)
    return on_day(day, hours, after=enrolled.number % WAVES if paused else wave(number, plan.wave_size))


def milestone_dates(plan: Plan, milestone: str, reached_at: datetime, hours: Hours) -> tuple[Due, ...]:
    """When to ask after a milestone. Raises KeyError if the plan has none by that id, NoHours as above."""
    if milestone not in {each.id for each in plan.milestones}:
        raise KeyError(milestone)
    found = []
    for step in plan.steps:
        match step.trigger:
            case AfterMilestone(name, offset) if name == milestone:
                later = _later(reached_at, offset, hours)
                at = next_open(later, hours) if offset.seconds else on_day(hours.wall(later).date(), hours)
                found.append(Due(at, step.id))
    return _merged(found, plan)


def _later(moment: datetime, offset: Offset, hours: Hours) -> datetime:
    """The moment so much later: months and days on the wall clock, seconds as they pass."""
    wall = hours.wall(moment)
    day = add_months(wall.date(), offset.months) + timedelta(days=offset.days)
    return datetime.combine(day, wall.timetz()).astimezone(UTC) + timedelta(seconds=offset.seconds)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _merged(found: Iterable[Due], plan: Plan) -> tuple[Due, ...]:
    """One at each moment, soonest first."""
    kept: dict[datetime, Due] = {}
    for due in found:
        before = kept.get(due.at)
        if before is None or not plan.step(before.step).outcome:
            kept[due.at] = due
    return tuple(sorted(kept.values()))


def send_at(due: Due, now: datetime, hours: Hours) -> datetime:
    """When a check-in that is due, perhaps since long, may go out: `now` at the earliest. Raises NoHours."""
    return next_open(max(due.at, now), hours_of_due(due, hours))


def hours_of_due(due: Due, hours: Hours) -> Hours:
    """The hours in which it may be asked: a moment of their own choice has its own."""
    return on_any_day(at_hour(hours, hours.wall(due.at).time())) if due.own else hours


def chosen(due: Due, at: datetime, hours: Hours) -> Due:
    """The check-in at a moment that the person chose; not by night, on a holiday or in a pause. Raises NoHours."""
    own = replace(due, at=at.astimezone(UTC), own=True)
    return replace(own, at=next_open(own.at, hours_of_due(own, hours)))
