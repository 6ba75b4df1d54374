"""Slack through slack-bolt, over Socket Mode or HTTP: an event is kept before Bolt acknowledges it."""

import asyncio
import html
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.channels import TokenRefused, Unreachable, slack_format
from bot.messages import Content, Edit, Message, Opened, Press, Rendered, Text, Unsupported
from bot.outbox import NotSent, TryLater, Uncertain, Undeliverable
from bot.pace import Pace, Rate

log = logging.getLogger(__name__)

NAME = "slack"
ANY = re.compile(".*", re.DOTALL)
SPOKEN = (None, "file_share", "thread_broadcast")
"""Subtypes of a message that a person wrote; all others are Slack's own remarks."""

GONE = frozenset({"account_inactive", "user_disabled", "user_not_found", "channel_not_found", "is_archived"})
UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
OURS = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"})
"""Errors of the installation, not of the message: it is tried again while the operator mends them."""

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")
_LINK = re.compile(r"<(?:(?:https?|mailto|tel)[^|>]*)\|([^>]+)>|<([^@#!|>][^|>]*)>")

Receive = Callable[[str, str, str, Mapping[str, Any]], Awaitable[bool]]
"""The inbox's door: channel, account, id of the update, update → is it new?"""


def read(body: dict[str, Any]) -> Message | None:
    """A Slack event, button or command in our words; None for what is not for us."""
    if "command" in body:
        conversation = f"{NAME}:{body['team_id']}:{body['user_id']}"
        return Message(conversation, body["trigger_id"], Text(body.get("text") or "/help"))
    if body.get("type") == "block_actions":
        return _pressed(body)
    event = body.get("event", {})
    if event.get("bot_id") or event.get("type") not in ("message", "app_mention", "app_home_opened"):
        return None
    return _event(body["team_id"], event)


def _pressed(body: dict[str, Any]) -> Message | None:
    action = body["actions"][0]
    if "value" not in action:  # a link: it has done its work in the browser
        return None
    team, user = (body.get("team") or body["user"])["id" if body.get("team") else "team_id"], body["user"]["id"]
    place = body.get("container", {})
    channel = place.get("channel_id", "")
    private = not channel or channel.startswith("D")
    thread = None if private else place.get("thread_ts") or place.get("message_ts")
    conversation = f"{NAME}:{team}:{user}" if private else f"{NAME}:{team}:{user}:{channel}"
    return Message(
        conversation, str(action.get("action_ts", body["trigger_id"])), Press(action["value"]), thread=thread
    )


def _event(team: str, event: dict[str, Any]) -> Message | None:
    if event["type"] == "app_home_opened":
        opened = event.get("tab") == "home"
        return Message(f"{NAME}:{team}:{event['user']}", "home", Opened()) if opened else None
    if event["type"] == "app_mention":
        conversation = f"{NAME}:{team}:{event['user']}:{event['channel']}"
        thread = event.get("thread_ts") or event["ts"]
        return Message(conversation, event["ts"], Text(_plain(event["text"]) or "/help"), thread=thread)
    if event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        return _changed(team, event)
    content = _content(event)
    return Message(f"{NAME}:{team}:{event['user']}", event["ts"], content) if content else None


def _changed(team: str, event: dict[str, Any]) -> Message | None:
    """An edit by the person; Slack also sends one when it unfolds a link, with the same words."""
    after, before = event["message"], event.get("previous_message", {})
    if after.get("bot_id") or "user" not in after or after.get("text") == before.get("text"):
        return None
    return Message(f"{NAME}:{team}:{after['user']}", event["ts"], Edit(after["ts"], _plain(after["text"])))


def _content(event: dict[str, Any]) -> Content | None:
    if event.get("subtype") not in SPOKEN or "user" not in event:
        return None
    if text := _plain(event.get("text", "")):
        return Text(text)
    return Unsupported("file") if event.get("files") else None


def _plain(text: str) -> str:
    """What was typed: without mentions, links as their words, entities as letters."""
    bare = _LINK.sub(lambda link: link[1] or link[2], _MENTION.sub(" ", text))
    return " ".join(html.unescape(bare).split(" ")).strip()


