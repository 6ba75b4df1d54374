"""Common words with a short vector each, so that words never seen in an example still say what they are near to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .table import Table

SHIPPED = Path(__file__).parent / "words.npz"
_SHORTEST_PART = 3

Floats = NDArray[np.float32]


def hash_of(word: str) -> int:
    """The key of a folded word; one with diacritics has a second key: `=` and the word as typed."""
    return crc32(word.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Vectors:
    """Word vectors in eight bits, found by the hash of the word. `scale` holds the weight of the word too."""

    row_of: Table
    steps: NDArray[np.int8]
    scale: Floats

    @property
    def size(self) -> int:
        """Numbers in a vector."""
        return int(self.steps.shape[1])

    def knows(self, word: str) -> bool:
        """Is this folded word a common one?"""
        return self._row(word) >= 0

    def mean(self, typed: Sequence[str], folded: Sequence[str], weights: Sequence[float]) -> Floats:
        """The direction in which a text's words point (length 1, or 0 if none is known)."""
        rows: list[int] = []
        shares: list[float] = []
        for word, plain, weight in zip(typed, folded, weights, strict=True):
            for row in self._rows(word, plain):
                rows.append(row)
                shares.append(weight)
        total = (np.array(shares, dtype=np.float32) * self.scale[rows]) @ self.steps[rows].astype(np.float32)
        length = float(np.sqrt(total @ total))
        return np.asarray(total / np.float32(length) if length > 0 else total, dtype=np.float32)

    def _rows(self, word: str, plain: str) -> list[int]:
        if word != plain and (row := self._row(f"={word}")) >= 0:
            return [row]
        if (row := self._row(plain)) >= 0:
            return [row]
        return self._parts(plain)

    def _row(self, word: str) -> int:
        """Where the vector of a word stands, -1 if it has none."""
        return self.row_of.get(hash_of(word), -1)

    def _parts(self, word: str) -> list[int]:
        """The two parts of a compound, its head as long as possible (`brandskydds|firma`)."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART):
            head = self._row(word[cut:])
            if head >= 0:
                first = next((row for end in (cut, cut - 1) if (row := self._row(word[:end])) >= 0), None)
                return [head] if first is None else [head, first]
        return []


def load_vectors(path: Path = SHIPPED) -> Vectors:
    """Read the shipped words."""
    with np.load(path, allow_pickle=False) as archive:
        arrays = dict(archive)
    rows = Table.stored(arrays["hashes"], arrays["rows"].astype(np.uint32))
    return Vectors(rows, arrays["steps"], arrays["scale"])
