"""A second working calendar: slow, plain, made from the rules as they are told to people, and sharing no code.

It goes minute by minute and asks of each what the clock on a Swedish wall shows. Easter is reckoned by Gauss's rule in
Meeus's form, the rest of the holidays from the act's own words.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

WALL = ZoneInfo("Europe/Stockholm")
MINUTE = timedelta(minutes=1)


def easter(year: int) -> date:
    """Easter Day, by the Gregorian computus (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def first(weekday: int, year: int, month: int, day: int) -> date:
    """The first such weekday from a date on."""
    start = date(year, month, day)
    return start + timedelta(days=(weekday - start.weekday()) % 7)


@cache
def red(year: int) -> dict[date, str]:
    """Public holidays and the three eves."""
    sunday, midsummer = easter(year), first(5, year, 6, 20)
    days = {
        date(year, 1, 1): "Nyårsdagen",
        date(year, 1, 6): "Trettondedag jul",
        sunday - timedelta(days=2): "Långfredagen",
        sunday: "Påskdagen",
        sunday + timedelta(days=1): "Annandag påsk",
        sunday + timedelta(days=39): "Kristi himmelsfärdsdag",
        sunday + timedelta(days=49): "Pingstdagen",
        date(year, 6, 6): "Nationaldagen",
        midsummer - timedelta(days=1): "Midsommarafton",
        midsummer: "Midsommardagen",
        first(5, year, 10, 31): "Alla helgons dag",
        date(year, 12, 24): "Julafton",
        date(year, 12, 25): "Juldagen",
        date(year, 12, 26): "Annandag jul",
        date(year, 12, 31): "Nyårsafton",
    }
    first_of_may = date(year, 5, 1)
    days[first_of_may] = f"Första maj och {days[first_of_may]}" if first_of_may in days else "Första maj"
    return days


def is_red(day: date) -> bool:
    """Is it a public holiday or one of the eves?"""
    return day in red(day.year)


Span = tuple[int, int]
Plan = tuple[tuple[Span, ...], ...]
"""Minutes past midnight, for seven days from Monday."""


@dataclass(frozen=True)
class Plain:
    """A desk's hours as told to people: an even and an odd week, and what is special."""

    even: Plan
    odd: Plan
    closed: frozenset[date] = frozenset()
    special: dict[date, tuple[Span, ...]] = field(default_factory=dict)
    pause_weeks: range = range(0)
    summer: tuple[tuple[int, int], tuple[int, int], Plan] | None = None
    bridges_closed: bool = False
    before_red_until: int | None = None

    def spans(self, day: date) -> tuple[Span, ...]:
        """The open spans of a date, in minutes past midnight on the wall."""
        week, weekday = day.isocalendar().week, day.weekday()
        if day in self.special or day in self.closed:
            return self.special.get(day, ())
        if week in self.pause_weeks:
            return ()
        spans = (self.odd if week % 2 else self.even)[weekday]
        if self.summer and self.summer[0] <= (day.month, day.day) <= self.summer[1]:
            spans = self.summer[2][weekday]
        if is_red(day):
            return ()
        yesterday, tomorrow = day - timedelta(days=1), day + timedelta(days=1)
        if self.bridges_closed and weekday < 5 and _is_free(yesterday) and _is_free(tomorrow):
            return ()
        if self.before_red_until is not None and weekday < 5 and is_red(tomorrow):
            return tuple((a, min(b, self.before_red_until)) for a, b in spans if a < self.before_red_until)
        return spans

    def is_open(self, at: datetime) -> bool:
        """Is this minute a working one, by what the clock on the wall shows?"""
        shown = at.astimezone(WALL)
        now = shown.hour * 60 + shown.minute
        return any(a <= now < b for a, b in self.spans(shown.date()))

    def open_minutes(self, start: datetime, end: datetime) -> list[datetime]:
        """Every working minute from one moment to another."""
        at, found = start.astimezone(UTC), []
        while at < end:
            if self.is_open(at):
                found.append(at)
            at += MINUTE
        return found

    def deadline(self, start: datetime, minutes: int) -> datetime:
        """The end of so many working minutes."""
        at, left = start.astimezone(UTC), minutes
        while left:
            left -= self.is_open(at)
            at += MINUTE
        return at


def _is_free(day: date) -> bool:
    return day.weekday() >= 5 or is_red(day)
