"""What crosses the border between a channel and the conversation, in no service's words.

In: a `Message` with its `Content`. Out: a `Reply`, which `bot.texts` turns into `Rendered` words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.messages.files import Attachment, Link, Meeting, SentFile
from bot.messages.senders import Sender
from bot.messages.told import Comparison, Example, Fact, Gone, Numbers, Switchboard, WhoDoesWhat
from bot.messages.values import Value
from bot.promise import Receipt

# --- in ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button: the id of the `Choice` that was offered."""

    choice: str


@dataclass(frozen=True, slots=True)
class Location:
    """A shared position, WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Start:
    """The conversation was opened, perhaps by a link that carries a payload."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """An earlier message was changed."""

    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """An earlier message was taken back (Slack tells; Telegram never does)."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something that is neither words nor a file: a sticker, a poll; or what is left of a file nobody takes."""

    kind: str


@dataclass(frozen=True, slots=True)
class SentFiles:
    """Files of one message, and the words that came with them."""

    files: tuple[SentFile, ...]
    caption: str = ""

    @property
    def spoken(self) -> Text | Unsupported:
        """All that a talk without a person in it can take: the words, or else which sort of file it was."""
        if self.caption:
            return Text(self.caption)
        return Unsupported({"video": "photo", "audio": "voice"}.get(self.files[0].kind, self.files[0].kind))


@dataclass(frozen=True, slots=True)
class Opened:
    """The bot's home page was opened (Slack)."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot, or came back."""

    back: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another address now: a `channel:address`."""

    conversation: str


Content = Text | Press | Location | Start | Edit | Deleted | SentFiles | Unsupported | Opened | Blocked | Moved


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a person sent.

    `conversation` is `channel:address`, `language` what the person's app is set to (a hint),
    `thread` where the answer belongs, if not in the open: the service's id of the message that a thread
    hangs on, or `/` and the thread's own id where a service numbers its threads apart. `room` is the
    conversation that all who read it there share, empty in private: it may be a desk. A message whose
    `conversation` is its room is addressed to nobody: unless the room is a desk it is not for us. `heard_twice`
    says that the service also brings it as one to all in the room.
    """

    conversation: str
    id: str
    content: Content
    language: str | None = None
    thread: str | None = None
    sender: Sender | None = None
    room: str = ""
    heard_twice: bool = False


# --- out --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """One of the bot's own texts, by its key in `bot/texts`, with what is put into it."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scripted:
    """A text of the check-in script or of a programme, in the language of the talk, with what is put into it."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, shown as they are. `by` is who said them."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Theirs:
    """A part as somebody else will read it: in their language."""

    part: "Part"
    language: str


Told = Fact | Numbers | Gone | Comparison | WhoDoesWhat | Switchboard | Example | Receipt
"""What is known, laid out."""

Part = Say | Scripted | Quote | Theirs | Told


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `key` names its label in `bot/texts`; with `url` it opens a page instead."""

    id: str
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in a file; the first row is the head."""

    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file to be made for a reply, language still open.

    `name` ends in what it is made into: `.pdf` or `.md` of its words, `.ics` of a meeting, `.png` (or `.pdf`, a
    sheet to print) of a link. `parts` are the words: first a title, which also names the meeting or the sheet.
    """

    name: Say
    parts: tuple[Part | Grid, ...] = ()
    about: Meeting | Link | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say, language still open. `kind` is what sort of move it is (answer, clarify, refuse …).

    `files` are made, or passed on as they are, when the reply is sent.
    """

    kind: str
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...] = ()
    wants_location: bool = False
    files: tuple[File | Attachment, ...] = ()
