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
        by_score, value = slope(lessons.rows @ weights, lessons.labels, scale, belongs)
        gradient = (transposed @ by_score).astype(np.float64)
        gradient[:-1] += penalty * weights[:-1]
        return value + penalty / 2 * float((flat[:-classes] ** 2).sum()), gradient.ravel()

    start = np.zeros(shape[0] * classes)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6})
    return np.asarray(best.x.reshape(shape), dtype=np.float32)


def slope(
    scores: Floats, labels: NDArray[np.intp], scale: Floats, belongs: Floats, smooth: float = 0.0
) -> tuple[Floats, float]:
    """Gradient of the log loss by the scores, and the loss.

    `belongs` tells by group which classes are in it. `smooth` is what the right class leaves to all, evenly: a model
    that need not be quite certain is less sure where it errs.
    """
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    found = chances.copy()
    right = np.flatnonzero(labels >= 0)
    found[right] -= np.float32(smooth / scores.shape[1])
    found[right, labels[right]] -= np.float32(1 - smooth)
    value = -float(scale[right] @ np.log(chances[right, labels[right]] + 1e-12))
    wrong = np.flatnonzero(labels < 0)
    if len(wrong):
        within = belongs[-1 - labels[wrong]]
        mass = (chances[wrong] * within).sum(axis=1, keepdims=True)
        rest = np.maximum(1 - mass, 1e-3)
        # −log(1 − mass): push the forbidden classes down and share what they lose among the others.
        found[wrong] = chances[wrong] * (within - (1 - within) * mass / rest)
        value -= float(scale[wrong] @ np.log(rest[:, 0]))
    found *= scale[:, None]
    return found, value
