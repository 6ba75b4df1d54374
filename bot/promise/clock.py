"""The clock of one promise. It is a value: every change gives a new one, and what was promised is kept line by line.

The lines are what the deadline was counted from when it was given. A calendar that changes afterwards (a planning day
is added, the hours are cut) does not move a promise already made: that takes an extension, with a reason.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from .calendar import WorkingCalendar
from .events import End, Extension, Handover, Outcome, Pause, Refused, Rung, Why
from .limits import Kind, Limit, Need, Origin, minutes_of
from .lines import Cause, Line, Lines, Reason, before, counted, joined
from .moments import MINUTE, minute


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise of one kind. Moments in are of any time zone, moments out are whole minutes in UTC.

    `origin` is where the limit came from. `opened_at` is when it was asked for; counting begins at `started_at`,
    once nothing is `missing`. The last of the `lines` ends at the deadline, or where a pause began. `turn` is 1 for the
    first promise and one more for each that followed a broken or a contested one.
    """

    kind: Kind
    limit: Limit
    origin: Origin
    opened_at: datetime
    turn: int = 1
    missing: tuple[Need, ...] = ()
    started_at: datetime | None = None
    lines: Lines = ()
    paused: Pause | None = None
    extended: Extension | None = None
    handovers: tuple[Handover, ...] = ()
    ended: End | None = None
    climbed: tuple[Rung, ...] = ()

    def begin(self, now: datetime, calendar: WorkingCalendar) -> "Clock":
        """Counting begins."""
        at = minute(now)
        return replace(self, started_at=at, lines=calendar.count(at, minutes_of(self.limit, at, calendar)))

    # --- questions ----------------------------------------------------------

    @property
    def budget(self) -> int:
        """Working minutes promised in all; 0 before the start."""
        return counted(self.lines) + (self.paused.left if self.paused else 0)

    @property
    def deadline(self) -> datetime | None:
        """The last minute in which the promise is kept; None before the start and during a pause."""
        if self.started_at is None or self.paused:
            return None
        return self.lines[-1].end

    @property
    def breaks_at(self) -> datetime | None:
        """The first minute in which it is broken, if nothing is done; None if it does not run."""
        return self.deadline + MINUTE if self.deadline and not self.ended else None

    def used(self, now: datetime) -> int:
        """Working minutes gone of those promised, until now or the end."""
        at = minute(now)
        return counted(before(self.lines, min(at, self.ended.at) if self.ended else at))

    def left(self, now: datetime) -> int:
        """Working minutes that remain."""
        return self.budget - self.used(now)

    def is_late(self, now: datetime) -> bool:
        """Is the promise broken, be it answered since or not? Promised by 10.15, 10.15 is in time and 10.16 is not."""
        if self.ended:
            return self.ended.outcome is Outcome.BROKEN
        return self.deadline is not None and minute(now) > self.deadline

    # --- changes ------------------------------------------------------------

    def complete(self, there: frozenset[str], now: datetime, calendar: WorkingCalendar) -> "Clock":
        """The needs with these ids are there now; with the last of them counting begins."""
        if self.ended or not self.missing:
            return self
        missing = tuple(need for need in self.missing if need.id not in there)
        rest = replace(self, missing=missing)
        return rest if missing else rest.begin(now, calendar)

    def pause(self, now: datetime, *, reason: str, by: str) -> "Clock":
        """Stand still and bank the time that is left. Paused already, it stays as it is.

        Raises Refused: it has ended, not begun, no minute is left, or no reason is given.
        """
        if self.paused and not self.ended:
            return self
        self._refuse_unless_running()
        at = minute(now)
        left = self.left(at)
        if not left:
            raise Refused(Why.LATE)
        return replace(self, lines=before(self.lines, at), paused=Pause(at, left, _given(reason), by))

    def resume(self, now: datetime, calendar: WorkingCalendar) -> "Clock":
        """Go on with the banked time. Not paused, it stays as it is."""
        if self.ended or not self.paused:
            return self
        pause, at = self.paused, max(minute(now), self.paused.at)
        still = Line(pause.at, at, False, Reason(Cause.PAUSED, pause.reason, pause.reason, pause.by))
        lines = joined(self.lines, (still,) if pause.at < at else (), calendar.count(at, pause.left))
        return replace(self, lines=lines, paused=None)

    def extend(self, now: datetime, limit: Limit, calendar: WorkingCalendar, *, reason: str, by: str) -> "Clock":
        """Promise more time, counted from the old date on.

        Raises Refused: it may be done once, before the old date, with a reason, while the clock runs.
        """
        self._refuse_unless_running()
        if self.extended:
            raise Refused(Why.EXTENDED)
        at, old = minute(now), self.lines[-1].end
        if at >= old:
            raise Refused(Why.LATE)
        minutes = minutes_of(limit, old, calendar)
        extension = Extension(at, minutes, _given(reason), by, old)
        return replace(self, lines=joined(self.lines, calendar.count(old, minutes)), extended=extension)

    def transfer(self, now: datetime, calendar: WorkingCalendar, to: str) -> "Clock":
        """Another desk takes over: what is used stays used, what is left is counted in its calendar.

        A clock that waits, is paused or has run out only notes the handover. Raises Refused if it has ended.
        """
        if self.ended:
            raise Refused(Why.ENDED)
        at = minute(now)
        left, note = self.left(at), Handover(at, to, self.used(at))
        lines = self.lines
        if left and not self.paused:
            lines = joined(before(lines, at), calendar.count(at, left))
        return replace(self, lines=lines, handovers=(*self.handovers, note))

    def satisfy(self, now: datetime) -> "Clock":
        """What was promised has been done. Ended already, it stays as it is."""
        return self._ended(now, Outcome.KEPT)

    def release(self, now: datetime) -> "Clock":
        """It is no longer asked for. A promise already broken stays broken: closing a case hides nothing."""
        return self._ended(now, Outcome.RELEASED)

    def climb(self, rung: Rung) -> "Clock":
        """This step of the ladder has been taken."""
        return self if rung in self.climbed else replace(self, climbed=(*self.climbed, rung))

    # --- within -------------------------------------------------------------

    def _refuse_unless_running(self) -> None:
        if self.ended:
            raise Refused(Why.ENDED)
        if self.started_at is None:
            raise Refused(Why.WAITING)
        if self.paused:
            raise Refused(Why.PAUSED)

    def _ended(self, now: datetime, outcome: Outcome) -> "Clock":
        if self.ended:
            return self
        return replace(self, ended=End(minute(now), Outcome.BROKEN if self.is_late(now) else outcome))


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(Why.NO_REASON)
    return reason.strip()
