"""What the Telegram double keeps and hands out: records, chats, and the error every method raises."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal, in Telegram's own words."""

    def __init__(self, description: str, status: int = 400, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.description = description
        self.status = status
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON that Telegram answers with."""
        answer: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> ApiError:
    """A 400, with the prefix Telegram gives it."""
    return ApiError(f"Bad Request: {reason}")


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """One call of a method, whatever became of it."""

    method: str
    params: Json
    at: float

    @property
    def chat_id(self) -> int | None:
        """The chat it is about, if any."""
        chat_id = self.params.get("chat_id")
        return chat_id if isinstance(chat_id, int) else None


@dataclass(frozen=True)
class Refused:
    """A call that was answered with an error."""

    call: Call
    status: int
    description: str


@dataclass(frozen=True)
class Sent:
    """One message (or one edit) as it reached the chat."""

    method: str
    chat_id: int
    text: str
    """What the person reads: entities decoded, caption for a file."""
    html: str
    """What the bot wrote."""
    buttons: list[tuple[str, str]]
    """Inline buttons: label and callback_data or url."""
    keyboard: list[str]
    """Labels of the reply keyboard."""
    message_id: int
    params: Json
    at: float


@dataclass(frozen=True)
class Incoming:
    """An update that a person caused."""

    update_id: int
    message_id: int | None
    update: Json


@dataclass
class Chat:
    """A chat that the bot may write to, and all messages in it."""

    id: int
    title: str
    forum: bool = False
    administrator: bool = True
    """Whether the bot is one, in a group."""
    blocked: bool = False
    members: set[int] | None = None
    """Who is in a group; None: everybody who ever wrote to the bot."""
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    keyboard: list[str] = field(default_factory=list)
    last_id: int = 0

    @property
    def private(self) -> bool:
        """People have positive ids, groups negative ones."""
        return self.id > 0

    def public(self) -> Json:
        """The Chat object inside messages."""
        if self.private:
            return {"id": self.id, "type": "private", "first_name": self.title}
        group: Json = {"id": self.id, "type": "supergroup", "title": self.title}
        return group | ({"is_forum": True} if self.forum else {})

    def add(self, sender: Json, content: Json) -> Json:
        """Put a message into the chat and return the Message object."""
        self.last_id += 1
        heading: Json = {"message_id": self.last_id, "date": int(time.time()), "chat": self.public(), "from": sender}
        self.messages[self.last_id] = heading | content
        return self.messages[self.last_id]

    def place(self, thread: int | None) -> Json:
        """The fields that put a message into a forum topic."""
        if thread is None:
            return {}
        if thread not in self.topics:
            raise bad_request("message thread not found")
        return {"message_thread_id": thread, "is_topic_message": True}


class Bell:
    """Wakes everyone who waits for something to change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Let the waiting look again."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, claim: Callable[[], bool], seconds: float) -> bool:
        """Wait until the claim holds; False when it did not in time."""
        try:
            async with asyncio.timeout(seconds):
                while not claim():
                    await self._event.wait()
        except TimeoutError:
            return claim()
        return True
