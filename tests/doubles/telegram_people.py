"""People who write to the bot: each act becomes an Update as the Bot API makes it."""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import dataclass
from typing import Any, Protocol

from .telegram_checks import utf16_length
from .telegram_values import Chat, Incoming, Json, Sent, Upload

COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")


class Service(Protocol):
    """What a person needs of the double."""

    @property
    def bot(self) -> Json:
        """The bot's User object."""

    def open_chat(self, chat_id: int, title: str | None = None) -> Chat:
        """The chat, opened if it was not."""

    def deliver(self, kind: str, content: Json, repeat: int = 1) -> Incoming:
        """Queue an update."""

    def keep_file(self, upload: Upload, kind: str = "document") -> Json:
        """Store a file that getFile will find."""

    def ask(self, query_id: str) -> None:
        """Remember a button press that waits for its answer."""


def command_entities(text: str) -> list[Json]:
    """The bot_command entities Telegram finds in a text."""
    return [
        {"type": "bot_command", "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
        for found in COMMAND.finditer(text)
    ]


@dataclass(frozen=True)
class Person:
    """Somebody with Telegram. Acts go to the private chat unless `chat` names a group (and `thread` its topic)."""

    service: Service
    id: int
    first_name: str = "Maja"
    language_code: str | None = "sv"

    def user(self) -> Json:
        """The User object."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    def chat(self, chat_id: int | None = None) -> Chat:
        """The chat this person acts in; it is opened by acting."""
        own = chat_id in (None, self.id)
        chat = self.service.open_chat(self.id, self.first_name) if own else self.service.open_chat(chat_id or 0)
        assert not (chat.private and chat.blocked), f"{self.first_name} has blocked the bot; call unblocks() first"
        return chat

    async def says(
        self,
        text: str,
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        repeat: int = 1,
    ) -> Incoming:
        """Write a text."""
        entities = command_entities(text)
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._writes(content, chat=chat, thread=thread, reply_to=reply_to, repeat=repeat)

    async def says_as_group(
        self, text: str, chat: int, *, thread: int | None = None, reply_to: int | None = None
    ) -> Any:
        """Write as an anonymous administrator: the group itself is the sender."""
        place = self.chat(chat)
        bot: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        reply: Json = {} if reply_to is None else {"reply_to_message": quoted(place.messages[reply_to])}
        said = {"text": text, "sender_chat": place.public(), "author_signature": "chef"}
        return self.service.deliver("message", dict(place.add(bot, place.place(thread) | reply | said)))

    async def starts(self, payload: str = "", *, repeat: int = 1) -> Incoming:
        """Press Start, or follow a t.me link with a payload."""
        return await self.says(f"/start {payload}".rstrip(), repeat=repeat)

    async def shares(self, lat: float, lon: float, *, repeat: int = 1) -> Incoming:
        """Share a location."""
        return self._writes({"location": {"latitude": lat, "longitude": lon}}, repeat=repeat)

    async def sends_sticker(
        self, emoji: str = "👍", *, chat: int | None = None, thread: int | None = None, reply_to: int | None = None
    ) -> Incoming:
        """Send a sticker."""
        picture = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        kept = self.service.keep_file(Upload("sticker.webp", "image/webp", b"RIFF"), "sticker")
        content = {"sticker": kept | picture | {"emoji": emoji}}
        return self._writes(content, chat=chat, thread=thread, reply_to=reply_to)

    async def sends_voice(self) -> Incoming:
        """Send a voice message."""
        return await self.sends("voice", Upload("", "audio/ogg", b"OggS"))

    async def sends(
        self,
        kind: str,
        upload: Upload,
        caption: str = "",
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> Incoming:
        """Send a photo, document, video, voice, audio, animation or video_note."""
        kept = looking(kind, self.service.keep_file(upload, kind))
        content: Json = {kind: kept} | ({"caption": caption} if caption else {})
        if kind == "animation":
            content["document"] = kept
        return self._writes(content, chat=chat, thread=thread, reply_to=reply_to)

    async def edits(self, message_id: int, text: str, *, chat: int | None = None, repeat: int = 1) -> Incoming:
        """Change a text written before."""
        message = self.chat(chat).messages[message_id]
        assert message["from"]["id"] == self.id, f"message {message_id} is not by {self.first_name}"
        entities = command_entities(text)
        message.pop("entities", None)
        message |= {"text": text, "edit_date": int(time.time())} | ({"entities": entities} if entities else {})
        return self.service.deliver("edited_message", dict(message), repeat)

    async def presses(
        self,
        label_or_data: str,
        message: Sent | int | None = None,
        *,
        chat: int | None = None,
        repeat: int = 1,
    ) -> Incoming:
        """Press a button: inline (newest message that has it), else one of the reply keyboard."""
        place = self.chat(chat)
        wanted = message.message_id if isinstance(message, Sent) else message
        seen = []
        for shown in sorted(place.messages.values(), key=lambda each: -int(each["message_id"])):
            if wanted not in (None, shown["message_id"]):
                continue
            for button in _buttons(shown):
                seen.append(f"{button['text']} ({button.get('callback_data') or button.get('url')})")
                if label_or_data in (button["text"], button.get("callback_data")):
                    return self.press_as(button, shown, repeat)
        if label_or_data in place.keyboard:
            return await self.says(label_or_data, chat=chat, repeat=repeat)
        raise AssertionError(f"no button {label_or_data!r} in chat {place.id}; there are: {seen + place.keyboard}")

    def press_as(self, button: Json, message: Json, repeat: int = 1) -> Incoming:
        """Press a button under a message, whether or not it is there."""
        assert "callback_data" in button, f"{button['text']!r} opens {button.get('url')}; the bot is told nothing"
        query_id = str(uuid.uuid4().int >> 65)
        self.service.ask(query_id)
        query: Json = {"id": query_id, "from": self.user(), "message": dict(message), "chat_instance": str(self.id)}
        return self.service.deliver("callback_query", query | {"data": button["callback_data"]}, repeat)

    async def blocks(self) -> Incoming:
        """Block the bot: what it sends from now on is refused with a 403."""
        return self._membership("member", "kicked")

    async def unblocks(self) -> Incoming:
        """Let the bot write again."""
        return self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> Incoming:
        chat = self.service.open_chat(self.id, self.first_name)
        chat.blocked = new == "kicked"
        states: dict[str, Json] = {status: {"user": self.service.bot, "status": status} for status in (old, new)}
        states["kicked"]["until_date"] = 0
        change: Json = {"chat": chat.public(), "from": self.user(), "date": int(time.time())}
        change |= {"old_chat_member": states[old], "new_chat_member": states[new]}
        return self.service.deliver("my_chat_member", change)

    def _writes(
        self,
        content: Json,
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
        repeat: int = 1,
    ) -> Incoming:
        place = self.chat(chat)
        reply: Json = {} if reply_to is None else {"reply_to_message": quoted(place.messages[reply_to])}
        message = place.add(self.user(), place.place(thread) | reply | content)
        return self.service.deliver("message", dict(message), repeat)


def looking(kind: str, kept: Json) -> Any:
    """A file object of its sort: a photo is a list of sizes without a name, the rest have what only they have."""
    size = {"width": 640, "height": 480}
    match kind:
        case "photo":
            bare = {name: value for name, value in kept.items() if name not in ("file_name", "mime_type")}
            return [bare | {"file_id": f"{bare['file_id']}", "width": 90, "height": 67}, bare | size]
        case "video" | "animation":
            return kept | size | {"duration": 3}
        case "video_note":
            return {name: kept[name] for name in kept if name not in ("file_name", "mime_type")} | {
                "length": 240,
                "duration": 3,
            }
        case "voice":
            return {name: kept[name] for name in kept if name != "file_name"} | {"duration": 3}
        case "audio":
            return kept | {"duration": 3}
        case _:
            return kept


def quoted(message: Json) -> Json:
    """A message as it appears inside another: without what it replied to itself."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _buttons(message: Json) -> list[Json]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
