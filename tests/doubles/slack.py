"""A stand-in for Slack: a real server with the Web API, Socket Mode and signed HTTP delivery.

    async with SlackDouble() as slack:
        maja = slack.person("U1", name="maja")
        ...  # start the bot with base_url=slack.base_url
        await maja.says("hej")
        (reply,) = await slack.wait_for(channel="U1")

The bot may run in the same loop or as another process. All state is here, so it outlives the bot.
"""

import asyncio
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from . import slack_chat
from .slack_delivery import Deliveries
from .slack_faults import Fault, Hook, Limits, Watch
from .slack_http import HttpAnswer, HttpMode
from .slack_payloads import event_body, wrapped
from .slack_people import Person
from .slack_records import Attempt, Button, Call, Channel, Delivery, Json, Ping, Sent
from .slack_server import SlackServer
from .slack_socket import SocketMode
from .slack_workspace import BOT_ID, BOT_USER, TEAM, Workspace

__all__ = ["BOT_ID", "BOT_USER", "TEAM", "Attempt", "Button", "Delivery", "HttpAnswer", "Ping", "Sent", "SlackDouble"]


class SlackDouble:
    """One workspace with one bot, on a free port of this machine.

    `echo`: the bot's own messages come back to it as events. `channel_messages`: the app also gets
    what people write in its channels, not only mentions.
    """

    def __init__(
        self,
        bot_token: str = "xoxb-test",  # noqa: S107 - secrets of a stand-in
        app_token: str = "xapp-test",  # noqa: S107
        signing_secret: str = "s3cret",  # noqa: S107
    ) -> None:
        self.workspace = Workspace()
        self.echo = True
        self.channel_messages = True
        self.base_url = self.root_url = ""
        self.sent: list[Sent] = self.workspace.sent
        self.pings: list[Ping] = self.workspace.pings
        self.deleted = self.workspace.deleted
        self.views: dict[str, Json] = self.workspace.homes
        self.modals: dict[str, Json] = self.workspace.modals
        self.files: dict[str, Json] = self.workspace.files
        self._secret = signing_secret
        self._socket = SocketMode(self.workspace.changes)
        self._server = SlackServer(self.workspace, self._socket, bot_token, app_token)
        self._deliveries = Deliveries(self.workspace.changes, self._socket, self._settle)
        self._runner = web.AppRunner(self._server.application(), shutdown_timeout=0.1, access_log=None)
        self.calls: list[Call] = self._server.calls
        self.deliveries: list[Delivery] = self._deliveries.all
        self.workspace.emit = self._echo

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.root_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        self.base_url = self.workspace.base_url = f"{self.root_url}api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._deliveries.stop()
        await self._socket.stop()
        await self._runner.cleanup()

    # The workspace.

    def person(
        self, user: str, name: str = "", tz: str = "Europe/Stockholm", locale: str = "sv-SE", *, email: str = ""
    ) -> Person:
        """Add a person, or find one again by id."""
        about = {"name": name or user.lower(), "tz": tz, "locale": locale, "email": email}
        self.workspace.people.setdefault(user, about)
        return Person(self, user)

    def channel(
        self,
        channel: str,
        name: str = "",
        *,
        members: Iterable[str] = (),
        private: bool = False,
        bot_is_member: bool = True,
    ) -> Channel:
        """Add a channel, or more people to one, or let the bot in or out; who writes in it becomes a member too."""
        kind = "group" if private else "channel"
        place = self.workspace.channels.setdefault(channel, Channel(channel, name or channel.lower(), kind, set()))
        place.members.update(members)
        (place.members.add if bot_is_member else place.members.discard)(BOT_USER)
        return place

    # What went wrong, or will.

    def fail(self, method: str = "chat.postMessage", channel: str | None = None, **how: Any) -> None:
        """Plan a failure: see `Fault` for `times`, `status`, `retry_after`, `error`, `hang`, `delivered`, `drop`."""
        self._server.faults.append(Fault(method, channel, **how))

    def heal(self) -> None:
        """Forget all planned failures, hooks and limits."""
        self._server.faults.clear()
        self._server.watches.clear()
        self._server.limits = None

    def on_call(self, method: str, hook: Hook, times: int | None = 1, *, after: bool = False) -> None:
        """Run the hook when a call arrives, or `after` its effect but before its answer; False loses it there."""
        self._server.watches.append(Watch(method, hook, times, after))

    def enforce_limits(
        self, per_channel_per_second: float = 1, burst: float = 3, workspace_per_second: float | None = None
    ) -> None:
        """Answer 429 to messages beyond these rates."""
        self._server.limits = Limits(per_channel_per_second, burst, workspace_per_second)

    # What was seen.

    async def wait_for(
        self,
        count: int = 1,
        channel: str | None = None,
        timeout: float = 2.0,  # noqa: ASYNC109 - reads better in tests
        text: str = "",
    ) -> list[Sent]:
        """Wait until so many messages (with this text in them) went to a channel or person; give them all."""

        def found() -> list[Sent]:
            return [sent for sent in self.sent if sent.is_to(channel) and text in sent.text]

        if not await self.workspace.changes.until(lambda: len(found()) >= count, timeout):
            seen = "\n".join(f"  {sent.method} {sent.channel}: {sent.text!r}" for sent in self.sent)
            raise AssertionError(
                f"{len(found())} of {count} messages to {channel or 'anybody'} after {timeout} s:\n{seen}"
            )
        return found()

    def acked(self, event_id: str) -> bool:
        """Say whether the bot has acknowledged an event."""
        return self._deliveries.acked(event_id)

    async def wait_acked(self, event_id: str, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until the bot has acknowledged an event."""
        if not await self.workspace.changes.until(lambda: self.acked(event_id), timeout):
            tries = [delivery.attempts for delivery in self.deliveries if delivery.event_id == event_id]
            raise AssertionError(f"{event_id} not acknowledged after {timeout} s: {tries}")

    # How news travels.

    @property
    def connections(self) -> int:
        """The number of live Socket Mode connections."""
        return len(self._socket.live)

    async def wait_connected(self, count: int = 1, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait for Socket Mode connections."""
        if not await self.workspace.changes.until(lambda: self.connections >= count, timeout):
            raise AssertionError(f"{self.connections} of {count} connections after {timeout} s")

    def delivery(self, ack_timeout: float = 1.0, retry_delays: Sequence[float] | None = None) -> None:
        """Set how long to wait for an acknowledgement, and the pause before each retry of an event."""
        self._socket.ack_timeout = ack_timeout
        if isinstance(self._deliveries.road, HttpMode):
            self._deliveries.road.timeout = ack_timeout
        if retry_delays is not None:
            self._deliveries.retry_delays = retry_delays

    def deliver_to(self, url: str | None) -> None:
        """Send all news over HTTP to this address from now on; None goes back to Socket Mode."""
        self._deliveries.road = HttpMode(url, self._secret, self._socket.ack_timeout) if url else self._socket

    async def deliver(self, kind: str, payload: Json) -> Delivery:
        """Deliver a payload: kind is events_api, interactive or slash_commands."""
        event_id = payload.get("event_id") or payload.get("trigger_id") or self.workspace.new_id("x")
        delivery = self._deliveries.start(kind, payload, event_id)
        await asyncio.sleep(0)
        return delivery

    async def event(self, event: Json) -> Delivery:
        """Deliver an event."""
        return await self.deliver("events_api", event_body(self.workspace, event))

    async def raw(self, kind: str, payload: Json, times: int = 1) -> list[Delivery]:
        """Deliver anything, so many times; an event without its wrapping gets one, the same each time."""
        body = wrapped(self.workspace, kind, payload)
        return [await self.deliver(kind, body) for _ in range(times)]

    async def post_once(
        self, kind: str, payload: Json, *, signature: str = "good", timestamp_offset: float = 0
    ) -> HttpAnswer:
        """Post to the bot's address once, perhaps with a wrong ("bad") or no ("none") signature; give its answer."""
        if not isinstance(self._deliveries.road, HttpMode):
            raise RuntimeError("name the bot's address first: deliver_to(url)")
        body = wrapped(self.workspace, kind, payload)
        return await self._deliveries.road.post(kind, body, signature=signature, timestamp_offset=timestamp_offset)

    async def cut(self) -> None:
        """End all Socket Mode connections without a word."""
        await self._socket.cut()

    async def refresh(self, grace: float = 0.1) -> None:
        """Ask the bot to connect anew (refresh_requested), and close the old connections after the grace."""
        await self._socket.refresh(grace)

    def _echo(self, event: Json) -> None:
        if self.echo:
            body = event_body(self.workspace, event)
            self._deliveries.start("events_api", body, body["event_id"])

    def _settle(self, delivery: Delivery) -> None:
        slack_chat.settle(self.workspace, delivery.kind, delivery.payload, delivery.answer)
