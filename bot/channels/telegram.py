"""Telegram through python-telegram-bot: our own polling loop or webhook, so that nothing is confirmed unkept."""

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")  # noqa: TID251 - the library reads its switch at import

from telegram import Bot, BotCommand, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ChatType, UpdateType
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channels import TokenRefused, Unreachable, telegram_format
from bot.messages import (
    Blocked,
    Content,
    Edit,
    Location,
    Message,
    Press,
    Rendered,
    Start,
    Text,
    Unsupported,
)
from bot.outbox import Moved, NotSent, TryLater, Uncertain, Undeliverable
from bot.pace import Pace, Rate

log = logging.getLogger(__name__)

NAME = "telegram"
WANTED = [UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER]
POLL_SECONDS = 30
TYPING_AFTER = 0.7
"""Seconds without an answer before the person is shown that one is being written."""

GONE = ("blocked by the user", "user is deactivated", "bot was kicked", "can't initiate conversation")

Receive = Callable[[str, str, str, Mapping[str, Any]], Awaitable[bool]]
"""The inbox's door: channel, account, id of the update, update → is it new?"""


def read(update: dict[str, Any]) -> Message | None:
    """A Telegram update in our words; None for groups, channels and kinds that are not for us."""
    parsed = Update.de_json(update, None)
    if parsed.callback_query is not None:
        query = parsed.callback_query
        return _message(query.from_user.id, str(query.id), Press(query.data or ""), query.from_user.language_code)
    if parsed.my_chat_member is not None and parsed.my_chat_member.chat.type == ChatType.PRIVATE:
        back = parsed.my_chat_member.new_chat_member.status == "member"
        return _message(parsed.my_chat_member.chat.id, str(parsed.update_id), Blocked(back), None)
    sent = parsed.message or parsed.edited_message
    if sent is None or sent.chat.type != ChatType.PRIVATE or (sent.from_user and sent.from_user.is_bot):
        return None
    content = _content(sent, edited=parsed.edited_message is not None)
    language = sent.from_user.language_code if sent.from_user else None
    return _message(sent.chat.id, str(sent.message_id), content, language) if content else None


def _message(chat: int, message_id: str, content: Content, language: str | None) -> Message:
    hint = "sv" if (language or "sv").startswith("sv") else "en"
    return Message(f"{NAME}:{chat}", message_id, content, hint)


def _content(sent: TelegramMessage, *, edited: bool) -> Content | None:
    if edited:
        return Edit(str(sent.message_id), sent.text) if sent.text else None
    if sent.text == "/start" or (sent.text or "").startswith("/start "):
        return Start((sent.text or "").removeprefix("/start").strip())
    if sent.text:
        return Text(sent.text)
    place = sent.location or (sent.venue.location if sent.venue else None)
    if place:
        return Location(place.latitude, place.longitude)
    if sent.voice or sent.video_note or sent.audio:
        return Unsupported("voice")
    if sent.photo or sent.video:
        return Text(sent.caption) if sent.caption else Unsupported("photo")
    if sent.document:
        return Text(sent.caption) if sent.caption else Unsupported("file")
    if sent.sticker:
        return Unsupported("sticker")
    # Service messages (pinned, joined, …) are not somebody speaking to us.
    return Unsupported("other") if sent.contact or sent.poll or sent.dice else None


