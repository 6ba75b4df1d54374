"""A stand-in for the Telegram Bot API: a real server on loopback that keeps, checks and fails as told.

    async with TelegramDouble(token="1:test") as telegram:
        maja = telegram.person(7)
        await maja.says("jag vill öppna kafé")
        [answer] = await telegram.wait_for(count=1, chat=7)

Several rooms: `telegram_server` (HTTP), `telegram_methods` and `telegram_account` (what each method does),
`telegram_checks` (what Telegram refuses), `telegram_updates` (polling, webhook), `telegram_people`, `telegram_faults`.
"""

from __future__ import annotations

from collections.abc import Callable

from .telegram_faults import Fault, Limits
from .telegram_people import Person
from .telegram_server import TelegramServer
from .telegram_updates import Webhook, chat_of
from .telegram_values import Call, Chat, Incoming, Json, Refused, Sent, Upload

__all__ = ["Call", "Fault", "Incoming", "Limits", "Person", "Refused", "Sent", "TelegramDouble", "Upload"]


class TelegramDouble(TelegramServer):
    """Telegram for one bot. State stays when the bot's process dies and a new one connects."""

    # What the bot did

    @property
    def sent(self) -> list[Sent]:
        """New messages, in order of arrival."""
        return self.messages.sent

    @property
    def edits(self) -> list[Sent]:
        """Edits of messages, likewise."""
        return self.messages.edits

    @property
    def unanswered(self) -> set[str]:
        """Ids of button presses that still spin."""
        return self.messages.unanswered

    @property
    def commands(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """(scope, language_code) → [(name, description)]; scopes are "default", "chat:-100" and the like."""
        return self.account.commands

    @property
    def webhook(self) -> Webhook | None:
        """Where updates go instead of getUpdates."""
        return self.updates.webhook

    @property
    def allowed_updates(self) -> list[str] | None:
        """What the bot last asked for."""
        return self.updates.allowed

    def to(self, chat: int | None) -> list[Sent]:
        """New messages to one chat, or all."""
        return [sent for sent in self.sent if chat in (None, sent.chat_id)]

    def confirmed(self, update_id: int) -> bool:
        """Whether the bot has confirmed the update: a higher offset, or 2xx from the webhook."""
        return self.updates.confirmed(update_id)

    # Waiting for it

    async def wait_for(self, count: int = 1, chat: int | None = None, timeout: float = 5) -> list[Sent]:  # noqa: ASYNC109
        """Wait until so many messages (in all since the start) have come, and return them."""
        if not await self.bell.until(lambda: len(self.to(chat)) >= count, timeout):
            place = "" if chat is None else f" to chat {chat}"
            raise AssertionError(f"waited {timeout} s for {count} message(s){place}; {self._arrived()}")
        return self.to(chat)

    async def wait_for_calls(self, method: str, count: int = 1, timeout: float = 5) -> list[Call]:  # noqa: ASYNC109
        """Wait until a method has been called so often, with or without success."""

        def calls() -> list[Call]:
            return [call for call in self.calls if call.method == method]

        await self.wait_until(lambda: len(calls()) >= count, f"{count} call(s) of {method}", timeout)
        return calls()

    async def wait_confirmed(self, update_id: int, timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait until the bot has confirmed an update."""
        claim = f"update {update_id} to be confirmed (unconfirmed: {self.updates.waiting()})"
        await self.wait_until(lambda: self.confirmed(update_id), claim, timeout)

    async def wait_until(self, claim: Callable[[], bool], what: str, timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait for anything that a call of the bot can bring about."""
        if not await self.bell.until(claim, timeout):
            raise AssertionError(f"waited {timeout} s for {what}; {self._arrived()}")

    def _arrived(self) -> str:
        messages = [f"  {sent.chat_id} #{sent.message_id} {sent.text!r} {sent.buttons}" for sent in self.sent]
        refusals = [f"  {refused.call.method}: {refused.description}" for refused in self.refused]
        calls = ", ".join(call.method for call in self.calls[-20:]) or "none"
        return "\n".join(["arrived:", *(messages or ["  nothing"]), "refused:", *refusals, f"last calls: {calls}"])

    # Chats and people

    def open_chat(
        self, chat_id: int, title: str | None = None, *, forum: bool = False, administrator: bool = True
    ) -> Chat:
        """The chat; opened first, if the bot had nothing to do with it before."""
        if chat_id not in self.messages.chats:
            self.messages.chats[chat_id] = Chat(chat_id, title or f"Chat {chat_id}", forum, administrator)
        return self.messages.chats[chat_id]

    def person(self, chat_id: int, first_name: str = "Maja", language_code: str | None = "sv") -> Person:
        """Somebody who can write; the bot can write back once they have."""
        self.people[chat_id] = Person(self, chat_id, first_name, language_code)
        return self.people[chat_id]

    def raw(self, update: Json, repeat: int = 1) -> int:
        """Queue any update and return its number; one confirmed before is delivered again."""
        if chat := chat_of(update):
            self.open_chat(chat)
        return self.updates.put(update, repeat)

    def deliver(self, kind: str, content: Json, repeat: int = 1) -> Incoming:
        """Queue an update of a kind, unless allowed_updates leaves it out (then its number is 0)."""
        update: Json = {kind: content}
        update_id = self.updates.put(update, repeat) if self.updates.is_asked_for(kind) else 0
        message = content.get("message", content)
        return Incoming(update_id, message.get("message_id"), update)

    def ask(self, query_id: str) -> None:
        """Remember a button press that waits for its answer."""
        self.messages.ask(query_id)

    def keep_file(self, upload: Upload, kind: str = "document") -> Json:
        """Store a file that getFile will find."""
        return self.messages.files.keep(upload, kind)

    # Trouble

    def fail(
        self,
        method: str | None = None,
        *,
        chat_id: int | None = None,
        times: int = 1,
        status: int = 429,
        retry_after: int | None = None,
        description: str | None = None,
        migrate_to: int | None = None,
        hang: float | None = None,
        drop: bool = False,
        delivered: bool = False,
    ) -> Fault:
        """Make the next calls (of a method, about a chat) fail; `hits` of the result counts them.

        With `hang` the answer comes only after so many seconds (and only if delivered), with `drop` the connection is
        cut, with `migrate_to` the group has become a supergroup, else the answer is an error with `status`.
        `delivered` says whether the method is carried out all the same.
        """
        if migrate_to is not None:
            self.open_chat(migrate_to)
        fault = Fault(
            method, chat_id, times, status, retry_after, description, migrate_to, hang, drop=drop, delivered=delivered
        )
        self._faults.add(fault)
        return fault

    def enforce_limits(
        self,
        per_chat_per_second: float = 1,
        burst: int = 3,
        overall_per_second: int = 30,
        per_group_per_minute: int = 20,
    ) -> Limits:
        """From now on answer 429 beyond these rates; `violations` of the result counts how often."""
        self.limits = Limits(per_chat_per_second, burst, overall_per_second, per_group_per_minute)
        return self.limits
