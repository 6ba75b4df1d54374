"""Hours of the day: when nobody is written to, and what is left."""

from dataclasses import dataclass
from datetime import time
from typing import Final

WHOLE_DAY: Final = 24 * 60
"""Minutes on a wall clock's day."""


def minute_of(at: time) -> int:
    """Minutes since midnight on the wall clock."""
    return at.hour * 60 + at.minute


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day when nobody is written to, from `begin` up to `end`; over midnight if `end` is earlier."""

    begin: time
    end: time

    def holds(self, minute: int) -> bool:
        """Is this minute of the day in it?"""
        begin, end = minute_of(self.begin), minute_of(self.end)
        return begin <= minute < end if begin <= end else minute >= begin or minute < end


NIGHT: Final = Quiet(time(21), time(7))
"""Nobody is written to now, whatever a plan or a person says: a phone lies by the bed. Our own choice of hours."""


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of the day, from `begin` up to `end`, when one may be written to."""

    begin: int
    end: int

    def __contains__(self, minute: object) -> bool:
        return isinstance(minute, int) and self.begin <= minute < self.end


def windows(quiet: tuple[Quiet, ...]) -> tuple[Window, ...]:
    """What night and quiet hours leave of a day, in order. Empty if nothing is left."""
    edges = {0, WHOLE_DAY} | {minute_of(at) for each in (*quiet, NIGHT) for at in (each.begin, each.end)}
    found: list[Window] = []
    for begin, end in zip(sorted(edges), sorted(edges)[1:], strict=False):
        if any(each.holds(begin) for each in (*quiet, NIGHT)):
            continue
        if found and found[-1].end == begin:
            begin = found.pop().begin
        found.append(Window(begin, end))
    return tuple(found)
