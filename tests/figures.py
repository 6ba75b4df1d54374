"""What understanding comes to on sentences nobody trained on: for the tests' floors and for `make bench`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from peers.sets import HELD_OUT, held_out

from bot.turn import Guide
from intents import Understood

BLIND = HELD_OUT / "blind"
"""A second set by a further author, looked at once: nothing was chosen by it."""

OUTSIDERS = HELD_OUT / "outside"
"""A third set, by seven further authors: four on what is not ours, three on what is, hardly ever said plainly."""

OUTSIDE = "out_of_scope"


@dataclass(frozen=True)
class Figures:
    """Shares over a held-out set: see the README."""

    first: float
    top3: float
    coverage: float
    wrong: float
    within_one: float
    refused: float


def measure(guide: Guide, language: str, change: Callable[[str], str] = str, folder: Path = HELD_OUT) -> Figures:
    """The figures of a language's set, its texts changed first."""
    heard = [(guide.understand(change(text)), intent) for text, intent in held_out(language, folder)]
    inside = [(each, intent) for each, intent in heard if intent != OUTSIDE]
    answers = [(each.intent, intent) for each, intent in heard if each.decision == "answer" and each.intent != OUTSIDE]
    foreign = [each for each, intent in heard if intent == OUTSIDE]
    return Figures(
        first=share(menu(each)[0] == intent for each, intent in inside),
        top3=share(intent in menu(each) for each, intent in inside),
        coverage=share(each.decision == "answer" for each, _ in inside),
        wrong=share(said != intent for said, intent in answers),
        within_one=share(is_reached(each, intent) for each, intent in inside),
        refused=share(each.decision == "refuse" or each.intent == OUTSIDE for each in foreign),
    )


def of_outsiders(guide: Guide, language: str) -> tuple[float, float]:
    """The shares of what is not ours that is refused, and that is answered."""
    heard = [guide.understand(text) for text, intent in held_out(language, OUTSIDERS) if intent == OUTSIDE]
    answered = share(each.decision == "answer" and each.intent != OUTSIDE for each in heard)
    return share(each.decision == "refuse" for each in heard), answered


def menu(heard: Understood) -> list[str]:
    """The three best that are ours."""
    return [intent for intent, _ in heard.candidates if intent != OUTSIDE][:3]


def is_reached(heard: Understood, intent: str) -> bool:
    """Answered right, or offered in the one question."""
    return (
        heard.intent == intent if heard.decision == "answer" else heard.decision == "clarify" and intent in menu(heard)
    )


def share(hits: Iterable[bool]) -> float:
    """The share of true ones."""
    found = list(hits)
    return sum(found) / len(found)
