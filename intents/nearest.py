"""The examples nearest to a text: candidates by shared rare features, compared by RapidFuzz."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from .features import typed_words
from .words import fold

CANDIDATES = 48
"""Examples compared letter by letter: more do not change the nearest one in trials."""
COMMONEST = 150
"""A feature in more examples than this tells too little to look them up by."""
PER_EXAMPLE = 40

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Index:
    """The examples by their rare features, with their words in alphabetical order and their intents."""

    starts: NDArray[np.int32]
    members: NDArray[np.uint32]
    weights: Floats
    keys: tuple[str, ...]
    intents: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest examples: their numbers and likeness (0–1), and the best likeness of each intent."""

    examples: NDArray[np.intp]
    likeness: Floats
    of_intent: Floats


def key(text: str) -> str:
    """The folded words of a text in alphabetical order, cut at 300 letters."""
    return " ".join(sorted(fold(word) for word in typed_words(text)))[:300]


def build(
    vectors: Sequence[tuple[NDArray[np.intp], Floats]], size: int, texts: Sequence[str], intents: Sequence[int]
) -> Index:
    """An index of examples from their sparse vectors; `size` is the number of features."""
    count = np.zeros(size, dtype=np.int64)
    for columns, _ in vectors:
        count[columns] += 1
    pairs: list[NDArray[np.intp]] = []
    for number, (columns, _) in enumerate(vectors):
        rare = columns[(count[columns] <= COMMONEST) & (count[columns] > 0)]
        rare = rare[np.lexsort((rare, count[rare]))][:PER_EXAMPLE]
        pairs.append(np.stack([rare, np.full(len(rare), number, dtype=np.intp)], axis=1))
    table = np.concatenate(pairs)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    starts = np.searchsorted(table[:, 0], np.arange(size + 1)).astype(np.int32)
    weights = np.log((1 + len(texts)) / (1 + count)).astype(np.float16).astype(np.float32)
    keys = tuple(key(text) for text in texts)
    return Index(starts, table[:, 1].astype(np.uint32), weights, keys, np.array(intents, dtype=np.uint16))


def find(index: Index, text: str, columns: NDArray[np.intp], intents: int) -> Near:
    """The examples nearest to `text`, whose vector has `columns`; `intents` is how many there are."""
    candidates = _candidates(index, columns)
    of_intent = np.zeros(intents, dtype=np.float32)
    if not len(candidates):
        return Near(candidates, np.empty(0, np.float32), of_intent)
    keys = [index.keys[at] for at in candidates]
    likeness = process.cdist([key(text)], keys, scorer=fuzz.ratio, dtype=np.float32)[0] / np.float32(100)
    order = np.argsort(-likeness, kind="stable")
    np.maximum.at(of_intent, index.intents[candidates], likeness)
    return Near(candidates[order], likeness[order], of_intent)


def _candidates(index: Index, columns: NDArray[np.intp]) -> NDArray[np.intp]:
    first, last = index.starts[columns], index.starts[columns + 1]
    filled = np.flatnonzero(last > first)
    if not len(filled):
        return np.empty(0, dtype=np.intp)
    members = np.concatenate([index.members[first[at] : last[at]] for at in filled])
    weights = np.repeat(index.weights[columns[filled]], (last - first)[filled])
    shared = np.bincount(members, weights=weights, minlength=len(index.keys))
    found = np.flatnonzero(shared)
    # Ties go to the earlier example, so that the answer never depends on chance.
    return found[np.lexsort((found, -shared[found]))][:CANDIDATES]
