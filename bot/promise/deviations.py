"""What makes a day other than usual. Each deviation is data with a source, and ends up in the receipt."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, assert_never

from .lines import Reason
from .moments import DAY
from .red_days import NAMED_DAYS, is_before_red, is_bridge


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A window of a day, in minutes past midnight on a Swedish wall clock; `closes` may be 24.00 (1440)."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY:
            raise ValueError(f"{self.opens}–{self.closes} is no window of a day")


Windows = tuple[Hours, ...]
Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]
"""Monday first."""


def weekdays(*windows: Hours) -> Week:
    """The same windows Monday to Friday, closed at the weekend."""
    return (windows, windows, windows, windows, windows, (), ())


# --- when -------------------------------------------------------------------
# `rank`: which goes first where several cover a day; `days.py` tells the whole order.


@dataclass(frozen=True, slots=True)
class Dates:
    """These very days, whatever else they are."""

    rank: ClassVar = 0
    days: frozenset[date]

    def covers(self, day: date) -> bool:
        """Is it one of them?"""
        return day in self.days


@dataclass(frozen=True, slots=True)
class Period:
    """From one date to another, both included."""

    rank: ClassVar = 1
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Is it within?"""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class YearlyPeriod:
    """From one (month, day) to another every year, both included, perhaps over New Year."""

    rank: ClassVar = 1
    first: tuple[int, int]
    last: tuple[int, int]

    def covers(self, day: date) -> bool:
        """Is it within, in any year?"""
        return _within(self.first, (day.month, day.day), self.last)


@dataclass(frozen=True, slots=True)
class Weeks:
    """ISO weeks of every year, both included, perhaps over New Year."""

    rank: ClassVar = 1
    first: int
    last: int

    def covers(self, day: date) -> bool:
        """Is the day's week one of them?"""
        return _within((self.first, 0), (day.isocalendar().week, 0), (self.last, 0))


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same date every year."""

    rank: ClassVar = 2
    month: int
    day: int

    def covers(self, day: date) -> bool:
        """Is it that date?"""
        return (day.month, day.day) == (self.month, self.day)


@dataclass(frozen=True, slots=True)
class Named:
    """A day of the year by its name, one of `NAMED_DAYS`, whichever date it falls on."""

    rank: ClassVar = 2
    name: str

    def covers(self, day: date) -> bool:
        """Does the day bear the name?"""
        return NAMED_DAYS[self.name](day)


@dataclass(frozen=True, slots=True)
class Bridge:
    """Every klämdag: a working day with a free day on either side."""

    rank: ClassVar = 3

    def covers(self, day: date) -> bool:
        """Is it one?"""
        return is_bridge(day)


@dataclass(frozen=True, slots=True)
class BeforeRed:
    """Every working day right before a public holiday or an eve that counts as one."""

    rank: ClassVar = 4

    def covers(self, day: date) -> bool:
        """Is it one?"""
        return is_before_red(day)


When = Dates | Period | YearlyPeriod | Weeks | Yearly | Named | Bridge | BeforeRed


def _within(first: tuple[int, int], at: tuple[int, int], last: tuple[int, int]) -> bool:
    return first <= at <= last if first <= last else at >= first or at <= last


# --- what -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClosesAt:
    """The usual hours, but closed from this minute past midnight."""

    minutes: int


Change = Literal["closed"] | Week | ClosesAt
"""Closed, other hours by the day of the week, or closing early."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """When, what, and why. Raises ValueError for a label or a source that is missing."""

    when: When
    change: Change
    reason: Reason

    def __post_init__(self) -> None:
        if not (self.reason.sv and self.reason.en and self.reason.source):
            raise ValueError("a deviation needs a label in sv and en, and a source")

    def windows(self, day: date, usual: Windows) -> Windows:
        """The windows of a day it covers, where these would be usual."""
        match self.change:
            case "closed":
                return ()
            case tuple():
                return self.change[day.weekday()]
            case ClosesAt(closes):
                return tuple(Hours(each.opens, min(each.closes, closes)) for each in usual if each.opens < closes)
            case _:
                assert_never(self.change)
