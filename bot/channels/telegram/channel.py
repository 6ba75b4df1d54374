"""The channel that Telegram is: connected, opened, listened to, sent through."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels import Receive, TokenRefused, Unreachable
from bot.channels.formats import telegram as telegram_format
from bot.messages import Rendered
from bot.outbox.delivery import Found
from bot.outbox.pace import Pace, Rate

from .belonging import standing
from .courtesies import Courtesies
from .reading import NAME
from .receiving import WANTED, poll
from .sending import change, send, translated
from .uploading import fetch


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
            base_file_url=f"{base_url.removesuffix('/bot')}/file/bot",
            request=HTTPXRequest(connection_pool_size=64, read_timeout=15, pool_timeout=5),
            get_updates_request=HTTPXRequest(connection_pool_size=1),
        )
        self._receive = receive
        self._texts = texts
        self._webhook = webhook
        self.label = f"telegram ({'webhook' if webhook else 'polling'})"
        self._courtesies = Courtesies(self._bot)
        # Published limits: 1 a second to a chat (short bursts pass), 20 a minute to a group, 30 a second in all. Nearly
        # evenly, and so that there is room for a reply in the same second.
        in_all = Rate(28.8, 2)
        self.pace = Pace(Rate(1, 3), Rate(20 / 60, 20), in_all, lambda address: address.startswith("-"), most=29)

    @property
    def account(self) -> str:
        """The bot's own id: part of an update's key."""
        return str(self._bot.id)

    @property
    def name(self) -> str:
        """The bot's name in links, once it is connected."""
        return str(self._bot.username)

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
            raise Unreachable(f"Telegram: {self._without_token(error)}") from error

    def _without_token(self, error: TelegramError) -> str:
        """An error's words for the log; the library may quote the address, and the token is part of it."""
        return str(error).replace(self._bot.token, "…")

    async def open(self) -> None:
        """Have updates come: by the webhook, or by polling once `listen` runs. Raises Unreachable."""
        try:
            if self._webhook:
                url, secret = self._webhook
                await self._bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED, max_connections=40)
            else:
                await self._bot.delete_webhook()
        except TelegramError as error:
            raise Unreachable(f"Telegram: {self._without_token(error)}") from error

    async def listen(self) -> None:
        """Receive until cancelled."""
        await (asyncio.Event().wait() if self._webhook else poll(self._bot, self.keep))

    async def close(self) -> None:
        """Close the connections."""
        self._courtesies.close()
        await self._bot.shutdown()

    async def keep(self, update: dict[str, Any]) -> None:
        """Keep an update; only then may it be confirmed. Raises what the store raises."""
        if await self._receive(NAME, self.account, str(update["update_id"]), update):
            self._courtesies.greet(update)

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        """Send one message; see bot.outbox.delivery.Channel for what it raises."""
        self._courtesies.end(address)
        return await send(self._bot, address, rendered, thread)

    async def change(self, address: str, message_id: str, rendered: Rendered) -> None:
        """Let an earlier message say this instead; see bot.outbox.delivery.Channel for what it raises."""
        await change(self._bot, address, message_id, rendered)

    async def standing(self, address: str, user: str) -> Found:
        """Is somebody in a group? Raises when it cannot be told."""
        return await standing(self._bot, address, user)

    def resends(self, reference: str) -> bool:
        """All but round films: they take no words."""
        return not reference.startswith("video_note/")

    async def fetch(self, reference: str) -> bytes:
        """A file that somebody sent; see bot.outbox.delivery.Channel for what it raises."""
        with translated():
            return await fetch(self._bot, reference)
