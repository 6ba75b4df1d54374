"""Days and hours as staff write them: "imorgon", "fredag", "3 augusti", "9–12 och 13–15". Strict: else nothing."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.promise.deviations import Windows
from bot.promise.reading import notation

_MONTHS = (
    ("januari", "jan", "january"),
    ("februari", "feb", "february"),
    ("mars", "mar", "march"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("augusti", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_WEEKDAYS = (
    ("måndag", "mån", "monday"),
    ("tisdag", "tis", "tuesday"),
    ("onsdag", "ons", "wednesday"),
    ("torsdag", "tors", "tor", "thursday"),
    ("fredag", "fre", "friday"),
    ("lördag", "lör", "saturday"),
    ("söndag", "sön", "sunday"),
)
_NEAR = {"idag": 0, "i dag": 0, "today": 0, "imorgon": 1, "i morgon": 1, "imorrn": 1, "tomorrow": 1}
_NEAR |= {"i övermorgon": 2, "övermorgon": 2}
_BY_NAME = re.compile(r"(?:den\s+)?(\d{1,2})(?::?e|th|st|nd|rd)?\s+([a-zåäö]+)\.?(?:\s+(\d{4}))?")
_BY_NUMBER = re.compile(r"(\d{1,2})/(\d{1,2})(?:[-/](\d{4}))?")
_WEEK = re.compile(r"(?:v(?:ecka(?:n)?)?\.?|week) ?(\d{1,2})")
_WEEKDAY = re.compile(r"(?:på\s+|nästa\s+|on\s+|next\s+)?([a-zåäö]+)")


def day_said(words: str, today: date) -> date | None:
    """The next day that words name, today included; None if they name none."""
    words = " ".join(words.casefold().split())
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return _date(int(words[:4]), int(words[5:7]), int(words[8:]))
    if found := _BY_NAME.fullmatch(words):
        month = _index(found[2], _MONTHS)
        return _coming(int(found[1]), month + 1, found[3], today) if month is not None else None
    if found := _BY_NUMBER.fullmatch(words):
        return _coming(int(found[1]), int(found[2]), found[3], today)
    if (found := _WEEKDAY.fullmatch(words)) and (at := _index(found[1], _WEEKDAYS)) is not None:
        return today + timedelta(days=(at - today.weekday()) % 7)
    return None


def days_said(words: str, today: date) -> tuple[date, date] | None:
    """A day, or the first and the last of several: "3–7 augusti", "fredag till måndag"."""
    if day := day_said(words, today):
        return day, day
    if found := _WEEK.fullmatch(" ".join(words.casefold().split())):
        return _week(int(found[1]), today)
    for found in re.finditer(r"\s*[-–]\s*|\s+(?:till och med|t\.?o\.?m\.?|till|to|until|through)\s+", words, re.I):
        before, after = words[: found.start()], words[found.end() :]
        last = day_said(after, today)
        if last is None:
            continue
        first = day_said(before, today) or _of_month(before, last)
        if first and first > last:  # "från fredag till måndag": the Monday after
            last = day_said(after, first)
        if first and last and first <= last:
            return first, last
    return None


def _week(number: int, today: date) -> tuple[date, date] | None:
    """The days of the next week of a number, this one included, from today on."""
    for year in (today.year, today.year + 1):
        if 1 <= number <= date(year, 12, 28).isocalendar().week:
            monday = date.fromisocalendar(year, number, 1)
            if (sunday := monday + timedelta(days=6)) >= today:
                return max(monday, today), sunday
    return None


def hours_said(words: str) -> Windows | None:
    """Windows of a day: "9–12", "9-12 och 13-15.30"; None if they are none or share a minute."""
    parts = re.split(r"\s*(?:,|\boch\b|\band\b|&)\s*", words.casefold().replace("kl.", "").replace("kl ", "").strip())
    found = [notation.window(re.sub(r"\s*\b(?:till|to)\b\s*", "-", part)) for part in parts]
    windows = tuple(sorted(each for each in found if each))
    return windows if windows and len(windows) == len(found) and not notation.overlap(windows) else None


def _of_month(number: str, last: date) -> date | None:
    """The "3" of "3–7 augusti"."""
    words = number.strip().removeprefix("den ")
    return _date(last.year, last.month, int(words)) if words.isdecimal() and len(words) < 3 else None


def _coming(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    found = _date(today.year, month, day)
    return found if found is None or found >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _index(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    stem = word.removesuffix("en")  # "måndagen", "fredagen"
    return next((at for at, each in enumerate(names) if word in each or stem in each), None)
