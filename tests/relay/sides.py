"""The people at both ends: an entrepreneur in a private chat, staff in the chat of a desk, on each service."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from doubles.slack import Sent as OnSlackSent
from doubles.slack import SlackDouble
from doubles.slack_payloads import press_in_message
from doubles.slack_people import Person, find
from doubles.telegram import Sent as OnTelegramSent
from doubles.telegram import TelegramDouble, Upload

from bot.channels.console import Sent as Recorded

FILES = {
    "pdf": ("document", "application/pdf"),
    "ogg": ("voice", "audio/ogg"),
    "jpg": ("photo", "image/jpeg"),
    "mp4": ("video", "video/mp4"),
}


@dataclass(frozen=True)
class Shown:
    """One message as people see it; `changed` if an earlier one says this now, `threaded` if it hangs on another."""

    text: str
    buttons: tuple[str, ...]
    changed: bool
    threaded: bool


class Side(Protocol):
    """A chat: private, or a desk's."""

    async def act(self, who: str, how: str, words: str) -> None:
        """Somebody does something; returns when the bot has it."""

    def shown(self) -> list[Shown]:
        """All that was ever shown there."""


class TelegramSide:
    """A private chat (the chat's id is the person's), or a group with or without topics."""

    def __init__(self, double: TelegramDouble, chat: int, people: dict[str, int], *, forum: bool = False) -> None:
        self._double, self._chat = double, chat
        self._people = {name: double.person(number, name.title()) for name, number in people.items()}
        self._last: dict[str, int] = {}
        self._forum = forum
        if chat < 0:
            double.open_chat(chat, forum=forum).members = set(people.values())

    @property
    def members(self) -> set[int]:
        """Who is in the group."""
        found = self._double.open_chat(self._chat).members
        assert found is not None
        return found

    @members.setter
    def members(self, members: set[int]) -> None:
        self._double.open_chat(self._chat).members = members

    async def act(self, who: str, how: str, words: str) -> None:
        person = self._people[who]
        group = None if self._chat > 0 else self._chat
        match how:
            case "says" | "aloud":
                told = await person.says(words, chat=group, **(self._thread() if group and how == "says" else {}))
                self._last[who] = told.message_id or 0
            case "presses":
                told = await person.presses(words, chat=group)
            case "edits":
                told = await person.edits(self._last[who], words, chat=group)
            case "leaves" | "joins":
                (self.members.discard if how == "leaves" else self.members.add)(person.id)
                return
            case "sends":
                where: dict[str, Any] = self._thread() if group else {}
                told = await person.sends(*_upload(words), chat=group, **where)
            case "stickers":
                told = await person.sends_sticker(chat=group, **(self._thread() if group else {}))
            case "forges":
                newest = max(self._double.open_chat(self._chat).messages.items())[1]
                told = person.press_as({"text": words, "callback_data": words}, newest)
            case "blocks":
                told = await person.blocks()
            case "unblocks":
                told = await person.unblocks()
            case "anonymously":
                told = await person.says_as_group(words, self._chat, **self._thread())
            case _:
                raise ValueError(f"Telegram has no {how}")
        await self._double.wait_confirmed(told.update_id)

    def _thread(self) -> dict[str, Any]:
        """In the newest topic, or as a reply to the newest card."""
        if self._forum:
            return {"thread": max(self._double.open_chat(self._chat).topics)}
        in_the_open = [sent for sent in self._double.to(self._chat) if "reply_parameters" not in sent.params]
        cards = [sent for sent in in_the_open if sent.text.startswith("Ärende")] or in_the_open
        return {"reply_to": cards[-1].message_id}

    def shown(self) -> list[Shown]:
        everything = [(sent, False) for sent in self._double.to(self._chat)]
        everything += [(sent, True) for sent in self._double.edits if sent.chat_id == self._chat]
        everything.sort(key=lambda each: each[0].at)
        return [_on_telegram(sent, changed) for sent, changed in everything]


def _upload(words: str) -> tuple[str, Upload]:
    """ "plan.pdf 30MB" as a file: its sort, and so many zeros."""
    name, _, size = words.partition(" ")
    sort, media_type = FILES[name.rpartition(".")[2]]
    return sort, Upload(name, media_type, bytes(int(size.removesuffix("MB") or 0) * 1_000_000 or 10))


def _on_telegram(sent: OnTelegramSent, changed: bool) -> Shown:
    labels = (*(label.removesuffix(" ↗") for label, _ in sent.buttons), *sent.keyboard)
    sort = sent.method.removeprefix("send").lower()
    file = f"📎 {sort} " if sort != "message" and not changed else ""
    threaded = bool(sent.params.get("message_thread_id") or sent.params.get("reply_parameters"))
    return Shown(file + sent.text, labels, changed, threaded)


