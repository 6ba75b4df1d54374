"""Trains the network: mini-batches, dropout and Adam in NumPy. Training only: imports scipy."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .linear import slope
from .network import Network
from .weights import Floats, Weights

Rows = NDArray[np.intp] | slice
_EVERY = slice(None)
_SMALLEST, _FEWEST = 32, 40
"""Rows in a batch at least, and batches in an epoch: a small set is learnt in as many steps as it takes."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the network is trained on: features and mean vectors a row, with intents, classes and weights.

    An intent below 0 is a near miss, as in `linear.Lessons`; its class does not count.
    """

    rows: sp.csr_matrix
    means: Floats
    intents: NDArray[np.intp]
    classes: NDArray[np.intp]
    weights: Floats

    def part(self, chosen: NDArray[np.intp]) -> "Course":
        """The chosen rows."""
        return Course(
            self.rows[chosen], self.means[chosen], self.intents[chosen], self.classes[chosen], self.weights[chosen]
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the figures were chosen by cross-validation on the examples and on a further author's."""

    hidden: int = 128
    epochs: int = 12
    batch: int = 512
    rate: float = 3e-3
    drop: float = 0.5
    """Share of the features, and of the hidden units, that a sentence is seen without."""
    smooth: float = 0.05
    detail: float = 0.5
    """What the classes weigh beside the intents: learning both at once makes the intents better."""
    seed: int = 1


class _Layer:
    """Weights moved by Adam, only in the rows that a batch touched."""

    def __init__(self, start: NDArray[np.float64]) -> None:
        self.weights = start.astype(np.float32)
        self._mean = np.zeros_like(self.weights)
        self._spread = np.zeros_like(self.weights)
        self._steps = 0

    def move(self, gradient: Floats, rate: float, rows: Rows = _EVERY) -> None:
        """A step against the gradient of `rows`."""
        self._steps += 1
        mean, spread = self._mean[rows], self._spread[rows]
        mean = mean + np.float32(0.1) * (gradient - mean)
        spread = spread + np.float32(0.001) * (gradient * gradient - spread)
        self._mean[rows], self._spread[rows] = mean, spread
        mean *= np.float32(rate * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps))
        np.sqrt(spread, out=spread)
        spread += np.float32(1e-8)
        mean /= spread
        self.weights[rows] -= mean


class _Layers:
    """The network while it learns."""

    def __init__(self, course: Course, outputs: int, plan: Plan, chance: np.random.Generator) -> None:
        self.features = _Layer(chance.normal(0, 0.05, (course.rows.shape[1], plan.hidden)))
        self.vectors = _Layer(chance.normal(0, 0.1, (course.means.shape[1], plan.hidden)))
        self.bias = _Layer(np.zeros(plan.hidden))
        self.last = _Layer(np.vstack([chance.normal(0, 0.1, (plan.hidden, outputs)), np.zeros(outputs)]))


def _short(values: Floats) -> Floats:
    return values.astype(np.float16).astype(np.float32)


def train_network(course: Course, groups: NDArray[np.intp], plan: Plan) -> Network:
    """A network for intents and classes; `groups` is the intent of each class. The same course gives the same one."""
    chance = np.random.default_rng(plan.seed)
    layers = _Layers(course, int(groups.max()) + 1 + len(groups), plan, chance)
    count = course.rows.shape[0]
    size = min(plan.batch, max(_SMALLEST, count // _FEWEST))
    for epoch in range(plan.epochs):
        order = chance.permutation(count)
        for start in range(0, count, size):
            batch = course.part(order[start : start + size])
            _learn(layers, batch, groups, plan, chance, plan.rate * (1 - epoch / plan.epochs))
    exact = np.vstack([layers.features.weights, layers.bias.weights])
    return Network(Weights.of(exact), _short(layers.vectors.weights), _short(layers.last.weights))


def _learn(
    layers: _Layers, batch: Course, groups: NDArray[np.intp], plan: Plan, chance: np.random.Generator, rate: float
) -> None:
    """One batch: forward with dropout, the slope of the loss back through the layers, a step."""
    rows = batch.rows
    rows.data = rows.data * _kept(len(rows.data), plan.drop, chance)
    hidden = rows @ layers.features.weights + batch.means @ layers.vectors.weights + layers.bias.weights
    kept = _kept(hidden.shape, plan.drop, chance) * (hidden > 0)
    seen = hidden * kept
    last = layers.last.weights
    after = _slope_of_both(seen @ last[:-1] + last[-1], batch, groups, plan)
    before = (after @ last[:-1].T) * kept
    touched, place = np.unique(rows.indices, return_inverse=True)
    packed = sp.csr_matrix((rows.data, place, rows.indptr), shape=(len(rows.indptr) - 1, len(touched)))
    layers.features.move(packed.T @ before, rate, touched)
    layers.vectors.move(batch.means.T @ before, rate)
    layers.bias.move(before.sum(axis=0), rate)
    layers.last.move(np.vstack([seen.T @ after, after.sum(axis=0)]), rate)


def _kept(shape: int | tuple[int, ...], drop: float, chance: np.random.Generator) -> Floats:
    """1 / (1 - drop) where something is kept, else 0."""
    return np.asarray((chance.random(shape) >= drop) / (1 - drop), dtype=np.float32)


def _slope_of_both(scores: Floats, batch: Course, groups: NDArray[np.intp], plan: Plan) -> Floats:
    """The slope of the loss by the scores of intents and classes."""
    intents = int(groups.max()) + 1
    scale = batch.weights / batch.weights.sum()
    meant = batch.intents >= 0
    by_intent, _ = slope(scores[:, :intents], batch.intents, scale, np.eye(intents, dtype=np.float32), plan.smooth)
    by_class, _ = slope(
        scores[:, intents:], np.where(meant, batch.classes, 0), scale * meant * plan.detail, by_intent, plan.smooth
    )
    return np.hstack([by_intent, by_class]).astype(np.float32)
