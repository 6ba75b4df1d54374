"""What goes out: in order, at the services' pace, again when it failed, never silently lost.

Sending is at least once for replies and relays: a crash or a time-out between the service's taking a
message and our marking it repeats that one message. For pushes it is at most once: such a row is marked
uncertain instead, and a person decides.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.messages import Paragraph, Rendered, Span
from bot.outbox.contents import Contents, NotFetched
from bot.outbox.delivery import (
    Channel,
    FileRefused,
    Moved,
    NotSent,
    TryLater,
    Uncertain,
    Unchangeable,
    Undeliverable,
)
from bot.outbox.notes import Lost, Note, given_up, later, moved, sent, uncertain, undeliverable
from bot.outbox.pace import Pace
from bot.store import Lane, OutboxRow, Status, Store, Tables, milliseconds

T = TypeVar("T")

log = logging.getLogger(__name__)

AT_ONCE, PUSHES_AT_ONCE = 32, 16
"""Sends in flight at the same time on a channel, each to another chat; pushes leave half of them to replies."""

SHORTEST_REST, TICK = 0.02, 0.001
"""Seconds between looks at what is due and cannot go yet; less if a push comes free before: they do one by one."""

FIRST_WAIT, LONGEST_WAIT, GIVE_UP = 1.0, 300.0, 4 * 3600.0
"""Seconds: the first wait after a failure, doubled each time up to the longest; after `GIVE_UP` it is final."""

FETCH_GIVE_UP = 300.0
"""Seconds for which a file is asked for where it lies. Meanwhile the chat that it is for waits."""

Refuse = Callable[[Tables, OutboxRow, FileRefused, datetime], None]
"""What is done with a row whose file will never arrive."""


def let_fail(tables: Tables, row: OutboxRow, refused: FileRefused, now: datetime) -> None:
    """The row has failed, its words with it."""
    tables.ended(row.id, Status.FAILED, str(refused))


def let_go(tables: Tables, row: OutboxRow, gone: bool, now: datetime) -> None:
    """Nobody is told."""


class Outbox:
    """Takes due rows from the store and hands them to their channels."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        refuse: Refuse = let_fail,
        lost: Lost = let_go,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._refuse = refuse
        self._lost = lost
        self._contents = Contents(store, channels)
        self._wake = asyncio.Event()
        self._flying: dict[asyncio.Task[None], OutboxRow] = {}
        self._broken: BaseException | None = None

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; `drain` first lets land what is in flight. Raises what the store raises."""
        await self.recover()
        while True:
            self._wake.clear()
            if self._broken:
                raise self._broken
            taken = await self._take()
            for row in taken:
                task = asyncio.create_task(self._send(row))
                self._flying[task] = row
                task.add_done_callback(self._landed)
            if not taken:
                await self._rest()

    async def drain(self) -> None:
        """Return when nothing that is due now is waiting or in flight; `run` must be running."""
        while True:
            due = await self._next_due()
            if not self._flying and (due is None or due > self._now()):
                return
            self._wake.set()
            await asyncio.sleep(SHORTEST_REST)

    async def deliver_due(self) -> None:
        """Send all that is due now, and return when it has landed."""
        while taken := await self._take():
            await asyncio.gather(*(self._send(row) for row in taken))

    async def recover(self) -> None:
        """Take up what a dead process had in flight."""
        again, uncertain = await self._write(lambda tables: tables.recover(tuple(self._channels), self._now()))
        if again or uncertain:
            log.warning("taken up after an interruption", extra={"again": again, "uncertain": uncertain})

    def _landed(self, task: asyncio.Task[None]) -> None:
        del self._flying[task]
        if not task.cancelled():
            # A row that could not be marked would stay on its way, and its chat silent, until the next start.
            self._broken = task.exception() or self._broken
        self._wake.set()

    async def _rest(self) -> None:
        """Sleep until woken or until the next row is due."""
        due = await self._next_due()
        seconds = 60.0 if due is None else max((due - self._now()) / 1000, self._shortest())
        try:
            # Not wait_for: in Python 3.11 it loses a cancellation that comes together with the waking.
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    def _shortest(self) -> float:
        """Until the next push comes free: who looks later lets the pace slip, who saves it up sends two at once."""
        waits = [channel.pace.push_wait(self._now() / 1000) for channel in self._channels.values()]
        return min([SHORTEST_REST, *(max(wait, TICK) for wait in waits if wait > 0)])

    async def _take(self) -> list[OutboxRow]:
        flying = Counter((row.channel, row.lane) for row in self._flying.values())
        return await self._write(lambda tables: self._claim(tables, flying))

    def _claim(self, tables: Tables, flying: Mapping[tuple[str, Lane], int]) -> list[OutboxRow]:
        """Due rows of each channel, replies first, pushes as far as the service's pace has room for them."""
        ready: list[OutboxRow] = []
        due = tables.due_lanes(tuple(self._channels), self._now())
        for name, lanes in due.items():
            free = AT_ONCE - sum(flying[name, lane] for lane in Lane)
            replies = self._due(tables, name, [lane for lane in lanes if lane is not Lane.PUSH], free)
            room = min(free - len(replies), PUSHES_AT_ONCE - flying[name, Lane.PUSH])
            room = min(room, self._channels[name].pace.push_room(self._now() / 1000))
            ready += replies + self._due(tables, name, [lane for lane in lanes if lane is Lane.PUSH], room)
        return ready

    def _due(self, tables: Tables, name: str, lanes: Sequence[Lane], room: int) -> list[OutboxRow]:
        """Due rows of a channel that may go now; one that may not is put off, and another looked for."""
        now, pace = self._now(), self._channels[name].pace
        ready: list[OutboxRow] = []
        while lanes and (free := room - len(ready)) > 0:
            due = tables.take_due(now, name, lanes, free)
            ready += [row for row in due if self._may_go(tables, pace, row, now)]
            if len(due) < free:
                break
        return ready

    def _may_go(self, tables: Tables, pace: Pace, row: OutboxRow, now: int) -> bool:
        """Now, or at a later due time that is written down."""
        wait = pace.wait(row.address, now / 1000)
        if wait > 0:
            tables.again(row.id, now + round(wait * 1000) + 1, row.error, counts=False)
        return wait <= 0

    async def _send(self, row: OutboxRow) -> None:
        note = await self._try(row, self._channels[row.channel])
        await self._write(lambda tables: note(tables, self._now()))

    async def _try(self, row: OutboxRow, channel: Channel) -> Note:
        """Hand a row to its channel; what is to be written down of it."""
        try:
            return sent(row, await self._hand_over(row, channel))
        except TryLater as error:
            channel.pace.hold(row.address, self._now() / 1000 + error.seconds, everywhere=error.everywhere)
            return later(row, error.seconds, str(error), counts=False)
        except NotFetched as error:
            if self._now() - row.created_at >= FETCH_GIVE_UP * 1000:
                return self._refused(row, FileRefused("gone", str(error)))
            return self._after_failure(row, str(error))
        except NotSent as error:
            return self._after_failure(row, str(error))
        except FileRefused as error:
            return self._refused(row, error)
        except Uncertain as error:
            return uncertain(row, str(error)) if row.lane is Lane.PUSH else self._after_failure(row, str(error))
        except Moved as error:
            return moved(row, error.address)
        except Undeliverable as error:
            return undeliverable(row, error, self._lost)
        except Exception as error:  # a fault of ours: loud, and not for ever
            log.exception("send failed", extra={"row": row.id, "channel": row.channel})
            return self._after_failure(row, type(error).__name__)

    async def _hand_over(self, row: OutboxRow, channel: Channel) -> str:
        """Change the earlier message if the row is about one, or send a new one; the service's id."""
        if row.target:
            try:
                await channel.change(row.address, row.target, row.rendered)
                return row.target
            except Unchangeable:
                log.info("sent anew, since it could not be changed", extra={"row": row.id, "channel": row.channel})
        if not row.rendered.attachments:
            return await channel.send(row.address, _led(row), row.thread)
        async with self._contents.room:
            return await channel.send(row.address, await self._contents.fill(row), row.thread)

    def _refused(self, row: OutboxRow, error: FileRefused) -> Note:
        log.warning("file refused", extra={"row": row.id, "channel": row.channel, "fault": error.fault})
        return lambda tables, _: self._refuse(tables, row, error, self._clock())

    def _after_failure(self, row: OutboxRow, reason: str) -> Note:
        if self._now() - row.created_at >= GIVE_UP * 1000:
            log.error("gave up sending", extra={"row": row.id, "channel": row.channel})
            return given_up(row, Undeliverable(reason), self._lost)
        return later(row, min(FIRST_WAIT * 2**row.attempts, LONGEST_WAIT), reason, counts=True)

    async def _next_due(self) -> int | None:
        return await self._write(lambda tables: tables.next_due(tuple(self._channels), self._now()))

    def _now(self) -> int:
        return milliseconds(self._clock())

    async def _write(self, work: Callable[[Tables], T]) -> T:
        return await self._store.done(work)


def _led(row: OutboxRow) -> Rendered:
    """The words, led in if they were to change a message and are sent as a new one."""
    if not (row.changes and row.rendered.anew):
        return row.rendered
    return replace(row.rendered, paragraphs=(Paragraph((Span(row.rendered.anew, "bold"),)), *row.rendered.paragraphs))
