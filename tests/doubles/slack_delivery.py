"""How news reaches the bot: each is tried again until it is acknowledged or the retries are used up."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from .slack_records import Attempt, Changes, Delivery, Json

RETRY_DELAYS = (0.05, 0.1, 0.2)  # Slack's own: at once, after 1 minute, after 5 minutes


class Road(Protocol):
    """A way to the bot: Socket Mode or HTTP."""

    async def ready(self, delivery: Delivery) -> bool:
        """Wait until the bot can be reached, where that can be known."""

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        """Hand it over once; `number` counts the retries and `reason` says why there is one."""


class Deliveries:
    """Carries news to the bot, each in a task of its own."""

    def __init__(self, changes: Changes, road: Road, settle: Callable[[Delivery], None]) -> None:
        self.road = road
        self.retry_delays: Sequence[float] = RETRY_DELAYS
        self.all: list[Delivery] = []
        self._changes = changes
        self._settle = settle
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, kind: str, payload: Json, event_id: str) -> Delivery:
        """Set off."""
        delivery = Delivery(kind, payload, event_id)
        self.all.append(delivery)
        task = asyncio.create_task(self._carry(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    async def _carry(self, delivery: Delivery) -> None:
        # Slack repeats events only: after a missed interaction or command the person sees an error.
        delays = (0.0, *self.retry_delays) if delivery.kind == "events_api" else (0.0,)
        reason = ""
        try:
            for number, delay in enumerate(delays):
                await asyncio.sleep(delay)
                if not await self.road.ready(delivery):
                    break
                attempt = await self.road.attempt(delivery, number, reason)
                delivery.attempts.append(attempt)
                reason = attempt.failure
                if not reason:
                    delivery.acked = True
                    self._settle(delivery)
                self._changes.tell()
                if reason in ("", "no_retry"):
                    break
        finally:
            delivery.over.set()
            self._changes.tell()

    def acked(self, event_id: str) -> bool:
        """Say whether the bot has acknowledged an event."""
        return any(delivery.acked for delivery in self.all if delivery.event_id == event_id)

    async def stop(self) -> None:
        """Give up what is still on its way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
