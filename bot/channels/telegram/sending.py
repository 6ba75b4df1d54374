"""A reply → Telegram, and Telegram's errors in the outbox's words."""

import logging
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.channels.formats import telegram as telegram_format
from bot.messages import Rendered
from bot.outbox import Moved, NotSent, TryLater, Uncertain, Undeliverable

log = logging.getLogger(__name__)

GONE = ("blocked by the user", "user is deactivated", "bot was kicked", "can't initiate conversation")


async def send(bot: Bot, address: str, rendered: Rendered) -> str:
    """Send one message; see bot.outbox.Channel for what it raises."""
    parameters = telegram_format.parameters(rendered)
    try:
        return await _send(bot, address, parameters)
    except BadRequest as error:
        if "parse entities" not in str(error):
            raise Undeliverable(str(error)) from error
        # A fault of our HTML must not cost the answer: once more as plain text.
        log.error("telegram refused our HTML", extra={"kind": rendered.kind})
        return await _send(bot, address, parameters | {"text": rendered.plain, "parse_mode": None})


async def _send(bot: Bot, address: str, parameters: dict[str, Any]) -> str:
    try:
        sent = await bot.send_message(
            address,
            parameters["text"],
            parse_mode=parameters["parse_mode"],
            reply_markup=_markup(parameters.get("reply_markup")),
            disable_web_page_preview=True,
        )
    except RetryAfter as error:
        raise TryLater(seconds(error)) from error
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from error
    except Forbidden as error:
        raise Undeliverable(str(error), gone=any(text in str(error).casefold() for text in GONE)) from error
    except InvalidToken as error:
        raise NotSent(f"the token is refused: {error}") from error
    except BadRequest:
        raise
    except TimedOut as error:
        # A time-out while waiting for a free connection never left this machine.
        unsent = "pool" in str(error).lower()
        raise (NotSent if unsent else Uncertain)(str(error)) from error
    except NetworkError as error:
        raise _unsure(error) from error
    return str(sent.message_id)


def _unsure(error: NetworkError) -> Exception:
    """A refused connection was not sent; one that broke while we waited may have been."""
    text = str(error)
    return NotSent(text) if "ConnectError" in text or "Bad Gateway" in text else Uncertain(text)


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


def _markup(markup: dict[str, Any] | None) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return InlineKeyboardMarkup.de_json(markup, None)
    return ReplyKeyboardMarkup(
        markup["keyboard"], one_time_keyboard=markup["one_time_keyboard"], resize_keyboard=markup["resize_keyboard"]
    )
