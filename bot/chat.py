"""Talks without any service: in a terminal, line by line, or as a simulated world in JSON."""

import asyncio
import json
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.channels import console
from bot.channels.formats import console as console_format
from bot.channels.formats import slack as slack_format
from bot.channels.formats import telegram as telegram_format
from bot.conversation import Conversation
from bot.inbox import Inbox
from bot.lines import WorldError, is_position, read_object
from bot.messages import Message, Rendered
from bot.outbox import Outbox
from bot.reports.understood import understood_json
from bot.store import Store, Tables, open_store
from bot.turn import Guide, Taken, apologise, refuse_file, take_turn

FORMATS: dict[str, Callable[[Rendered], Any]] = {
    "console": console_format.plain,
    "telegram": telegram_format.parameters,
    "slack": slack_format.parameters,
}


@contextmanager
def throw_away_store() -> Iterator[Store]:
    """A store that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lots-", ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{folder}/lots.db")
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
    ) -> None:
        self._store = store
        self._guide = guide
        self._channel = channel
        self._recorder = console.Recorder(files)
        self._heard = 0
        self.taken: Taken | None = None
        self.inbox = Inbox(store, {channel: console.read}, self._take_turn, self._apologise, clock)
        self.outbox = Outbox(store, {channel: self._recorder}, clock, partial(refuse_file, guide=guide))

    async def hear(self, chat: str, update: dict[str, Any]) -> list[tuple[str, Rendered]]:
        """Work one update through; what was sent because of it."""
        self.taken = None
        self._heard += 1
        whole = {"id": str(self._heard), **update, "chat": chat, "channel": self._channel}
        key = f"{datetime.now(UTC).timestamp()}-{self._heard}"  # noqa: TID251 - only has to differ from all others
        await self.inbox.receive(self._channel, chat, key, whole)
        while await self.inbox.work_one():
            pass
        return await self.deliver()

    async def deliver(self) -> list[tuple[str, Rendered]]:
        """Send what is due."""
        await self.outbox.deliver_due()
        return self._recorder.take()

    async def next_due(self) -> int | None:
        """When the next message is due, in milliseconds."""
        return await asyncio.wrap_future(self._store.submit(lambda tables: tables.next_due()))

    def _take_turn(self, tables: Tables, message: Message, now: datetime) -> None:
        self.taken = take_turn(tables, message, self._guide, now)

    def _apologise(self, tables: Tables, message: Message, now: datetime) -> None:
        apologise(tables, message, self._guide, now)


async def talk(store: Store, guide: Guide, chat: str, *, greet: bool, files: Path | None = None) -> None:
    """A person and the bot in a terminal, or lines from a pipe."""
    terminal = console.Terminal()
    world = World(store, guide, lambda: datetime.now(UTC), "console", files)  # noqa: TID251 - the edge reads the clock

    # asyncio would take the first Ctrl-C for itself while we wait for a line.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    async def hear(text: str) -> None:
        for _, rendered in await world.hear(chat, {"text": text}):
            terminal.show(rendered)

    if greet:
        await hear("/start")
    for line in terminal.lines():
        await hear(line)


async def simulate(
    store: Store,
    guide: Guide,
    lines: Iterable[str],
    start: datetime,
    channel: str,
    write: Callable[[str], object],
    files: Path | None = None,
) -> None:
    """The contract of `lots chat --jsonl`: one JSON object a line in, one out. Raises WorldError."""
    simulation = _Simulation(store, guide, start, channel, files)
    for number, line in enumerate(lines, 1):
        if line.strip():
            write(json.dumps(await simulation.line(number, line), ensure_ascii=False))


class _Simulation:
    """The simulated world: a clock that is moved by hand, and chats by name."""

    def __init__(self, store: Store, guide: Guide, start: datetime, channel: str, files: Path | None) -> None:
        self._now = start
        self._format = FORMATS[channel]
        self._world = World(store, guide, lambda: self._now, files=files)
        self._labels: dict[str, dict[str, str]] = {}

    async def line(self, number: int, line: str) -> dict[str, Any]:
        """One line of the world, worked through."""
        told = read_object(number, line)
        self._world.taken = None
        if "at" in told:
            sent = await self._move_to(self._moment(number, told["at"]))
        elif isinstance(told.get("chat"), str):
            sent = await self._chat(number, told)
        else:
            raise WorldError(f'line {number}: give "chat" (a name) or "at" (a moment); this has neither')
        return {"in": number, "sent": sent, **self._state()}

    def _moment(self, number: int, text: object) -> datetime:
        try:
            moment = datetime.fromisoformat(str(text))
        except ValueError as error:
            raise WorldError(f"line {number}: {text!r} is no moment; write 2026-12-05T09:00:00+01:00") from error
        if moment.tzinfo is None:
            raise WorldError(f"line {number}: {text!r} has no offset; write it like 2026-12-05T09:00:00+01:00")
        if moment < self._now:
            raise WorldError(f"line {number}: {text!r} is before the world's clock ({self._now.isoformat()})")
        return moment

    async def _move_to(self, moment: datetime) -> list[dict[str, Any]]:
        """All that falls due on the way is delivered at its own time."""
        sent: list[dict[str, Any]] = []
        while (due := await self._world.next_due()) is not None and due <= moment.timestamp() * 1000:
            self._now = max(self._now, datetime.fromtimestamp(due / 1000, moment.tzinfo) + timedelta(milliseconds=1))
            sent += self._shown(await self._world.deliver())
        self._now = max(self._now, moment)
        return sent

    async def _chat(self, number: int, told: dict[str, Any]) -> list[dict[str, Any]]:
        chat = told["chat"]
        update: dict[str, Any] = {"id": str(number)}
        for key in ("text", "location", "file", "size"):
            if key in told:
                update[key] = told[key]
        if "press" in told:
            pressed = str(told["press"])
            # A label that is not in view is words: buttons and free text are equal.
            unknown = " " in pressed and ":" not in pressed and pressed not in self._labels.get(chat, {})
            update["text" if unknown else "press"] = self._labels.get(chat, {}).get(pressed, pressed)
        if "edit" in told:
            update["edit"] = str(told["edit"])
        if "location" in told and not is_position(told["location"]):
            raise WorldError(f"line {number}: location is two numbers, latitude and longitude, like [57.49, 12.08]")
        if console.read(update | {"chat": chat, "channel": "chat"}) is None:
            raise WorldError(f"line {number}: give one of text, press, location, file, or edit with text")
        return self._shown(await self._world.hear(chat, update))

    def _shown(self, sent: list[tuple[str, Rendered]]) -> list[dict[str, Any]]:
        return [self._show(chat, rendered) for chat, rendered in sent]

    def _show(self, chat: str, rendered: Rendered) -> dict[str, Any]:
        if rendered.buttons:
            self._labels[chat] = {button.label: button.id for button in rendered.buttons}
        return {
            "to": f"chat:{chat}",
            "thread": None,
            "at": self._now.isoformat(timespec="seconds"),
            "text": rendered.plain,
            "buttons": [{"id": each.id, "label": each.label, "url": each.url} for each in rendered.buttons],
            "attachment": next(
                ({"name": each.name, "type": each.media_type, "size": each.size} for each in rendered.attachments), None
            ),
            "kind": rendered.kind,
            "shown": self._format(rendered),
        }

    def _state(self) -> dict[str, Any]:
        taken = self._world.taken
        if taken is None:
            return {"understood": None, "kind": "none", "state": {"places": [], "topic": None}}
        return {
            "understood": understood_json(taken.understood) if taken.understood else None,
            "kind": taken.replies[0].kind if taken.replies else "none",
            "state": _state_json(taken.conversation),
        }


def _state_json(conversation: Conversation) -> dict[str, Any]:
    """What is remembered; a sub-topic is told as its topic and a detail."""
    topic, _, detail = (conversation.topic or "").partition("permits.")
    return {
        "places": list(conversation.places),
        "topic": "permits" if detail else topic or None,
        "detail": detail or None,
        "home": conversation.home,
    }
