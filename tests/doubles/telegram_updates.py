"""Updates on their way to the bot: the queue, long polling and the webhook."""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import dataclass
from typing import Any

import aiohttp

from .telegram_values import ApiError, Bell, Json, bad_request

UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
"""The kinds that come only when allowed_updates names them."""
FIRST_PAUSE, LONGEST_PAUSE, MOST_TRIES = 0.05, 0.5, 20
"""Telegram's own back-off takes minutes; a test's webhook is back within seconds."""


@dataclass
class _Waiting:
    update: Json
    left: int
    again: bool = False
    """A repeat: handed out once more, though the bot has confirmed the number before."""


@dataclass
class Webhook:
    """Where updates are posted."""

    url: str
    secret_token: str | None
    last_error: str = ""


def chat_of(update: Json) -> int:
    """The chat an update belongs to, 0 for none: updates keep their order within it."""
    for part in update.values():
        if isinstance(part, dict):
            chat = part.get("chat") or part.get("message", {}).get("chat")
            if chat:
                return int(chat["id"])
    return 0


class Updates:
    """Keeps every update until the bot has confirmed it."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self.webhook: Webhook | None = None
        self.allowed: list[str] | None = None
        self.closing = False
        self._waiting: list[_Waiting] = []
        self._confirmed: set[int] = set()
        self._next_id = 730_000_001
        self._poller = 0
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def is_asked_for(self, kind: str) -> bool:
        """Whether allowed_updates lets this kind through."""
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def put(self, update: Json, repeat: int = 1) -> int:
        """Queue an update, numbering it if it has no number; it is delivered `repeat` times."""
        update_id = int(update.setdefault("update_id", self._next_id))
        again = update_id in self._confirmed
        self._confirmed.discard(update_id)
        self._next_id = max(self._next_id, update_id + 1)
        self._waiting.append(_Waiting(update, repeat, again))
        self._wake_lanes()
        self.bell.ring()
        return update_id

    def confirmed(self, update_id: int) -> bool:
        """Whether the bot has confirmed it, each repeat included."""
        return update_id in self._confirmed

    def waiting(self) -> list[int]:
        """Numbers of the updates that are not confirmed."""
        return [entry.update["update_id"] for entry in self._waiting]

    def _confirm(self, entry: _Waiting) -> None:
        entry.left -= 1
        entry.again = entry.left > 0
        if entry.left <= 0:
            self._waiting.remove(entry)
            self._confirmed.add(entry.update["update_id"])
        self.bell.ring()

    # Long polling

    async def poll(self, params: Json) -> list[Json]:
        """getUpdates: a newer call ends the older one with a 409, as the real server does."""
        self._refuse_while_webhook()
        self._poller += 1
        number = self._poller
        self.bell.ring()
        self._remember_allowed(params)
        self._confirm_below(int(params.get("offset") or 0))
        await self.bell.until(
            lambda: bool(self._waiting or self.webhook or self.closing or number != self._poller),
            float(params.get("timeout") or 0),
        )
        if number != self._poller:
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise ApiError(f"Conflict: {reason}", 409)
        if self.webhook:
            raise ApiError("Conflict: terminated by setWebhook request", 409)
        limit = int(params.get("limit") or 100)
        handed = self._waiting[: min(max(limit, 1), 100)]
        for entry in handed:
            entry.again = False
        return [entry.update for entry in handed]

    def _refuse_while_webhook(self) -> None:
        if self.webhook:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise ApiError(f"Conflict: {reason}", 409)

    def _remember_allowed(self, params: Json) -> None:
        if "allowed_updates" in params:
            self.allowed = params["allowed_updates"] or None

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:  # keep the last few, forget the rest
            settled = self._waiting[:offset]
        else:
            settled = [e for e in self._waiting if e.update["update_id"] < offset and not e.again]
        for entry in settled:
            self._confirm(entry)

    # Webhook

    def set_webhook(self, params: Json) -> bool:
        """setWebhook; plain http is accepted, as a local Bot API server does."""
        url, secret = str(params.get("url", "")), params.get("secret_token")
        if url and not url.startswith(("http://", "https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._remember_allowed(params)
        self._stop_lanes()
        if params.get("drop_pending_updates"):
            self._waiting.clear()
        self.webhook = Webhook(url, secret) if url else None
        self._wake_lanes()
        self.bell.ring()
        return True

    def webhook_info(self) -> Json:
        """getWebhookInfo."""
        info: Json = {
            "url": self.webhook.url if self.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._waiting),
        }
        if self.allowed:
            info["allowed_updates"] = self.allowed
        if self.webhook and self.webhook.last_error:
            info["last_error_message"] = self.webhook.last_error
        return info

    def _wake_lanes(self) -> None:
        if not self.webhook:
            return
        for chat in {chat_of(entry.update) for entry in self._waiting}:
            if chat not in self._lanes or self._lanes[chat].done():
                self._lanes[chat] = asyncio.create_task(self._drain(chat, self.webhook))

    async def _drain(self, chat: int, webhook: Webhook) -> None:
        """Post one chat's updates one after another, each until it is accepted."""
        pause, tries = FIRST_PAUSE, 0
        while tries < MOST_TRIES:
            entry = next((entry for entry in self._waiting if chat_of(entry.update) == chat), None)
            if entry is None:
                return
            if await self._post(entry.update, webhook):
                self._confirm(entry)
                pause, tries = FIRST_PAUSE, 0
            else:
                await asyncio.sleep(pause)
                pause, tries = min(pause * 2, LONGEST_PAUSE), tries + 1

    async def _post(self, update: Json, webhook: Webhook) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token} if webhook.secret_token else {}
        try:
            async with self._session.post(webhook.url, json=update, headers=headers) as answer:
                if answer.ok and answer.status < 300:
                    return True
                webhook.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            webhook.last_error = f"Connection failed: {error}"
        return False

    def _stop_lanes(self) -> list[asyncio.Task[Any]]:
        stopped = [lane for lane in self._lanes.values() if not lane.done()]
        for lane in stopped:
            lane.cancel()
        self._lanes.clear()
        return stopped

    async def close(self) -> None:
        """Let go of pollers and webhook."""
        self.closing = True
        self.bell.ring()
        for lane in self._stop_lanes():
            with contextlib.suppress(asyncio.CancelledError):
                await lane
        if self._session is not None:
            await self._session.close()
