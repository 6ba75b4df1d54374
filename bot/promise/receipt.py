"""The receipt: what was promised, and every window that was counted or skipped on the way, each with its reason."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from .clock import Clock
from .events import Extension, Handover, Pause
from .limits import Kind, Limit, Need, Origin
from .lines import Lines, counted
from .moments import minute


class MiscountedError(Exception):
    """The lines of a receipt do not follow each other; a minute would be counted twice."""


@dataclass(frozen=True, slots=True)
class Recount:
    """What the lines alone say: the working minutes, and the minute the last of them ends."""

    minutes: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything there is to show. `opened_at` is when it was asked for or, if it was promised `anew`, when that was
    done. `deadline` is None while the clock waits for the `missing` or is `paused`.

    The lines are the whole promise, to its deadline; under a pause they end where it began, and the pause tells what
    is left. What is not in them, evenings and lunches, is outside the desk's usual hours.
    """

    kind: Kind
    limit: Limit
    origin: Origin
    opened_at: datetime
    anew: bool
    started_at: datetime | None
    deadline: datetime | None
    minutes: int
    lines: Lines
    missing: tuple[Need, ...] = ()
    paused: Pause | None = None
    extended: Extension | None = None
    handovers: tuple[Handover, ...] = ()


def receipt(clock: Clock, asked_at: datetime | None = None) -> Receipt:
    """The receipt of a clock. `asked_at` is when the case was opened: what is promised later than that, but for a
    question that came later, is promised anew."""
    later = asked_at is not None and minute(asked_at) < clock.opened_at and clock.kind is not Kind.NEXT_ANSWER
    anew = clock.turn > 1 or later
    return Receipt(
        kind=clock.kind,
        limit=clock.limit,
        origin=clock.origin,
        opened_at=clock.opened_at,
        anew=anew,
        started_at=clock.started_at,
        deadline=clock.deadline,
        minutes=counted(clock.lines),
        lines=clock.lines,
        missing=clock.missing,
        paused=clock.paused,
        extended=clock.extended,
        handovers=clock.handovers,
    )


def recount(lines: Lines) -> Recount:
    """Count again from nothing but the lines.

    Raises MiscountedError if they overlap, run backwards or count nothing.
    """
    if any(later.start < earlier.end for earlier, later in pairwise(lines)):
        raise MiscountedError("the lines overlap or are out of order")
    windows = [line for line in lines if line.counted]
    if not windows or any(line.end <= line.start for line in lines):
        raise MiscountedError("the lines count no time")
    return Recount(counted(lines), windows[-1].end)
