"""Trains the watch: a network that has read the voices too, and tells above all whether a text is ours. Training only.

The voices write of what is not ours, or of what is in stories, each a thousand sentences from one walk of life. Whoever
asks next is none of them: so the watch that judges a voice, while the gate is fitted, was trained without all of it.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .backprop import Course, Plan, train_network
from .features import Vocabulary, raw_features
from .linear import matrix
from .model import chances_of
from .network import Network
from .reader import Reader
from .typos import copies
from .weights import Floats

COPY_WEIGHT = 0.4
ALL = -1
"""The number of no fold: trained on everything."""

Spread = Callable[[Callable[[int], Network], Iterable[int]], Iterable[Network]]
"""`map`, or that of an executor."""


@dataclass(frozen=True, slots=True)
class Read:
    """Texts as numbers: n-grams a row, and the mean of the words' vectors."""

    rows: sp.csr_matrix
    means: Floats

    def part(self, chosen: NDArray[np.intp]) -> "Read":
        """The chosen texts."""
        return Read(self.rows[chosen], self.means[chosen])


def read(texts: Sequence[str], reader: Reader, vocabulary: Vocabulary) -> Read:
    """The texts as the models see them."""
    raws = [raw_features(text, reader) for text in texts]
    return Read(matrix(raws, vocabulary)[:, :-1], np.array([raw.mean for raw in raws], dtype=np.float32))


def copied(texts: Sequence[str], seed: int) -> list[str]:
    """A copy with slips of each text."""
    chance = random.Random(seed)  # noqa: S311 – the same copies each time are what we want
    return [copies(text, 1, chance)[0] for text in texts]


@dataclass(frozen=True, slots=True)
class Lesson:
    """All there is to learn: texts and a copy of each, their classes and folds, and the intents of the classes."""

    clean: Read
    copies: Read
    labels: NDArray[np.intp]
    folds: NDArray[np.intp]
    groups: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Watched:
    """The watch trained on everything, and what those trained without a fold make of its texts: chances of intents."""

    network: Network
    clean: Floats
    slipped: Floats


def keep_watch(lesson: Lesson, slipped: Read, plan: Plan, spread: Spread) -> Watched:
    """Train the watch. `slipped` are the first texts of the lesson once more, with slips."""
    numbers = sorted(set(lesson.folds.tolist()))
    network, *others = spread(partial(_train, lesson, plan), [ALL, *numbers])
    intents = int(lesson.groups.max()) + 1
    parts = (lesson.clean, slipped)
    chances = [np.zeros((part.rows.shape[0], intents), dtype=np.float32) for part in parts]
    for number, other in zip(numbers, others, strict=True):
        for part, found in zip(parts, chances, strict=True):
            held = np.flatnonzero(lesson.folds[: len(found)] == number)
            found[held] = _chances(other, part.part(held), intents)
    return Watched(network, *chances)


def _train(lesson: Lesson, plan: Plan, without: int) -> Network:
    chosen = np.flatnonzero(lesson.folds != without)
    labels = np.tile(lesson.labels[chosen], 2)
    weights = np.repeat(np.array([1.0, COPY_WEIGHT], dtype=np.float32), len(chosen))
    rows = sp.vstack([each.rows[chosen] for each in (lesson.clean, lesson.copies)]).tocsr()
    means = np.vstack([each.means[chosen] for each in (lesson.clean, lesson.copies)])
    return train_network(Course(rows, means, lesson.groups[labels], labels, weights), lesson.groups, plan)


def _chances(network: Network, part: Read, intents: int) -> Floats:
    rows = part.rows
    found = []
    for at, mean in enumerate(part.means):
        span = slice(rows.indptr[at], rows.indptr[at + 1])
        found.append(chances_of(network.scores(rows.indices[span], rows.data[span], mean)[:intents]))
    return np.array(found, dtype=np.float32).reshape(-1, intents)
