"""What a test can make go wrong: scripted failures and Telegram's rate limits."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from .telegram_values import ApiError, Call

PHRASES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}
COUNTED = ("send", "edit", "createForumTopic")
"""Method names that begin so count toward the limits; answerCallbackQuery is free."""


@dataclass
class Fault:
    """One scripted failure; see TelegramDouble.fail."""

    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    status: int = 429
    retry_after: int | None = None
    description: str | None = None
    migrate_to: int | None = None
    hang: float | None = None
    drop: bool = False
    delivered: bool = False
    hits: int = 0

    def concerns(self, call: Call) -> bool:
        """Whether this call is to fail."""
        right_method = self.method is None or self.method.lower() == call.method.lower()
        return self.hits < self.times and right_method and self.chat_id in (None, call.chat_id)

    def error(self) -> ApiError:
        """The answer it stands for."""
        if self.migrate_to is not None:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            return ApiError(reason, 400, {"migrate_to_chat_id": self.migrate_to})
        if self.status == 429:
            seconds = 1 if self.retry_after is None else self.retry_after
            return too_many(seconds, self.description)
        return ApiError(self.description or PHRASES.get(self.status, "Error"), self.status)


def too_many(seconds: int, description: str | None = None) -> ApiError:
    """A 429 with the time to wait."""
    reason = description or f"Too Many Requests: retry after {seconds}"
    return ApiError(reason, 429, {"retry_after": seconds})


class Faults:
    """The script of failures, first come first served."""

    def __init__(self) -> None:
        self._script: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Append one."""
        self._script.append(fault)

    def take(self, call: Call) -> Fault | None:
        """The failure for this call, used up by one."""
        for fault in self._script:
            if fault.concerns(call):
                fault.hits += 1
                return fault
        return None


@dataclass
class Limits:
    """Telegram's published limits: a bucket per chat, a minute per group, a second for all."""

    per_chat_per_second: float = 1
    burst: int = 3
    overall_per_second: int = 30
    per_group_per_minute: int = 20
    violations: int = 0
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _all: deque[float] = field(default_factory=deque)

    def check(self, call: Call) -> None:
        """Count the call, or refuse it with the seconds to wait."""
        chat_id = call.chat_id
        if chat_id is None or not call.method.startswith(COUNTED) or call.method == "sendChatAction":
            return
        now = time.monotonic()
        level, seen = self._buckets.get(chat_id, (float(self.burst), now))
        level = min(level + (now - seen) * self.per_chat_per_second, self.burst)
        pauses = [0 if level >= 1 else (1 - level) / self.per_chat_per_second]
        pauses.append(_pause(self._all, self.overall_per_second, 1, now))
        if chat_id < 0:
            pauses.append(_pause(self._groups[chat_id], self.per_group_per_minute, 60, now))
        if max(pauses) > 0:
            self.violations += 1
            raise too_many(math.ceil(max(pauses)))
        self._buckets[chat_id] = (level - 1, now)
        self._all.append(now)
        if chat_id < 0:
            self._groups[chat_id].append(now)


def _pause(times: deque[float], most: int, seconds: float, now: float) -> float:
    while times and times[0] <= now - seconds:
        times.popleft()
    return 0 if len(times) < most else times[0] + seconds - now
