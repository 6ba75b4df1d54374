"""Slack's events as they come: Bolt with one middleware that keeps everything, and listeners that only acknowledge."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

ANY = re.compile(".*", re.DOTALL)


def listening(
    client: AsyncWebClient,
    ourselves: AuthorizeResult,
    keep: Callable[[dict[str, Any]], Awaitable[None]],
    *,
    signing_secret: str,
    command_answer: Callable[[str], str],
) -> AsyncApp:
    """The app. `ourselves` was asked once at the start: a look-up that failed here would drop the event."""

    async def authorize() -> AuthorizeResult:
        return ourselves

    quiet = log.getChild("bolt")
    quiet.setLevel(logging.ERROR)  # it warns that it does not use the SLACK_BOT_TOKEN it finds
    app = AsyncApp(
        logger=quiet,
        signing_secret=signing_secret or None,
        authorize=authorize,
        client=client,
        process_before_response=True,
        request_verification_enabled=bool(signing_secret),
    )

    @app.middleware
    async def keep_first(body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> None:
        # Bolt acknowledges before a listener has run; what is not kept here would be lost by a crash.
        await keep(body)
        await next()

    @app.event(ANY)
    @app.action(ANY)
    async def acknowledge(ack: Callable[..., Awaitable[None]]) -> None:
        await ack()

    @app.command(ANY)
    async def acknowledge_command(ack: Callable[..., Awaitable[None]], body: dict[str, Any]) -> None:
        answer = "" if body.get("channel_name") == "directmessage" else command_answer(body.get("text") or "")
        await (ack(answer) if answer else ack())

    return app
