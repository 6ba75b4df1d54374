"""The rows of the store as values. Times are milliseconds since 1970 in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum

from bot.messages import Rendered
from bot.owners import Matter


def milliseconds(at: datetime) -> int:
    """A moment as the store keeps it."""
    return round(at.timestamp() * 1000)


def moment(stamp: int) -> datetime:
    """A moment that the store has kept."""
    return datetime.fromtimestamp(stamp / 1000, UTC)


def maybe_moment(stamp: int | None) -> datetime | None:
    """A moment, if one was kept."""
    return None if stamp is None else moment(stamp)


class Lane(IntEnum):
    """Who goes first when much waits."""

    REPLY = 0  # a person is waiting for it
    RELAY = 1  # words between two people
    PUSH = 2  # our own initiative: check-ins, digests


class Status(StrEnum):
    """What has become of an outbox row."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # it may have arrived; a person decides
    FAILED = "failed"  # it will not arrive unless somebody retries it
    CANCELLED = "cancelled"


GONE = "gone: "
"""How the error begins of a message whose recipient was not there any more."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update as a service sent it, not yet worked on."""

    id: int
    channel: str
    payload: str
    received_at: int
    attempts: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message on its way out. `conversation` is `channel:address`.

    `thread` is where it goes, `target` the service's id of the message that it changes instead of being new;
    `changes` says that it was meant to change one (which may never have been sent: then there is no target).
    `stream` is what it belongs to within its chat, like a case.
    """

    id: int
    conversation: str
    thread: str | None
    lane: Lane
    rendered: Rendered
    status: Status
    due_at: int
    attempts: int
    created_at: int
    error: str
    target: str | None = None
    changes: bool = False
    stream: str = ""

    @property
    def channel(self) -> str:
        """Which channel carries it."""
        return self.conversation.partition(":")[0]

    @property
    def address(self) -> str:
        """Where it goes, in the channel's words."""
        return self.conversation.partition(":")[2]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of an escalation's record: when, who (a member's id, `person` or `bot`), what they did, their words."""

    at: int
    who: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often an entry helped and did not."""

    entry_id: str
    helped: int
    not_helped: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something done to what the bot knows: `what` is edit, drop, off, on, or what its owner was asked and said: asked,
    right, not_ours, reported."""

    at: int
    by: str
    what: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class DeskCode:
    """What a one-time code is for: the desk, what it is called, and the municipalities it answers for."""

    desk: str
    name: str
    serves: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MatterRow:
    """Something that an entry's owner is asked, and since when."""

    matter: Matter
    opened_at: int
