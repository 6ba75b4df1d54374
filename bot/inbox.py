"""What has come in and is not yet done. Nothing is confirmed to a service before it is kept here."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.messages import Message
from bot.store import InboxRow, Store, Tables, milliseconds

log = logging.getLogger(__name__)

TRIES = 3
"""How often an update is worked on before it is set aside and its sender told."""

Reader = Callable[[dict[str, Any]], Message | None]
"""A channel's translation of its service's update; None for what is not for us."""

Work = Callable[[Tables, Message, datetime], object]


class Gate(Protocol):
    """What has to be known of a sender before their message is worked on."""

    def told(self, tables: Tables, message: Message) -> Message | None:
        """The message with what is known of its sender; None if somebody has to be asked first."""

    async def ask(self, message: Message) -> None:
        """Ask; afterwards `told` knows."""


class _Open:
    """Nobody is asked about."""

    def told(self, tables: Tables, message: Message) -> Message | None:
        return message

    async def ask(self, message: Message) -> None:
        return


class Inbox:
    """Keeps updates, then works them off one by one in the order they came.

    `work` takes one message in the transaction that marks its row done; `give_up` tells the sender when
    that failed for good.
    """

    def __init__(
        self,
        store: Store,
        readers: Mapping[str, Reader],
        work: Work,
        give_up: Work,
        clock: Callable[[], datetime],
        gate: Gate | None = None,
    ) -> None:
        self._store = store
        self._readers = readers
        self._work = work
        self._give_up = give_up
        self._clock = clock
        self._gate: Gate = gate or _Open()
        self._arrived = asyncio.Event()
        self.worked = asyncio.Event()
        """Set after every update that was worked on: the outbox has something."""

    async def receive(self, channel: str, account: str, update_id: str, update: Mapping[str, Any]) -> bool:
        """Keep an update. When this returns it is on disk, and may be confirmed. False if it was known.

        Raises what the store raises: then it must not be confirmed.
        """
        # In ASCII: half a surrogate pair cannot be written as UTF-8, and an update that cannot be kept comes for ever.
        payload = json.dumps(update)
        now = milliseconds(self._clock())
        new = await self._store.done(lambda tables: tables.receive(channel, account, update_id, payload, now))
        if new:
            self._arrived.set()
        return new

    def wake(self) -> None:
        """Something may wait."""
        self._arrived.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._arrived.clear()
            while await self.work_one():
                pass
            await self._arrived.wait()

    async def work_one(self) -> bool:
        """Work the oldest update that waits; False if there is none."""
        found = await self._store.done(self._take)
        if isinstance(found, Message):
            # Outside of any transaction: a service may take its time.
            await self._gate.ask(found)
        elif found:
            self.worked.set()
        return bool(found)

    def _take(self, tables: Tables) -> bool | Message:
        """True if an update was worked on, or the message about whose sender somebody has to be asked first."""
        row = tables.next_update(tuple(self._readers))
        if row is None:
            return False
        message = None
        try:
            message = self._read(row)
            if message is not None:
                told = self._gate.told(tables, message)
                if told is None:
                    return message
                with tables.savepoint():
                    self._work(tables, told, self._clock())
            tables.update_done(row.id)
        except Exception as error:
            self._failed(tables, row, message, error)
        return True

    def _read(self, row: InboxRow) -> Message | None:
        return self._readers[row.channel](json.loads(row.payload))

    def _failed(self, tables: Tables, row: InboxRow, message: Message | None, error: Exception) -> None:
        """A fault of ours must hold up neither this person's next message nor anybody else's."""
        final = row.attempts + 1 >= TRIES
        details = {"row": row.id, "channel": row.channel, "final": final}
        log.error("update failed", exc_info=_without_words(error), extra=details)
        # Half a surrogate pair cannot be written as UTF-8.
        whose = message.conversation.encode("utf-8", "replace").decode() if message else ""
        tables.update_failed(row.id, type(error).__name__, whose, final=final)
        if final and message is not None:
            try:
                self._give_up(tables, message, self._clock())
            except Exception as second:
                log.error("could not tell the sender", exc_info=_without_words(second), extra=details)


def _without_words(error: Exception) -> Exception:
    """An error for the log: where it happened and its kind, not its text, which may hold what somebody wrote."""
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
