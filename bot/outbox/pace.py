"""How fast a service may be written to. Kept by us: one chat that must wait never holds up another."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages a second in the long run, and so many at once after a rest."""

    per_second: float
    burst: float


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time. Times are seconds of any one clock."""

    rate: Rate
    tokens: float
    at: float

    def room(self, now: float) -> float:
        """How many may go now."""
        return min(self.rate.burst, self.tokens + max(now - self.at, 0.0) * self.rate.per_second)

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0 for now."""
        return max(0.0, (1.0 - self.room(now)) / self.rate.per_second)

    def take(self, now: float) -> None:
        """One goes."""
        self.tokens = self.room(now) - 1.0
        self.at = now


KEPT = 10_000
"""Chats whose buckets are remembered; a bucket that has filled up again is forgotten first."""


@dataclass(slots=True)
class Pace:
    """The rates of one service.

    `chat` and `group` hold for each address, `all` for everything together: it is only what is sent on our own
    initiative that waits for it, so that a bulk makes way for replies. `is_group` tells the two kinds of address apart.
    `most` is how many may have gone in any one second when a push goes (0: no bound): what was held up is made up for
    without there being too many in some second.
    """

    chat: Rate
    group: Rate
    all: Rate
    is_group: Callable[[str], bool]
    most: int = 0
    _chats: dict[str, Bucket] = field(default_factory=dict)
    _held: dict[str, float] = field(default_factory=dict)
    _everything: Bucket | None = None
    _held_everywhere: float = 0.0
    _sent: deque[float] = field(default_factory=deque)

    def wait(self, address: str, now: float) -> float:
        """Seconds until this address may be written to. 0 means now, and counts as done."""
        held = max(self._held.get(address, 0.0), self._held_everywhere) - now
        bucket = self._bucket(address, now)
        wait = max(held, bucket.wait(now))
        if wait <= 0.0:
            bucket.take(now)
            self._all_bucket(now).take(now)
            if self.most:
                self._sent.append(now)
            self._held.pop(address, None)
        return max(wait, 0.0)

    def push_room(self, now: float) -> int:
        """How many pushes may go now, whoever they are for."""
        if now < self._held_everywhere:
            return 0
        room = int(self._all_bucket(now).room(now))
        return max(0, min(room, self.most - self._in_last_second(now)) if self.most else room)

    def _in_last_second(self, now: float) -> int:
        while self._sent and self._sent[0] <= now - 1.0:
            self._sent.popleft()
        return len(self._sent)

    def push_wait(self, now: float) -> float:
        """Seconds until one push may go, whoever it is for."""
        full = self.most and self._in_last_second(now) >= self.most
        window = self._sent[-self.most] + 1.0 - now if full else 0.0
        return max(self._held_everywhere - now, self._all_bucket(now).wait(now), window, 0.0)

    def hold(self, address: str, until: float, *, everywhere: bool = False) -> None:
        """The service said to wait."""
        if everywhere:
            self._held_everywhere = max(self._held_everywhere, until)
        else:
            self._held[address] = max(self._held.get(address, 0.0), until)

    def _all_bucket(self, now: float) -> Bucket:
        if self._everything is None:
            self._everything = Bucket(self.all, self.all.burst, now)
        return self._everything

    def _bucket(self, address: str, now: float) -> Bucket:
        if len(self._chats) > KEPT:
            self._chats = {key: each for key, each in self._chats.items() if each.room(now) < each.rate.burst}
        if address not in self._chats:
            rate = self.group if self.is_group(address) else self.chat
            self._chats[address] = Bucket(rate, rate.burst, now)
        return self._chats[address]
