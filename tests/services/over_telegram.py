"""Telegram as one of the transports, polled or calling: its people, its failures."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doubles import telegram_people
from doubles.telegram import Call, Incoming, TelegramDouble

from .transports import Heard, Somebody, Told, Transport


@dataclass(frozen=True)
class _TelegramPerson:
    double: TelegramDouble
    whole: telegram_people.Person

    @property
    def address(self) -> str:
        return str(self.whole.id)

    @property
    def heard(self) -> list[Heard]:
        return [
            Heard(sent.text, (*(label for label, _ in sent.buttons), *sent.keyboard))
            for sent in self.double.to(self.whole.id)
        ]

    async def says(self, text: str, times: int = 1) -> Told:
        return self._told(await self.whole.says(text, repeat=times))

    async def presses(self, label: str) -> Told:
        return self._told(await self.whole.presses(label))

    async def edits(self, told: Told, text: str) -> Told:
        return self._told(await self.whole.edits(int(told.message), text))

    def _told(self, incoming: Incoming) -> Told:
        return Told(str(incoming.message_id), lambda: self.double.confirmed(incoming.update_id))


class Telegram(Transport):
    """Telegram, polled or calling."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.double = TelegramDouble()

    async def _open(self) -> None:
        await self.double.__aenter__()
        self.account = {"TELEGRAM_BOT_TOKEN": self.double.token, "TELEGRAM_API_BASE_URL": self.double.base_url}
        if self.name == "telegram webhook":
            self.account |= {
                "TELEGRAM_WEBHOOK_SECRET": "hemligt_1",
                "LOTS_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            }

    async def _close(self) -> None:
        await self.double.__aexit__(None, None, None)

    def person(self) -> _TelegramPerson:
        return _TelegramPerson(self.double, self.double.person(1000 + next(self._numbers)))

    def on_send(self, act: Callable[[], Awaitable[object]], *, recorded: bool, file: bool = False) -> None:
        method = "sendDocument" if file else "sendMessage"

        async def hook(call: Call) -> None:
            if call.method == method:
                self.double.on_call = None
                if not recorded:
                    self.double.fail(method, drop=True)
                await act()

        self.double.on_call = hook

    def files(self, person: Somebody) -> list[tuple[str, bytes]]:
        found = [sent.params["document"] for sent in self.double.to(int(person.address)) if "document" in sent.params]
        return [(each.file_name, each.content) for each in found]

    def fail(self, person: Somebody, *, file: bool = False, **how: Any) -> None:
        self.double.fail("sendDocument" if file else "sendMessage", chat_id=int(person.address), **how)

    def calls(self, person: Somebody) -> list[float]:
        return [
            call.at
            for call in self.double.calls
            if call.method == "sendMessage" and call.chat_id == int(person.address)
        ]
