"""Who does what: which organisation to start with, which stand beside it, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from .atlas import Atlas
from .entries import Organisation
from .fitting import OTHER, Against, Case, Wanted, ranked, wanted_by
from .hearing import heard
from .vocabulary import Clue, Kind, Meaning, Pattern, index, variants, vocabulary

Told = Literal["industry", "stage", "size"]
"""What a question may be about, besides the place."""

TOLD: tuple[Told, ...] = ("industry", "stage", "size")

MUNICIPALITY = "kommunen"
"""The id of the file that tells what every municipality does."""

MOST_OTHERS = 2
"""Organisations beside the one to start with: more do not fit one screen."""

MOST_OPTIONS = 3  # industries in the one question, besides "something else"

_DEVELOP = "develop"
"""What a company that only tells its trade is taken to want."""


@dataclass(frozen=True, slots=True)
class ActorOption:
    """An answer to the one question: its value, and its words in both languages."""

    value: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class ActorQuestion:
    """The one question that decides. With options when it is not about the place."""

    dimension: Told | Literal["place"]
    options: tuple[ActorOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """An organisation that was named but is not the one, and what speaks against it."""

    organisation: Organisation
    because: Against


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to start with, and why.

    `start_with` is None only when several were named and the question decides between them. `reason` holds the
    words that decided, in the order they were written; a clue without text was an answer, or was understood in
    another way. `placed` tells that the place decided too. `stands_in` tells that nobody is known who does just this,
    and the municipality stands in. `topic` is the municipality's door for the need.
    `misfits` were named but are not for this company, `closed` were named but are no more, `unknown` are names that
    nothing is known of.
    """

    start_with: Organisation | None
    others: tuple[Organisation, ...] = ()
    reason: tuple[Clue, ...] = ()
    placed: bool = False
    stands_in: bool = False
    topic: str = ""
    question: ActorQuestion | None = None
    misfits: tuple[Misfit, ...] = ()
    closed: tuple[Organisation, ...] = ()
    unknown: tuple[str, ...] = ()


def case_of(text: str, atlas: Atlas) -> Case:
    """What a text tells of the company, and which organisations it names."""
    # A shared unit without a role is a door, not somebody to choose.
    told = (body for body in atlas.organisations if body.sv or body.closed)
    return Case(heard(text, _patterns(tuple((body.id, body.name, *body.names) for body in told))))


@lru_cache(maxsize=4)
def _patterns(bodies: tuple[tuple[str, ...], ...]) -> Mapping[str, tuple[Pattern, ...]]:
    """How organisations are named: each an id and its names, and those that were never found."""
    names = [Meaning("body", own_id, name, name) for own_id, *names in bodies for name in names]
    lost = [Meaning("unknown", name, name, name) for name in vocabulary().not_found]
    return index(Pattern(variant, each) for each in (*names, *lost) for variant in variants(each.sv))


def choose(atlas: Atlas, case: Case, places: Sequence[str] = (), *, ask: bool = True) -> Advice | None:
    """Whom to turn to, or None if the case tells neither a need, nor a trade, nor an organisation.

    `places` are the codes of the municipalities it is about, none if not known. Without `ask` there is no question,
    and what is known decides.
    """
    choice = _Choice(atlas, case, tuple(places))
    tells = choice.mentioned or any(case.values(kind) for kind in ("need", "industry", "unknown"))
    return choice.advice(ask) if tells else None