class SlackSide:
    """Direct messages with one person, or a channel."""

    def __init__(self, double: SlackDouble, channel: str, people: dict[str, str]) -> None:
        self._double, self._channel = double, channel
        self._people = {name: double.person(number, name.title()) for name, number in people.items()}
        self._last: dict[str, str] = {}
        if channel:
            double.channel(channel, members=people.values())

    @property
    def members(self) -> set[str]:
        """Who is in the channel."""
        return self._double.channel(self._channel).members

    @members.setter
    def members(self, members: set[str]) -> None:
        self.members.intersection_update(members)

    @property
    def _place(self) -> str:
        return self._channel or next(iter(self._people.values())).id

    async def act(self, who: str, how: str, words: str) -> None:
        person = self._people[who]
        channel = self._channel or None
        match how:
            case "says" | "aloud":
                thread = self._thread() if channel and how == "says" else None
                told = await person.says(words, channel, thread)
                self._last[who] = told.ts
            case "presses" if channel and person.id not in self.members:
                told = await self._copied(person, words)
            case "presses":
                told = await person.presses(words)
            case "forges":
                told = await self._forged(person, words)
            case "commands":
                told = await person.command("/lots", words, channel)
            case "mentions":
                told = await person.mentions(self._channel, words)
            case "edits":
                told = await person.edits(self._last[who], words)
            case "sends":
                _, file = _upload(words)
                where = {"channel": channel, "thread_ts": self._thread()} if channel else {}
                told = await person.sends_file(file.file_name, file.content, mimetype=file.content_type, **where)
            case "deletes":
                told = await person.deletes(self._last[who])
            case "leaves" | "joins":
                (self.members.discard if how == "leaves" else self.members.add)(person.id)
                return
            case _:
                raise ValueError(f"Slack has no {how}")
        await self._double.wait_acked(told.event_id)

    async def _forged(self, person: Person, what: str) -> Any:
        """A press in one's own messages of a button that was never there."""
        workspace = self._double.workspace
        place = workspace.channels[person.dm]
        message = max((ts, each) for (channel, ts), each in workspace.messages.items() if channel == place.id)[1]
        pressed = ({"type": "actions", "block_id": "b"}, {"type": "button", "action_id": what, "value": what})
        payload = press_in_message(workspace, person.id, place, message, pressed)
        return await self._double.deliver("interactive", payload)

    async def _copied(self, person: Person, label: str) -> Any:
        """Somebody who does not see the channel sends what one of its buttons sends."""
        workspace = self._double.workspace
        place = workspace.channels[self._channel]
        for (channel, _), message in sorted(workspace.messages.items(), key=lambda each: each[0][1], reverse=True):
            if channel == place.id and (pressed := find(message.get("blocks", []), label)):
                payload = press_in_message(workspace, person.id, place, message, pressed)
                return await self._double.deliver("interactive", payload)
        raise LookupError(f"no button {label!r} in {place.id}")

    def _thread(self) -> str:
        in_the_open = [sent for sent in self._double.sent if sent.is_to(self._channel) and not sent.thread_ts]
        cards = [sent for sent in in_the_open if sent.text.lstrip("*").startswith("Ärende")] or in_the_open
        return cards[-1].ts

    def shown(self) -> list[Shown]:
        return [_on_slack(sent) for sent in self._double.sent if sent.is_to(self._place)]


def _on_slack(sent: OnSlackSent) -> Shown:
    words = re.sub(r"(?<!\w)[*_]|[*_](?!\w)", "", sent.text)
    words = "".join(f"📎 {file.get('name') or file.get('title')} " for file in sent.files) + words
    labels = tuple(button.label for button in sent.buttons)
    return Shown(words, labels, sent.method == "chat.update", bool(sent.thread_ts))


class ConsoleSide:
    """A chat or a desk of the simulated world; `receive` is the inbox's door, `sent` all that the bot sent there."""

    def __init__(self, receive: Any, sent: list[Recorded], chat: str, people: dict[str, str], *, desk: bool) -> None:
        self._receive, self._sent = receive, sent
        self._chat, self._people, self._desk = chat, people, desk
        self._acts = 0
        self._last: dict[str, str] = {}

    @property
    def _channel(self) -> str:
        return "desk" if self._desk else "chat"

    async def act(self, who: str, how: str, words: str) -> None:
        self._acts += 1
        number = str(self._acts)
        update: dict[str, Any] = {"id": number, "chat": self._chat, "channel": self._channel, "by": self._people[who]}
        threads = [each.thread for each in self._here() if each.thread]
        update["thread"] = f"/{threads[-1]}" if threads and how != "aloud" else None
        match how:
            case "says" | "aloud":
                self._last[who] = number
                update["text"] = words
            case "presses":
                buttons = (b for each in reversed(self._here()) for b in each.rendered.buttons if b.label == words)
                update["press"] = next(buttons).id
            case "sends":
                name, _, size = words.partition(" ")
                update |= {"file": name, "size": int(size.removesuffix("MB") or 0) * 1_000_000 or 10}
            case "edits":
                update |= {"edit": self._last[who], "text": words}
            case _:
                raise ValueError(f"the console has no {how}")
        await self._receive(self._channel, self._chat, f"{self._chat}-{number}", update)

    def _here(self) -> list[Recorded]:
        return [each for each in self._sent if (each.channel, each.address) == (self._channel, self._chat)]

    def shown(self) -> list[Shown]:
        return [
            Shown(
                "".join(f"📎 {file.name} " for file in each.rendered.attachments) + each.rendered.plain,
                tuple(button.label for button in each.rendered.buttons),
                each.changed is not None,
                each.thread is not None,
            )
            for each in self._here()
        ]
