"""Talks without any service: the whole bot in one process, and a terminal to talk with it."""

import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from bot.channels import console
from bot.inbox import Inbox
from bot.messages import Message, Rendered
from bot.outbox import Outbox
from bot.store import Store, Tables, milliseconds, open_store
from bot.turn import Taken, apologise, take_turn
from bot.turn.due import next_due, tick
from bot.turn.knowing import Guide
from bot.turn.undelivered import refuse_file, undelivered


@contextmanager
def throw_away_store(*, alone: bool = False) -> Iterator[Store]:
    """A store that is gone afterwards; if it is used `alone`, nobody else opens its file meanwhile."""
    with tempfile.TemporaryDirectory(prefix="lots-", ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{folder}/lots.db", throw_away=True, alone=alone)
        try:
            yield store
        finally:
            store.close()


class World:
    """The whole bot with a clock of its own and a channel that keeps what is sent."""

    def __init__(
        self,
        store: Store,
        guide: Guide,
        clock: Callable[[], datetime],
        channel: str = "chat",
        files: Path | None = None,
        *,
        only: str = "",
    ) -> None:
        self._store = store
        self._guide = guide
        self._clock = clock
        self._channel = channel
        self._sent: list[console.Sent] = []
        self._heard = 0
        self.taken: Taken | None = None
        self._channels = (channel, console.DESK)
        channels = {name: console.Recorder(name, self._sent, files, only=only) for name in self._channels}
        self.inbox = Inbox(store, dict.fromkeys(channels, console.read), self._take_turn, self._apologise, clock)
        self.outbox = Outbox(
            store, channels, clock, partial(refuse_file, guide=guide), partial(undelivered, guide=guide)
        )

    async def hear(self, chat: str, update: dict[str, Any] | None) -> list[tuple[str, Rendered]]:
        """Work one update through, or (None) only look what has come; what was sent to people because of it."""
        sent = await self.work({**update, "chat": chat, "channel": self._channel}) if update else await self.deliver()
        return [(each.address, each.rendered) for each in sent if each.channel == self._channel]

    async def work(self, update: dict[str, Any]) -> list[console.Sent]:
        """Work one update of a chat or a desk through; all that was sent because of it."""
        self.taken = None
        self._heard += 1
        whole = {"id": str(self._heard), **update}
        key = f"{datetime.now(UTC).timestamp()}-{self._heard}"  # noqa: TID251 - only has to differ from all others
        await self.inbox.receive(whole["channel"], whole["chat"], key, whole)
        while await self.inbox.work_one():
            pass
        return await self.deliver()

    async def deliver(self) -> list[console.Sent]:
        """Do and send what is due."""
        if await self._store.done(self._ticked):
            await self.outbox.deliver_due()
        sent, self._sent[:] = list(self._sent), []
        return sent

    def _ticked(self, tables: Tables) -> bool:
        """Do what has fallen due; is there anything to send?"""
        now = self._clock()
        while tick(tables, self._guide, now):
            pass
        due = tables.next_due(self._channels, milliseconds(now))
        return due is not None and due <= milliseconds(now)

    async def next_due(self) -> int | None:
        """When something is due next, in milliseconds."""
        return await self._store.done(lambda tables: next_due(tables, self._guide, self._channels, self._clock()))

    def _take_turn(self, tables: Tables, message: Message, now: datetime) -> None:
        self.taken = take_turn(tables, message, self._guide, now)

    def _apologise(self, tables: Tables, message: Message, now: datetime) -> None:
        apologise(tables, message, self._guide, now)


async def talk(store: Store, guide: Guide, chat: str, *, greet: bool, files: Path | None = None) -> None:
    """A person and the bot in a terminal, or lines from a pipe."""
    terminal = console.Terminal()
    clock = partial(datetime.now, UTC)  # noqa: TID251 - the edge reads the clock
    world = World(store, guide, clock, "console", files, only=chat)

    # asyncio would take the first Ctrl-C for itself while we wait for a line.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    await world.outbox.recover()
    for line in chain(["/start"] if greet else [], terminal.lines()):
        for _, rendered in await world.hear(chat, {"text": line} if line else None):
            terminal.show(rendered)
