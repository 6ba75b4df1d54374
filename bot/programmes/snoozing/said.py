"""What was said, as a shape of letters from which what is understood is taken piece by piece."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .words import Token

TAKEN = "_"
CONTENT = frozenset("?ncodhuvVyzwWgSEDmplQRG")
"""Kinds that say something: a text in which none of them is left over was understood whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that fit a pattern, and where the first of them stands."""

    at: int
    tokens: tuple[Token, ...]

    @property
    def exact(self) -> bool:
        """Were all typed without slips?"""
        return all(token.exact for token in self.tokens)


@dataclass
class Said:
    """The words of a text; `shape` has a letter for each, an underscore where it has been understood."""

    tokens: list[Token]
    shape: str = field(init=False)

    def __post_init__(self) -> None:
        self.shape = "".join(token.kind for token in self.tokens)

    def fitting(self, pattern: re.Pattern[str]) -> Iterator[Piece]:
        """Every piece that fits, from left to right, in the shape as it is when it is looked for."""
        at = 0
        while found := pattern.search(self.shape, at):
            at = max(found.end(), found.start() + 1)
            if found[0]:
                yield Piece(found.start(), tuple(self.tokens[found.start() : found.end()]))

    def take(self, at: int, length: int) -> None:
        """Mark words as understood."""
        self.shape = self.shape[:at] + TAKEN * length + self.shape[at + length :]

    def rename(self, at: int, kind: str) -> None:
        """A word turned out to be of another kind."""
        self.shape = self.shape[:at] + kind + self.shape[at + 1 :]

    def left(self, piece: Piece | None = None) -> bool:
        """Is anything left that says something, outside a piece?"""
        inside = range(piece.at, piece.at + len(piece.tokens)) if piece else range(0)
        return any(letter in CONTENT for at, letter in enumerate(self.shape) if at not in inside)
