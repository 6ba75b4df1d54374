"""The working calendar: when a desk works, in real minutes, and why it does not when it does not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from .days import Day, Rules, day_of
from .deviations import Deviation, Hours, Week, weekdays
from .lines import Cause, Line, Lines, Reason, joined
from .moments import minute, opening, wall, wall_minute

FARTHEST = 1100
"""Days without an hour open before a calendar is held to be closed for good."""
_KEPT = 4000
_ONE = timedelta(days=1)
OFFICE_WEEK = weekdays(Hours(8 * 60, 16 * 60 + 30))
"""Monday to Friday 8–16.30: what holds where nothing else is said."""


class NeverOpen(Exception):
    """A calendar has no hours within three years: a promise cannot be counted in it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When it opens, and why it is closed until then: each reason once, in order; none when it is open."""

    at: datetime
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a desk works.

    Moments in are of any time zone (never without one); moments out are UTC. All are whole minutes: seconds are cut
    off. Working minutes are real ones, so a window over a change of clocks is an hour longer or shorter than it looks.
    A window is open from its first minute up to, not including, its last: at 16.30 a desk of 8–16.30 is closed,
    yet "by 16.30" is in time.
    """

    rules: Rules
    _days: dict[date, Day] = field(default_factory=dict, init=False, repr=False, compare=False)  # only saves time

    @classmethod
    def of(cls, week: Week, *deviations: Deviation) -> "WorkingCalendar":
        """The same hours every week, but for what deviates."""
        return cls(Rules(week, week, deviations))

    def windows(self, start: datetime, end: datetime) -> Iterator[Line]:
        """The open windows between two moments, cut to fit."""
        return (line for line in self._lines_from(minute(start), minute(end)) if line.counted)

    def is_open(self, at: datetime) -> bool:
        """Does the desk work in this minute?"""
        at = minute(at)
        return any(line.start <= at < line.end for line in self._day(wall(at).date()).open)

    def next_open(self, at: datetime) -> Opening:
        """The first open minute from a moment on, and why it is closed until then.

        Raises NeverOpen, as all that look ahead do.
        """
        at = minute(at)
        first = next(self._open_from(at))
        if first.start == at:
            return Opening(at)
        reasons = (line.reason for line in self._lines_from(at, first.start) if line.reason)
        return Opening(first.start, tuple(dict.fromkeys(reasons)) or (Reason(Cause.OUTSIDE_HOURS),))

    def add(self, start: datetime, minutes: int) -> datetime:
        """The moment when so many working minutes have passed: a window's end rather than the next one's beginning."""
        at = minute(start)
        if minutes < 0:
            raise ValueError(f"{minutes} minutes cannot be added: time does not run backwards")
        if minutes == 0:
            return at
        windows = self._open_from(at)
        line = next(windows)
        while line.minutes < minutes:
            minutes -= line.minutes
            line = next(windows)
        return line.start + timedelta(minutes=minutes)

    def between(self, start: datetime, end: datetime) -> int:
        """Working minutes from one moment to a later one; 0 if it is not later."""
        return sum(line.minutes for line in self.windows(start, end))

    def add_days(self, start: datetime, days: int) -> datetime:
        """The end of so many working days. A working day is a date with at least one minute open.

        - From within hours: the same time of day, so many working days later. Friday 10.15 and two days: Tuesday 10.15.
        - Before opening, at opening or on a closed day: the coming working day is the first whole one, and the last
          one's closing is the end. Saturday and two days: Tuesday 16.30.
        - After closing is before the next opening.
        - Where that day has no such time (a half day, a lunch break, a later opening), it is the last working minute
          before it: never later than promised, and not a working minute is lost.
        """
        if days < 1:
            raise ValueError(f"{days} working days is no limit")
        opens = next(self._open_from(minute(start))).start
        working = self._working_days(wall(opens).date())
        if opens == self._day(wall(opens).date()).open[0].start:
            return next(islice(working, days - 1, None))[1].open[-1].end
        last, _ = next(islice(working, days, None))
        return self._settled(opening(last, wall_minute(opens)))

    def count(self, start: datetime, minutes: int) -> Lines:
        """Every counted and skipped line from a moment until so many minutes are counted; none for no minutes."""
        end = self.add(start, minutes)
        return joined(self._lines_from(minute(start), end))

    # --- days ---------------------------------------------------------------

    def _day(self, day: date) -> Day:
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _KEPT:
                self._days.clear()
            found = self._days[day] = day_of(self.rules, day)
        return found

    def _working_days(self, day: date) -> Iterator[tuple[date, Day]]:
        """The days from one on with any window, without end. Raises NeverOpen."""
        closed = 0
        while closed < FARTHEST:
            found = self._day(day)
            if found.open:
                yield day, found
            closed = 0 if found.open else closed + 1
            day += _ONE
        raise NeverOpen(f"no hours in the {FARTHEST} days before {day}; give the calendar some")

    def _open_from(self, start: datetime) -> Iterator[Line]:
        """The open windows from a moment on, without end. Raises NeverOpen."""
        for _, day in self._working_days(wall(start).date()):
            yield from filter(None, (line.after(start) for line in day.open))

    def _lines_from(self, start: datetime, end: datetime) -> Iterator[Line]:
        """All lines between two moments, cut to fit."""
        day = wall(start).date()
        while opening(day, 0) < end:
            for line in self._day(day).lines:
                if (later := line.after(start)) and (kept := later.before(end)):
                    yield kept
            day += _ONE

    def _settled(self, at: datetime) -> datetime:
        """A moment that may be closed, or the end of the window before it."""
        day = wall(at).date()
        while True:
            if begun := [line for line in self._day(day).open if line.start < at]:
                return min(at, begun[-1].end)
            day -= _ONE
