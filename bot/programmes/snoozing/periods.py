"""Periods that are named in a text, and the days they turn out to be from today on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from .occasions import Days, InYear, after_occasion

ONE = timedelta(days=1)
WEEK = timedelta(days=7)


class Why(StrEnum):
    """Why no day came of a text."""

    NOTHING = "nothing"  # it says nothing of when
    PAST = "past"  # the day has been
    TOO_FAR = "too_far"  # more than two years off
    NO_SUCH_DAY = "no_such_day"  # 31 February, week 60
    NO_DAY_LEFT = "no_day_left"  # every day of the week is avoided


class Refused(Exception):
    """A day was named that cannot be: `day` if it is one at all."""

    def __init__(self, why: Why, day: date | None = None) -> None:
        super().__init__(why)
        self.why, self.day = why, day


class Rule(StrEnum):
    """How a text was read."""

    DATE = "date"  # 7 January, the 15th, tomorrow
    SPAN = "span"  # in two months
    WEEKDAY = "weekday"
    WEEK = "week"  # week 34, next week
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"  # next year, next quarter
    OCCASION = "occasion"  # the harvest, Christmas
    LATER = "later"  # not now
    HABIT = "habit"  # an hour or days of the week, no day


class Part(StrEnum):
    """Which part of a period."""

    START = "s"
    MIDDLE = "M"
    END = "e"


class Side(StrEnum):
    """On which side of what is named."""

    IN = "in"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Period:
    """What a text names: either days, or what recurs each year.

    `named`: the very day. `any_day`: they know what day of the week it is, so a weekend holds too. `word` is the
    occasion or season. `weekday` (Monday is 1) is one to find in it, `nth` which: -1 the last.
    """

    rule: Rule
    days: Days | None = None
    in_year: InYear | None = None
    part: Part | None = None
    named: bool = False
    any_day: bool = False
    word: str = ""
    weekday: int = 0
    nth: int = 0
    hour: time | None = None


def resolved(period: Period, side: Side, today: date) -> Days:
    """The days that are meant, from tomorrow on if it can be. Raises Refused."""
    if period.days or period.in_year is None:
        days = cut(period.days or _from(today + ONE), period.part)
        if days.first < today < days.last and not period.named:
            days = Days(today + ONE, days.last)
    elif side is Side.AFTER and period.rule is Rule.OCCASION:
        return _from(after_occasion(period.word, today))
    else:
        days = _next(period.in_year, period.part, side, today)
    match side:
        case Side.IN:
            return days
        case Side.AFTER:
            return _from(days.last + ONE)
        case Side.BEFORE:
            return Days(max(days.first - WEEK, min(today + ONE, days.first - ONE)), days.first - ONE)


def _from(day: date) -> Days:
    """A day and those after it: there is room to move on."""
    return Days(day, day + 8 * WEEK)


def _next(in_year: InYear, part: Part | None, side: Side, today: date) -> Days:
    """What recurs, the next time. What is under way counts while enough of it is left: then after a third of that."""
    for year in range(today.year - 1, today.year + 4):
        days = cut(in_year(year), part)
        if days.first > today or (side is Side.AFTER and days.last >= today):
            return days
        left = (days.last - today).days
        if side is Side.IN and left > (1 if part else 7):
            return Days(today + ONE * (1 if part else max(7, left // 3)), days.last)
    raise Refused(Why.NO_SUCH_DAY)


_CUTS: Final = ((7, (2, 4)), (31, (14, 24)), (200, None), (400, (182, 338)))
"""Up to how many days: where the middle and the end begin, counted from the first day; None: half way and a fifth."""


def cut(days: Days, part: Part | None) -> Days:
    """The beginning, middle or end of days.

    Of a week Monday, Wednesday, Friday; of a month the 1st, the 15th, the 25th (salaries are paid then: the month is
    nearly over); of anything longer its first day, its middle, its last fifth; of a year its last three weeks.
    """
    length = (days.last - days.first).days + 1
    if part is None or length < 5:
        return days
    middle, end = next(days for longest, days in _CUTS if length <= longest) or (length // 2, length * 4 // 5)
    match part:
        case Part.START:
            return Days(days.first, days.first + ONE * (middle - 1))
        case Part.MIDDLE:
            return Days(days.first + ONE * middle, days.first + ONE * (end - 1))
        case Part.END:
            return Days(days.first + ONE * end, days.last)


def with_weekday(period: Period, side: Side, weekday: Period, today: date) -> Days:
    """The weekday in a period: of the same week as a single day, else the first in it, or the nth. Raises Refused."""
    days = resolved(replace(period, named=False), side, today)
    if days.first == days.last:
        if period.named:
            return days  # "onsdag 7 januari": the date tells, whatever day of the week it is
        monday = days.first - ONE * days.first.weekday()
        days = Days(max(monday, today + ONE), monday + 2 * WEEK)
    found = list(_weekdays(days, weekday.weekday))
    which = weekday.nth - 1 if weekday.nth > 0 else weekday.nth
    if not -len(found) <= which < len(found):
        raise Refused(Why.NO_SUCH_DAY)
    return Days(found[which], found[which])


def _weekdays(days: Days, weekday: int) -> Iterator[date]:
    day = days.first + ONE * ((weekday - days.first.isoweekday()) % 7)
    while day <= days.last:
        yield day
        day += WEEK
