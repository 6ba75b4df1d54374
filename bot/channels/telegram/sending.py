"""A reply → Telegram, and Telegram's errors in the outbox's words."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardMarkup, Message, ReplyKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.channels.formats import telegram as telegram_format
from bot.messages import Rendered
from bot.outbox.delivery import Moved, NotSent, TryLater, Uncertain, Unchangeable, Undeliverable

from .uploading import post_file

log = logging.getLogger(__name__)

_Given = TypeVar("_Given")

GONE = ("blocked by the user", "user is deactivated", "bot was kicked", "can't initiate conversation")


NOT_A_FORUM = ("chat is not a forum", "not enough rights")
"""Where no topic can be opened: the thread is then the replies to the message."""

NO_THREAD = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")

AS_IT_IS = "message is not modified"
FIXED = (
    "message can't be edited",
    "message to edit not found",
    "message_id_invalid",
    "there is no text in the message to edit",
)


async def send(bot: Bot, address: str, rendered: Rendered, thread: str | None) -> str:
    """Send one message; see bot.outbox.delivery.Channel for what it raises and gives."""
    with translated():
        opened = await _open_topic(bot, address, rendered.opens) if rendered.opens and _is_group(address) else ""
        where = {"chat_id": address, **_thread(opened or thread)}
        try:
            sent = await _legibly(rendered, lambda words: _post(bot, rendered, where | words))
        except BadRequest as error:
            if not any(text in str(error).casefold() for text in NO_THREAD):
                raise
            # Somebody deleted or closed the topic: better in the open than not at all.
            log.warning("a topic is gone", extra={"kind": rendered.kind})
            sent = await _legibly(rendered, lambda words: _post(bot, rendered, {"chat_id": address} | words))
    return f"{sent.message_id}{opened}"


async def change(bot: Bot, address: str, message_id: str, rendered: Rendered) -> None:
    """Let an earlier message say this instead; see bot.outbox.delivery.Channel for what it raises."""
    with translated():
        try:
            await _legibly(rendered, lambda words: _put(bot, address, int(message_id), words))
        except BadRequest as error:
            if any(text in str(error).casefold() for text in FIXED):
                raise Unchangeable(str(error)) from error
            if AS_IT_IS not in str(error).casefold():
                raise


async def _legibly(rendered: Rendered, hand_over: Callable[[dict[str, Any]], Awaitable[_Given]]) -> _Given:
    shown = telegram_format.parameters(rendered)
    kept = {"parse_mode": shown["parse_mode"], "reply_markup": _markup(shown.get("reply_markup"))}
    key = "caption" if rendered.attachments else "text"
    try:
        return await hand_over({key: shown["text"], **kept})
    except BadRequest as error:
        if "parse entities" not in str(error):
            raise
        # A fault of our HTML must not cost the answer: once more as plain text.
        log.error("telegram refused our HTML", extra={"kind": rendered.kind})
        return await hand_over({key: rendered.plain, **kept, "parse_mode": None})


async def _open_topic(bot: Bot, address: str, title: str) -> str:
    """A topic of its own in a group that has topics: `/` and its id. Empty where there are none."""
    try:
        topic = await bot.create_forum_topic(address, title[:128])
    except BadRequest as error:
        if any(text in str(error).casefold() for text in NOT_A_FORUM):
            return ""
        raise
    return f"/{topic.message_thread_id}"


def _thread(thread: str | None) -> dict[str, Any]:
    """A topic by its number, or an answer to the message that a thread hangs on."""
    if thread and thread.startswith("/"):
        return {"message_thread_id": int(thread[1:])}
    return {"reply_parameters": ReplyParameters(int(thread), allow_sending_without_reply=True)} if thread else {}


async def _post(bot: Bot, rendered: Rendered, parameters: dict[str, Any]) -> Message:
    if rendered.attachments:
        (attachment,) = rendered.attachments
        return await post_file(bot, attachment, parameters)
    return await bot.send_message(**parameters, disable_web_page_preview=True)


async def _put(bot: Bot, address: str, message_id: int, words: dict[str, Any]) -> Message | bool:
    if not isinstance(words["reply_markup"], InlineKeyboardMarkup):
        words = words | {"reply_markup": None}
    return await bot.edit_message_text(chat_id=address, message_id=message_id, disable_web_page_preview=True, **words)


def _is_group(address: str) -> bool:
    return address.startswith("-")


@contextmanager
def translated() -> Iterator[None]:
    """Telegram's errors in the outbox's words."""
    try:
        yield
    except RetryAfter as error:
        raise TryLater(seconds(error)) from error
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from error
    except Forbidden as error:
        raise Undeliverable(str(error), gone=any(text in str(error).casefold() for text in GONE)) from error
    except InvalidToken as error:
        raise NotSent(f"the token is refused: {error}") from error
    except BadRequest as error:
        raise Undeliverable(str(error)) from error
    except TimedOut as error:
        # A time-out while waiting for a free connection never left this machine.
        unsent = "pool" in str(error).lower()
        raise (NotSent if unsent else Uncertain)(str(error)) from error
    except NetworkError as error:
        raise _unsure(error) from error


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
