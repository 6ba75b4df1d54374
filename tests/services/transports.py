"""The four ways to and from the bot behind one small interface, so that one test body runs over all."""

import asyncio
import itertools
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from .process import Process

PLACES = ("Nacka", "Kungsbacka", "Sjöbo", "Ystad", "Båstad", "Hylte", "Laholm", "Halmstad", "Tomelilla", "Falkenberg")
NAMES = ("telegram polling", "telegram webhook", "slack socket mode", "slack http")
WAIT = 15
"""Seconds a reply may take on a busy machine before the test fails."""


@dataclass(frozen=True)
class Heard:
    """A reply as the person sees it."""

    text: str
    buttons: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """Something a person did."""

    message: str
    confirmed: Callable[[], bool]


class Somebody(Protocol):
    """A person who writes to the bot in private."""

    @property
    def address(self) -> str:
        """Where the bot writes to them, in the channel's words."""

    @property
    def heard(self) -> list[Heard]:
        """All replies so far."""

    async def says(self, text: str, times: int = 1) -> Told:
        """Write; delivered `times` times."""

    async def presses(self, label: str) -> Told:
        """Press the newest button with this label."""

    async def edits(self, told: Told, text: str) -> Told:
        """Change what was written."""


class Transport:
    """A service, its people and the bot that serves it. `account` is what the bot needs to reach the service."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.account: dict[str, str] = {}
        self.process = Process({}, folder)
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.process.kill()
        await self._close()

    @property
    def database(self) -> str:
        """Where the store lies, as LOTS_DATABASE says it."""
        return f"sqlite:///{self.folder / 'lots.db'}"

    @property
    def environment(self) -> dict[str, str]:
        """What the bot is started with."""
        return {"LOTS_DATABASE": self.database, "LOTS_HTTP": f"127.0.0.1:{self.port}", **self.account}

    async def start(self, *launcher: str, **more: str) -> Process:
        """Start a bot, through kill_at.py when there are arguments for it; the one before must have ended."""
        await self.begin(*launcher, **more)
        await self.process.wait_ready()
        return self.process

    async def begin(self, *launcher: str, **more: str) -> Process:
        """Start a bot without waiting for it."""
        assert not self.process.running
        self.process = Process(self.environment | more, self.folder, launcher)
        await self.process.begin()
        return self.process

    async def hurried(self) -> Somebody:
        """Somebody who asks about each of the places at once."""
        person = self.person()
        for place in PLACES:
            told = await person.says(f"vill sälja till kommunen i {place}")
        await self.until(told.confirmed, "the confirmation")
        return person

    def person(self) -> Somebody:
        """Somebody new."""
        raise NotImplementedError

    async def hears(self, person: Somebody, count: int = 1, seconds: float = WAIT) -> list[Heard]:
        """Wait until a person has got so many replies in all."""
        await self.until(lambda: len(person.heard) >= count, f"{count} replies, got {person.heard}", seconds)
        return person.heard

    async def until(self, claim: Callable[[], bool], what: str, seconds: float = WAIT) -> None:
        """Wait for anything."""
        try:
            async with asyncio.timeout(seconds):
                while not claim():  # noqa: ASYNC110 - processes and stores ring no bell
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"{self.name}: waited {seconds} s for {what}; {self.process.complaints}") from None

    def on_send(self, act: Callable[[], Awaitable[object]], *, recorded: bool, file: bool = False) -> None:
        """When the next message (or file) arrives at the service, do something; only if `recorded` it then arrives."""
        raise NotImplementedError

    def files(self, person: Somebody) -> list[tuple[str, bytes]]:
        """Names and bytes of all files a person has got."""
        raise NotImplementedError

    def fail(self, person: Somebody, *, file: bool = False, **how: Any) -> None:
        """The next message (or file) to a person fails; `how` in the words both doubles share."""
        raise NotImplementedError

    def calls(self, person: Somebody) -> list[float]:
        """When a message to a person arrived, also one that was refused."""
        raise NotImplementedError

    async def _open(self) -> None:
        raise NotImplementedError

    async def _close(self) -> None:
        raise NotImplementedError


def free_port() -> int:
    """A port that nobody has now: a restarted bot must get the one before."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def settings(found: Transport) -> Mapping[str, str]:
    """What another command needs to see the same store."""
    return {"LOTS_DATABASE": found.database}
