"""What came of a text: the value that the conversation decides on."""

from dataclasses import dataclass
from typing import Literal

from .places import Place

Decision = Literal["answer", "clarify", "refuse"]


@dataclass(frozen=True, slots=True)
class Understood:
    """A text understood, or not.

    `candidates` are intents with their probability, best first. `content` counts the words that are
    neither a place nor a filler: 0 means that the text only names a place. `needs` are the intents the
    text asks for in turn, with their probability: one as a rule, two if both halves of it are sure.
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
    needs: tuple[tuple[str, float], ...] = ()
