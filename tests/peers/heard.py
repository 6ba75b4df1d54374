"""What a peer makes of a text, and what a peer is. Plain Python: shared by processes that have little installed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

OUTSIDE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Heard:
    """The likeliest intents, best first and without the reject class, and how much the text looks in scope."""

    ranked: tuple[str, ...]
    scope: float


class Peer(Protocol):
    """An intent engine under test."""

    def learn(self, rows: Sequence[tuple[str, str]]) -> None:
        """Train on (text, intent) rows."""

    def hear(self, text: str) -> Heard:
        """Read one text."""


def heard(scores: Mapping[str, float]) -> Heard:
    """From margins or likenesses: the best three in scope; scope is the best of them less that of the reject class."""
    ranked = best_three(scores)
    return Heard(ranked, scores[ranked[0]] - scores.get(OUTSIDE, 0.0))


def heard_chances(chances: Mapping[str, float]) -> Heard:
    """From chances with sum 1: scope is the chance of all but the reject class, which tells more than the best."""
    return Heard(best_three(chances), 1 - chances.get(OUTSIDE, 0.0))


def best_three(scores: Mapping[str, float]) -> tuple[str, ...]:
    """The likeliest intents in scope, best first."""
    return tuple(sorted((intent for intent in scores if intent != OUTSIDE), key=lambda intent: -scores[intent])[:3])
