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
_REST = 0.5
_SLACK = 1e-4
"""For sums of 32 bits."""


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
    rows = _commonest_first(sp.diags(1 / length).astype(np.float32) @ rows)
    one, other = _alike(rows)
    links = sp.coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(texts), len(texts)))
    _, group = connected_components(links, directed=False)
    return np.asarray(group, dtype=np.intp)


def _commonest_first(rows: sp.csr_matrix) -> sp.csr_matrix:
    """The same rows with the columns that most of them fill first."""
    order = np.argsort(-np.bincount(rows.indices, minlength=rows.shape[1]), kind="stable")
    ordered = rows.tocsr()[:, order].tocsr()
    ordered.sort_indices()
    return ordered


def _alike(rows: sp.csr_matrix) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pairs of rows of length 1 with a cosine of `ALIKE` or more.

    What a row has in its commonest columns is cut off to a length of `_REST`, which can add no more than that to a
    cosine: only pairs that the rest brings near enough are compared in full.
    """
    squares = np.cumsum(rows.data.astype(np.float64) ** 2)
    before = np.concatenate([[0.0], squares])[rows.indptr[:-1]]
    rare = rows.copy()
    rare.data[squares - np.repeat(before, np.diff(rows.indptr)) <= _REST**2] = 0
    rare.eliminate_zeros()
    columns = rows.T.tocsr()
    found = []
    for start in range(0, rows.shape[0], _AT_ONCE):
        near = (rare[start : start + _AT_ONCE] @ columns).tocoo()
        one, other = near.row + start, near.col
        close = (near.data >= ALIKE - _REST - _SLACK) & (one < other)
        one, other = one[close], other[close]
        cosine = np.asarray(rows[one].multiply(rows[other]).sum(axis=1)).ravel()
        found.append(np.stack([one, other])[:, cosine >= ALIKE])
    pairs = np.concatenate(found, axis=1)
    return pairs[0], pairs[1]
