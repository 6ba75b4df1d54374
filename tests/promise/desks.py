"""Desks with hours of all sorts, each both as the oracle and as the real calendar has it."""

from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from bot.promise import Cause, Deviation, Hours, Reason, Rules, Week, WorkingCalendar
from bot.promise.deviations import BeforeRed, Bridge, Change, ClosesAt, Dates, Weeks, When, YearlyPeriod
from promise.oracle import Plain, Plan

WALL = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    """A moment as written on a Swedish wall: "2026-11-20 10.15"."""
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WALL)


def shown(moment: datetime) -> str:
    """A moment as a Swedish wall shows it."""
    return moment.astimezone(WALL).strftime("%Y-%m-%d %H.%M")


def why(sv: str, cause: Cause = Cause.CLOSED) -> Reason:
    """A label and a source made up for a test."""
    return Reason(cause, sv, f"{sv} (en)", "beslut i ett prov")


def deviation(when: When, change: Change = "closed", sv: str = "Stängt", cause: Cause = Cause.CLOSED) -> Deviation:
    """An exception of a desk."""
    return Deviation(when, change, why(sv, cause))


def _week(plan: Plan) -> Week:
    return cast(Week, tuple(tuple(Hours(*span) for span in spans) for spans in plan))


def calendar(plain: Plain) -> WorkingCalendar:
    """The real calendar that should count as the plain one does."""
    found = [deviation(Dates(plain.closed))] if plain.closed else []
    for day, spans in plain.special.items():
        hours = tuple(Hours(*span) for span in spans)
        found.append(deviation(Dates(frozenset({day})), (hours,) * 7, "Andra tider", Cause.OTHER_HOURS))
    if plain.pause_weeks:
        found.append(deviation(Weeks(plain.pause_weeks[0], plain.pause_weeks[-1]), "closed", "Sommar", Cause.SUMMER))
    if plain.summer:
        first, last, plan = plain.summer
        found.append(deviation(YearlyPeriod(first, last), _week(plan), "Sommartid", Cause.SUMMER))
    if plain.bridges_closed:
        found.append(deviation(Bridge(), "closed", "Klämdag", Cause.BRIDGE))
    if plain.before_red_until is not None:
        found.append(deviation(BeforeRed(), ClosesAt(plain.before_red_until), "Halvdag", Cause.OTHER_HOURS))
    return WorkingCalendar(Rules(_week(plain.even), _week(plain.odd), tuple(found)))


def _five(*spans: tuple[int, int]) -> Plan:
    return (spans, spans, spans, spans, spans, (), ())


OFFICE = _five((480, 990))
LUNCH = _five((480, 720), (780, 990))
SHORT: Plan = (((600, 840),), (), ((480, 1020),), (), ((540, 720),), (), ())
SATURDAYS: Plan = (*OFFICE[:5], ((540, 780),), ())
ROUND_THE_CLOCK: Plan = tuple(((0, 1440),) for _ in range(7))
NIGHTS: Plan = tuple(((0, 360), (1320, 1440)) for _ in range(7))

PLAIN = {
    "office": Plain(OFFICE, OFFICE),
    "lunch and halves": Plain(LUNCH, LUNCH, bridges_closed=True, before_red_until=720),
    "even weeks": Plain(SATURDAYS, SHORT, before_red_until=660),
    "summer pause": Plain(LUNCH, OFFICE, pause_weeks=range(28, 32), bridges_closed=True),
    "summer hours": Plain(OFFICE, OFFICE, summer=((6, 1), (8, 31), _five((480, 900)))),
    "single days": Plain(
        OFFICE,
        SATURDAYS,
        closed=frozenset(date(year, 11, day) for year in range(2024, 2037) for day in (6, 20)),
        special={date(year, 12, 13): ((600, 720), (900, 960)) for year in range(2024, 2037)},
    ),
    "round the clock": Plain(ROUND_THE_CLOCK, ROUND_THE_CLOCK),
    "nights": Plain(NIGHTS, NIGHTS, before_red_until=60),
}
REAL = {name: calendar(plain) for name, plain in PLAIN.items()}
