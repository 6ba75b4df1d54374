"""What can happen to a clock, as values, and why a change may be refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Rung(StrEnum):
    """The steps of the ladder; see `ladder.py`."""

    DEPUTY = "deputy"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    LONG_PAUSE = "long_pause"


class Outcome(StrEnum):
    """How a promise ended."""

    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"  # no longer asked for, before it was late


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still: since when, how many working minutes are banked, what is waited for, who paused."""

    at: datetime
    left: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Extension:
    """The one extension: when, by how many working minutes, why, by whom, and the date that was promised before."""

    at: datetime
    minutes: int
    reason: str
    by: str
    before: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """The case went to another desk, and the working minutes used went along."""

    at: datetime
    to: str
    used: int


@dataclass(frozen=True, slots=True)
class End:
    """When and how it ended."""

    at: datetime
    outcome: Outcome


class Why(StrEnum):
    """Why a change is refused."""

    ENDED = "ended"
    WAITING = "waiting"  # the case is not complete, so the clock has not begun
    PAUSED = "paused"
    LATE = "late"  # no time is left
    EXTENDED = "extended"  # once is all
    NO_REASON = "no_reason"


class Refused(Exception):
    """The change cannot be made; the clock is as it was. `why` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
