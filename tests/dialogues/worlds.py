"""The worlds a transcript is played in: the console's, Telegram and Slack, each with the real channel."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from doubles.slack import TEAM, SlackDouble
from doubles.telegram import TelegramDouble, Upload

from bot.channels import slack, telegram
from bot.chat import World
from bot.inbox import Inbox
from bot.messages import Message
from bot.outbox import Outbox
from bot.outbox.pace import Pace, Rate
from bot.services import Service
from bot.store import Store, Tables
from bot.texts import split
from bot.turn import Guide, Taken, apologise, take_turn

from .transcript import Heard, Shown

PATIENCE = 5.0
"""Seconds until a reply that does not come is missed."""

UNHURRIED = Rate(1e6, 1e6)


class Player(Protocol):
    """One person in one world."""

    async def act(self, kind: str, value: str) -> Heard:
        """Do something and wait for all that comes of it."""


class InConsole:
    """A person of the simulated world."""

    def __init__(self, world: World, chat: str) -> None:
        self._world, self._chat = world, chat
        self._ids: dict[str, str] = {}
        self._written = 0

    async def act(self, kind: str, value: str) -> Heard:
        """Do something; the simulated world works it through at once."""
        sent = await self._world.hear(self._chat, self._update(kind, value))
        shown = [Shown(r.plain, (*(b.label for b in r.buttons), *filter(None, [r.share_location]))) for _, r in sent]
        self._ids |= {button.label: button.id for _, r in sent for button in r.buttons if not button.url}
        assert self._world.taken
        return _heard(shown, self._world.taken)

    def _update(self, kind: str, value: str) -> dict[str, Any]:
        self._written += kind != "edit"
        update: dict[str, Any] = {"id": str(self._written)}
        match kind:
            case "says":
                return update | {"text": value}
            case "presses":
                return update | {"press": self._ids[value]}
            case "old button":
                return update | {"press": value}
            case "start":
                return update | {"text": f"/start {value}".strip()}
            case "edit":
                return update | {"edit": update["id"], "text": value}
            case "location":
                return update | {"location": [float(number) for number in value.split()]}
            case "file":
                return update | {"file": "plan.pdf"}
        raise ValueError(f"the console has no {kind}")


class Served:
    """A channel with its inbox and outbox, wired and running as in bot/serve.py."""

    def __init__(self, name: str, store: Store, guide: Guide, read: Callable[[dict[str, Any]], Message | None]) -> None:
        self.guide = guide
        self._name, self._store, self._clock = name, store, lambda: datetime.now(UTC)  # noqa: TID251 - the edge
        self._taken: dict[str, list[Taken]] = {}
        self.inbox = Inbox(store, {name: read}, self._take_turn, self._apologise, self._clock)

    def _take_turn(self, tables: Tables, message: Message, now: datetime) -> None:
        taken = take_turn(tables, message, self.guide, now)
        assert taken
        self._taken.setdefault(message.conversation, []).append(taken)

    def _apologise(self, tables: Tables, message: Message, now: datetime) -> None:
        apologise(tables, message, self.guide, now)

    @asynccontextmanager
    async def running(self, service: Service) -> AsyncIterator[None]:
        """Serve until the end of the block. What a service allows a second is no matter here."""
        service.pace = Pace(UNHURRIED, UNHURRIED, UNHURRIED, lambda address: False)
        outbox = Outbox(self._store, {self._name: service}, self._clock)
        await service.connect()
        await service.open()
        work = (service.listen(), self.inbox.run(), outbox.run(), self._pass_on(outbox))
        tasks = [asyncio.create_task(each) for each in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await service.close()

    async def _pass_on(self, outbox: Outbox) -> None:
        while True:
            await self.inbox.worked.wait()
            self.inbox.worked.clear()
            outbox.wake()

    async def hear(self, conversation: str, act: Awaitable[object], seen: Callable[[], Sequence[Shown]]) -> Heard:
        """Act; wait until the turn is taken and all of it has been shown."""
        turns, before = len(self._taken.get(conversation, ())), len(seen())
        await act
        await _until(lambda: len(self._taken.get(conversation, ())) > turns, f"{conversation}: a turn")
        taken = self._taken[conversation][turns]
        expected = sum(len(split(reply)) for reply in taken.replies if reply.kind != "home")
        await _until(lambda: len(seen()) >= before + expected, f"{conversation}: {expected} message(s)")
        return _heard(seen()[before:], taken)


class OnTelegram:
    """A person with Telegram."""

    def __init__(self, double: TelegramDouble, served: Served, chat: int) -> None:
        self._double, self._served = double, served
        self._person = double.person(chat)
        self._last = 0

    async def act(self, kind: str, value: str) -> Heard:
        """Do something in the private chat."""
        return await self._served.hear(f"{telegram.NAME}:{self._person.id}", self._do(kind, value), self._seen)

    def _seen(self) -> list[Shown]:
        return [
            Shown(sent.text, tuple(label.removesuffix(" ↗") for label, _ in sent.buttons) + tuple(sent.keyboard))
            for sent in self._double.to(self._person.id)
        ]

    async def _do(self, kind: str, value: str) -> None:
        person = self._person
        match kind:
            case "says":
                self._last = (await person.says(value)).message_id or 0
            case "presses" if value in self._double.to(person.id)[-1].keyboard:
                await person.says(value)
            case "presses":
                await person.presses(value)
            case "old button":
                person.chat()  # it is open: they were here before
                query: dict[str, Any] = {
                    "id": f"{person.id}{len(self._seen())}",
                    "from": person.user(),
                    "chat_instance": "1",
                }
                self._double.ask(query["id"])
                self._double.deliver("callback_query", query | {"data": value})
            case "start":
                await person.starts(value)
            case "edit":
                await person.edits(self._last, value)
            case "location":
                await person.shares(*(float(number) for number in value.split()))
            case "sticker":
                await person.sends_sticker()
            case "voice":
                await person.sends_voice()
            case "photo":
                await person.sends("photo", Upload("", "image/jpeg", b"\xff\xd8\xff"))
            case "file":
                await person.sends("document", Upload("plan.pdf", "application/pdf", b"%PDF-1.4"))
            case _:
                raise ValueError(f"Telegram has no {kind}")


class OnSlack:
    """A person with Slack."""

    def __init__(self, double: SlackDouble, served: Served, user: str) -> None:
        self._double, self._served = double, served
        self._person = double.person(user)
        self._last = ""
        self._at_home = False

    async def act(self, kind: str, value: str) -> Heard:
        """Do something in the direct messages, or on the home page while it is open."""
        heard = await self._served.hear(f"{slack.NAME}:{TEAM}:{self._person.id}", self._do(kind, value), self._seen)
        self._at_home = kind == "home"
        return heard

    def _seen(self) -> list[Shown]:
        return [
            Shown(re.sub(r"(?<!\w)[*_]|[*_](?!\w)", "", sent.text), tuple(button.label for button in sent.buttons))
            for sent in self._double.sent
            if sent.is_to(self._person.id)
        ]

    async def _do(self, kind: str, value: str) -> None:
        person = self._person
        match kind:
            case "says":
                self._last = (await person.says(value)).ts
            case "start":
                await person.says("hej")
            case "presses":
                await person.presses(value, in_view=self._at_home)
            case "old button":
                who = {"user": {"id": person.id}, "team": {"id": TEAM}, "container": {"channel_id": person.dm}}
                action = {"type": "button", "action_id": value, "value": value, "block_id": "b", "action_ts": "1.1"}
                trigger = self._double.workspace.new_trigger(person.id)
                pressed = {"type": "block_actions", "trigger_id": trigger, "actions": [action]}
                await self._double.deliver("interactive", who | pressed)
            case "edit":
                await person.edits(self._last, value)
            case "file":
                await person.sends_file()
            case "home":
                await person.opens_home()
                await _until(lambda: person.id in self._double.views, "the home page")
            case _:
                raise ValueError(f"Slack has no {kind}")


def _heard(shown: Sequence[Shown], taken: Taken) -> Heard:
    return Heard(tuple(shown), tuple(reply.kind for reply in taken.replies), taken.conversation)


async def _until(claim: Callable[[], bool], what: str) -> None:
    end = asyncio.get_running_loop().time() + PATIENCE
    while not claim():
        assert asyncio.get_running_loop().time() < end, f"{what} has not come after {PATIENCE} s"
        await asyncio.sleep(0.002)
