"""What came of a text: the value that the conversation decides on."""

from dataclasses import dataclass
from typing import Literal

from .places import Place

Decision = Literal["answer", "clarify", "refuse"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing asked for: the intent, its finer meaning (empty if plain), and its chance."""

    intent: str
    detail: str
    chance: float


@dataclass(frozen=True, slots=True)
class Understood:
    """A text understood, or not.

    `candidates` are intents with their probability, best first; the reject class last unless best. `content`
    counts the words that are neither a place nor a filler: 0 means that the text only names a place. `needs` are what
    the text asks for in turn: one as a rule, two if both halves are sure, more if they
    stand in a row; of the same intent only if their details
    are doors of their own ("bygglov … och serveringstillstånd").
    """

    text: str
    language: str | None
    intent: str
    detail: str
    confidence: float
    candidates: tuple[tuple[str, float], ...]
    places: tuple[Place, ...]
    decision: Decision
    content: int
    needs: tuple[Need, ...] = ()
