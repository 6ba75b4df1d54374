"""Trains the linear model: softmax regression by L-BFGS. The only importer of scipy, which serving never needs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from .features import Raw, Vocabulary

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the model is trained on: a row a sentence.

    `labels` is the class of each row, or for a near miss the group of classes it does *not* belong to,
    given as -1 - group. `weights` says how much a row counts.
    """

    rows: sp.csr_matrix
    labels: NDArray[np.intp]
    weights: Floats


def matrix(raws: Sequence[Raw], vocabulary: Vocabulary) -> sp.csr_matrix:
    """The texts' vectors as rows, with a last column of ones for the bias."""
    columns: list[NDArray[np.intp]] = []
    values: list[Floats] = []
    ends = [0]
    for raw in raws:
        column, value, _ = vocabulary.vector(raw)
        columns.append(np.append(column, vocabulary.size))
        values.append(np.append(value, np.float32(1.0)))
        ends.append(ends[-1] + len(column) + 1)
    shape = (len(raws), vocabulary.size + 1)
    return sp.csr_matrix((np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=shape)


def train(lessons: Lessons, groups: NDArray[np.intp], penalty: float, rounds: int) -> Floats:
    """Weights (features + bias by classes) that minimise the mean log loss plus `penalty` · |w|² / 2.

    `groups` is the group (intent) of each class.
    """
    classes = len(groups)
    shape = (lessons.rows.shape[1], classes)
    belongs = (groups[None, :] == np.arange(groups.max() + 1)[:, None]).astype(np.float32)
    transposed = lessons.rows.T.tocsr()
    scale = lessons.weights / lessons.weights.sum()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape).astype(np.float32)
        slope, value = _slope(lessons.rows @ weights, lessons.labels, scale, belongs)
        gradient = (transposed @ slope).astype(np.float64)
        gradient[:-1] += penalty * weights[:-1]
        return value + penalty / 2 * float((flat[:-classes] ** 2).sum()), gradient.ravel()

    start = np.zeros(shape[0] * classes)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6})
    return np.asarray(best.x.reshape(shape), dtype=np.float32)


def _slope(scores: Floats, labels: NDArray[np.intp], scale: Floats, belongs: Floats) -> tuple[Floats, float]:
    """Gradient of the loss by the scores, and the loss."""
    scores -= scores.max(axis=1, keepdims=True)
    chances = np.exp(scores)
    chances /= chances.sum(axis=1, keepdims=True)
    slope = chances.copy()
    right = np.flatnonzero(labels >= 0)
    slope[right, labels[right]] -= 1
    value = -float(scale[right] @ np.log(chances[right, labels[right]] + 1e-12))
    wrong = np.flatnonzero(labels < 0)
    if len(wrong):
        within = belongs[-1 - labels[wrong]]
        mass = (chances[wrong] * within).sum(axis=1, keepdims=True)
        rest = np.maximum(1 - mass, 1e-3)
        # −log(1 − mass): push the forbidden classes down and share what they lose among the others.
        slope[wrong] = chances[wrong] * (within - (1 - within) * mass / rest)
        value -= float(scale[wrong] @ np.log(rest[:, 0]))
    slope *= scale[:, None]
    return slope, value