@dataclass(frozen=True, slots=True)
class _Choice:
    """One case in one place."""

    atlas: Atlas
    case: Case
    places: tuple[str, ...]

    def advice(self, ask: bool) -> Advice:
        question = self.question() if ask else None
        start = None if question and question.dimension != "place" and len(self.named) > 1 else self.start
        return Advice(
            start_with=start,
            others=self.others(start),
            reason=self.reason(start) if start else (),
            placed=bool(self.places) and self.start is not replace(self, places=()).start,
            stands_in=self.found is None,
            topic=self.topic,
            question=question,
            misfits=tuple(self.misfits()),
            closed=tuple(body for body in self.mentioned if body.closed),
            unknown=self.case.values("unknown"),
        )

    # --- whom -----------------------------------------------------------------

    @property
    def need(self) -> str:
        """The need that decides; somebody who only tells the trade wants to get further."""
        told = self.case.values("need")
        return told[0] if told else _DEVELOP if self.case.values("industry") else ""

    @property
    def topic(self) -> str:
        """The municipality's door for the need, or for what a closed body did."""
        did = (topic for body in self.mentioned if body.closed for topic in body.did)
        return vocabulary().meanings["need", self.need].topic if self.need else next(did, "business.contact")

    @property
    def wanted(self) -> Wanted:
        """Bodies that were named are not measured by a need that was not."""
        return wanted_by(self.case, self.places, self.need if self.case.values("need") or not self.named else "")

    @property
    def mentioned(self) -> tuple[Organisation, ...]:
        """Those named, and those that took over from one that is closed.

        The municipality alone is no choice: most name it in passing.
        """
        by_id = {body.id: body for body in self.atlas.organisations}
        bodies = [by_id[own_id] for own_id in self.case.values("body")]
        heirs = (by_id[body.successor] for body in bodies if body.closed and body.successor)
        found = tuple(dict.fromkeys((*bodies, *heirs)))
        return () if [body.id for body in found] == [MUNICIPALITY] else found

    @property
    def named(self) -> tuple[Organisation, ...]:
        """Those mentioned that still exist."""
        return tuple(body for body in self.mentioned if not body.closed)

    @property
    def found(self) -> Organisation | None:
        """The first among those named if one fits, else among all."""
        return next(iter(ranked(self.named, self.wanted, unsure=True) or self.best(self.need)), None)

    @property
    def start(self) -> Organisation:
        """The one found, or the municipality, which helps everybody further."""
        return self.found or next(body for body in self.atlas.organisations if body.id == MUNICIPALITY)

    def best(self, need: str) -> list[Organisation]:
        """All that surely fit, for one need."""
        return ranked(self.atlas.organisations, wanted_by(self.case, self.places, need)) if need else []

    def others(self, start: Organisation | None) -> tuple[Organisation, ...]:
        """Those to set beside it: the named, the next best, the best for what else was needed or lies near."""
        near = vocabulary().meanings["need", self.need].near if self.need else ()
        besides = (*self.case.values("need")[1:], *near, *([_DEVELOP] if self.case.values("industry") else []))
        found = [*self.named, *self.best(self.need), *(body for need in besides for body in self.best(need)[:1])]
        beside = tuple(dict.fromkeys(body for body in found if body is not start))
        return beside[: max(MOST_OTHERS, len(self.named) - 1)] if start else self.named

    def misfits(self) -> Iterator[Misfit]:
        for body in self.named:
            if because := self.wanted.against(body.fits):
                yield Misfit(body, because)

    # --- why, and what to ask -------------------------------------------------

    def reason(self, start: Organisation) -> tuple[Clue, ...]:
        """The need it is for, and whatever would have led elsewhere had it not been said."""
        kinds: set[Kind] = {kind for kind in TOLD if self.case.values(kind) and self._hangs_on(kind)}
        if not self.found or self.need in (*start.fits.needs, *start.fits.also, *start.fits.trade_needs):
            kinds.add("need")
        told = [clue for clue in self.case.clues if clue.kind in kinds and clue.value in (self.need, *self._trades)]
        fallback = [clue for clue in self.case.clues if clue.value == start.id] or self.case.clues
        return tuple(told or (clue for clue in fallback if clue.kind in ("body", "industry")))

    @property
    def _trades(self) -> tuple[str, ...]:
        return tuple(clue.value for clue in self.case.clues if clue.kind in TOLD)

    def _hangs_on(self, kind: Told) -> bool:
        """Would the answer be another without it, or less sure?"""
        less = replace(self, case=self.case.without(kind))
        asks = less.question() if len(self.named) > 1 else None
        unsure = less.wanted.is_unsure(self.start.fits) and not self.wanted.is_unsure(self.start.fits)
        return less.start is not self.start or unsure or (asks is not None and asks.dimension == kind)

    def question(self) -> ActorQuestion | None:
        """The first thing not told that would change whom to start with. One body by name is no choice."""
        if (self.named and len(ranked(self.named, self.wanted, unsure=True)) < 2) or not (self.named or self.need):
            return None
        for kind in TOLD:
            if not self.case.values(kind) and (options := self._options(kind)):
                return ActorQuestion(kind, options)
        return ActorQuestion("place") if not self.places and self._place_decides() else None

    def _options(self, kind: Told) -> tuple[ActorOption, ...]:
        """The answers that lead to different bodies, or none if all lead to the same. "Other" stands last."""
        open_ended = kind == "industry"
        known = vocabulary().values(kind)
        # Companies of the largest size are too few to ask everybody for their sake.
        values = known[:-1] if kind == "size" else (*known, OTHER) if open_ended else known
        told = {value: self.case.told(kind, value) for value in values}
        leads = {value: replace(self, case=case).lead for value, case in told.items()}
        if len({body.id for body in leads.values() if body}) < 2:
            return ()
        apart = [value for value in values if not open_ended or leads[value] not in (None, leads[OTHER])]
        kept = (*apart[:MOST_OPTIONS], OTHER) if open_ended else apart
        clues = (told[value].clues[-1] for value in kept)
        return tuple(ActorOption(clue.value, clue.sv, clue.en) for clue in clues)

    @property
    def lead(self) -> Organisation | None:
        """The one found; when several were named, only one of those is an answer to which."""
        return self.found if not self.named or self.found in self.named else None

    def _place_decides(self) -> bool:
        """Is there a place where somebody else would be the one?"""
        fits = (body.fits for body in self.atlas.organisations)
        apt = (each for each in fits if self.need in (*each.needs, *each.also, *each.trade_needs))
        everywhere = dict.fromkeys(where for each in apt for where in each.where)
        found = (replace(self, places=(where,)).lead for where in everywhere)
        return any(body not in (None, self.found) for body in found)
