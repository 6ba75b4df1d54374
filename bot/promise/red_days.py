"""Sweden's public holidays, the eves that count as such, and the days around them that have a name."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from .lines import Cause, Reason

HOLIDAYS_ACT: Final = "lag (1989:253) om allmänna helgdagar"
ANNUAL_LEAVE_ACT: Final = "semesterlag (1977:480) 7 §"
"""Puts Midsummer Eve, Christmas Eve and New Year's Eve on a level with Sundays."""

SATURDAY = 5
_ONE = timedelta(days=1)


@lru_cache(maxsize=128)
def red_days(year: int) -> Mapping[date, Reason]:
    """The public holidays of a year and the three eves. Sundays are not in it: they are weekend.

    (`holidays` leaves plain Sundays out unless asked, but has Easter Day and Whit Sunday, as the act does.)
    """
    holidays = _named(year, "public", Cause.HOLIDAY, HOLIDAYS_ACT)
    eves = _named(year, "de_facto", Cause.EVE, ANNUAL_LEAVE_ACT)
    return eves | holidays


def _named(year: int, category: str, cause: Cause, source: str) -> dict[date, Reason]:
    from holidays import country_holidays  # some 14 MB: only where a promise is counted

    swedish, english = (
        country_holidays("SE", years=year, language=language, categories=(category,)) for language in ("sv", "en_US")
    )
    return {
        day: Reason(cause, name.replace("; ", " och "), english[day].replace("; ", " and "), source)
        for day, name in swedish.items()
    }


def red_day(day: date) -> Reason | None:
    """Why a day is red, if it is."""
    return red_days(day.year).get(day)


def is_free(day: date) -> bool:
    """Weekend, public holiday or one of the three eves."""
    return day.weekday() >= SATURDAY or red_day(day) is not None


def is_bridge(day: date) -> bool:
    """A klämdag: one working day with a free day on either side."""
    return not is_free(day) and is_free(day - _ONE) and is_free(day + _ONE)


def is_before_red(day: date) -> bool:
    """A working day right before a public holiday or one of the three eves."""
    return not is_free(day) and red_day(day + _ONE) is not None


def _red(name: str) -> Callable[[date], bool]:
    """Is a day the red day of this name?"""

    def falls(day: date) -> bool:
        reason = red_day(day)
        return reason is not None and name in reason.sv.split(" och ")

    return falls


def _before(name: str) -> Callable[[date], bool]:
    is_red = _red(name)
    return lambda day: is_red(day + _ONE)


RED_NAMES: Final = (
    *("Nyårsdagen", "Trettondedag jul", "Långfredagen", "Påskdagen", "Annandag påsk", "Första maj"),
    *("Kristi himmelsfärdsdag", "Pingstdagen", "Nationaldagen", "Midsommarafton", "Midsommardagen"),
    *("Alla helgons dag", "Julafton", "Juldagen", "Annandag jul", "Nyårsafton"),
)

NAMED_DAYS: Final[Mapping[str, Callable[[date], bool]]] = {
    **{name.casefold(): _red(name) for name in RED_NAMES},
    "trettondagsafton": _before("Trettondedag jul"),
    "skärtorsdagen": _before("Långfredagen"),
    "valborgsmässoafton": _before("Första maj"),
    "dagen före kristi himmelsfärdsdag": _before("Kristi himmelsfärdsdag"),
    "dagen före nationaldagen": _before("Nationaldagen"),
    "dagen före midsommarafton": _before("Midsommarafton"),
    "allhelgonaafton": _before("Alla helgons dag"),
    "dagen före julafton": _before("Julafton"),
    "dagen före nyårsafton": _before("Nyårsafton"),
}
"""Days with a name that a desk may have hours of its own on, whichever date they fall on."""

RULES: Final[Mapping[str, Callable[[date], bool]]] = {"klämdag": is_bridge, "dagen före röd dag": is_before_red}
"""Names of no single day. A day's own name goes before them."""
