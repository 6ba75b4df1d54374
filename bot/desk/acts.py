"""What can happen to an escalation. A closed set: `bot.desk.hear` has an answer to every one."""

from dataclasses import dataclass
from datetime import datetime

from bot.messages.files import SentFile

from .escalation import Asked, Outcome

# --- at the desk ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """I take it."""


@dataclass(frozen=True, slots=True)
class HandTo:
    """Somebody else of the desk is to have it, by their name."""

    name: str


@dataclass(frozen=True, slots=True)
class TakePen:
    """My next words in the thread are an answer, a reason to pause, a reason for more time."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Note:
    """Words or files in the thread. Internal, unless their writer holds the pen."""

    text: str
    message: str
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """Of several desks that were asked, we take it."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Of several desks that were asked, not we."""


@dataclass(frozen=True, slots=True)
class Approve:
    """The answer that the bot proposes; it still waits for a yes."""


@dataclass(frozen=True, slots=True)
class Propose:
    """An answer by explicit command; it still waits for a yes."""

    text: str
    message: str
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Revise:
    """The writer changed a message in the thread: a draft, or words that were sent from it."""

    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """Send the draft as it was shown; `key` tells which was."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Discard:
    """Put the draft, or the pen, away."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo an answer that has not left yet."""

    answer: int


@dataclass(frozen=True, slots=True)
class Complete:
    """All that was missing has come. Either side may say so."""


@dataclass(frozen=True, slots=True)
class Resume:
    """What was waited for has come."""


@dataclass(frozen=True, slots=True)
class Read:
    """Where the whole case can be read, and until when; without a `url` no page is served."""

    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class AskWhere:
    """Show the desks that it could go to: as wrong here, or passed on with a desk's help."""

    wrong: bool


@dataclass(frozen=True, slots=True)
class PassOn:
    """Another desk should have it. `wrong` says that it should never have come here."""

    desk: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class AskOutcome:
    """Show what it may have come to."""


@dataclass(frozen=True, slots=True)
class Close:
    """It is over."""

    outcome: Outcome


# --- the entrepreneur -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Open:
    """It begins: the card goes to the desk."""


@dataclass(frozen=True, slots=True)
class Add:
    """Further words, with or without files."""

    text: str
    message: str
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Earlier words are different now; None: they were taken back."""

    text: str | None
    message: str


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """May another desk have it?"""

    agreed: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """Is it true, what the desk says it came to?"""

    true: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """Was it of use?"""

    useful: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Never mind."""


@dataclass(frozen=True, slots=True)
class Leave:
    """They erased their data."""


# --- time -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """Something may be due."""


DeskAct = (
    Claim
    | Lead
    | Decline
    | Approve
    | TakePen
    | Note
    | Propose
    | Revise
    | Confirm
    | Discard
    | TakeBack
    | Complete
    | Resume
    | Read
    | AskWhere
    | PassOn
    | AskOutcome
    | Close
    | HandTo
)
PersonAct = Open | Add | Change | AnswerOffer | Contest | Complete | Rate | Withdraw | Leave
Act = DeskAct | PersonAct | Tick
