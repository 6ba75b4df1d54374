"""What became of the promises: the figures a municipality answers for, each from the clocks alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from .clock import Clock
from .events import Outcome
from .limits import Kind
from .lines import Cause


class Delay(StrEnum):
    """Why a promise was broken. Three reasons and no others: nobody has to find an excuse."""

    NOBODY = "nobody"  # nobody took the case
    UNANSWERED = "unanswered"  # somebody took it and did not answer
    MOVED = "moved"  # it was moved from desk to desk and the time ran out on the way


def delay(clock: Clock, *, taken: bool) -> Delay:
    """Why a clock ran out, as far as the case itself tells."""
    if clock.handovers:
        return Delay.MOVED
    return Delay.UNANSWERED if taken else Delay.NOBODY


@dataclass(frozen=True, slots=True)
class Figures:
    """The promises of one kind.

    `open` are not ended, `late` those of them that are broken already. A promise that followed a broken one is one
    more promise. `paused` counts pauses, also those that go on. `median_minutes` is the working time that the kept ones
    took; None without any.
    """

    kind: Kind
    promised: int
    kept: int
    broken: int
    released: int
    open: int
    late: int
    extended: int
    paused: int
    moved: int
    median_minutes: int | None

    @property
    def share_kept(self) -> float | None:
        """Kept of those kept or broken, late ones among the broken, 0–1; None without any."""
        decided = self.kept + self.broken + self.late
        return self.kept / decided if decided else None


def figures(clocks: Iterable[Clock], now: datetime) -> tuple[Figures, ...]:
    """The figures of every kind there is any promise of, in the order of `Kind`."""
    every = tuple(clocks)
    of_kind = ((kind, [clock for clock in every if clock.kind is kind]) for kind in Kind)
    return tuple(_figures(kind, found, now) for kind, found in of_kind if found)


def _figures(kind: Kind, clocks: list[Clock], now: datetime) -> Figures:
    outcomes = [clock.ended.outcome for clock in clocks if clock.ended]
    took = [clock.used(now) for clock in clocks if clock.ended and clock.ended.outcome is Outcome.KEPT]
    return Figures(
        kind=kind,
        promised=len(clocks),
        kept=outcomes.count(Outcome.KEPT),
        broken=outcomes.count(Outcome.BROKEN),
        released=outcomes.count(Outcome.RELEASED),
        open=len(clocks) - len(outcomes),
        late=sum(clock.is_late(now) for clock in clocks if not clock.ended),
        extended=sum(clock.extended is not None for clock in clocks),
        paused=sum(_pauses(clock) for clock in clocks),
        moved=sum(bool(clock.handovers) for clock in clocks),
        median_minutes=round(median(took)) if took else None,
    )


def _pauses(clock: Clock) -> int:
    ended = sum(line.reason is not None and line.reason.cause is Cause.PAUSED for line in clock.lines)
    return ended + (clock.paused is not None)
