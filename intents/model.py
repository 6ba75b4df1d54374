"""The trained model as it is served: a few arrays, NumPy and nothing else."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .features import Raw, Vocabulary
from .gate import Gate
from .nearest import Index
from .network import Network
from .usage import Usage
from .weights import Floats, Weights


def _none() -> NDArray[np.bool_]:
    return np.zeros(0, dtype=np.bool_)


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
    network: Network
    usage: Usage
    """Folded words of the examples: spelt right, and never taken for a misspelt place or term."""
    watch: Network | None = None
    """Another network, which has read the voices too: tells whether a text is ours, and weighs in what is meant. None
    without a reject class."""
    swedish: NDArray[np.bool_] = field(default_factory=_none)
    """Which examples are in Swedish, by their numbers in the index; empty where that is not known."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents in the order of the scores."""
        return tuple(dict.fromkeys(intent for intent, _ in self.classes))


@dataclass(frozen=True, slots=True)
class Guess:
    """What the models make of a text: chances of intents (sum 1), and of classes for the detail (sum 1)."""

    chances: Floats
    """By the linear model."""
    by_network: Floats
    by_watch: Floats
    """By the watch, or where there is none by the network."""
    of_class: Floats
    columns: NDArray[np.intp]
    values: Floats
    known_share: float
    words: int


def group_of(classes: tuple[tuple[str, str], ...]) -> NDArray[np.intp]:
    """Number of the intent of each class."""
    intents = list(dict.fromkeys(intent for intent, _ in classes))
    return np.array([intents.index(intent) for intent, _ in classes], dtype=np.intp)


def guess(raw: Raw, model: Model, groups: NDArray[np.intp]) -> Guess:
    """Chances of all intents by the linear model and by the network alone."""
    columns, values, share = model.vocabulary.vector(raw)
    chances = chances_of(model.weights.scores(columns, values))
    scores = model.network.scores(columns, values, raw.mean)
    intents = int(groups.max()) + 1
    by_network, of_class = chances_of(scores[:intents]), chances_of(scores[intents:])
    watch = model.watch
    by_watch = chances_of(watch.scores(columns, values, raw.mean)[:intents]) if watch else by_network
    return Guess(chances, by_network, by_watch, of_class, columns, values, share, raw.words)


def chances_of(scores: Floats) -> Floats:
    """Scores as chances that sum to 1."""
    chances = np.exp(scores - scores.max())
    return np.asarray(chances / chances.sum(), dtype=np.float32)
