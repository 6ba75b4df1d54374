"""People in the workspace: what they type, press, open and submit becomes news for the bot."""

from typing import TYPE_CHECKING

from . import slack_files, slack_payloads
from .slack_records import Channel, Delivery, Json
from .slack_text import as_rich_text, as_typed, elements_in
from .slack_workspace import BOT_USER, TEAM

if TYPE_CHECKING:
    from .slack import SlackDouble


class Person:
    """Somebody who talks to the bot. Each act gives the delivery of its news, without waiting for the bot."""

    def __init__(self, slack: "SlackDouble", user: str) -> None:
        self.id = user
        self._slack = slack
        self._workspace = slack.workspace

    @property
    def dm(self) -> str:
        """The channel id of the bot's direct messages with this person."""
        return self._workspace.open_dm(self.id).id

    async def says(
        self, text: str, channel: str | None = None, thread_ts: str | None = None, *, broadcast: bool = False
    ) -> Delivery:
        """Write in the direct messages, or in a channel; `broadcast` also sends a thread's reply to its channel."""
        message = self._message(text, thread_ts)
        if broadcast:
            message["subtype"] = "thread_broadcast"
        return await self._slack.event(self._post(self._place(channel), message))

    async def mentions(self, channel: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Mention the bot in a channel: an app_mention event and, if subscribed, a message event with its ts."""
        place = self._place(channel)
        message = self._message(text, thread_ts)
        message["text"] = f"<@{BOT_USER}> {message['text']}"
        event = self._post(place, message)
        mention = {key: value for key, value in event.items() if key != "channel_type"} | {"type": "app_mention"}
        delivery = await self._slack.event(mention)
        if self._slack.channel_messages:
            await self._slack.event(event)
        return delivery

    async def edits(self, ts: str, text: str) -> Delivery:
        """Change a message of one's own."""
        channel, old = self._own(ts)
        edited = {"user": self.id, "ts": self._workspace.new_ts()}
        new = old | self._words(text) | {"edited": edited}
        self._workspace.messages[channel.id, ts] = new
        return await self._slack.event(slack_payloads.changed_event(self._workspace, channel, new, old))

    async def deletes(self, ts: str) -> Delivery:
        """Delete a message of one's own."""
        channel, old = self._own(ts)
        del self._workspace.messages[channel.id, ts]
        return await self._slack.event(slack_payloads.changed_event(self._workspace, channel, None, old))

    async def sends_file(
        self,
        name: str = "plan.pdf",
        content: bytes = b"%PDF-1.4",
        text: str = "",
        *,
        mimetype: str = "application/pdf",
        channel: str | None = None,
        thread_ts: str | None = None,
    ) -> Delivery:
        """Send a file in the direct messages (or a channel); the bot can fetch it from this stand-in with its token."""
        return await self.shares([self.keeps(name, content, mimetype)], text, channel=channel, thread_ts=thread_ts)

    def keeps(self, name: str, content: bytes, mimetype: str = "application/pdf", external: str = "") -> str:
        """Put a file at Slack, or tell it of one that lies elsewhere (`external`); its id."""
        file_id = self._workspace.new_id("F")
        about = {"name": name, "size": len(content), "content": content, "mimetype": mimetype, "user": self.id}
        self._workspace.files[file_id] = about | {"external": external}
        return file_id

    async def shares(
        self,
        file_ids: list[str],
        text: str = "",
        *,
        channel: str | None = None,
        thread_ts: str | None = None,
        hidden: bool = False,
    ) -> Delivery:
        """Share files in one message; a `hidden` one is described by files.info only (Slack Connect)."""
        bare = {"mode": "file_access", "file_access": "check_file_info", "created": 0, "timestamp": 0, "user": ""}
        files = [{"id": each} | bare if hidden else slack_files.described(self._workspace, each) for each in file_ids]
        message = self._message(text, thread_ts) | {"subtype": "file_share", "files": files, "upload": False}
        return await self._slack.event(self._post(self._place(channel), message))

    async def presses(self, button: str, in_view: bool = False, ts: str | None = None) -> Delivery:
        """Press the newest button with this label or action_id; `in_view` looks in the home tab and open modals."""
        payload = self._press_in_view(button) if in_view else self._press_in_message(button, ts)
        return await self._slack.deliver("interactive", payload)

    async def command(self, name: str, text: str = "", channel: str | None = None) -> Delivery:
        """Use a slash command."""
        payload = slack_payloads.command(self._workspace, self.id, name, as_typed(text), self._place(channel))
        return await self._slack.deliver("slash_commands", payload)

    async def opens_home(self, tab: str = "home") -> Delivery:
        """Open the app's home tab, or its "messages" tab."""
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm, "tab": tab}
        if tab == "home" and self.id in self._workspace.homes:
            event["view"] = self._workspace.homes[self.id]
        return await self._slack.event(event | {"event_ts": self._workspace.new_ts()})

    async def submits(self, callback_id: str, values: Json) -> Delivery:
        """Fill in the open modal, by action_id or block_id, and submit it."""
        for view in reversed(self._modals()):
            if view["callback_id"] == callback_id:
                filled = slack_payloads.filled_in(view, values)
                payload = slack_payloads.submission(self._workspace, self.id, view, filled)
                return await self._slack.deliver("interactive", payload)
        raise LookupError(f"{self.id} has no open modal {callback_id!r}")

    def _place(self, channel: str | None) -> Channel:
        place = self._workspace.channel(channel) if channel else self._workspace.open_dm(self.id)
        place.members.add(self.id)
        return place

    def _words(self, text: str) -> Json:
        blocks = as_rich_text(text, self._workspace.new_id("b")) if text else []
        return {"text": as_typed(text), "blocks": blocks}

    def _message(self, text: str, thread_ts: str | None) -> Json:
        message = {"type": "message", "user": self.id, "team": TEAM, "client_msg_id": self._workspace.new_id("m")}
        message |= self._words(text) | {"ts": self._workspace.new_ts()}
        return message | ({"thread_ts": thread_ts} if thread_ts else {})

    def _post(self, channel: Channel, message: Json) -> Json:
        self._workspace.messages[channel.id, message["ts"]] = message
        return slack_payloads.message_event(channel, message)

    def _own(self, ts: str) -> tuple[Channel, Json]:
        for (channel, known), message in self._workspace.messages.items():
            if known == ts and message["user"] == self.id:
                return self._workspace.channels[channel], message
        raise LookupError(f"{self.id} has written no message {ts}")

    def _modals(self) -> list[Json]:
        owners = self._workspace.owners
        return [view for view in self._workspace.modals.values() if owners[view["id"]] == self.id]

    def _press_in_view(self, button: str) -> Json:
        home = self._workspace.homes.get(self.id)
        seen = [*reversed(self._modals()), *([home] if home else [])]
        for view in seen:
            if pressed := find(view["blocks"], button):
                return slack_payloads.press_in_view(self._workspace, self.id, view, pressed)
        raise LookupError(f"{self.id} sees no button {button!r} in views, but {labels(seen)}")

    def _press_in_message(self, button: str, ts: str | None) -> Json:
        workspace = self._workspace
        everything = {**workspace.messages, **workspace.ephemeral}
        seen = [
            (channel, message)
            for (channel, known), message in sorted(everything.items(), key=lambda item: item[0][1], reverse=True)
            if self.id in workspace.channels[channel].members
            and message.get("only", self.id) == self.id
            and ts in (None, known)
        ]
        for channel, message in seen:
            if pressed := find(message.get("blocks", []), button):
                place = workspace.channels[channel]
                return slack_payloads.press_in_message(workspace, self.id, place, message, pressed)
        raise LookupError(f"{self.id} sees no button {button!r}, but {labels([m for _, m in seen])}")


def find(blocks: list[Json], button: str) -> tuple[Json, Json] | None:
    """Find a button by label or action_id, with its block."""
    for block, element in elements_in(blocks):
        label = element["text"]["text"] if element["type"] == "button" else None
        if button in (label, element.get("action_id")):
            return block, element
    return None


def labels(surfaces: list[Json]) -> list[str]:
    """List what could have been pressed, for the message of a failing test."""
    found = (element for surface in surfaces for _, element in elements_in(surface.get("blocks", [])))
    return [element["text"]["text"] if element["type"] == "button" else element["action_id"] for element in found]
