"""A matter: one entry that its owner is to have a say on, and who waits to hear what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Cause(StrEnum):
    """Why the owner is asked."""

    FRESH = "fresh"  # its date is near: does it still hold?
    REPORT = "report"  # somebody says that it is wrong
    LOOK = "look"  # the desk took it up by itself


class Outcome(StrEnum):
    """What came of it."""

    RIGHT = "right"
    MENDED = "mended"
    NOT_OURS = "not_ours"  # nobody who was asked could say
    LAPSED = "lapsed"  # nobody answered before it was asked anew


class ReportedPart(StrEnum):
    """What of an answer is wrong."""

    URL = "url"
    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody says that an answer is wrong: which part, how it read, and their words, perhaps none.

    `conversation` is where they hear what came of it; empty if they erased their data.
    """

    conversation: str
    language: str
    part: ReportedPart
    shown: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """A change in the making: by whom, of which line (empty: not chosen yet), the new words in Swedish (empty: not
    written yet) and, once it is whole, the fields of the edit: then it waits for a yes."""

    by: str
    line: str = ""
    words: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """`desk` is who has it now, empty if nobody can be asked, `asked_for` the best_before it was asked about.
    `passed_on`: the first desk said that it is not theirs. `cards` counts the cards laid out, `messages` all that was
    said at desks."""

    number: int
    cause: Cause
    entry_id: str
    desk: str
    asked_for: str = ""
    reports: tuple[Report, ...] = ()
    pen: Pen | None = None
    outcome: Outcome | None = None
    passed_on: bool = False
    cards: int = 0
    messages: int = 0

    @property
    def is_open(self) -> bool:
        """Has nobody said yet how it is?"""
        return self.outcome is None

    @property
    def card(self) -> str:
        """The handle of its card at the desk where it is."""
        return f"k{self.number}/card{self.cards}"

    @property
    def next_handle(self) -> str:
        """The handle of what is said next, so that an answer to it is found."""
        return f"k{self.number}/m{self.messages + 1}"


def matter_of(handle: str) -> int | None:
    """The matter that a handle belongs to, None if it is none of ours."""
    head = handle.partition("/")[0]
    return int(head[1:]) if head[:1] == "k" and head[1:].isdecimal() else None
