"""Agreed hours: when a person may be written to, and the first moment of it from any other on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge import NIGHT, Pause, Plan, Window
from knowledge.day_hours import minute_of

from .red_days import is_red

ALL_DAYS = frozenset(range(1, 8))
USUAL = time(10)
"""When most are at work and none is woken: the hour for those who have not chosen one."""
OWN_SPAN = 120
"""Minutes after a chosen hour in which a message that is late may still come."""
_AHEAD = 800
"""Days that are searched: two years of pauses and holidays."""
_ONE = timedelta(days=1)


class NoHours(ValueError):
    """A plan and a person's wishes leave no time to write; the message says what leaves none."""


class Closed(StrEnum):
    """Why nobody is written to on a day."""

    RED = "red"  # a public holiday, or an eve kept like one
    PAUSE = "pause"  # of the plan or the municipality
    AVOIDED = "avoided"  # a day of the week that they do not want


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person has asked for: an hour, days of the week never or only (Monday is 1), a zone, a country.

    An hour or day of one's own goes before the plan's; the night is nobody's. Empty: as the plan says.
    """

    hour: time | None = None
    avoid: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()
    zone: str = ""
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """When one may be written to. `hour` lies in one of `windows`: the hour for what has a day but no hour."""

    windows: tuple[Window, ...]
    hour: time
    days: frozenset[int]
    zone: str
    country: str
    pauses: tuple[Pause, ...] = ()
    avoid: frozenset[int] = frozenset()

    def wall(self, moment: datetime) -> datetime:
        """The moment as a clock on the person's wall shows it."""
        return moment.astimezone(ZoneInfo(self.zone))


def agreed_hours(plan: Plan, wishes: Wishes | None = None, pauses: tuple[Pause, ...] = ()) -> Hours:
    """The plan's hours as a person has asked for them, with its pauses and the municipality's.

    Raises NoHours if nothing is left of days or hours, and on a zone that is unknown.
    """
    wishes = wishes or Wishes()
    zone = wishes.zone or plan.zone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoHours(f"the time zone {zone!r} is unknown; write one like Europe/Stockholm") from error
    hours = Hours(
        windows=plan.windows,
        hour=USUAL,
        days=(wishes.only or plan.days) - wishes.avoid,
        zone=zone,
        country=plan.country if wishes.country is None else wishes.country,
        pauses=(*plan.pauses, *pauses),
        avoid=wishes.avoid,
    )
    if not hours.windows:
        raise NoHours("the quiet hours leave no hour of the day; shorten them")
    if not hours.days:
        raise NoHours("every day of the week is avoided; leave at least one")
    return at_hour(hours, wishes.hour) if wishes.hour else replace(hours, hour=_usual(hours.windows))


def _usual(windows: tuple[Window, ...]) -> time:
    """Ten o'clock, or the beginning of the window that is nearest to it."""
    usual = minute_of(USUAL)
    if any(usual in window for window in windows):
        return USUAL
    return _time(min((window.begin for window in windows), key=lambda begin: abs(begin - usual)))


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


def by_day(hour: time) -> time:
    """The hour, or the nearest to it that is not night."""
    if not NIGHT.holds(minute_of(hour)):
        return hour
    return NIGHT.end if hour < NIGHT.end else _time(minute_of(NIGHT.begin) - 60)


def at_hour(hours: Hours, hour: time) -> Hours:
    """The hours with an hour of the person's own: from then on for a while, quiet hours or not, but not by night."""
    hour = by_day(hour)
    begin = minute_of(hour)
    return replace(hours, windows=(Window(begin, min(begin + OWN_SPAN, minute_of(NIGHT.begin))),), hour=hour)


def on_any_day(hours: Hours) -> Hours:
    """The hours for a day that the person named: also one the plan leaves out, never one they avoid themselves."""
    return replace(hours, days=ALL_DAYS - hours.avoid)


def is_open_day(day: date, hours: Hours) -> bool:
    """May one be written to at all on this day?"""
    return (
        day.isoweekday() in hours.days
        and not is_red(day, hours.country)
        and not any(pause.holds(day) for pause in hours.pauses)
    )


def closed_for(day: date, hours: Hours) -> Closed | None:
    """Why nobody is written to on a day that was asked for; None if they may be, be it a day the plan leaves out."""
    if is_red(day, hours.country):
        return Closed.RED
    if any(pause.holds(day) for pause in hours.pauses):
        return Closed.PAUSE
    return Closed.AVOIDED if day.isoweekday() in hours.avoid else None


def may_write(moment: datetime, hours: Hours) -> bool:
    """Is this moment within the agreed hours?"""
    wall = hours.wall(moment)
    minute = wall.hour * 60 + wall.minute
    return any(minute in window for window in hours.windows) and is_open_day(wall.date(), hours)


def open_until(moment: datetime, hours: Hours) -> datetime:
    """Until when one may go on writing, from a moment within the hours on, in UTC: the end of its window."""
    wall = hours.wall(moment)
    minute = wall.hour * 60 + wall.minute
    window = next(window for window in hours.windows if minute in window)
    if window.end >= 24 * 60:
        return instant(wall.date() + _ONE, time(), hours)
    return instant(wall.date(), _time(window.end), hours)


def next_open(moment: datetime, hours: Hours) -> datetime:
    """The moment itself if it is within the hours, else the next beginning of a window, in UTC.

    A beginning that the clock skips comes so much later as the clock was put on. Raises NoHours if
    there is none in two years.
    """
    moment = moment.astimezone(UTC)
    if may_write(moment, hours):
        return moment
    today = hours.wall(moment).date()
    for day in (today + _ONE * ahead for ahead in range(_AHEAD)):
        if not is_open_day(day, hours):
            continue
        for window in hours.windows:
            begins = instant(day, _time(window.begin), hours)
            if begins >= moment and may_write(begins, hours):
                return begins
    raise NoHours("days, holidays and pauses leave no day in two years; take a pause away or add a day")


def instant(day: date, hour: time, hours: Hours) -> datetime:
    """A day and hour of the person's wall as a moment in UTC; of an hour that comes twice in autumn the first."""
    return datetime.combine(day, hour, ZoneInfo(hours.zone)).astimezone(UTC)


def open_day(day: date, hours: Hours, *, after: int = 0) -> date:
    """The day if it is open, else the next that is; `after` so many open days later. Raises NoHours."""
    for candidate in (day + _ONE * ahead for ahead in range(_AHEAD)):
        if is_open_day(candidate, hours):
            if after == 0:
                return candidate
            after -= 1
    raise NoHours("days, holidays and pauses leave too few days in two years; take a pause away or add a day")


def on_day(day: date, hours: Hours, *, after: int = 0) -> datetime:
    """The hour of choice on that day, or on the next that is open, in UTC."""
    return next_open(instant(open_day(day, hours, after=after), hours.hour, hours), hours)
