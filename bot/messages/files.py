"""Files on their way: what somebody sent, and what we attach to a message.

An attachment's content is got when it is sent, whichever of three ways it comes: kept bytes, a recipe from
which it is made then (never in a transaction, where nothing slow belongs), or a place at a service.
"""

import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from bot.messages.charts import Chart, Page
from bot.messages.words import Paragraph, Table

LARGEST = 20_000_000
"""Bytes of a file that we pass on: what Telegram lets a bot fetch (Bot API, getFile), and what one file may take
of our memory."""

LONGEST_NAME = 80
"""Characters of a file's name: readable on a phone, and far below what any file system takes."""

SentKind = Literal["photo", "video", "voice", "audio", "file"]

TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types by the end of a name. Not `mimetypes`: it reads the machine's own files."""

ANY_TYPE = "application/octet-stream"


def media_type(name: str) -> str:
    """What a file is, by its name."""
    _, dot, end = name.rpartition(".")
    return TYPES.get(dot + end.casefold(), ANY_TYPE)


def safe_name(name: str) -> str:
    """A name that every service and file system shows as it is: no folders, no quotes, nothing unseen.

    Telegram's server ends a name at a quote or semicolon and drops emoji (tdlib/td #1459,
    python-telegram-bot #3995); a right-to-left mark could make an .exe look like a .pdf.
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rstrip("/ ").rpartition("/")[2]
    plain = "".join(letter if _fits(letter) else " " for letter in last)
    stem, dot, end = " ".join(plain.split()).rpartition(".")
    if not dot or not end.isalnum() or len(end) > 10:  # no ending, or a sentence that holds a dot
        stem, dot, end = f"{stem}{dot}{end}", "", ""
    stem = stem.strip(" .-")[: LONGEST_NAME - len(dot + end)].rstrip(" .-") or "fil"
    safe = f"{stem}{dot}{end}"
    return safe if safe == name else safe_name(safe)  # what was stripped or cut off may have laid an ending bare


def _fits(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LN" or category == "Mn" or letter in " .,-_+()&%!=§@'–"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sent. Its bytes stay at the service; `reference` finds them there.

    `size` is in bytes, 0 when the service does not say; `name` may be made up from the kind.
    """

    kind: SentKind
    name: str
    media_type: str
    reference: str
    size: int = 0

    def can_be_passed_on(self, conversation: str, to: str) -> bool:
        """Is it small enough? What Telegram has it sends again to its own, whatever its size."""
        within_telegram = conversation.startswith("telegram:") and to.startswith("telegram:")
        return self.size <= LARGEST or within_telegram

    def passed_on(self, conversation: str, thread: str | None = None) -> "Attachment":
        """The same file for another conversation; this one is told if it cannot be passed on."""
        return Attachment(
            safe_name(self.name), self.media_type, Remote(self.reference, conversation, thread, self.size)
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a calendar file is about. `uid` stays the same when a meeting changes, `sequence` grows.

    `start` and `end` are aware, or dates for whole days (`end` is then the day after the last). `changed` is
    when this version came to be. `organizer` is an office, `mailbox` its function mailbox: no person's own.
    """

    uid: str
    start: datetime | date
    end: datetime | date
    changed: datetime
    place: str = ""
    url: str = ""
    organizer: str = ""
    mailbox: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What a QR code leads to."""

    url: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that we have. The store keeps them beside their message, not in its JSON."""

    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file that a person sent in `conversation` (and `thread`), where the service keeps it: see SentFile."""

    reference: str
    conversation: str
    thread: str | None = None
    size: int = 0

    @property
    def channel(self) -> str:
        """The service that has it."""
        return self.conversation.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What `bot.documents` makes a file of; the end of the file's name says which sort of file."""

    words: tuple[Paragraph | Table, ...]
    language: str
    about: Meeting | Link | Chart | Page | None = None


Source = Kept | Remote | Recipe


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `name` is safe (see `safe_name`)."""

    name: str
    media_type: str
    source: Source

    @property
    def size(self) -> int:
        """Bytes, as far as is known before it is sent."""
        match self.source:
            case Kept(content):
                return len(content)
            case Remote(size=size):
                return size
            case _:
                return 0

    def to_json(self) -> dict[str, Any]:
        """As kept in the outbox, without kept bytes."""
        return {
            "name": self.name,
            "media_type": self.media_type,
            "kind": type(self.source).__name__.casefold(),
            "source": {} if isinstance(self.source, Kept) else asdict(self.source, dict_factory=_dates_written),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Attachment":
        """From the outbox."""
        return cls(kept["name"], kept["media_type"], _source(kept["kind"], kept["source"]))


def _dates_written(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in pairs}


def _source(kind: str, kept: dict[str, Any]) -> Source:
    match kind:
        case "kept":
            return Kept()
        case "remote":
            return Remote(**kept)
        case _:
            words = tuple((Table if "rows" in each else Paragraph).from_json(each) for each in kept["words"])
            return Recipe(words, kept["language"], _about(kept["about"]))


def _about(kept: dict[str, Any] | None) -> Meeting | Link | Chart | Page | None:
    if kept and "bars" in kept:
        return Chart.from_json(kept)
    if kept and "figures" in kept:
        return Page.from_json(kept)
    if kept is None or "uid" not in kept:
        return Link(**kept) if kept else None
    return Meeting(**kept | {name: _moment(kept[name]) for name in ("start", "end", "changed")})


def _moment(written: str) -> datetime | date:
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
