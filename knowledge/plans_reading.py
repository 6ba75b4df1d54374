"""Reads the check-in plan of a programme: its steps, milestones, hours and pauses."""

import re
from datetime import date, time
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .day_hours import Quiet, windows
from .plans import (
    WORKDAYS,
    ZONE,
    AfterEnrolment,
    AfterMilestone,
    EveryYear,
    Milestone,
    Offset,
    OnDate,
    Pause,
    Plan,
    PlanStanding,
    Step,
    Trigger,
)
from .reading import Table

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)[-–]([01]\d|2[0-3]):([0-5]\d)")
_EVERY_DAY = re.compile(r"(\d\d)-(\d\d)")


def read_plan(table: Table) -> Plan:
    """The check-in plan of a `[plan]` table."""
    milestones = tuple(_milestone(each) for each in table.tables("milestones"))
    plan = Plan(
        steps=tuple(_step(each, {milestone.id for milestone in milestones}) for each in table.tables("steps")),
        standing=PlanStanding(table.one_of("standing", tuple(PlanStanding), PlanStanding.EXAMPLE)),
        quiet=_quiet(table),
        days=_days(table),
        wave_size=table.whole("wave_size", 25, least=1, most=100_000),
        zone=_zone(table),
        country=_country(table),
        pauses=tuple(_pause(each) for each in table.tables("pauses")),
        milestones=milestones,
    )
    if table.values and not plan.steps:
        table.complain("steps", "the plan asks nothing; write at least one [[plan.steps]]")
    ids = [step.id for step in plan.steps]
    if len(set(ids)) < len(ids):
        table.complain("steps", "two steps have the same id; give each its own")
    if table.values:
        table.done()
    return plan


def _milestone(table: Table) -> Milestone:
    milestone = Milestone(
        table.id(), table.text("sv", required=True), table.text("en", required=True), table.texts("heard")
    )
    table.done()
    return milestone


def _step(table: Table, milestones: set[str]) -> Step:
    step = Step(
        table.id(), _trigger(table, milestones), table.flag("outcome", False), table.text("sv"), table.text("en")
    )
    if bool(step.sv) != bool(step.en):
        table.complain("sv", "sv and en go together; write both or none")
    table.done()
    return step


_NEVER: Final = AfterEnrolment(Offset(days=1))
"""In place of what could not be read; the file is refused anyway."""


def _trigger(table: Table, milestones: set[str]) -> Trigger:
    """One of `at` (with `after` or without), `on` and `yearly`."""
    at, on, yearly, after = (table.text(key) for key in ("at", "on", "yearly", "after"))
    if sum(map(bool, (at, on, yearly))) != 1:
        table.complain("at", 'a step needs one of at = "P14D", on = "2027-03-01" and yearly = "03-01"')
        return _NEVER
    if after and (after not in milestones or not at):
        table.complain("after", f"after {after!r} needs [[plan.milestones]] with that id, and at = …")
        return _NEVER
    try:
        if on:
            return OnDate(date.fromisoformat(on))
        if yearly:
            return EveryYear(*_month_and_day(yearly))
        return AfterMilestone(after, Offset.parse(at)) if after else AfterEnrolment(Offset.parse(at))
    except ValueError as error:
        table.complain("on" if on else "yearly" if yearly else "at", _told(error, on or yearly))
        return _NEVER


def _told(error: ValueError, written: str) -> str:
    return f"{written!r} is no day; write 2027-03-01, or 03-01 for every year" if written else str(error)


def _month_and_day(text: str) -> tuple[int, int]:
    """Month and day of MM-DD. Raises ValueError."""
    found = _EVERY_DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    day = date(2024, int(found[1]), int(found[2]))  # a leap year: 29 February is a day
    return day.month, day.day


def _quiet(table: Table) -> tuple[Quiet, ...]:
    if "quiet" not in table.values:
        return Plan(()).quiet
    found = []
    for text in table.texts("quiet"):
        hours = _HOURS.fullmatch(text)
        if hours is None or hours[1] + hours[2] == hours[3] + hours[4]:
            table.complain("quiet", f'quiet {text!r} is no span of the day; write "16:00-09:00"')
            continue
        begin_hour, begin_minute, end_hour, end_minute = map(int, hours.groups())
        found.append(Quiet(time(begin_hour, begin_minute), time(end_hour, end_minute)))
    if not windows(tuple(found)):
        table.complain("quiet", "quiet leaves no hour between 7 and 21, when one may be written to; shorten it")
    return tuple(found)


def _days(table: Table) -> frozenset[int]:
    if "days" not in table.values:
        return WORKDAYS
    written = table.texts("days", required=True)
    for day in set(written) - set(DAYS):
        table.complain("days", f"days: {day!r} is no day; use of {', '.join(DAYS)}")
    return frozenset(DAYS.index(day) + 1 for day in written if day in DAYS)


def _zone(table: Table) -> str:
    zone = table.text("zone") or ZONE
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.complain("zone", f'zone {zone!r} is no time zone; write one of the IANA names, like "{ZONE}"')
        return ZONE
    return zone


def _pause(table: Table) -> Pause:
    days = []
    for key in ("from", "until"):
        try:
            days.append(_month_and_day(table.text(key, required=True)))
        except ValueError:
            table.complain(key, f'{key} must be a month and a day, like "07-01"')
            days.append((1, 1))
    table.text("source")
    table.done()
    return Pause(days[0], days[1])


def _country(table: Table) -> str:
    country = table.text("holidays") if "holidays" in table.values else "SE"
    if country in ("SE", ""):
        return country
    from holidays import list_supported_countries  # some 20 MB: only where another country's are kept

    if country not in list_supported_countries():
        table.complain("holidays", f'holidays {country!r} is no country with known holidays; write its code, like "NO"')
        return "SE"
    return country
