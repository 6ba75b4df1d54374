"""What can go wrong at Slack's end: planned faults, and rate limits."""

import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from .slack_records import Call

Hook = Callable[[Call], Awaitable[object] | object]


@dataclass(slots=True)
class Fault:
    """A failure that the next matching calls meet; `times` None means until healed."""

    method: str
    channel: str | None = None
    times: int | None = 1
    status: int | None = None
    retry_after: int | None = None
    error: str | None = None
    hang: float | None = None
    delivered: bool = False
    drop: bool = False

    def __post_init__(self) -> None:
        nothing = self.status is None and self.error is None and self.hang is None and not self.drop
        if nothing:
            self.status = 429
        if self.status == 429 and self.retry_after is None:
            self.retry_after = 1


@dataclass(slots=True)
class Watch:
    """A test's hook on the calls of one method."""

    method: str
    hook: Hook
    times: int | None
    after: bool


@dataclass(slots=True)
class Bucket:
    """Lets `burst` calls pass at once and `rate` a second from then on."""

    rate: float
    burst: float
    left: float = field(init=False)
    seen: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left = self.burst

    def wait(self) -> float:
        """Take one call; answer 0.0, or the seconds after which there is room."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.seen) * self.rate)
        self.seen = now
        if self.left < 1:
            return (1 - self.left) / self.rate
        self.left -= 1
        return 0.0


@dataclass(slots=True)
class Limits:
    """Slack's limits for new messages: per channel, and perhaps for the whole workspace."""

    per_channel: float
    burst: float
    workspace: float | None
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def retry_after(self, channel: str) -> int | None:
        """Take one message; answer the whole seconds to wait, or None when it may pass."""
        waits = [self.buckets.setdefault(channel, Bucket(self.per_channel, self.burst)).wait()]
        if self.workspace is not None:
            burst = max(1.0, self.workspace)
            waits.append(self.buckets.setdefault("", Bucket(self.workspace, burst)).wait())
        return max(1, math.ceil(max(waits))) if any(waits) else None
