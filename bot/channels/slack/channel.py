"""The channel that Slack is: connected, opened, listened to, sent through."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.channels import Receive, TokenRefused, Unreachable
from bot.messages import Rendered
from bot.outbox.delivery import Found, NotSent
from bot.outbox.pace import Pace, Rate

from .belonging import standing
from .reading import NAME, key
from .receiving import listening
from .sending import change, send, translated, translating
from .uploading import fetch


class Slack:
    """The channel: keeps events before they are acknowledged, sends, and keeps Slack's pace."""

    def __init__(
        self,
        bot_token: str,
        base_url: str,
        secrets: tuple[str, str],
        receive: Receive,
        command_answer: Callable[[str], str],
    ) -> None:
        """`secrets` are the app token (Socket Mode) and the signing secret (HTTP); one may be empty.

        `command_answer` is what a person reads at once where they typed a command with this text; empty: nothing.
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
        self._team = who["team_id"]
        ourselves = AuthorizeResult(
            enterprise_id=None,
            team_id=self._team,
            bot_token=self._token,
            bot_id=who.get("bot_id"),
            bot_user_id=who["user_id"],
        )
        self._app = listening(
            self._client,
            ourselves,
            self._keep,
            signing_secret=self._signing_secret,
            command_answer=self._command_answer,
        )
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

    async def _keep(self, body: dict[str, Any]) -> None:
        if update_id := key(body):
            await self._receive(NAME, body.get("team_id") or self._team, update_id, body)

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        """Send one message; see bot.outbox.delivery.Channel for what it raises."""
        return await send(self._client, address, rendered, thread)

    async def change(self, address: str, message_id: str, rendered: Rendered) -> None:
        """Let an earlier message say this instead; see bot.outbox.delivery.Channel for what it raises."""
        await change(self._client, address, message_id, rendered)

    async def standing(self, address: str, user: str) -> Found:
        """Is somebody in a channel? Raises when it cannot be told."""
        return await standing(self._client, address, user)

    def resends(self, reference: str) -> bool:
        """Sharing again would be seen only by those who saw it first."""
        return False

    async def fetch(self, reference: str) -> bytes:
        """A file that somebody sent; see bot.outbox.delivery.Channel for what it raises."""
        with translating():
            return await fetch(self._client, reference)


def _refused(error: SlackApiError, variable: str) -> Exception:
    problem = translated(error)
    if isinstance(problem, NotSent):
        return TokenRefused(f"Slack refuses {variable} ({problem}); copy it again from the app's page")
    return Unreachable(f"Slack: {problem}")
