"""Times and limits as people write them in a file: "8-16.30", "12-23", "28-31", "2 days"."""

import re
from datetime import date
from itertools import pairwise
from typing import Final

from bot.promise.deviations import Hours, Windows
from bot.promise.limits import Limit, WorkingDays, WorkingMinutes
from bot.promise.moments import DAY

_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
_WINDOW = re.compile(rf"\s*{_TIME}\s*[-–]\s*{_TIME}\s*")
_CLOCK = re.compile(rf"\s*{_TIME}\s*")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_WEEKS = re.compile(r"\s*(\d{1,2})\s*(?:[-–]\s*(\d{1,2})\s*)?")
_LIMIT = re.compile(r"\s*(\d{1,6})\s*([a-zåäö]+(?: days?)?)\s*", re.IGNORECASE)
_UNITS: Final = {
    **dict.fromkeys(("day", "days", "working day", "working days", "dag", "dagar", "arbetsdag", "arbetsdagar"), DAY),
    **dict.fromkeys(("h", "hour", "hours", "timme", "timmar"), 60),
    **dict.fromkeys(("min", "minute", "minutes", "minut", "minuter"), 1),
}
LONGEST: Final = 366
"""Working days in a promise; more is a slip."""


def minutes_of_day(text: str) -> int | None:
    """ "8", "8.30", "08:30" or "24" in minutes past midnight; None if it is no time of day."""
    found = _CLOCK.fullmatch(text)
    return _minutes(found[1], found[2]) if found else None


def window(text: str) -> Hours | None:
    """ "8-16.30" as a window; None if it is none."""
    found = _WINDOW.fullmatch(text)
    if not found:
        return None
    opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if opens is None or closes is None or opens >= closes:
        return None
    return Hours(opens, closes)


def overlap(windows: Windows) -> bool:
    """Do any two share a minute?"""
    ordered = sorted(windows)
    return any(later.opens < earlier.closes for earlier, later in pairwise(ordered))


def month_day(text: str) -> tuple[int, int] | None:
    """ "12-23" as a month and a day of any year; None if it is none."""
    found = _MONTH_DAY.fullmatch(text.strip())
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    try:
        date(2024, month, day)  # a leap year: 02-29 is a date
    except ValueError:
        return None
    return month, day


def weeks(text: str) -> tuple[int, int] | None:
    """ "28-31" or "28" as ISO weeks; None if they are none."""
    found = _WEEKS.fullmatch(text)
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return (first, last) if 1 <= first <= 53 and 1 <= last <= 53 else None


def limit(text: str) -> Limit | None:
    """ "2 days", "4 hours", "30 minutes" (or in Swedish) as a limit; None if it is none."""
    found = _LIMIT.fullmatch(text)
    unit = _UNITS.get(found[2].casefold()) if found else None
    if not found or not unit or not 1 <= (count := int(found[1])) * unit <= LONGEST * DAY:
        return None
    return WorkingDays(count) if unit == DAY else WorkingMinutes(count * unit)


def _minutes(hours: str, rest: str | None) -> int | None:
    minutes = int(hours) * 60 + int(rest or 0)
    return minutes if minutes <= DAY and int(rest or 0) < 60 else None
