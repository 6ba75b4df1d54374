"""The days that people mean by vague words: a rule for each, chosen once and read back to them before it holds.

None of them is a fact; each is a day when one who used the word will not mind being asked. The comments say why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.programmes.dates import add_months


@dataclass(frozen=True, slots=True)
class Days:
    """Days, both ends counted."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def easter_day(year: int) -> date:
    """Easter Day (the Gregorian reckoning, by Butcher's method)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + week - 7 * ((year % 19 + 11 * moon + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


def monday_of_week(year: int, week: int) -> date:
    """Monday of an ISO week."""
    return date.fromisocalendar(year, week, 1)


def monday_from(day: date) -> date:
    """The day if it is a Monday, else the next."""
    return day + timedelta(days=-day.weekday() % 7)


InYear = Callable[[int], Days]


def _fixed(first: tuple[int, int], last: tuple[int, int]) -> InYear:
    """From one day of the year to another; into the next year if the second is the earlier one."""
    return lambda year: Days(date(year, *first), date(year + (last < first), *last))


def _around_easter(first: int, last: int) -> InYear:
    """Days counted from Easter Day."""
    return lambda year: Days(easter_day(year) + timedelta(days=first), easter_day(year) + timedelta(days=last))


def _weeks(first: int, last: int) -> InYear:
    """Whole ISO weeks."""
    return lambda year: Days(monday_of_week(year, first), monday_of_week(year, last) + timedelta(days=6))


def _midsummer(year: int) -> Days:
    """From Midsummer Eve, the Friday of 19 to 25 June, to the Sunday."""
    eve = date(year, 6, 19)
    eve += timedelta(days=(4 - eve.weekday()) % 7)
    return Days(eve, eve + timedelta(days=2))


def _all_saints(year: int) -> Days:
    """The Saturday of 31 October to 6 November, with the Sunday."""
    saturday = date(year, 10, 31)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    return Days(saturday, saturday + timedelta(days=1))


def _christmas_break(year: int) -> Days:
    """Schools begin the Monday after Epiphany."""
    return Days(date(year, 12, 21), monday_from(date(year + 1, 1, 7)) - timedelta(days=1))


OCCASIONS: Final[Mapping[str, InYear]] = {
    # Sweden is back at work after Epiphany, 6 January; many are away all the days between.
    "christmas": _fixed((12, 24), (1, 6)),
    "new_year": _fixed((12, 31), (1, 6)),
    "epiphany": _fixed((1, 5), (1, 6)),
    "days_between": _fixed((12, 27), (1, 6)),
    "christmas_break": _christmas_break,
    "christmas_trade": _fixed((11, 20), (1, 6)),  # sales and exchanges go on over Epiphany
    # Maundy Thursday to Easter Monday: after it is a Tuesday.
    "easter": _around_easter(-3, 1),
    "easter_break": _around_easter(-6, 7),  # the week before in some municipalities, the week after in others
    "ascension": _around_easter(39, 42),  # a Thursday; the Friday is free for most
    "pentecost": _around_easter(48, 49),
    "walpurgis": _fixed((4, 30), (5, 1)),
    "national_day": _fixed((6, 6), (6, 6)),
    "midsummer": _midsummer,
    "all_saints": _all_saints,
    "lucia": _fixed((12, 13), (12, 13)),
    "winter_break": _weeks(7, 10),  # week 7 in Göteborg, 8 in Skåne, 9 in Stockholm, 10 in the north: after all of them
    "autumn_break": _weeks(44, 44),
    "summer_break": _fixed((6, 12), (8, 20)),
    "school_end": _fixed((6, 5), (6, 15)),
    "school_start": _fixed((8, 15), (8, 24)),
    # The check-in script: the first working day after 15 August.
    "vacation": _fixed((7, 1), (8, 15)),
    "industry_vacation": _weeks(28, 31),
    "low_season": _fixed((10, 1), (4, 30)),
    "high_season": _fixed((6, 15), (8, 31)),
    # Grain is in by mid September in most of the country, potatoes and maize by its end: 1 October allows for rain.
    "harvest": _fixed((8, 1), (9, 30)),
    "potato_harvest": _fixed((8, 15), (10, 14)),
    "apple_harvest": _fixed((9, 1), (10, 31)),
    "beet_harvest": _fixed((9, 15), (12, 14)),  # lifted until the frost; the campaign of the factory runs on
    "autumn_tillage": _fixed((8, 20), (10, 31)),
    "sowing": _fixed((3, 20), (5, 19)),  # March in Skåne, the middle of May in the north
    "moose_hunt": _fixed((9, 1), (10, 31)),  # September in the north, October in the south
    # For the calendar year, which most companies keep: books closed by the end of March, the annual report to
    # Bolagsverket by 31 July, the income tax return on 2 May, the general meeting by 30 June.
    "annual_accounts": _fixed((1, 1), (3, 31)),
    "annual_report": _fixed((2, 1), (7, 31)),
    "tax_return": _fixed((3, 15), (5, 3)),
    "general_meeting": _fixed((4, 1), (6, 30)),
}
"""When an occasion is, in the year in which it begins."""

OPEN_ENDED: Final = frozenset(
    "harvest potato_harvest apple_harvest beet_harvest autumn_tillage sowing moose_hunt high_season annual_accounts "
    "annual_report".split()
)
"""What ends when it is done rather than on a day: who says it just after our day is not done yet."""
_NOT_DONE_YET = timedelta(days=45)

SEASONS: Final[Mapping[str, InYear]] = {
    "spring": _fixed((3, 1), (5, 31)),
    "summer": _fixed((6, 1), (8, 15)),  # over when people are back: the day after is what "after the summer" means
    "autumn": _fixed((9, 1), (11, 30)),
    "winter": _fixed((12, 1), (2, 28)),
}

WINTER_VACATION = (date(2000, 11, 15), date(2000, 1, 6))
"""From mid November to Epiphany "after the vacation" means the one that is near, at Christmas (month and day)."""


def after_occasion(name: str, today: date) -> date:
    """The first day after it that is still to come."""
    if name == "vacation" and _near_christmas(today):
        name = "christmas"
    for year in range(today.year - 1, today.year + 3):
        over = OCCASIONS[name](year).last + timedelta(days=1)
        if name in OPEN_ENDED and over <= today < over + _NOT_DONE_YET:
            return add_months(today, 1)
        if over > today:
            return over
    raise AssertionError(name)


def _near_christmas(today: date) -> bool:
    autumn, epiphany = WINTER_VACATION
    day = (today.month, today.day)
    return day >= (autumn.month, autumn.day) or day <= (epiphany.month, epiphany.day)


def next_days(in_year: InYear, today: date) -> Days:
    """Its next days: what is under way does not count."""
    return next(days for year in range(today.year - 1, today.year + 3) if (days := in_year(year)).first > today)
