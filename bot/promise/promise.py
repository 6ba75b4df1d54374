"""All that is promised in one case: a clock for each kind, and what happens in the case to each of them.

Every clock runs by itself. That a further question starts a limit of its own never moves the first answer's, and the
nearest deadline never hides another (the case of zammad/zammad#5177: there a shorter update time overrules the first
response).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from .calendar import WorkingCalendar
from .clock import Clock
from .events import Refused, Why
from .limits import RENEWAL, Kind, Limit, Limits, Need, Said
from .moments import minute

Change = Callable[[Clock], Clock]


@dataclass(frozen=True, slots=True)
class Promise:
    """The clocks of a case, oldest first; at most one of each kind is open.

    `next_answer` and `renewal` are the terms at the time of the promise: a limit that is changed later changes
    nothing that was promised before.
    """

    clocks: tuple[Clock, ...]
    next_answer: Said | None = None
    renewal: Limit = RENEWAL

    @property
    def open(self) -> tuple[Clock, ...]:
        """The clocks that have not ended."""
        return tuple(clock for clock in self.clocks if not clock.ended)

    @property
    def missing(self) -> tuple[Need, ...]:
        """What some clock still waits for, each thing once."""
        return tuple(dict.fromkeys(need for clock in self.open for need in clock.missing))

    @property
    def nearest(self) -> Clock | None:
        """The open clock with the earliest deadline, to show; None if none runs."""
        running = [clock for clock in self.open if clock.deadline]
        return min(running, key=lambda clock: clock.lines[-1].end, default=None)

    def of(self, kind: Kind) -> Clock | None:
        """The latest clock of a kind."""
        return next((clock for clock in reversed(self.clocks) if clock.kind is kind), None)

    # --- what happens -------------------------------------------------------

    def acknowledge(self, now: datetime) -> "Promise":
        """The entrepreneur has been told that someone has it."""
        return self._change(lambda clock: clock.satisfy(now), Kind.ACKNOWLEDGEMENT)

    def answer(self, now: datetime) -> "Promise":
        """An answer was given: the first, or to what was asked last. An answer also tells that it was received."""
        return self._change(lambda clock: clock.satisfy(now), Kind.ACKNOWLEDGEMENT, Kind.FIRST_ANSWER, Kind.NEXT_ANSWER)

    def ask(self, now: datetime, calendar: WorkingCalendar) -> "Promise":
        """The entrepreneur wrote again. What waits for an answer already keeps its limit; else a new one begins."""
        waiting = any(clock.kind in (Kind.FIRST_ANSWER, Kind.NEXT_ANSWER) for clock in self.open)
        if waiting or not (said := self.next_answer) or not said.limit:
            return self
        clock = Clock(Kind.NEXT_ANSWER, said.limit, said.origin, minute(now)).begin(now, calendar)
        return replace(self, clocks=(*self.clocks, clock))

    def decide(self, now: datetime) -> "Promise":
        """The decision was made."""
        return self._change(lambda clock: clock.satisfy(now), Kind.DECISION)

    def release(self, now: datetime) -> "Promise":
        """The case is closed; what is still promised is no longer asked for."""
        return self._change(lambda clock: clock.release(now), *Kind)

    # --- what is done with the clocks ---------------------------------------

    def complete(self, there: frozenset[str], now: datetime, calendar: WorkingCalendar) -> "Promise":
        """Needs with these ids have come; see `Clock.complete`."""
        return self._change(lambda clock: clock.complete(there, now, calendar), *Kind)

    def pause(self, now: datetime, *, reason: str, by: str) -> "Promise":
        """Wait for the entrepreneur: all that runs and is in time stands still.

        But not the acknowledgement, which waits for nobody. Raises Refused if nothing can be paused.
        """
        kinds = (Kind.FIRST_ANSWER, Kind.NEXT_ANSWER, Kind.DECISION)
        refused: list[Refused] = []

        def paused(clock: Clock) -> Clock:
            try:
                return clock.pause(now, reason=reason, by=by)
            except Refused as no:
                refused.append(no)
                return clock

        after = self._change(paused, *kinds)
        if not any(clock.paused for clock in after.open):
            raise refused[0] if refused else Refused(Why.ENDED)
        return after

    def resume(self, now: datetime, calendar: WorkingCalendar) -> "Promise":
        """Go on with all that is paused."""
        return self._change(lambda clock: clock.resume(now, calendar), *Kind)

    def transfer(self, now: datetime, calendar: WorkingCalendar, to: str) -> "Promise":
        """Another desk takes over the case, and the used time of every clock."""
        return self._change(lambda clock: clock.transfer(now, calendar, to), *Kind)

    def change(self, kind: Kind, change: Change) -> "Promise":
        """One open clock changed, such as extended or moved up the ladder; the others are as they were."""
        return self._change(change, kind)

    def renew(self, kind: Kind, now: datetime, calendar: WorkingCalendar) -> "Promise":
        """A broken promise is followed by a new one; the broken one stays counted. Without a broken one, no change."""
        late = next((clock for clock in self.open if clock.kind is kind and clock.is_late(now)), None)
        if late is None:
            return self
        return self._change(lambda clock: clock.satisfy(now), kind)._again(late, now, calendar)

    def reopen(self, now: datetime, calendar: WorkingCalendar) -> "Promise":
        """The entrepreneur says that the answer never came or was none: one is promised anew.

        What was counted of the first stays. While an answer is owed already, no change.
        """
        answers = [clock for clock in self.clocks if clock.kind in (Kind.FIRST_ANSWER, Kind.NEXT_ANSWER)]
        if not answers or not all(clock.ended for clock in answers):
            return self
        return self._again(answers[-1], now, calendar)

    def _again(self, last: Clock, now: datetime, calendar: WorkingCalendar) -> "Promise":
        at, turn = minute(now), last.turn + 1
        clock = Clock(last.kind, self.renewal, last.origin, at, turn=turn, handovers=last.handovers)
        return replace(self, clocks=(*self.clocks, clock.begin(at, calendar)))

    def _change(self, change: Change, *kinds: Kind) -> "Promise":
        clocks = (change(clock) if clock.kind in kinds and not clock.ended else clock for clock in self.clocks)
        return replace(self, clocks=tuple(clocks))


def give(
    limits: Limits, topic: str, now: datetime, calendar: WorkingCalendar, *, there: frozenset[str] = frozenset()
) -> Promise:
    """The promise that opens a case. `there` are the ids of the needs that are already met."""
    waits, missing = limits.waits(topic), tuple(need for need in limits.needs(topic) if need.id not in there)
    clocks = []
    for kind in (Kind.ACKNOWLEDGEMENT, Kind.FIRST_ANSWER, Kind.DECISION):
        said = limits.effective(kind, topic)
        if said and said.limit:
            lacks = missing if kind in waits else ()
            clock = Clock(kind, said.limit, said.origin, minute(now), missing=lacks)
            clocks.append(clock if lacks else clock.begin(now, calendar))
    return Promise(tuple(clocks), limits.effective(Kind.NEXT_ANSWER, topic), limits.renewal(topic))
