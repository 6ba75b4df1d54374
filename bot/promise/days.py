"""One day of a working calendar: what decides its windows, and the lines it gives a receipt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from .deviations import Dates, Deviation, Week, Windows
from .lines import Cause, Line, Reason
from .moments import closing, opening
from .red_days import SATURDAY, red_day


@dataclass(frozen=True, slots=True)
class Rules:
    """What a desk has said of its hours; `even` and `odd` are the weeks whose ISO number is so."""

    even: Week
    odd: Week
    deviations: tuple[Deviation, ...] = ()
    open_on_red_days: bool = False

    def usual(self, day: date) -> Windows:
        """The windows of a day if nothing is special about it."""
        week = self.odd if day.isocalendar().week % 2 else self.even
        return week[day.weekday()]


@dataclass(frozen=True, slots=True)
class UsualDays:
    """Days of the week, 0 for Monday, that follow each other with the same windows; `parity` when not in every week."""

    first: int
    last: int
    windows: Windows
    parity: Literal["", "even", "odd"] = ""


def usual_days(rules: Rules) -> tuple[UsualDays, ...]:
    """The usual week, for a sign on the door: what is the same every week, then what even or odd weeks differ in."""
    same = [even if even == odd else () for even, odd in zip(rules.even, rules.odd, strict=True)]
    even = [here if here != there else () for here, there in zip(rules.even, rules.odd, strict=True)]
    odd = [here if here != there else () for here, there in zip(rules.odd, rules.even, strict=True)]
    return (*_grouped(same, ""), *_grouped(even, "even"), *_grouped(odd, "odd"))


def _grouped(week: list[Windows], parity: Literal["", "even", "odd"]) -> Iterator[UsualDays]:
    for windows, same in groupby(range(7), key=lambda at: week[at]):
        if windows:
            days = list(same)
            yield UsualDays(days[0], days[-1], windows, parity)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's counted and skipped lines, in order, and the counted ones alone."""

    lines: tuple[Line, ...]
    open: tuple[Line, ...]


def day_of(rules: Rules, day: date) -> Day:
    """The day as the rules make it."""
    windows, reason = _decide(rules, day)
    counted = _counted(day, windows, reason)
    if not counted:
        return Day((Line(opening(day, 0), opening(day + timedelta(days=1), 0), False, reason, whole=True),), ())
    skipped = (Line(part.start, part.end, False, reason) for part in _missed(day, rules.usual(day), counted))
    return Day(tuple(sorted((*counted, *skipped), key=lambda line: line.start)), counted)


def _decide(rules: Rules, day: date) -> tuple[Windows, Reason | None]:
    """The windows of a day and what made them other than usual. The first of these that speaks of the day decides:

    1. an exact date; 2. a closed period (summer), all days in it alike; 3. a day of the week without hours, be it
    in the period's own hours or in this even or odd week; 4. the day's own name or yearly date; 5. klämdagar; 6. days
    before red days; 7. public holidays and eves; 8. the hours of the period; 9. the usual hours.
    """
    covering = sorted((each for each in rules.deviations if each.when.covers(day)), key=lambda each: each.when.rank)
    usual = rules.usual(day)
    periods = [each for each in covering if each.when.rank <= Dates.rank + 1]
    for each in periods:
        if isinstance(each.when, Dates) or each.change == "closed":
            return each.windows(day, usual), each.reason
    base, why = (periods[0].windows(day, usual), periods[0].reason) if periods else (usual, None)
    if not base:
        return (), why if usual and why else _no_hours(rules, day)
    if own := covering[len(periods) :]:  # klämdagar and days before red days are never red themselves
        return own[0].windows(day, base), own[0].reason
    red = None if rules.open_on_red_days else red_day(day)
    return ((), red) if red else (base, why)


def _no_hours(rules: Rules, day: date) -> Reason:
    """Why a day of the week has no hours."""
    at = day.weekday()
    if rules.even[at]:
        return Reason(Cause.EVEN_WEEKS)
    if rules.odd[at]:
        return Reason(Cause.ODD_WEEKS)
    return Reason(Cause.WEEKEND if at >= SATURDAY else Cause.WEEKDAY)


def _counted(day: date, windows: Windows, reason: Reason | None) -> tuple[Line, ...]:
    """Windows that meet are one, and so are those that overlap: 01–02.30 and 02.30–04 on a night with 02–03 twice."""
    merged: list[Line] = []
    for each in sorted(windows):
        start, end = opening(day, each.opens), closing(day, each.closes)
        if merged and start <= merged[-1].end:
            last = merged.pop()
            start, end = last.start, max(last.end, end)
        if start < end:  # a window in an hour that the spring leaves out is none
            merged.append(Line(start, end, True, reason))
    return tuple(merged)


def _missed(day: date, usual: Windows, counted: tuple[Line, ...]) -> Iterator[Line]:
    """The parts of the usual windows that are not counted."""
    for line in _counted(day, usual, None):
        left = [line]
        for taken in counted:
            parts = [part for each in left for part in (each.before(taken.start), each.after(taken.end))]
            left = [part for part in parts if part]
        yield from left
