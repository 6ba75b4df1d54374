"""The days and weeks that words name. A reader takes the words that fit a pattern and the clock on the wall."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.programmes.dates import add_months

from .occasions import Days, monday_of_week
from .periods import ONE, WEEK, Part, Period, Refused, Rule, Why
from .words import Token

Tokens = Sequence[Token]
Reader = Callable[[Tokens, datetime], Period | None]
"""From the words that fit a pattern and the clock on the wall to a period; None if they name none after all."""

_FAR = 800
"""Days, weeks, months: more of any is no answer to when."""


def value_of(tokens: Tokens, *kinds: str) -> str:
    """The value of the first token of these kinds, or empty."""
    return next((token.value for token in tokens if token.kind in kinds), "")


def part_of(tokens: Tokens) -> Part | None:
    """The beginning, middle or end, if one was named."""
    part = next((token.kind for token in tokens if token.kind in set(Part)), None)
    return Part(part) if part else None


def has(tokens: Tokens, kind: str) -> bool:
    """Is there a word of this kind?"""
    return any(token.kind == kind for token in tokens)


def one_day(day: date, rule: Rule = Rule.DATE) -> Period:
    """A period of a single day."""
    return Period(rule, Days(day, day), named=rule is Rule.DATE)


# --- dates ------------------------------------------------------------------


def date_written(tokens: Tokens, now: datetime) -> Period | None:
    """2027-01-07, 20270107, 7.1.2027: a day that need not be looked for."""
    written = value_of(tokens, "d")
    numbers = [int(each) for each in re.findall(r"\d+", written)]
    if len(numbers) == 1:
        numbers = [numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100]
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    return one_day(day_of(day, month, year, now.date()))


def day_written(tokens: Tokens, now: datetime) -> Period | None:
    """7/1, 7.1, 7/1-27: day before month, in English too, for this is Sweden."""
    day, month, *years = (int(each) for each in re.findall(r"\d+", value_of(tokens, "h")))
    year = years[0] if years else int(value_of(tokens, "y") or 0)
    return _recurring_day(day, month, year + 2000 if 0 < year < 100 else year, now.date())


def _recurring_day(day: int, month: int, year: int, today: date) -> Period:
    found = one_day(day_of(day, month, year, today))
    return replace(found, in_year=lambda each: Days(date(each, month, day), date(each, month, day)))


def day_of(day: int, month: int, year: int, today: date) -> date:
    """The day; without a year (0) the next there is. Raises Refused on one that is not, or has been."""
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]):
        raise Refused(Why.NO_SUCH_DAY)
    years = [year] if year else [today.year, today.year + 1]
    found = [date(each, month, day) for each in years if day <= monthrange(each, month)[1]]
    if not found:
        raise Refused(Why.NO_SUCH_DAY)
    coming = [each for each in found if each > today or (year and each == today)]
    if not coming:
        raise Refused(Why.PAST, found[-1])
    return coming[0]


def day_and_month(tokens: Tokens, now: datetime) -> Period | None:
    """7 January, the 7th of January, January 7, 7 januari 2027."""
    number, month = float(value_of(tokens, "n", "o")), int(value_of(tokens, "m"))
    if number == -1:  # "sista mars"
        number = monthrange(2023, month)[1]
    if number != int(number):
        return None
    return _recurring_day(int(number), month, int(value_of(tokens, "y") or 0), now.date())


def day_of_month(tokens: Tokens, now: datetime) -> Period | None:
    """The 15th: of this month or the next; "den 15 nästa månad"."""
    number, today = float(value_of(tokens, "n", "o")), now.date()
    if not 1 <= number <= 31 or number != int(number):
        return None
    months = (1,) if value_of(tokens, "u") else (0, 1, 2)
    for ahead in months:
        first = add_months(today.replace(day=1), ahead)
        if int(number) <= monthrange(first.year, first.month)[1] and first.replace(day=int(number)) > today:
            return one_day(first.replace(day=int(number)))
    raise Refused(Why.NO_SUCH_DAY)


def near_day(tokens: Tokens, now: datetime) -> Period | None:
    """Today, tomorrow, the day after."""
    return replace(one_day(now.date() + ONE * int(value_of(tokens, "D"))), any_day=True)


# --- spans ------------------------------------------------------------------


def span(tokens: Tokens, now: datetime) -> Period | None:
    """In two months; "en halv månad" is a half, "halvår" six months."""
    number = float(value_of(tokens, "n") or value_of(tokens, "j") or 1)
    if has(tokens, "K"):
        number /= 2
    if number == 0:
        return None
    if number > _FAR:
        raise Refused(Why.TOO_FAR)
    unit = value_of(tokens, "u", "v")
    if unit == "hour":
        later = now + timedelta(hours=number)
        return replace(one_day(later.date()), rule=Rule.SPAN, hour=later.time().replace(second=0, microsecond=0))
    return one_day(_later(now.date(), number, unit), Rule.SPAN)


def _later(day: date, number: float, unit: str) -> date:
    days = {"day": 1.0, "week": 7.0, "fortnight": 14.0}
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
    if unit in days:
        return day + ONE * round(number * days[unit])
    if unit == "workday":
        return _workdays_later(day, int(number))
    whole = number * months[unit]
    return add_months(day, int(whole)) + ONE * round((whole - int(whole)) * 30)


def _workdays_later(day: date, number: int) -> date:
    for _ in range(number):
        day += ONE * (3 if day.isoweekday() == 5 else 2 if day.isoweekday() == 6 else 1)
    return day


def some_time_later(tokens: Tokens, now: datetime) -> Period | None:
    """ "Not now", "busy": in two weeks, as often as the check-in script asks; soon: one; in a while: a month."""
    today = now.date()
    days = {"later": today + 2 * WEEK, "soon": today + WEEK, "a_while": add_months(today, 1)}
    return one_day(days.get(value_of(tokens, "l"), days["later"]), Rule.LATER)


# --- weeks, weekdays --------------------------------------------------------


def week_number(tokens: Tokens, now: datetime) -> Period | None:
    """Week 34, or 34 to 36: this year's, or the next's if it is over; of a week under way what is left till Friday."""
    numbers, today = re.findall(r"\d+", value_of(tokens, "V", "n")), now.date()
    first, last = int(numbers[0]), int(numbers[-1])
    year = int(value_of(tokens, "y") or 0)
    if not 1 <= first <= last <= 53:
        raise Refused(Why.NO_SUCH_DAY)
    in_year = partial(_weeks, first=first, last=last)
    for each in (year,) if year else range(today.isocalendar().year, today.isocalendar().year + 3):
        try:
            days = in_year(each)
        except ValueError:  # not every year has a week 53
            continue
        if days.last - 2 * ONE > today:
            days = Days(max(days.first, today + ONE), days.last)
            return Period(Rule.WEEK, days, in_year=in_year, part=part_of(tokens))
    raise Refused(Why.PAST if year else Why.NO_SUCH_DAY)


def _weeks(year: int, first: int, last: int) -> Days:
    return Days(monday_of_week(year, first), monday_of_week(year, last) + 6 * ONE)


def near_week(tokens: Tokens, now: datetime) -> Period | None:
    """Next week, this week, "slutet av veckan"."""
    today = now.date()
    monday = today - ONE * today.weekday()
    if has(tokens, "x"):
        return Period(Rule.WEEK, Days(monday + WEEK, monday + WEEK + 6 * ONE), part=part_of(tokens))
    part = part_of(tokens)
    if part:
        wanted = monday + ONE * {Part.START: 0, Part.MIDDLE: 2, Part.END: 4}[part]
        wanted += WEEK if wanted <= today else ONE * 0
        return Period(Rule.WEEK, Days(wanted, wanted))
    rest = Days(today + ONE, monday + 6 * ONE)
    return Period(Rule.WEEK, rest if rest.first <= monday + 4 * ONE else Days(monday + WEEK, monday + WEEK + 6 * ONE))


def weekday(tokens: Tokens, now: datetime) -> Period | None:
    """Thursday is the next there is; "nästa torsdag" the one of next week, as most Swedes mean it."""
    wanted, today = int(value_of(tokens, "w")), now.date()
    if has(tokens, "x"):
        day = today - ONE * today.weekday() + WEEK + ONE * (wanted - 1)
    else:
        day = today + ONE * ((wanted - today.isoweekday() - 1) % 7 + 1)
    nth = int(value_of(tokens, "o") or 0)
    return Period(Rule.WEEKDAY, Days(day, day), named=True, any_day=True, weekday=wanted, nth=nth)


def weekend(tokens: Tokens, now: datetime) -> Period | None:
    """The weekend, or that of next week."""
    today = now.date()
    saturday = today - ONE * today.weekday() + 5 * ONE
    if has(tokens, "x") or saturday <= today:
        saturday += WEEK
    return Period(Rule.WEEKDAY, Days(saturday, saturday + ONE), any_day=True)
