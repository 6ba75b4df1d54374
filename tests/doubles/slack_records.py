"""What the stand-in for Slack writes down: calls, messages, pings, deliveries; and how it refuses."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]


class Refused(Exception):
    """A call Slack answers with ``{"ok": false, "error": ...}``."""

    def __init__(self, error: str, *details: str) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


class Button(NamedTuple):
    """One button a person can see; `value` is its value, or the address it opens."""

    label: str
    action_id: str
    value: str


class Ping(NamedTuple):
    """A mention that would have rung people's phones, as written in a text the bot sent."""

    channel: str
    ts: str
    mention: str


class Attempt(NamedTuple):
    """One try to hand something to the bot: over HTTP with a status, and why it failed ("" if it did not)."""

    number: int
    failure: str
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing people were shown by the bot."""

    method: str
    channel: str
    user: str | None
    thread_ts: str | None
    text: str
    blocks: list[Json]
    buttons: list[Button]
    ts: str
    params: Json
    at: float
    files: list[Json] = field(default_factory=list)

    def is_to(self, place: str | None) -> bool:
        """Say whether this went to the channel, or to the person's direct messages; None means anywhere."""
        return place is None or place in (self.channel, self.user)


@dataclass(slots=True)
class Call:
    """One request to the Web API, as it arrived; `answer` is filled when one is given."""

    method: str
    params: Json
    token: str
    at: float
    answer: Json | None = None


@dataclass(slots=True, eq=False)
class Delivery:
    """One event, interaction or command on its way to the bot."""

    kind: str
    payload: Json
    event_id: str
    attempts: list[Attempt] = field(default_factory=list)
    acked: bool = False
    answer: Json = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ts(self) -> str:
        """The timestamp of the message that the event tells about."""
        event = self.payload["event"]
        return str(event.get("ts") or event["event_ts"])

    @property
    def status(self) -> int | None:
        """The HTTP status of the last attempt, if it had one."""
        return self.attempts[-1].status if self.attempts else None

    async def finished(self, timeout: float = 5.0) -> "Delivery":  # noqa: ASYNC109 - reads better in tests
        """Wait until it was acknowledged or given up."""
        await asyncio.wait_for(self.over.wait(), timeout)
        return self


@dataclass(slots=True)
class Channel:
    """A place to talk: `kind` is im, channel or group; `user` is the person of a direct message."""

    id: str
    name: str
    kind: str
    members: set[str]
    user: str | None = None


class Changes:
    """Wakes everybody who waits for something to become true."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Have all waiters look again."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, claim: Callable[[], bool], timeout: float) -> bool:  # noqa: ASYNC109 - reads better in tests
        """Wait until the claim is true; False when the time is over first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while not claim():
            try:
                await asyncio.wait_for(self._next.wait(), end - loop.time())
            except TimeoutError:
                return claim()
        return True
