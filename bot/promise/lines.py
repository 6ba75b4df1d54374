"""The lines a promise is counted in, and why a window is not counted or is other than usual."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from .moments import minutes_between, wall_minute


class Cause(StrEnum):
    """The kinds of reason. The first five need no words of their own: the bot's texts have them."""

    OUTSIDE_HOURS = "outside_hours"
    WEEKEND = "weekend"
    WEEKDAY = "weekday"  # no hours on this day of the week
    EVEN_WEEKS = "even_weeks"  # hours in even weeks only
    ODD_WEEKS = "odd_weeks"
    HOLIDAY = "holiday"
    EVE = "eve"
    BRIDGE = "bridge"
    SUMMER = "summer"
    CLOSED = "closed"
    OTHER_HOURS = "other_hours"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. `sv` and `en` are its label; `source` is the law, decision or page it stands on.

    For a pause the label is what is waited for, in both, and the source who paused.
    """

    cause: Cause
    sv: str = ""
    en: str = ""
    source: str = ""

    def label(self, language: str) -> str:
        """The label in `sv` or `en`; empty when the cause says all."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Line:
    """A window that is counted or skipped, from and to in whole minutes UTC.

    A counted line has a reason only when its hours are not the usual ones. `whole` says that whole days are
    skipped, so that the days tell more than the hours do.
    """

    start: datetime
    end: datetime
    counted: bool
    reason: Reason | None = None
    whole: bool = False

    @property
    def minutes(self) -> int:
        """Working minutes in it: none if it is skipped."""
        return minutes_between(self.start, self.end) if self.counted else 0

    def before(self, at: datetime) -> "Line | None":
        """The part of it before a moment."""
        return _kept(self, self.start, min(self.end, at))

    def after(self, at: datetime) -> "Line | None":
        """The part of it from a moment on."""
        return _kept(self, max(self.start, at), self.end)


def _kept(line: Line, start: datetime, end: datetime) -> Line | None:
    if start >= end:
        return None
    # Not replace: every day of every promise is cut here.
    whole = (start, end) == (line.start, line.end)
    return line if whole else Line(start, end, line.counted, line.reason, line.whole)


Lines = tuple[Line, ...]


def before(lines: Lines, at: datetime) -> Lines:
    """The lines, or their parts, before a moment."""
    return tuple(part for part in (line.before(at) for line in lines) if part)


def joined(*parts: Iterable[Line]) -> Lines:
    """All the lines in one row: those that meet and are alike are one line, but a day's hours stay that day's."""
    found: list[Line] = []
    for line in (line for part in parts for line in part):
        last = found[-1] if found else None
        if last and last.end == line.start and _are_alike(last, line):
            line = replace(found.pop(), end=line.end)
        found.append(line)
    return tuple(found)


def _are_alike(last: Line, line: Line) -> bool:
    alike = (last.counted, last.whole, last.reason) == (line.counted, line.whole, line.reason)
    return alike and (line.whole or wall_minute(line.start) != 0)


def counted(lines: Lines) -> int:
    """Working minutes in all."""
    return sum(line.minutes for line in lines)


def reached(lines: Lines, minutes: int) -> datetime:
    """The moment when so many minutes, 1 or more, are counted. Raises ValueError if the lines hold fewer."""
    left = minutes
    for line in lines:
        if 0 < left <= line.minutes:
            return line.start + timedelta(minutes=left)
        left -= line.minutes
    raise ValueError(f"the lines count {counted(lines)} minutes, not {minutes}")
