"""From words of one's own to the moment they mean: "efter skörden", "v 34 men inte måndagar", "in two months"."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.programmes.hours import (
    Hours,
    NoHours,
    Wishes,
    agreed_hours,
    at_hour,
    is_open_day,
    next_open,
    on_any_day,
    on_day,
)
from knowledge import Plan

from .listening import Heard, Named, listen
from .naming_longer import of_year
from .occasions import Days
from .periods import ONE, WEEK, Period, Refused, Rule, Side, Why, resolved, with_weekday
from .said import Said
from .words import LANGUAGES, Token, read

LONGEST = 600
"""Characters that are read: who writes more than that tells something else."""
FURTHEST = timedelta(days=731)
USUAL_HOURS: Final = agreed_hours(Plan(()))


@dataclass(frozen=True, slots=True)
class When:
    """A moment that was understood: `at`, in UTC and within the agreed hours, is to be read back before it holds.

    `day` is the day that was meant before hours, holidays and pauses moved it; None if only an hour or days of the
    week were named. `hour`, `avoid` and `only` are what was said of those; `rule` tells how it was read and `word` the
    occasion or season. `sure`: the text says nothing else, or asks to be written to then.
    `exact`: that very day was named, or an occasion that begins on it.
    `night`: an hour of the night was named; nobody is written to then, so `hour` is the nearest by day.
    """

    at: datetime
    rule: Rule
    day: date | None = None
    hour: time | None = None
    avoid: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()
    word: str = ""
    sure: bool = True
    night: bool = False
    exact: bool = False

    def lasting(self, wishes: Wishes) -> Wishes:
        """The wishes with what was said for good: days of the week, and an hour that was named without a day."""
        return replace(
            wishes,
            hour=self.hour if self.hour and self.day is None else wishes.hour,
            avoid=(wishes.avoid | self.avoid) - self.only,
            only=self.only or wishes.only - self.avoid,
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """They want no more questions, ever."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """No moment came of it; `why`, and the day that was named if there was one."""

    why: Why
    day: date | None = None


Answer = When | Stop | Unclear


def when(
    text: str, now: datetime, language: str = "sv", *, hours: Hours | None = None, planned: datetime | None = None
) -> Answer:
    """What a person's words say of when to be asked.

    `language` is what they write; a whole answer in another one is understood too. `planned` is the moment that is
    being moved: "klockan 8" keeps its day. Without `hours` the usual ones hold. Days without a year are the next there
    is; what cannot be is `Unclear`.
    """
    hours = hours or USUAL_HOURS
    own = _answer(read(text[:LONGEST], language), hours.wall(now), hours, planned)
    if own != Unclear(Why.NOTHING):
        return own
    for other in LANGUAGES:
        answer = _answer(read(text[:LONGEST], other), hours.wall(now), hours, planned)
        if isinstance(answer, Stop) or (isinstance(answer, When) and answer.sure):
            return answer
    return own


def _answer(tokens: list[Token], now: datetime, hours: Hours, planned: datetime | None) -> Answer:
    try:
        heard = listen(Said(tokens), now)
        return Stop() if heard.stop else _moment(heard, now, hours, planned)
    except Refused as refused:
        return Unclear(refused.why, refused.day)
    except NoHours:
        return Unclear(Why.NO_DAY_LEFT)


def _moment(heard: Heard, now: datetime, usual: Hours, planned: datetime | None) -> When:
    """The moment that was meant, in the person's hours with what they said of days of the week and an hour."""
    habits, hour = heard.habits, heard.hour
    period, days = _days(heard, now.date(), planned and usual.wall(planned).date())
    if period and hour is None:
        hour = period.hour
    hours = replace(
        usual,
        days=(habits.only or usual.days) - habits.avoid - habits.skip,
        avoid=(usual.avoid - habits.only) | habits.avoid | habits.skip,
    )
    if not hours.days:
        raise Refused(Why.NO_DAY_LEFT)
    if hour:
        hours = at_hour(hours, hour)
    day = None
    if days:
        if period and period.any_day and is_open_day(days.first, on_any_day(hours)):
            hours = on_any_day(hours)
        refused = [resolved(each.period, each.side, now.date()) for each in heard.refused]
        at, day = _first_moment(days, refused, hours)
        if at <= now:
            at = _later_today(day, now, hours, asked_for=hour)
    else:
        at = _same_day(now, planned, hours)
    if at - now > FURTHEST:
        raise Refused(Why.TOO_FAR, hours.wall(at).date())
    exact = days is not None and (days.first == days.last or (period is not None and period.rule is Rule.OCCASION))
    rule, word = (period.rule, period.word) if period else (Rule.HABIT, "")
    return When(at, rule, day, hour, habits.avoid, habits.only, word, heard.sure, heard.night, exact)


def _days(heard: Heard, today: date, planned: date | None) -> tuple[Period | None, Days | None]:
    """The days that are meant by what was named; a weekday beside a period is looked for in it.

    With nothing but what they do not want: the planned day if it is none of that, else the first day after.
    """
    if not heard.named:
        if not heard.refused:
            return None, None
        unwanted = heard.refused[0]
        days = resolved(unwanted.period, unwanted.side, today)
        if planned and planned not in days:
            return None, None
        return replace(unwanted.period, any_day=False), Days(days.last + ONE, days.last + 8 * WEEK)
    first, *more = _telling(heard.named)
    if not more or heard.alternatives:
        return first.period, resolved(first.period, first.side, today)
    second = more[0]
    if second.period.weekday or (second.period.rule is Rule.YEAR and first.period.in_year):
        first, second = second, first
    if first.period.weekday and not second.period.weekday:
        days = with_weekday(second.period, second.side, first.period, today)
        return replace(second.period, any_day=True), days
    if first.period.rule is Rule.YEAR and first.period.days and second.period.in_year:
        period = of_year(second.period, first.period.days.first.year, today)
        return period, resolved(period, second.side, today)
    return first.period, resolved(first.period, first.side, today)


def _telling(named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Without the occasion that only tells why: "på semester till 15 januari"."""
    exact = tuple(each for each in named if each.period.rule in (Rule.DATE, Rule.WEEK))
    if exact and any(each.period.rule is Rule.OCCASION and each.side is Side.IN for each in named):
        return exact
    return named


def _first_moment(days: Days, refused: list[Days], hours: Hours) -> tuple[datetime, date]:
    """The first moment from the days on that is none of the refused, and the day it was looked for from."""
    day = days.first
    for _ in refused:
        landed = hours.wall(on_day(day, hours)).date()
        day = next((each.last + ONE for each in refused if landed in each), day)
    return on_day(day, hours), day


def _later_today(day: date, now: datetime, hours: Hours, *, asked_for: time | None) -> datetime:
    """Today at an hour that has been is refused. Without an hour: in two, or when one may be written to next."""
    if asked_for or day != now.date():
        raise Refused(Why.PAST, day)
    return next_open(now + timedelta(hours=2), hours)


def _same_day(now: datetime, planned: datetime | None, hours: Hours) -> datetime:
    """The planned day with another hour or moved off an avoided one; with none planned the next there is."""
    if planned and (at := on_day(hours.wall(planned).date(), hours)) > now:
        return at
    at = on_day(now.date(), hours)
    return at if at > now else on_day(now.date() + ONE, hours)
