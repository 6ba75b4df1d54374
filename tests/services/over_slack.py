"""Slack as one of the transports, over Socket Mode or calling: its people, its failures."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doubles import slack_people
from doubles.slack import Delivery, SlackDouble

from .transports import Heard, Somebody, Told, Transport


@dataclass(frozen=True)
class _SlackPerson:
    double: SlackDouble
    whole: slack_people.Person

    @property
    def address(self) -> str:
        return f"T1:{self.whole.id}"

    @property
    def heard(self) -> list[Heard]:
        return [
            Heard(sent.text, tuple(button.label for button in sent.buttons))
            for sent in self.double.sent
            if sent.is_to(self.whole.id) and sent.method == "chat.postMessage"
        ]

    async def says(self, text: str, times: int = 1) -> Told:
        delivery = await self.whole.says(text)
        await self.double.raw(delivery.kind, delivery.payload, times - 1)
        return self._told(delivery)

    async def presses(self, label: str) -> Told:
        return self._told(await self.whole.presses(label))

    async def edits(self, told: Told, text: str) -> Told:
        return self._told(await self.whole.edits(told.message, text))

    def _told(self, delivery: Delivery) -> Told:
        message = str(delivery.payload.get("event", {}).get("ts", ""))
        return Told(message, lambda: self.double.acked(delivery.event_id))


class Slack(Transport):
    """Slack, over Socket Mode or calling."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name, folder)
        self.double = SlackDouble()

    async def _open(self) -> None:
        await self.double.__aenter__()
        self.double.delivery(ack_timeout=5, retry_delays=[0.1] * 300)
        self.account = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_API_BASE_URL": self.double.base_url}
        if self.name == "slack http":
            self.account["SLACK_SIGNING_SECRET"] = "s3cret"
            self.double.deliver_to(f"http://127.0.0.1:{self.port}/slack/events")
        else:
            self.account["SLACK_APP_TOKEN"] = "xapp-test"

    async def _close(self) -> None:
        await self.double.__aexit__(None, None, None)

    def person(self) -> _SlackPerson:
        return _SlackPerson(self.double, self.double.person(f"U{next(self._numbers)}"))

    def on_send(self, act: Callable[[], Awaitable[object]], *, recorded: bool, file: bool = False) -> None:
        async def hook(_call: object) -> bool:
            await act()
            return False

        self.double.on_call("files.completeUploadExternal" if file else "chat.postMessage", hook, after=recorded)

    def files(self, person: Somebody) -> list[tuple[str, bytes]]:
        user = person.address.partition(":")[2]
        shown = [file["id"] for sent in self.double.sent if sent.is_to(user) for file in sent.files]
        return [(self.double.files[each]["name"], self.double.files[each]["content"]) for each in shown]

    def fail(self, person: Somebody, *, file: bool = False, **how: Any) -> None:
        method = "files.completeUploadExternal" if file else "chat.postMessage"
        self.double.fail(method, channel=person.address.partition(":")[2], **how)

    def calls(self, person: Somebody) -> list[float]:
        user = person.address.partition(":")[2]
        return [
            call.at
            for call in self.double.calls
            if call.method == "chat.postMessage" and call.params.get("channel") == user
        ]
