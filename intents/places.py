"""Finds places in texts: names, genitives and slips of the finger, with a guard against everyday words."""

from collections.abc import Collection, Iterable

from .places_context import Context, Found, Part, parts_of
from .places_joined import Place, joined
from .places_names import SURE, Match, Names
from .places_words import FILLER

__all__ = ["Gazetteer", "Place"]

_LONGEST = 5
_GUESSES = 120
"""How many words of one text are compared with every name: a message has fewer, an essay is not for us."""


class Gazetteer:
    """The names to look for. Built once from the atlas's names.

    `common` holds folded words that are never taken for a misspelt place.
    """

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...], str]], common: Collection[str] = ()) -> None:
        self._names = Names(names, common)

    def find(self, text: str) -> tuple[Place, ...]:
        """The places of a text, in order; none overlaps another."""
        parts = parts_of(text)
        context = Context(parts)
        found = self._candidates(parts, context)
        sure = {each.first for each in found if each.match.guard == SURE and context.is_meant(each, listed=False)}
        for at, each in enumerate(found):
            if each.match.guard != SURE and context.is_meant(each, _listed(found, at, sure, context)):
                sure.add(each.first)
        return joined([each for each in found if each.first in sure], parts, text)

    def _candidates(self, parts: list[Part], context: Context) -> list[Found]:
        """The longest name at each part, meant or not."""
        found: list[Found] = []
        at, guesses = 0, _GUESSES
        while at < len(parts):
            match, length = self._at(parts, at)
            if match is None and guesses and len(parts[at].folded) > 4:
                guesses -= 1
                match = self._names.near(parts[at].folded, context.is_backed(at))
            if match:
                found.append(Found(match, at, at + length - 1))
            at += length
        return found

    def _at(self, parts: list[Part], at: int) -> tuple[Match | None, int]:
        longest = min(self._names.longest_from.get(parts[at].folded, 1), len(parts) - at)
        for length in range(longest, 1, -1):
            run = parts[at : at + length]
            if all(_is_close(part) for part in run[1:]) and (match := self._exact(run)):
                return match, length
        first = parts[at]
        second = parts[at + 1] if at + 1 < len(parts) and parts[at + 1].gap == " " else None
        if second and first.folded not in FILLER and (torn := self._names.torn_apart(first.folded, second.folded)):
            return torn, 2
        return self._exact([first]) or self._names.run_together(first.folded), 1

    def _exact(self, run: list[Part]) -> Match | None:
        return self._names.exact(" ".join(part.typed for part in run), " ".join(part.folded for part in run))


def _is_close(part: Part) -> bool:
    return len(part.gap) < 3 and not part.gap.strip(" -/–\t\n")


def _listed(found: list[Found], at: int, sure: set[int], context: Context) -> bool:
    near = [found[other] for other in (at - 1, at + 1) if 0 <= other < len(found)]
    return any(each.first in sure and context.is_listed(found[at], each) for each in near)
