"""Exceptions and the summer from a file: when, what, and why."""

import difflib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from bot.promise.deviations import (
    BeforeRed,
    Bridge,
    Change,
    ClosesAt,
    Dates,
    Deviation,
    Named,
    Period,
    Week,
    Weeks,
    When,
    Yearly,
    YearlyPeriod,
)
from bot.promise.lines import Cause, Reason
from bot.promise.red_days import NAMED_DAYS
from knowledge.reading import Table

from . import notation
from .hours import read_week, read_windows

_GROUPS: Final[Mapping[str, When]] = {"klämdag": Bridge(), "dagen före röd dag": BeforeRed()}
_NAMES: Final = (*NAMED_DAYS, *_GROUPS)
_CLOSED_WEEK: Final[Week] = ((), (), (), (), (), (), ())
_DAY_HINT: Final = 'write a date like 2026-11-06, "12-23" for every year, or the name of a day'


def read_deviations(table: Table) -> tuple[Deviation, ...]:
    """Every `[[exceptions]]`, and `[summer]`."""
    found = [each for row in table.tables("exceptions") for each in _deviations(row, is_summer=False)]
    if "summer" in table.values:
        found += _deviations(table.table("summer"), is_summer=True)
    table.asked.add("summer")
    return tuple(found)


def _deviations(row: Table, *, is_summer: bool) -> list[Deviation]:
    labels = [row.text(key, required=True) for key in ("sv", "en", "source")]
    whens = list(_whens(row))
    is_period = any(isinstance(each, Period | YearlyPeriod | Weeks) for each in whens)
    change = _change(row, is_period=is_period)
    row.done()
    if not all(labels):
        return []
    return [Deviation(each, change, Reason(_cause(each, change, is_summer=is_summer), *labels)) for each in whens]


def _cause(when: When, change: Change, *, is_summer: bool) -> Cause:
    if is_summer:
        return Cause.SUMMER
    if change != "closed":
        return Cause.OTHER_HOURS
    return Cause.BRIDGE if isinstance(when, Bridge) else Cause.CLOSED


# --- what -------------------------------------------------------------------


def _change(row: Table, *, is_period: bool) -> Change:
    row.asked |= {"hours", "closes"}
    if {"hours", "closes"} <= row.values.keys():
        row.complain("closes", "closes and hours both tell the hours; keep one")
    if isinstance(row.values.get("hours"), dict):
        hours = row.table("hours")
        week = read_week(hours, _CLOSED_WEEK)
        hours.done()
        return week
    if "hours" in row.values:
        windows = read_windows(row, "hours")
        weekend = () if is_period else windows
        return (windows, windows, windows, windows, windows, weekend, weekend) if windows else "closed"
    if "closes" in row.values:
        text = row.text("closes")
        minutes = notation.minutes_of_day(text)
        if minutes is not None:
            return ClosesAt(minutes)
        row.complain("closes", f"closes {text!r} is no time of day; write it like 12 or 15.30")
    return "closed"


# --- when -------------------------------------------------------------------


def _whens(row: Table) -> Iterator[When]:
    ways = [way for way in ("on", "weeks", "from") if way in row.values]
    row.asked |= {"on", "weeks", "from", "to"}
    if len(ways) != 1:
        row.complain(
            ways[-1] if ways else "on", "must tell when, in one way: on = …, from = … with to = …, or weeks = …"
        )
    elif ways == ["on"]:
        yield from _on(row)
    elif ways == ["weeks"]:
        text = row.text("weeks")
        if weeks := notation.weeks(text):
            yield Weeks(*weeks)
        else:
            row.complain("weeks", f'weeks {text!r} are no weeks; write "28-31" or "28"')
    else:
        yield from _from_to(row)


def _on(row: Table) -> Iterator[When]:
    written = row.values["on"]
    dates = set[date]()
    for each in written if isinstance(written, list) else [written]:
        day = _date(each)
        if day:
            dates.add(day)
        elif isinstance(each, str) and (yearly := notation.month_day(each)):
            yield Yearly(*yearly)
        elif isinstance(each, str) and (name := each.strip().casefold()) in _NAMES:
            yield _GROUPS.get(name) or Named(name)
        else:
            near = difflib.get_close_matches(str(each).casefold(), _NAMES, 1)
            row.complain("on", f"on: {str(each)!r} is no day; " + (f"did you mean {near[0]!r}?" if near else _DAY_HINT))
    if dates:
        yield Dates(frozenset(dates))


def _from_to(row: Table) -> Iterator[When]:
    ends = [row.values.get("from"), row.values.get("to")]
    first, last = (_date(each) for each in ends)
    start, end = (notation.month_day(each) if isinstance(each, str) else None for each in ends)
    if first and last and first <= last:
        yield Period(first, last)
    elif start and end:
        yield YearlyPeriod(start, end)
    else:
        row.complain(
            "to", 'from and to must be two dates in order, like 2026-12-28, or two like "12-28" for every year'
        )


def _date(written: object) -> date | None:
    if isinstance(written, str):
        try:
            return date.fromisoformat(written.strip())
        except ValueError:
            return None
    return written if isinstance(written, date) and not isinstance(written, datetime) else None
