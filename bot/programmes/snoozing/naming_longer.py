"""The months, seasons, years and occasions that words name."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.programmes.dates import add_months

from .naming import Tokens, day_of, has, one_day, part_of, value_of
from .occasions import OCCASIONS, SEASONS, Days
from .periods import ONE, WEEK, Period, Refused, Rule, Why, cut

_NEW_YEAR_BEGINS: Final = (1, 7)
"""A year begins when people are back, after Epiphany."""


def month(tokens: Tokens, now: datetime) -> Period | None:
    """January; the middle of it; of next year; of 2028."""
    number, part = int(value_of(tokens, "m")), part_of(tokens)

    def in_year(each: int) -> Days:
        begins = date(each, *_NEW_YEAR_BEGINS) if number == 1 and part is None else date(each, number, 1)
        return Days(begins, date(each, number, monthrange(each, number)[1]))

    return of_year(Period(Rule.MONTH, in_year=in_year, part=part), int(value_of(tokens, "y") or 0), now.date())


def of_year(period: Period, year: int, today: date) -> Period:
    """The period of a certain year, if one was named (else 0). Raises Refused if it has been, or never will be."""
    if not year or period.in_year is None:
        return period
    try:
        days = period.in_year(year)
    except ValueError as error:  # 29 February, week 53
        raise Refused(Why.NO_SUCH_DAY) from error
    if days.last <= today:
        raise Refused(Why.PAST, days.last)
    return replace(period, days=Days(max(days.first, today + ONE), days.last))


def season(tokens: Tokens, now: datetime) -> Period | None:
    """Spring; "nästa vår" is next year's."""
    word, today = value_of(tokens, "S"), now.date()
    year = int(value_of(tokens, "y") or 0) or (today.year + 1 if has(tokens, "x") else 0)
    return of_year(Period(Rule.SEASON, in_year=SEASONS[word], part=part_of(tokens), word=word), year, today)


def occasion(tokens: Tokens, now: datetime) -> Period | None:
    """Christmas, the harvest; the turn of a month or quarter."""
    word, today = value_of(tokens, "E"), now.date()
    if word == "month_turn":
        months = [int(token.value) for token in tokens if token.kind == "m"]
        if months:
            return one_day(day_of(1, months[-1], 0, today), Rule.MONTH)
        return one_day(add_months(today.replace(day=1), 1), Rule.MONTH)
    if word == "quarter_turn":
        return one_day(_quarter(today, 1).first, Rule.YEAR)
    year = int(value_of(tokens, "y") or 0)
    return of_year(Period(Rule.OCCASION, in_year=OCCASIONS[word], word=word), year, today)


def quarter_number(tokens: Tokens, now: datetime) -> Period | None:
    """Q2, kvartal 2."""
    first, year = (int(value_of(tokens, "Q")) - 1) * 3 + 1, int(value_of(tokens, "y") or 0)

    def in_year(each: int) -> Days:
        return Days(date(each, first, 1), add_months(date(each, first, 1), 3) - ONE)

    return of_year(Period(Rule.YEAR, in_year=in_year, part=part_of(tokens)), year, now.date())


def _quarter(today: date, ahead: int) -> Days:
    first = add_months(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), 3 * ahead)
    return Days(first, add_months(first, 3) - ONE)


def near_unit(tokens: Tokens, now: datetime) -> Period | None:
    """Next month, next quarter, next year; this one: what is left of it, "i slutet av månaden"."""
    today, unit, part = now.date(), value_of(tokens, "u"), part_of(tokens)
    if unit not in _UNITS:
        return None
    rule = Rule.MONTH if unit == "month" else Rule.YEAR
    days = _UNITS[unit](today, int(has(tokens, "x")))
    if part or has(tokens, "x"):
        if cut(days, part).last <= today:  # "i början av året", said late in it, is the next one's
            days = _UNITS[unit](today, 1)
        return Period(rule, days, part=part)
    if days.last <= today + ONE:
        return one_day(days.last + ONE, rule)
    return Period(rule, days=Days(min(today + WEEK, days.last), days.last))


def _month_ahead(today: date, ahead: int) -> Days:
    first = add_months(today.replace(day=1), ahead)
    return Days(first, add_months(first, 1) - ONE)


def _year_ahead(today: date, ahead: int) -> Days:
    return Days(date(today.year + ahead, *_NEW_YEAR_BEGINS), date(today.year + ahead, 12, 31))


def _half_year(today: date, ahead: int) -> Days:
    first = add_months(date(today.year, 1 if today.month < 7 else 7, 1), 6 * ahead)
    return Days(first, add_months(first, 6) - ONE)


def year_alone(tokens: Tokens, now: datetime) -> Period | None:
    """2028."""
    year, today = int(value_of(tokens, "y")), now.date()
    return of_year(
        Period(Rule.YEAR, in_year=lambda each: Days(date(each, *_NEW_YEAR_BEGINS), date(each, 12, 31))), year, today
    )


_UNITS: Final[Mapping[str, Callable[[date, int], Days]]] = {
    "month": _month_ahead,
    "quarter": _quarter,
    "half_year": _half_year,
    "year": _year_ahead,
}
"""The unit that is under way, or so many ahead."""
