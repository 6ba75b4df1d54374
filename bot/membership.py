"""Who may act at a desk: whoever is in its chat, as the service says, asked again every few minutes."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.desk import DeskBook, changed
from bot.messages import Message, Sender, Standing
from bot.outbox.delivery import Asks, Found
from bot.store import Tables

log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds that the service has to answer; all others wait meanwhile."""

KEPT = {Standing.INSIDE: 180.0, Standing.OUTSIDE: 10.0, Standing.UNSURE: 15.0}
"""Seconds that an answer holds. Whoever was let in a moment ago is not kept out long."""

MOST_KEPT = 5000


class Membership:
    """Answers of the services, kept for a while. What cannot be told is a no."""

    def __init__(
        self, book: DeskBook, services: Mapping[str, Asks], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._book = book
        self._services = services
        self._clock = clock
        self._answers: dict[tuple[str, str], tuple[float, Found]] = {}

    def told(self, tables: Tables, message: Message) -> Message | None:
        """The message with what is known of its sender; None if the service has to be asked first."""
        sender = message.sender
        if not message.room or changed(self._book, tables.desk_changes()).at(message.room) is None:
            return message
        if sender is None or sender.standing is not Standing.UNASKED or self._channel(message) not in self._services:
            return message
        until, found = self._answers.get((message.room, sender.id), (0.0, Found(Standing.UNSURE)))
        if until <= self._clock():
            return None
        named = Sender(sender.id, found.name or sender.name, found.standing)
        return replace(message, sender=named)

    async def ask(self, message: Message) -> None:
        """Ask the service about the sender of a message."""
        if message.sender is None:
            return
        channel, _, address = message.room.partition(":")
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._services[channel].standing(address, message.sender.id)
        except Exception as error:  # whatever it is: nobody acts whom the service does not vouch for
            log.warning("cannot tell who is in a chat", extra={"channel": channel, "error": type(error).__name__})
            found = Found(Standing.UNSURE)
        if len(self._answers) >= MOST_KEPT:
            self._answers.clear()
        self._answers[message.room, message.sender.id] = (self._clock() + KEPT[found.standing], found)

    def _channel(self, message: Message) -> str:
        return message.room.partition(":")[0]
