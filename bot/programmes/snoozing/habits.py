"""Days of the week that someone never wants, or only wants: "inte måndagar", "only Tuesdays"."""

import re
from dataclasses import dataclass
from typing import Final

from .said import Said

_DAYS = re.compile(r"(?P<before>[NO]*)T?(?P<days>W(?:\+*W)*)(?P<after>f?N(?!T?W))?")
_NOT_THAT_DAY = re.compile(r"N[Tj]?w(?:\+w)*")


@dataclass(frozen=True, slots=True)
class Habits:
    """ISO days of the week: `avoid` and `only` for good, `skip` just this time."""

    avoid: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()
    skip: frozenset[int] = frozenset()

    @property
    def any(self) -> bool:
        """Was anything said of days of the week?"""
        return bool(self.avoid or self.only or self.skip)


NO_HABITS: Final = Habits()


def read_habits(said: Said) -> Habits:
    """What is said of days of the week in general; it is taken from what was said."""
    avoid: set[int] = set()
    only: set[int] = set()
    skip: set[int] = set()
    for piece in said.fitting(_NOT_THAT_DAY):
        skip |= {int(token.value) for token in piece.tokens if token.kind == "w"}
        said.take(piece.at, len(piece.tokens))
    for piece in said.fitting(_DAYS):
        days = {int(digit) for token in piece.tokens if token.kind == "W" for digit in token.value}
        refused = any(token.kind == "N" for token in piece.tokens) or said.shape[piece.at] == "N"
        (avoid if refused else only).update(days)
        said.take(piece.at, len(piece.tokens))
    return Habits(frozenset(avoid), frozenset(only - avoid), frozenset(skip))
