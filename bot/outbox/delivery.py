"""What a channel is to the outbox: how it is handed a message, and all that it may say instead of taking it."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.messages import Rendered, Standing
from bot.outbox.pace import Pace


class TryLater(Exception):
    """The service asks to wait `seconds`, for this chat or (`everywhere`) for all."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        super().__init__(f"asked to wait {seconds:g} s")
        self.seconds = seconds
        self.everywhere = everywhere


class NotSent(Exception):
    """The service could not be reached or failed; the message was not taken."""


class Uncertain(Exception):
    """The request went out and no answer came: the message may have arrived."""


class Undeliverable(Exception):
    """It will never arrive. With `gone` the person has left: nothing more is pushed there."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


Fault = Literal["too_big", "gone", "refused", "unmade"]
"""What is wrong with a file: above what we or a service take, no longer there, not let in or out by the service,
or not made by us. Each has its text: `file.too_big` …"""


class FileRefused(Exception):
    """The file will never arrive; the words that came with it can. `detail` is for the log."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(f"file {fault}: {detail}")
        self.fault = fault


class Unchangeable(Exception):
    """The message that was to be changed cannot be changed any more; what it says now is sent as a new one."""


class Moved(Exception):
    """The chat has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__(f"moved to {address}")
        self.address = address


class Channel(Protocol):
    """A chat service behind our small door."""

    pace: Pace
    """How fast this service may be written to."""

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        """Send one message, with its file if it has one; the service's id of it, followed by `/` and the thread's
        id where it opened a thread that has an id of its own. `thread` is such a thread with the `/`, or the id of
        the message it hangs on. Raises only the errors above."""

    async def change(self, address: str, message_id: str, rendered: Rendered) -> None:
        """Let an earlier message say this instead. Raises only the errors above."""

    def resends(self, reference: str) -> bool:
        """Can a file that was sent here be sent here again by its reference alone, without our fetching it?"""

    async def fetch(self, reference: str) -> bytes:
        """A file that somebody sent here, at most `bot.messages.files.LARGEST` bytes. Raises only the errors above."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a service says of somebody in a chat, and what they are called there."""

    standing: Standing
    name: str = ""


class Asks(Protocol):
    """A channel that can tell who is in a chat."""

    async def standing(self, address: str, user: str) -> Found:
        """Is somebody in a chat? Any error means that it cannot be told just now."""
