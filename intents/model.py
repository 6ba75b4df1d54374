"""The trained model as it is served: a few arrays, NumPy and nothing else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import Raw, Vocabulary
from .gate import Gate
from .nearest import Index

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the linear model, features by intents and then classes.

    Kept in eight bits: value = `steps` · `scale` of the row.
    """

    steps: NDArray[np.int8]
    scale: Floats
    bias: Floats

    @classmethod
    def of(cls, exact: Floats) -> "Weights":
        """Quantise weights whose last row is the bias."""
        rows = exact[:-1]
        scale = np.maximum(np.abs(rows).max(axis=1), 1e-6) / 127
        # Rounding to sixteen bits first makes the file the same when the last bits of training differ.
        scale = scale.astype(np.float16).astype(np.float32)
        scale[scale == 0] = np.float32(6e-8)
        steps = np.clip(np.rint(rows / scale[:, None]), -127, 127).astype(np.int8)
        return cls(steps, scale, exact[-1].astype(np.float16).astype(np.float32))

    def scores(self, columns: NDArray[np.intp], values: Floats) -> Floats:
        """Score of each intent, then of each class, for a sparse vector."""
        return np.asarray((values * self.scale[columns]) @ self.steps[columns].astype(np.float32) + self.bias)


@dataclass(frozen=True, slots=True)
class Model:
    """All that training found out, and the hash of the sentences and terms it was trained on."""

    digest: str
    classes: tuple[tuple[str, str], ...]
    """Intent and detail of each class."""
    vocabulary: Vocabulary
    weights: Weights
    index: Index
    gate: Gate
    by_vectors: Floats
    """Weights of the second model (vector + bias by intents), on the mean of the word vectors; may be empty."""
    known: frozenset[str]
    """Folded words of the examples: spelt right, and never taken for a misspelt place or term."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents in the order of the scores."""
        return tuple(dict.fromkeys(intent for intent, _ in self.classes))


@dataclass(frozen=True, slots=True)
class Guess:
    """What the linear model makes of a text: chances of intents (sum 1), and of classes for the detail (sum 1)."""

    chances: Floats
    of_class: Floats
    columns: NDArray[np.intp]
    values: Floats
    known_share: float
    by_vectors: Floats
    """Chances of intents by the word vectors, all alike if there are none."""
    words: int


def group_of(classes: tuple[tuple[str, str], ...]) -> NDArray[np.intp]:
    """Number of the intent of each class."""
    intents = list(dict.fromkeys(intent for intent, _ in classes))
    return np.array([intents.index(intent) for intent, _ in classes], dtype=np.intp)


def guess(raw: Raw, model: Model, groups: NDArray[np.intp]) -> Guess:
    """Chances of all intents by the linear models alone."""
    columns, values, share = model.vocabulary.vector(raw)
    scores = model.weights.scores(columns, values)
    intents = int(groups.max()) + 1
    chances, of_class = _softmax(scores[:intents]), _softmax(scores[intents:])
    if len(raw.mean) and len(model.by_vectors):
        by_vectors = _softmax(raw.mean @ model.by_vectors[:-1] + model.by_vectors[-1])
    else:
        by_vectors = np.full(len(chances), 1 / len(chances), dtype=np.float32)
    return Guess(chances, of_class, columns, values, share, by_vectors, raw.words)


def _softmax(scores: Floats) -> Floats:
    chances = np.exp(scores - scores.max())
    return np.asarray(chances / chances.sum(), dtype=np.float32)
