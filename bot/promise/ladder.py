"""The ladder: who is told, and when, while a promise is not kept. Never outside the hours of whom it is told to."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from .calendar import WorkingCalendar
from .clock import Clock
from .events import Rung
from .lines import reached
from .moments import MINUTE

SHARES: Final = {Rung.DEPUTY: Fraction(1, 2), Rung.MANAGER: Fraction(4, 5)}
"""Parts of the promised working time after which a rung is reached."""
LONG_PAUSE: Final = 10
"""Working days that a pause may last before the coordinator is told."""


@dataclass(frozen=True, slots=True)
class Step:
    """A rung and the moment it is reached: always one when those it is told to work."""

    at: datetime
    rung: Rung


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of a desk: `hours` its own, `coordinator` the coordinator's if they are others.

    Deputy at half the promise and manager at four fifths, silent once someone has taken the case. The coordinator
    when it is broken, taken or not, and when a pause has lasted long.
    """

    hours: WorkingCalendar
    coordinator: WorkingCalendar | None = None

    def steps(self, clock: Clock, *, taken: bool = False) -> tuple[Step, ...]:
        """The steps still ahead, or due and not taken, in order of time."""
        rungs = (rung for rung in Rung if rung not in clock.climbed and not (taken and rung in SHARES))
        moments = ((rung, _reached(clock, rung, self.hours)) for rung in rungs)
        steps = [Step(self._hours(rung).next_open(at).at, rung) for rung, at in moments if at]
        return tuple(sorted(steps, key=lambda step: step.at))

    def due(self, clock: Clock, now: datetime, *, taken: bool = False) -> tuple[Step, ...]:
        """The steps to take now; none to those who do not work now, however late it is."""
        return tuple(
            step for step in self.steps(clock, taken=taken) if step.at <= now and self._hours(step.rung).is_open(now)
        )

    def next_moment(self, clock: Clock, now: datetime | None = None, *, taken: bool = False) -> datetime | None:
        """When to look again; never before `now` if that is given. None if there is nothing to come."""
        steps = self.steps(clock, taken=taken)
        moments = [self._hours(step.rung).next_open(max(step.at, now or step.at)).at for step in steps]
        return min(moments, default=None)

    def _hours(self, rung: Rung) -> WorkingCalendar:
        return self.hours if rung in SHARES or self.coordinator is None else self.coordinator


def _reached(clock: Clock, rung: Rung, hours: WorkingCalendar) -> datetime | None:
    """When a rung is reached in working time, if it is."""
    if clock.ended:
        return None
    if rung is Rung.LONG_PAUSE:
        return hours.add_days(clock.paused.at, LONG_PAUSE) if clock.paused else None
    if clock.deadline is None:
        return None
    if rung is Rung.COORDINATOR:
        return clock.deadline + MINUTE
    share = SHARES[rung]
    return reached(clock.lines, -(-clock.budget * share.numerator // share.denominator))  # rounded up
