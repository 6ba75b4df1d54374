"""The examples nearest to a text: candidates by shared rare features, compared by RapidFuzz."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
_FEW = 2**16
"""So many examples are numbered in sixteen bits."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Keys:
    """Many short texts in one piece, in UTF-8: by themselves they would take twice the memory."""

    text: bytes
    ends: NDArray[np.uint32]

    @classmethod
    def of(cls, keys: Sequence[str]) -> "Keys":
        """The keys in their order."""
        pieces = [each.encode() for each in keys]
        return cls(b"".join(pieces), np.cumsum([len(each) for each in pieces], dtype=np.uint32))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, at: int) -> str:
        return self.text[self.ends[at - 1] if at else 0 : self.ends[at]].decode()


@dataclass(frozen=True, slots=True)
class Index:
    """The examples by their rare features, with their words in alphabetical order and their intents."""

    starts: NDArray[np.int32]
    members: NDArray[np.unsignedinteger[Any]]
    weights: Floats
    keys: Keys
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
    keys = Keys.of([key(text) for text in texts])
    members = table[:, 1].astype(np.dtype("u2" if len(texts) <= _FEW else "u4"))
    return Index(starts, members, weights, keys, np.array(intents, dtype=np.uint16))


def find(index: Index, text: str, columns: NDArray[np.intp], intents: int) -> Near:
    """The examples nearest to `text`, whose vector has `columns`; `intents` is how many there are."""
    candidates = _candidates(index, columns)
    of_intent = np.zeros(intents, dtype=np.float32)
    if not len(candidates):
        return Near(candidates, np.empty(0, np.float32), of_intent)
    keys = [index.keys[at] for at in candidates.tolist()]
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
