"""From a text to what was meant by it: nearest examples by RapidFuzz, and the courage to refuse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from .phrasebook import Example
from .places import Gazetteer, Place
from .understood import Decision, Understood
from .words import fold, language_of, words

OUT_OF_SCOPE = "out_of_scope"
MASK = "ortnamn"
NEAREST = 5

_FILLER = frozenset(
    fold(word)
    for word in (
        "jag vi du ni man det den de en ett att och o å är som på i till för av med om hur vad var kan vill "
        "ska skulle har ha få får vår vårt våra min mitt mina hej undrar behöver någon nån något nåt lite typ "
        "asså alltså bara the a an to of is are i we you my our how can do does what where who would like "
        "want need in at with for from this that there be have some any please hello hi kommun kommunen "
        "kommuns kommunens municipality ortnamn "
    ).split()
)


@dataclass(frozen=True)
class Phrasebook:
    """The example sentences, ready to be compared with. Built once at start."""

    examples: tuple[Example, ...]
    keys: tuple[str, ...]
    short: tuple[str, ...]
    intents: tuple[str, ...]
    of_intent: NDArray[np.intp]
    vocabulary: frozenset[str]

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Phrasebook":
        """Prepare examples for comparing."""
        intents = tuple(sorted({example.intent for example in examples}))
        place = {intent: at for at, intent in enumerate(intents)}
        masked = [example.text.replace("{place}", MASK) for example in examples]
        vocabulary = frozenset(word.folded for text in masked for word in words(text))
        return cls(
            examples=tuple(examples),
            keys=tuple(_key(text) for text in masked),
            short=tuple(_key(text, without=_FILLER) for text in masked),
            intents=intents,
            of_intent=np.array([place[example.intent] for example in examples], dtype=np.intp),
            vocabulary=vocabulary,
        )

    def understand(self, text: str, gazetteer: Gazetteer, hint: str | None = None) -> Understood:
        """What `text` means. `hint` is the language to assume where the text does not tell."""
        places = gazetteer.find(text)
        masked = mask(text, places)
        content = [word.folded for word in words(masked) if word.folded not in _FILLER]
        scores, nearest = self._scores(masked)
        order = np.argsort(-scores, kind="stable")
        candidates = tuple((self.intents[at], round(float(scores[at]), 4)) for at in order[:5])
        example = self.examples[nearest[order[0]]]
        return Understood(
            text=text,
            language=language_of(text) or hint,
            intent=candidates[0][0],
            detail=example.detail,
            confidence=candidates[0][1],
            candidates=candidates,
            places=places,
            decision=_decide(candidates) if content else "refuse",
            content=len(content),
        )

    def _scores(self, masked: str) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """For each intent how like it the text is (0–1, summing to at most 1), and its nearest example."""
        whole = process.cdist(self.keys, [_key(masked)], scorer=fuzz.ratio, dtype=np.float32)[:, 0]
        short = process.cdist(self.short, [_key(masked, without=_FILLER)], scorer=fuzz.ratio, dtype=np.float32)[:, 0]
        likeness = (0.35 * whole + 0.65 * short) / 100
        scores = np.zeros(len(self.intents))
        nearest = np.zeros(len(self.intents), dtype=np.intp)
        for at in range(len(self.intents)):
            members = np.flatnonzero(self.of_intent == at)
            best = members[np.argsort(-likeness[members], kind="stable")[:NEAREST]]
            weights = np.array([0.6, 0.2, 0.1, 0.05, 0.05])[: len(best)]
            scores[at] = float(likeness[best] @ weights)
            nearest[at] = best[0]
        sharp = np.exp((scores - scores.max()) * 25)
        return scores.max() * sharp / sharp.sum() ** 0.35, nearest


def mask(text: str, places: Iterable[Place]) -> str:
    """The text with a class mark where places stood, so that no meaning hangs on a town."""
    for place in sorted(places, key=lambda each: -each.start):
        text = f"{text[: place.start]}{MASK}{text[place.end :]}"
    return text


def _key(text: str, without: frozenset[str] = frozenset()) -> str:
    kept = [word.folded for word in words(text) if word.folded not in without]
    return " ".join(sorted(kept))


def _decide(candidates: Sequence[tuple[str, float]]) -> Decision:
    (intent, best), (_, second) = candidates[0], candidates[1]
    if intent == OUT_OF_SCOPE or best < 0.42:
        return "refuse"
    return "answer" if best >= 0.5 and best - second >= 0.1 else "clarify"


def same(text: str, label: str) -> bool:
    """Are these the same few words but for slips of the finger?"""
    return bool(fuzz.ratio(fold(text), fold(label), score_cutoff=86))