class Slack:
    """The channel: keeps events before they are acknowledged, sends, and keeps Slack's pace."""

    def __init__(
        self,
        bot_token: str,
        base_url: str,
        secrets: tuple[str, str],
        receive: Receive,
        command_answer: str,
    ) -> None:
        """`secrets` are the app token (Socket Mode) and the signing secret (HTTP); one may be empty.

        `command_answer` is what a person reads at once where they typed the command.
        """
        self._token, self._base_url = bot_token, base_url
        self._app_token, self._signing_secret = secrets
        self._receive = receive
        self._command_answer = command_answer
        self._socket: AsyncSocketModeHandler | None = None
        self._session: aiohttp.ClientSession | None = None
        self.label = f"slack ({'socket mode' if self._app_token else 'http'})"
        # Published: 1 a second to a channel with short bursts, and an unnumbered limit for a workspace.
        self.pace = Pace(Rate(1, 3), Rate(1, 3), Rate(5, 5), lambda address: False)

    async def connect(self) -> None:
        """Make ourselves known. Raises TokenRefused or Unreachable."""
        if self._session is None:
            # One session of ours: without it the library opens a connection for every call.
            self._session = aiohttp.ClientSession()
        self._client = AsyncWebClient(
            self._token, base_url=self._base_url, session=self._session, retry_handlers=[], timeout=20
        )
        try:
            who = await self._client.auth_test()
        except SlackApiError as error:
            raise _refused(error, "SLACK_BOT_TOKEN") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(f"Slack: {error}") from error
        self._team, self._bot_id, self._user_id = who["team_id"], who.get("bot_id"), who["user_id"]
        self._app = self._listening()
        self._handler = AsyncSlackRequestHandler(self._app)

    async def open(self) -> None:
        """Have events come: over Socket Mode, or to `handle`. Raises TokenRefused or Unreachable."""
        if not self._app_token:
            return
        try:
            # Asked by ourselves first: the library's connect tries a refused token again for ever.
            await self._client.apps_connections_open(app_token=self._app_token)
            self._socket = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=5)
            await self._socket.connect_async()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            raise _refused(error, "SLACK_APP_TOKEN") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(f"Slack: {error}") from error

    async def listen(self) -> None:
        """Receive until cancelled; then no more events come, and what is kept is kept."""
        try:
            await asyncio.Event().wait()
        finally:
            if self._socket:
                await self._socket.close_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def handle(self, request: Request) -> Response:
        """The HTTP door for events, interactions and commands; Bolt checks the signature (401)."""
        return await self._handler.handle(request)

    def _listening(self) -> AsyncApp:
        """Bolt with one middleware that keeps everything, and listeners that only acknowledge."""

        async def authorize() -> AuthorizeResult:  # no method: Bolt would look for an argument named `self`
            return self._ourselves()

        quiet = log.getChild("bolt")
        quiet.setLevel(logging.ERROR)  # it warns that it does not use the SLACK_BOT_TOKEN it finds
        app = AsyncApp(
            logger=quiet,
            signing_secret=self._signing_secret or None,
            authorize=authorize,
            client=self._client,
            process_before_response=True,
            request_verification_enabled=bool(self._signing_secret),
        )

        @app.middleware
        async def keep_first(body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> None:
            # Bolt acknowledges before a listener has run; what is not kept here would be lost by a crash.
            if key := _key(body):
                await self._receive(NAME, body.get("team_id") or self._team, key, body)
            await next()

        @app.event(ANY)
        @app.action(ANY)
        async def acknowledge(ack: Callable[..., Awaitable[None]]) -> None:
            await ack()

        @app.command(ANY)
        async def acknowledge_command(ack: Callable[..., Awaitable[None]], body: dict[str, Any]) -> None:
            in_talk = body.get("channel_name") == "directmessage"
            await (ack() if in_talk else ack(self._command_answer))

        return app

    def _ourselves(self) -> AuthorizeResult:
        """Who we are, asked once at the start: a look-up that failed here would drop the event."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self._team,
            bot_token=self._token,
            bot_id=self._bot_id,
            bot_user_id=self._user_id,
        )

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        """Send one message; see bot.outbox.Channel for what it raises."""
        _, user, *channel = address.split(":")
        try:
            if rendered.kind == "home":
                await self._client.views_publish(user_id=user, view=slack_format.home(rendered))
                return "home"
            sent = await self._client.chat_postMessage(
                channel=channel[0] if channel else user, thread_ts=thread, **slack_format.parameters(rendered)
            )
        except SlackApiError as error:
            raise _translated(error) from error
        except aiohttp.ClientConnectorError as error:
            raise NotSent(str(error)) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Uncertain(f"{type(error).__name__} {error}".strip()) from error
        return str(sent["ts"])


def _translated(error: SlackApiError) -> Exception:
    """Slack's error in the outbox's words."""
    response = error.response
    name = response.get("error", "") if isinstance(response.data, dict) else ""
    if response.status_code == 429 or name in ("ratelimited", "rate_limited"):
        return TryLater(float(response.headers.get("Retry-After", 1)))
    if response.status_code >= 500 or name in UNSURE:
        return Uncertain(name or f"HTTP {response.status_code}")
    if name in OURS:
        return NotSent(name)
    return Undeliverable(name or str(error), gone=name in GONE)


def _refused(error: SlackApiError, variable: str) -> Exception:
    translated = _translated(error)
    if isinstance(translated, NotSent):
        return TokenRefused(f"Slack refuses {variable} ({translated}); copy it again from the app's page")
    return Unreachable(f"Slack: {translated}")


def _key(body: Mapping[str, Any]) -> str:
    """What Slack repeats when it delivers the same thing again."""
    return str(body.get("event_id") or body.get("trigger_id") or "")
