"""The served engine: a masked text in, chances of all intents and a decision out. Pure; knows no places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import raw_features
from .gate import Evidence, Verdict, judge
from .model import Guess, Model, group_of, guess
from .nearest import Near, find
from .reader import NOTHING, Reader

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the engine reads it."""

    verdict: Verdict
    guess: Guess
    near: Near
    intent: int
    """Number of the likeliest intent, the reject class included."""
    detail: str
    detail_chance: float
    """Chance of the detail, given the intent."""

    @property
    def chance(self) -> float:
        """Chance of the likeliest intent."""
        return float(self.verdict.chances[self.intent])


class Engine:
    """A model ready to read texts; the same text always gives the same reading."""

    def __init__(self, model: Model, reader: Reader = NOTHING) -> None:
        self.model = model
        self.reader = reader
        self.intents = model.intents
        self.outside = self.intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.intents else -1
        self._groups: NDArray[np.intp] = group_of(model.classes)

    def read(self, text: str) -> Reading:
        """What `text` means; places are expected to be masked already."""
        guessed = guess(raw_features(text, self.reader), self.model, self._groups)
        near = find(self.model.index, text, guessed.columns, len(self.intents))
        verdict = judge(self.model.gate, evidence_of(guessed, near), self.outside)
        intent = int(np.argmax(verdict.chances))
        return Reading(verdict, guessed, near, intent, *self._detail(guessed, intent))

    def _detail(self, guessed: Guess, intent: int) -> tuple[str, float]:
        """The likeliest finer meaning within an intent, empty if the plain intent is likeliest, and its chance."""
        members = np.flatnonzero(self._groups == intent)
        chances = guessed.of_class[members]
        best = int(np.argmax(chances))
        return self.model.classes[int(members[best])][1], float(chances[best] / chances.sum())


def evidence_of(guessed: Guess, near: Near) -> Evidence:
    """What the gate weighs."""
    return Evidence(
        guessed.chances.astype(np.float64),
        guessed.by_network.astype(np.float64),
        guessed.by_watch.astype(np.float64),
        near.of_intent.astype(np.float64),
        guessed.known_share,
        guessed.words,
    )
