"""Telegram's updates as they come: polled for by ourselves, or brought by its webhook."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.constants import UpdateType
from telegram.error import Conflict, RetryAfter, TelegramError

from .sending import seconds

log = logging.getLogger(__name__)

WANTED = [UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER]
POLL_SECONDS = 30


async def poll(bot: Bot, keep: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """Ask for updates for ever. The next question confirms the last answer, so it waits for the inbox."""
    offset, wait = 0, 1.0
    while True:
        try:
            updates = await _updates(bot, offset)
            for update in updates:
                await keep(update)
                offset = int(update["update_id"]) + 1
            wait = 1.0
        except Conflict:
            log.error("another program polls with this bot token; stop one of them")
            await asyncio.sleep(10)
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
        except TelegramError as error:
            log.warning("polling failed", extra={"error": type(error).__name__})
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)


async def _updates(bot: Bot, offset: int) -> list[dict[str, Any]]:
    """The raw updates. Methods are case-insensitive; the library's own get_updates would parse a batch whole,
    and one update of a kind it cannot read would then hold up all others for ever."""
    wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": WANTED}
    answer = await bot.do_api_request("getupdates", wanted, read_timeout=POLL_SECONDS + 10)
    return list(answer)


def secret_fits(given: str | None, secret: str) -> bool:
    """Is this the webhook's secret? Takes the same time whatever was given."""
    return hmac.compare_digest((given or "").encode(), secret.encode())
