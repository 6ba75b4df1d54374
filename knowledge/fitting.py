"""How well an organisation fits what a company has told of itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .entries import Organisation
from .fits import Fits
from .vocabulary import Clue, Kind, vocabulary

OTHER = "other"
"""The answer "something else" to a question on the industry."""

Against = Literal["need", "industry", "stage", "size", "place"]
"""What may speak against an organisation."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a company has told so far: nothing else decides."""

    clues: tuple[Clue, ...] = ()

    def values(self, kind: Kind) -> tuple[str, ...]:
        """All that was told of one kind, each once, needs in the order of `needs.toml`."""
        told = dict.fromkeys(clue.value for clue in self.clues if clue.kind == kind)
        return tuple(value for value in vocabulary().values("need") if value in told) if kind == "need" else tuple(told)

    def without(self, kind: Kind) -> "Case":
        """The same, had nothing of this kind been told."""
        return Case(tuple(clue for clue in self.clues if clue.kind != kind))

    def told(self, kind: Kind, value: str) -> "Case":
        """The same with an answer to a question, or a need that was understood in another way.

        Raises KeyError if there is no such value.
        """
        if value == OTHER and kind == "industry":
            return Case((*self.clues, Clue(kind, value, "", "något annat", "something else")))
        return Case((*self.clues, vocabulary().meanings[kind, value].clue("")))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case as organisations are measured by it: one need at a time, and where."""

    need: str
    industries: frozenset[str]
    stages: frozenset[str]
    sizes: frozenset[str]
    places: tuple[str, ...]

    def against(self, fits: Fits) -> Against | None:
        """What speaks against an organisation, if anything does."""
        if not fits.for_companies or (self.need and self.need not in (*self._main(fits), *fits.also)):
            return "need"
        if self._is_other_trade(fits):
            return "industry"
        if self.stages and fits.stages and not self.stages & set(fits.stages):
            return "stage"
        if self.sizes and fits.sizes and not self.sizes & set(fits.sizes):
            return "size"
        elsewhere = self.places and fits.where and not self.is_in(fits.where)
        return "place" if elsewhere or (fits.undecided_place and len(self.places) == 1) else None

    def _main(self, fits: Fits) -> tuple[str, ...]:
        """What it is for, as far as the trade is known: if it is not, it may be for more."""
        in_trade = not self.industries or self.industries & set(fits.best_for)
        return (*(fits.trade_needs if in_trade else ()), *fits.needs)

    def _is_other_trade(self, fits: Fits) -> bool:
        if not self.industries:
            return False
        return bool(fits.industries and not self.industries & set(fits.industries)) or self.industries <= set(
            fits.not_for
        )

    def is_in(self, where: Iterable[str]) -> bool:
        """Is one of the places there?"""
        return any(place.startswith(tuple(where)) for place in self.places)

    def is_unsure(self, fits: Fits) -> bool:
        """Does it depend on something that has not been told?"""
        by_trade = fits.industries or (self.need in fits.trade_needs and self.need not in (*fits.needs, *fits.also))
        return bool((by_trade and not self.industries) or (fits.where and not self.places))

    def rank(self, fits: Fits) -> tuple[bool, bool, bool, bool, bool, int]:
        """The lower, the nearer: what surely fits, what it is for, who knows the trade, is near, knows the stage."""
        trade = self.industries & {*fits.industries, *fits.best_for}
        main = self._main(fits)
        order = [*main, *fits.also, self.need].index(self.need) if self.need else 0
        near, stage = bool(fits.where) and self.is_in(fits.where), self.stages & set(fits.stages)
        return self.is_unsure(fits), self.need not in main, not trade, not near, not stage, order


def wanted_by(case: Case, places: Sequence[str], need: str) -> Wanted:
    """The case with one of its needs in view; a need may tell the industry, if nothing else does."""
    industries = case.values("industry")
    if need and not industries and (implied := vocabulary().meanings["need", need].industry):
        industries = (implied,)
    stages, sizes = frozenset(case.values("stage")), frozenset(case.values("size"))
    return Wanted(need, frozenset(industries), stages, sizes, tuple(places))


def ranked(bodies: Iterable[Organisation], wanted: Wanted, *, unsure: bool = False) -> list[Organisation]:
    """Those that fit, nearest first; with `unsure` also those that may."""
    fitting = [
        body
        for body in bodies
        if not body.closed and not wanted.against(body.fits) and (unsure or not wanted.is_unsure(body.fits))
    ]
    return sorted(fitting, key=lambda body: (wanted.rank(body.fits), body.id))
