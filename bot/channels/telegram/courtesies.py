"""Small signs that somebody is there: a pressed button stops spinning, "typing …" while a reply takes its time."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

log = logging.getLogger(__name__)

TYPING_AFTER = 0.7
"""Seconds without an answer before the person is shown that one is being written."""


class Courtesies:
    """What is shown beside the replies. Each may fail."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def greet(self, update: dict[str, Any]) -> None:
        """A pressed button stops spinning, and a person who waits long is shown that we write."""
        query = update.get("callback_query")
        if isinstance(query, dict) and "id" in query:
            self._later(f"press {query['id']}", self._quietly(self._bot.answer_callback_query(query["id"])))
        sent = update.get("message")
        chat = sent.get("chat") if isinstance(sent, dict) else None
        if isinstance(chat, dict) and chat.get("type") == "private" and "id" in chat:
            address = str(chat["id"])
            self._later(address, self._type(address))

    def end(self, key: str) -> None:
        """A chat has its answer."""
        if task := self._tasks.pop(key, None):
            task.cancel()

    def close(self) -> None:
        """End all."""
        for task in self._tasks.values():
            task.cancel()

    def _later(self, key: str, work: Awaitable[None]) -> None:
        self.end(key)
        task = asyncio.ensure_future(work)
        self._tasks[key] = task
        task.add_done_callback(lambda done: self._tasks.pop(key, None) if self._tasks.get(key) is done else None)

    async def _type(self, chat: str) -> None:
        await asyncio.sleep(TYPING_AFTER)
        await self._quietly(self._bot.send_chat_action(chat, ChatAction.TYPING))

    async def _quietly(self, call: Awaitable[object]) -> None:
        """A courtesy: it may fail."""
        try:
            await call
        except TelegramError as error:
            log.info("courtesy failed", extra={"error": type(error).__name__})
