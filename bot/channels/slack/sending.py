"""A reply → Slack, and Slack's errors in the outbox's words."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.formats import slack as slack_format
from bot.messages import Rendered
from bot.outbox.delivery import NotSent, TryLater, Uncertain, Unchangeable, Undeliverable

from .uploading import share, upload

log = logging.getLogger(__name__)

_Given = TypeVar("_Given")

GONE = frozenset(
    {"account_inactive", "user_disabled", "user_not_found", "channel_not_found", "not_in_channel", "is_archived"}
)
UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
NOT_OUR_BLOCKS = frozenset({"msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"})
FIXED = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})
OURS = frozenset({"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"})
"""Errors of the installation, not of the message: it is tried again while the operator mends them."""


async def send(client: AsyncWebClient, address: str, rendered: Rendered, thread: str | None) -> str:
    """Send one message; see bot.outbox.delivery.Channel for what it raises."""
    if rendered.attachments:
        return await _send_file(client, address, rendered, thread)
    _, user, *channel = address.split(":")
    with translating():
        if rendered.kind == "home":
            await client.views_publish(user_id=user, view=slack_format.home(rendered))
            return "home"
        place: dict[str, Any] = {"channel": channel[0] if channel else user, "thread_ts": thread}
        sent = await _legibly(rendered, lambda words: client.chat_postMessage(**place | words))
    return str(sent["ts"])


async def _legibly(rendered: Rendered, hand_over: Callable[[dict[str, Any]], Awaitable[_Given]]) -> _Given:
    words = slack_format.parameters(rendered)
    try:
        return await hand_over(words)
    except SlackApiError as error:
        name = error.response.get("error")
        if name == "thread_not_found":  # somebody deleted its first message: better in the open than not at all
            return await hand_over(words | {"thread_ts": None})
        if name not in NOT_OUR_BLOCKS:
            raise
        # A fault of our blocks must not cost the answer: once more as plain text.
        log.error("slack refused our blocks", extra={"kind": rendered.kind})
        return await hand_over(words | {"blocks": []})


async def _send_file(client: AsyncWebClient, address: str, rendered: Rendered, thread: str | None) -> str:
    """Lay the file there and show it. Slack gives no id of the message; the file's stands for it."""
    (attachment,) = rendered.attachments
    try:
        with translating():
            channel = await _channel(client, address)
            file_id = await upload(client, attachment)
    except Uncertain as error:  # nobody has seen anything yet: it may be done again
        raise NotSent(str(error)) from error
    where = {"channel_id": channel, "thread_ts": thread, "initial_comment": slack_format.comment(rendered)}
    with translating():
        await share(client, file_id, attachment, where)
    return file_id


async def change(client: AsyncWebClient, address: str, message_id: str, rendered: Rendered) -> None:
    """Let an earlier message say this instead; see bot.outbox.delivery.Channel for what it raises."""
    with translating():
        place: dict[str, Any] = {"channel": await _channel(client, address), "ts": message_id}
        await _legibly(rendered, lambda words: client.chat_update(**place, text=words["text"], blocks=words["blocks"]))


async def _channel(client: AsyncWebClient, address: str) -> str:
    """Where only a channel's id will do, not a person's; opening direct messages is harmless when they are open."""
    place = address.split(":")[-1]
    if place.startswith(("C", "G", "D")):
        return place
    return str((await client.conversations_open(users=place))["channel"]["id"])


@contextmanager
def translating() -> Iterator[None]:
    """Slack's errors in the outbox's words."""
    try:
        yield
    except SlackApiError as error:
        raise translated(error) from error
    except aiohttp.ClientConnectorError as error:
        raise NotSent(str(error)) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Uncertain(f"{type(error).__name__} {error}".strip()) from error


def translated(error: SlackApiError) -> Exception:
    """Slack's error in the outbox's words."""
    response = error.response
    name = response.get("error", "") if isinstance(response.data, dict) else ""
    if response.status_code == 429 or name in ("ratelimited", "rate_limited"):
        return TryLater(float(response.headers.get("Retry-After", 1)))
    if response.status_code >= 500 or name in UNSURE:
        return Uncertain(name or f"HTTP {response.status_code}")
    if name in FIXED:
        return Unchangeable(name)
    if name in OURS:
        return NotSent(name)
    return Undeliverable(name or str(error), gone=name in GONE)
