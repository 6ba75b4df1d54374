"""The terminal: a person types, the bot answers; no account needed."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console as Screen
from rich.text import Text as Words

from bot.channels.formats.console import paperclip
from bot.messages import Content, Edit, Location, Message, Press, Rendered, Sender, SentFiles, Start, Text
from bot.messages.files import Kept, SentFile, SentKind, media_type
from bot.outbox.delivery import TryLater
from bot.outbox.pace import Pace, Rate

DESK = "desk"
"""The channel of the simulated world's desks."""

UNLIMITED = Rate(1e9, 1e9)

NOBODY_THERE = 1.0
"""Seconds until it is tried again whether somebody is at another terminal."""


def read(update: dict[str, Any]) -> Message | None:
    """An update of the terminal or the simulated world, as the inbox kept it."""
    content = _content(update)
    conversation = f"{update['channel']}:{update['chat']}"
    if content is None:
        return None
    if update["channel"] != DESK:
        return Message(conversation, update["id"], content)
    by = Sender(update["by"], update["by"])
    return Message(conversation, update["id"], content, thread=update["thread"], sender=by, room=conversation)


def _content(update: dict[str, Any]) -> Content | None:
    match update:
        case {"location": [latitude, longitude]}:
            return Location(float(latitude), float(longitude))
        case {"press": str(choice)}:
            return Press(choice)
        case {"edit": str(message_id), "text": str(text)}:
            return Edit(message_id, text)
        case {"file": str(name)}:
            return _files(name, update.get("size", 1000), update.get("text", ""))
        case {"text": str(text)} if text == "/start" or text.startswith("/start "):
            return Start(text.removeprefix("/start").strip())
        case {"text": str(text)}:
            return Text(text)
        case _:
            return None


def _files(name: str, size: object, caption: object) -> SentFiles | None:
    """A file of the simulated world: its size is all that is in it."""
    if type(size) is not int or size < 0 or not isinstance(caption, str):
        return None
    told = media_type(name)
    kind: SentKind = "photo" if told.startswith("image/") else "file"
    return SentFiles((SentFile(kind, name, told, str(size), size),), caption)


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that was sent. `thread` is the number of the thread at a desk, `changed` the id of the message
    that says this now instead of what it said."""

    channel: str
    address: str
    rendered: Rendered
    thread: int | None = None
    changed: str | None = None


class Recorder:
    """A channel that keeps what is sent in a list it shares with others, for whoever shows it, and lays files into
    a folder if one is named. With `only` it is one chat's: what others are to get waits until they are there."""

    def __init__(self, name: str, sent: list[Sent], folder: Path | None = None, *, only: str = "") -> None:
        self._folder, self._only = folder, only
        self.pace = Pace(UNLIMITED, UNLIMITED, UNLIMITED, lambda address: False)
        self._name, self._sent = name, sent
        self._messages = self._threads = 0
        self._opened: dict[str, int] = {}

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        """Keep it. A message that opens a thread gets the next number for it."""
        if self._only and address != self._only:
            raise TryLater(NOBODY_THERE)
        for attachment in rendered.attachments:
            if self._folder and isinstance(attachment.source, Kept):
                _save(self._folder, attachment.name, attachment.source.content)
        self._messages += 1
        number = int(thread[1:]) if thread and thread.startswith("/") else None
        if rendered.opens:
            self._threads += 1
            number = self._threads
            self._opened[str(self._messages)] = number
        self._sent.append(Sent(self._name, address, rendered, number))
        return f"{self._messages}/{number}" if rendered.opens else str(self._messages)

    async def change(self, address: str, message_id: str, rendered: Rendered) -> None:
        """Keep it beside the message that it changes."""
        self._sent.append(Sent(self._name, address, rendered, self._opened.get(message_id), message_id))

    def resends(self, reference: str) -> bool:
        """Every file is fetched."""
        return False

    async def fetch(self, reference: str) -> bytes:
        """A file of the simulated world is as many zeros as it was said to be large."""
        return bytes(int(reference))


def _save(folder: Path, name: str, content: bytes) -> None:
    """Lay a file into a folder beside those of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    path, number = folder / name, 1
    while path.exists() and path.read_bytes() != content:
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    path.write_bytes(content)


class Terminal:
    """Shows replies with colours on a screen, and reads lines."""

    def __init__(self) -> None:
        self._screen = Screen(highlight=False)

    def show(self, rendered: Rendered) -> None:
        """One reply; of a file the name and size."""
        for attachment in rendered.attachments:
            self._screen.print(Words(paperclip(attachment)), soft_wrap=True)
        for paragraph in rendered.paragraphs:
            words = Words()
            for span in paragraph.spans:
                words.append(span.text, style="dim" if paragraph.role == "note" else span.style or None)
            self._screen.print(words, soft_wrap=not self._screen.is_terminal)
            self._screen.print()
        number = 0
        for button in rendered.buttons:
            if button.url:
                self._screen.print(Words(f"   ↗ {button.label}: ").append(button.url, "underline"), soft_wrap=True)
            else:
                number += 1
                self._screen.print(Words(f" [{number}] ", "bold").append(button.label))
        if rendered.buttons:
            self._screen.print()

    def lines(self) -> Iterator[str]:
        """What is typed, line by line, until the input ends; empty lines too."""
        if not sys.stdin.isatty():
            yield from (line.strip() for line in sys.stdin)
            return
        while True:
            try:
                yield self._screen.input("[bold]> [/bold]").strip()
            except (EOFError, KeyboardInterrupt):
                return
