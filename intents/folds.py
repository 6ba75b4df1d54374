"""Splits sentences for cross-validation so that near-duplicates never stand on both sides. Training only."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from .features import learn_vocabulary, raw_features
from .linear import matrix

ALIKE = 0.72
"""Cosine of letter n-grams from which two sentences count as variants of each other."""
_AT_ONCE = 400


def folds_of(texts: Sequence[str], folds: int) -> NDArray[np.intp]:
    """The fold of each sentence, decided by the hash of the first of its near-duplicates."""
    groups = duplicate_groups(texts)
    first: dict[int, int] = {}
    for at, group in enumerate(groups):
        first.setdefault(int(group), at)
    chosen = {group: crc32(texts[at].encode("utf-8")) % folds for group, at in first.items()}
    return np.array([chosen[int(group)] for group in groups], dtype=np.intp)


def duplicate_groups(texts: Sequence[str]) -> NDArray[np.intp]:
    """A number for each sentence: the same for those that are variants of each other."""
    raws = [raw_features(text) for text in texts]
    rows = matrix(raws, learn_vocabulary(raws, block=(1.0, 0.3, 0.0)))[:, :-1]
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel()) + 1e-9
    rows = sp.diags(1 / length).astype(np.float32) @ rows
    links = sp.lil_matrix((len(texts), len(texts)), dtype=np.int8).tocsr()
    parts = []
    for start in range(0, len(texts), _AT_ONCE):
        alike = rows[start : start + _AT_ONCE] @ rows.T
        alike.data = (alike.data >= ALIKE).astype(np.int8)
        alike.eliminate_zeros()
        parts.append(alike)
    links = sp.vstack(parts).tocsr()
    _, group = connected_components(links, directed=False)
    return np.asarray(group, dtype=np.intp)