class Telegram:
    """The channel: receives by polling or webhook, sends, and keeps Telegram's pace."""

    def __init__(
        self,
        token: str,
        base_url: str,
        receive: Receive,
        texts: Callable[[str, str], str],
        webhook: tuple[str, str] | None = None,
    ) -> None:
        """`texts` gives a text by key and language; `webhook` is the address and secret Telegram is to call us with."""
        # Two pools, as the library has it: a long poll must not hold a connection that a reply needs.
        self._bot = Bot(
            token,
            base_url=base_url,
            request=HTTPXRequest(connection_pool_size=64, read_timeout=15, pool_timeout=5),
            get_updates_request=HTTPXRequest(connection_pool_size=1),
        )
        self._receive = receive
        self._texts = texts
        self._webhook = webhook
        self.label = f"telegram ({'webhook' if webhook else 'polling'})"
        self._typing: dict[str, asyncio.Task[None]] = {}
        # Published limits: 1 a second to a chat (short bursts pass), 20 a minute to a group, 30 a second in bulk,
        # of which pushes leave 5 to replies.
        self.pace = Pace(Rate(1, 3), Rate(20 / 60, 20), Rate(25, 25), lambda address: address.startswith("-"))

    @property
    def account(self) -> str:
        """The bot's own id: part of an update's key."""
        return str(self._bot.id)

    async def connect(self) -> None:
        """Make ourselves known and set the commands menu. Raises TokenRefused or Unreachable."""
        try:
            await self._bot.initialize()
            for language, scope in (("sv", None), ("sv", "sv"), ("en", "en")):
                names = telegram_format.COMMANDS[language]
                commands = [BotCommand(name, self._texts(f"commands.{name}", language)) for name in names]
                await self._bot.set_my_commands(commands, language_code=scope)
        except InvalidToken as error:
            raise TokenRefused("Telegram does not know TELEGRAM_BOT_TOKEN; copy it again from @BotFather") from error
        except TelegramError as error:
            raise Unreachable(f"Telegram: {error}") from error

    async def open(self) -> None:
        """Have updates come: by the webhook, or by polling once `listen` runs. Raises Unreachable."""
        try:
            if self._webhook:
                url, secret = self._webhook
                await self._bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED, max_connections=40)
            else:
                await self._bot.delete_webhook()
        except TelegramError as error:
            raise Unreachable(f"Telegram: {error}") from error

    async def listen(self) -> None:
        """Receive until cancelled."""
        await (asyncio.Event().wait() if self._webhook else self._poll())

    async def close(self) -> None:
        """Close the connections."""
        for task in self._typing.values():
            task.cancel()
        await self._bot.shutdown()

    # --- receiving ---

    async def _poll(self) -> None:
        """Ask for updates for ever. The next question confirms the last answer, so it waits for the inbox."""
        offset, wait = 0, 1.0
        while True:
            try:
                updates = await self._updates(offset)
                for update in updates:
                    await self.keep(update)
                    offset = int(update["update_id"]) + 1
                wait = 1.0
            except Conflict:
                log.error("another program polls with this bot token; stop one of them")
                await asyncio.sleep(10)
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except TelegramError as error:
                log.warning("polling failed", extra={"error": type(error).__name__})
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30.0)

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        """The raw updates. Methods are case-insensitive; the library's own get_updates would parse a batch whole,
        and one update of a kind it cannot read would then hold up all others for ever."""
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": WANTED}
        answer = await self._bot.do_api_request("getupdates", wanted, read_timeout=POLL_SECONDS + 10)
        return list(answer)

    async def keep(self, update: dict[str, Any]) -> None:
        """Keep an update; only then may it be confirmed. Raises what the store raises."""
        new = await self._receive(NAME, self.account, str(update["update_id"]), update)
        if new:
            self._greet_press(update)

    def _greet_press(self, update: dict[str, Any]) -> None:
        """A pressed button stops spinning, and a person who waits long is shown that we write."""
        query = update.get("callback_query")
        if isinstance(query, dict) and "id" in query:
            self._later(f"press {query['id']}", self._quietly(self._bot.answer_callback_query(query["id"])))
        sent = update.get("message")
        chat = sent.get("chat") if isinstance(sent, dict) else None
        if isinstance(chat, dict) and chat.get("type") == "private" and "id" in chat:
            address = str(chat["id"])
            self._later(address, self._type(address))

    def _later(self, key: str, work: Awaitable[None]) -> None:
        if old := self._typing.pop(key, None):
            old.cancel()
        task = asyncio.ensure_future(work)
        self._typing[key] = task
        task.add_done_callback(lambda done: self._typing.pop(key, None) if self._typing.get(key) is done else None)

    async def _type(self, chat: str) -> None:
        await asyncio.sleep(TYPING_AFTER)
        await self._quietly(self._bot.send_chat_action(chat, ChatAction.TYPING))

    async def _quietly(self, call: Awaitable[object]) -> None:
        """A courtesy: it may fail."""
        try:
            await call
        except TelegramError as error:
            log.info("courtesy failed", extra={"error": type(error).__name__})

    # --- sending ---

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        """Send one message; see bot.outbox.Channel for what it raises."""
        if typing := self._typing.pop(address, None):
            typing.cancel()
        parameters = telegram_format.parameters(rendered)
        try:
            return await self._send(address, parameters)
        except BadRequest as error:
            if "parse entities" not in str(error):
                raise Undeliverable(str(error)) from error
            # A fault of our HTML must not cost the answer: once more as plain text.
            log.error("telegram refused our HTML", extra={"kind": rendered.kind})
            return await self._send(address, parameters | {"text": rendered.plain, "parse_mode": None})

    async def _send(self, address: str, parameters: dict[str, Any]) -> str:
        try:
            sent = await self._bot.send_message(
                address,
                parameters["text"],
                parse_mode=parameters["parse_mode"],
                reply_markup=_markup(parameters.get("reply_markup")),
                disable_web_page_preview=True,
            )
        except RetryAfter as error:
            raise TryLater(_seconds(error)) from error
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


def _seconds(error: RetryAfter) -> float:
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


def secret_fits(given: str | None, secret: str) -> bool:
    """Is this the webhook's secret? Takes the same time whatever was given."""
    return hmac.compare_digest((given or "").encode(), secret.encode())
