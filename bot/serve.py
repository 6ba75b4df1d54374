"""`lots serve`: wires the channels, the inbox, the outbox and the heartbeat, and stops them in order."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.case_door import open_page
from bot.casefile.page import Page
from bot.channels import TokenRefused, Unreachable, slack, telegram
from bot.freshness import settle
from bot.heartbeat import Heartbeat
from bot.inbox import Inbox
from bot.membership import Membership
from bot.messages import Message
from bot.outbox import Outbox
from bot.services import Service, slack_of, telegram_of
from bot.settings import Settings
from bot.store import Store, Tables, lock, milliseconds, open_store, store_path
from bot.turn import apologise, take_turn
from bot.turn.binding import readmit
from bot.turn.due import tick
from bot.turn.knowing import Guide
from bot.turn.undelivered import refuse_file, undelivered
from bot.web import Doors, Server, application

log = logging.getLogger(__name__)

FINISH_SECONDS = 6.0
"""How long what is in hand may take after SIGTERM; the whole stop stays under ten seconds."""

KEEP_DAYS, KEEP_TALKS_DAYS = 30, 365
"""How long words are kept, and what was remembered of a talk since it was last touched: as the privacy text says."""

BETWEEN_TICKS = 0.25
"""Seconds, while more falls due than one tick does: quick enough for the pace of any service."""

LONGEST_WAIT = 30.0
"""Seconds between tries to reach a service at the start."""


class ServeError(Exception):
    """The service cannot start; the message says why and what to do."""


async def serve_channels(
    settings: Settings, guide: Guide, clock: Callable[[], datetime], say: Callable[[str], object]
) -> None:
    """Run until SIGTERM or SIGINT. `say` gets the lines for the operator. Raises ServeError or StoreError."""
    path = store_path(settings.database)
    # First the lock: opening brings the tables up to date, which a running service must not meet.
    with lock(path):
        store = open_store(settings.database)
        say(f"Database: {path.resolve()}")
        store.write(lambda tables: settle(tables, guide.atlas, clock()))
        store.write(lambda tables: readmit(tables, guide.desks, clock()))
        try:
            await _Running(settings, guide, clock, store).run(say)
        except TokenRefused as error:
            raise ServeError(str(error)) from error
        finally:
            store.close()


class _Running:
    """The parts of a running service."""

    def __init__(self, settings: Settings, guide: Guide, clock: Callable[[], datetime], store: Store) -> None:
        self._settings, self._guide, self._clock, self._store = settings, guide, clock, store
        readers = {telegram.NAME: telegram.read, slack.NAME: slack.read}
        self._services: dict[str, Service] = {}
        gate = Membership(guide.desks, self._services)
        self._inbox = Inbox(store, readers, self._take_turn, self._apologise, clock, gate)
        self._telegram = telegram_of(settings, guide.texts, self._inbox.receive)
        self._slack = slack_of(settings, guide.texts, self._inbox.receive)
        if self._telegram:
            self._services[telegram.NAME] = self._telegram
        if self._slack:
            self._services[slack.NAME] = self._slack
        self._outbox = Outbox(
            store, self._services, clock, partial(refuse_file, guide=guide), partial(undelivered, guide=guide)
        )
        self._ready = False

    async def run(self, say: Callable[[str], object]) -> None:
        """Start, serve, stop."""
        stop = _stop_signal()
        async with AsyncExitStack() as ends:
            for service in self._services.values():
                ends.push_async_callback(service.close)
                if not await self._reach(service.connect, stop):
                    return
            if self._telegram:
                self._guide = replace(self._guide, bot_name=self._settings.bot_name or self._telegram.name)
            served = [service.label for service in self._services.values()]
            if self._settings.http:
                server = await self._start_web(ends)
                served.append(f"http {server.address}")
            for service in self._services.values():
                if not await self._reach(service.open, stop):
                    return
            await self._serve(stop, lambda: say("ready " + ", ".join(served)))

    async def _serve(self, stop: asyncio.Event, ready: Callable[[], object]) -> None:
        heartbeat = Heartbeat(self._wake, self._clean)
        listening: list[asyncio.Task[Any]] = [
            asyncio.create_task(service.listen()) for service in self._services.values()
        ]
        working = [asyncio.create_task(work) for work in (self._inbox.run(), self._outbox.run(), self._pass_on())]
        heartbeat.start()
        self._ready = True
        ready()
        await self._wake()  # what fell due while nothing ran does not wait for the first beat
        stopped = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([stopped, *listening, *working], return_when=asyncio.FIRST_COMPLETED)
        self._ready = False
        heartbeat.stop()
        await _end(listening)
        await self._finish()
        await _end([*working, stopped])
        for task in done - {stopped}:
            task.result()  # a part that ended by itself has failed: let it be seen

    async def _finish(self) -> None:
        """What is kept is answered, what is on its way lands: as far as the time goes."""
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                while await self._inbox.work_one():
                    pass
                self._outbox.wake()
                await self._outbox.drain()
        except TimeoutError:
            log.warning("stopped with work in hand; it goes on at the next start")

    async def _reach(self, work: Callable[[], Awaitable[None]], stop: asyncio.Event) -> bool:
        """Try until the service answers; False if we are told to stop first."""
        wait = 1.0
        while not stop.is_set():
            try:
                await work()
                return True
            except Unreachable as error:
                log.warning("not reached, trying again: %s", error)
                try:
                    await asyncio.wait_for(stop.wait(), wait)
                except TimeoutError:
                    wait = min(wait * 2, LONGEST_WAIT)
        return False

    async def _pass_on(self) -> None:
        """Every update that was worked on may have put something in the outbox."""
        while True:
            await self._inbox.worked.wait()
            self._inbox.worked.clear()
            self._outbox.wake()

    async def _wake(self) -> None:
        self._tick()
        self._inbox.wake()
        self._outbox.wake()

    def _tick(self) -> None:
        """A little of what has fallen due. Whoever writes meanwhile is answered before the rest of it."""
        loop = asyncio.get_running_loop()

        def ticked(done: Future[int]) -> None:
            if error := done.exception():
                log.error("could not do what has fallen due", exc_info=error)
            elif done.result():
                loop.call_soon_threadsafe(loop.call_later, BETWEEN_TICKS, self._go_on)

        self._store.submit(lambda tables: tick(tables, self._guide, self._clock())).add_done_callback(ticked)

    def _go_on(self) -> None:
        self._outbox.wake()
        self._tick()

    def _clean(self) -> None:
        words = milliseconds(self._clock() - timedelta(days=KEEP_DAYS))
        talks = milliseconds(self._clock() - timedelta(days=KEEP_TALKS_DAYS))
        self._store.submit(lambda tables: tables.prune(words, talks)).add_done_callback(_complain)

    def _take_turn(self, tables: Tables, message: Message, now: datetime) -> None:
        take_turn(tables, message, self._guide, now)

    def _apologise(self, tables: Tables, message: Message, now: datetime) -> None:
        apologise(tables, message, self._guide, now)

    async def _start_web(self, ends: AsyncExitStack) -> Server:
        chosen = self._settings.telegram
        doors = Doors(ready=lambda: self._ready, counts=self._counts)
        if self._telegram and chosen and self._settings.telegram_webhook:
            doors.telegram = self._telegram.keep
            doors.telegram_secret_fits = lambda given: telegram.secret_fits(given, chosen.webhook_secret)
        if self._slack and self._settings.slack_over_http:
            doors.slack = self._slack.handle
        if self._settings.public_url:
            doors.case = self._case_page
        host, _, port = self._settings.http.rpartition(":")
        try:
            server = Server(application(doors), host, int(port))
        except OSError as error:
            raise ServeError(f"LOTS_HTTP {self._settings.http} cannot be served ({error}); choose another") from error
        await server.begin()
        ends.push_async_callback(server.end)
        return server

    async def _case_page(self, token: str, look: bool) -> Page:
        return await open_page(self._store, self._guide, token, self._clock(), look=look)

    def _counts(self) -> dict[str, dict[str, int]]:
        return self._store.write(lambda tables: {"outbox": tables.outbox_counts(), "inbox": tables.inbox_counts()})


def _complain(done: Future[int]) -> None:
    if error := done.exception():
        log.error("could not clean the store", exc_info=error)


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
