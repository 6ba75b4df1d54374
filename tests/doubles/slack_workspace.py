"""The workspace behind the stand-in: people, channels, messages, views, and all that was shown to anybody."""

import copy
import itertools
import time
from collections.abc import Callable
from typing import Any

from . import slack_text
from .slack_records import Changes, Channel, Json, Ping, Refused, Sent

TEAM, BOT_USER, BOT_ID, APP, DOMAIN = "T1", "UBOT", "BBOT", "A1", "lots"
TRIGGER_SECONDS = 3.0


class Workspace:
    """All state. It outlives the bot's process."""

    def __init__(self) -> None:
        self.base_url = ""
        self.changes = Changes()
        self.people: dict[str, Json] = {BOT_USER: {"name": "lots", "tz": "Europe/Stockholm", "locale": "sv-SE"}}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Json] = {}
        self.ephemeral: dict[tuple[str, str], Json] = {}
        self.homes: dict[str, Json] = {}
        self.modals: dict[str, Json] = {}
        self.owners: dict[str, str] = {}
        self.files: dict[str, Json] = {}
        self.sent: list[Sent] = []
        self.pings: list[Ping] = []
        self.deleted: list[tuple[str, str]] = []
        self.response_urls: dict[str, Json] = {}
        self.trigger_seconds = TRIGGER_SECONDS
        self.emit: Callable[[Json], Any] = lambda _event: None
        self._triggers: dict[str, tuple[str, float]] = {}
        self._numbers = itertools.count(1)
        self._last_ts = 0

    def new_id(self, prefix: str) -> str:
        """Make an id that nothing else has."""
        return f"{prefix}{next(self._numbers):08d}"

    def new_ts(self) -> str:
        """Make a message's timestamp: microseconds now, always higher than the last."""
        self._last_ts = max(time.time_ns() // 1000, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def open_dm(self, user: str) -> Channel:
        """Give the bot's direct messages with a person; they exist from the first time on."""
        channel = Channel(f"D{user}", "directmessage", "im", {user, BOT_USER}, user)
        return self.channels.setdefault(channel.id, channel)

    def channel(self, place: str) -> Channel:
        """Find a channel."""
        if place not in self.channels:
            raise Refused("channel_not_found")
        return self.channels[place]

    def place(self, place: str) -> Channel:
        """Find where to post: a channel the bot is in, or the direct messages of a person named by id."""
        channel = self.open_dm(place) if place in self.people and place != BOT_USER else self.channel(place)
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel" if channel.kind == "channel" else "channel_not_found")
        return channel

    def same_place(self, place: str | None) -> str | None:
        """Name the channel that a channel's or person's id stands for."""
        return f"D{place}" if place in self.people else place

    def message(self, channel: str, ts: str, error: str = "message_not_found") -> Json:
        """Find a message."""
        if (channel, ts) not in self.messages:
            raise Refused(error)
        return self.messages[channel, ts]

    def body(self, params: Json) -> Json:
        """Build the words and blocks of a message; Slack names each block and element that has no name."""
        blocks = copy.deepcopy(params.get("blocks") or [])
        for block in blocks:
            block.setdefault("block_id", self.new_id("b"))
        for _, element in slack_text.elements_in(blocks):
            element.setdefault("action_id", self.new_id("a"))
        return {"text": params.get("text") or params.get("markdown_text") or "", "blocks": blocks}

    def from_bot(self, params: Json) -> Json:
        """Build a message of the bot."""
        message = {
            "type": "message",
            "user": BOT_USER,
            "bot_id": BOT_ID,
            "app_id": APP,
            "team": TEAM,
            "ts": self.new_ts(),
            "bot_profile": {"id": BOT_ID, "app_id": APP, "name": "lots", "team_id": TEAM, "deleted": False},
        }
        kept = {key: params[key] for key in ("thread_ts", "metadata") if params.get(key)}
        return message | self.body(params) | kept

    def show(self, method: str, channel: Channel, message: Json, params: Json, user: str | None = None) -> Sent:
        """Write down what people now see."""
        text, blocks = message["text"], message.get("blocks", [])
        shown = Sent(
            method=method,
            channel=channel.id,
            user=user or channel.user,
            thread_ts=message.get("thread_ts"),
            text=slack_text.plain_text(text, blocks),
            blocks=copy.deepcopy(blocks),
            buttons=slack_text.buttons_in(blocks),
            ts=message["ts"],
            params=params,
            at=time.time(),
            files=message.get("files", []),
        )
        self.sent.append(shown)
        self.pings += [Ping(channel.id, shown.ts, mention) for mention in slack_text.pings_in(text, blocks)]
        self.changes.tell()
        return shown

    def new_trigger(self, user: str) -> str:
        """Make a trigger_id: it opens one view, within three seconds."""
        trigger = self.new_id("trigger.")
        self._triggers[trigger] = (user, time.monotonic())
        return trigger

    def use_trigger(self, trigger: str) -> str:
        """Use up a trigger_id and name its person."""
        if trigger not in self._triggers:
            raise Refused("invalid_trigger_id")
        user, made = self._triggers[trigger]
        if not user:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - made > self.trigger_seconds:
            raise Refused("expired_trigger_id")
        self._triggers[trigger] = ("", made)
        return user

    def new_response_url(self, channel: str, user: str, ts: str | None = None) -> str:
        """Make an address where the bot may answer an interaction up to five times."""
        key = self.new_id("r")
        self.response_urls[key] = {"channel": channel, "user": user, "ts": ts, "uses": 0}
        return f"{self.base_url.removesuffix('api/')}response/{key}"

    def keep_view(self, view: Json, user: str, old: Json | None = None) -> Json:
        """Store a home tab or a modal as the person now sees it."""
        kept = view | self.body(view) | {"team_id": TEAM, "app_id": APP, "bot_id": BOT_ID, "hash": self.new_id("h")}
        kept.pop("text")
        kept |= {"id": old["id"] if old else self.new_id("V"), "state": {"values": {}}}
        kept = {"callback_id": "", "private_metadata": "", "external_id": ""} | kept
        if kept["type"] == "home":
            self.homes[user] = kept
        else:
            self.modals[kept["id"]] = kept
        self.owners[kept["id"]] = user
        self.changes.tell()
        return kept
