"""Puts words with slips of the finger right, by the words that are known. For features only: never for names."""

from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
LONGEST = 24
_ALIKE = 0.74
"""OSA similarity from which a word counts as misspelt: one slip in four letters, two in eight."""
MOST = 12
"""Words of a text that are put right, at most: a bound on the time."""


class Spelling:
    """The known words, ready to be compared with. The same word always gives the same answer."""

    def __init__(self, known: Iterable[str], common: Callable[[str], bool] | None = None) -> None:
        """`known` words are what slips are put right to; `common` tells further words that are no slips."""
        self.known = frozenset(known)
        self._common = common
        self._by_start: dict[tuple[str, int], list[str]] = {}
        self._by_end: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self.known):
            if len(word) >= SHORTEST:
                self._by_start.setdefault((word[0], len(word)), []).append(word)
                self._by_end.setdefault((word[-3:], len(word)), []).append(word)

    def __call__(self, words: list[str]) -> list[str]:
        """The words, unknown ones replaced by the known word they are nearest to."""
        left = MOST
        out: list[str] = []
        for word in words:
            if left == 0 or self._is_fine(word):
                out.append(word)
                continue
            left -= 1
            out.append(self._right(word))
        return out

    def _is_fine(self, word: str) -> bool:
        if word in self.known or not SHORTEST <= len(word) <= LONGEST or word.isdigit():
            return True
        return self._common is not None and self._common(word)

    def _right(self, word: str) -> str:
        for table, mark in ((self._by_start, word[0]), (self._by_end, word[-3:])):
            near = [each for size in range(len(word) - 1, len(word) + 2) for each in table.get((mark, size), ())]
            best = process.extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
            if best:
                return str(best[0])
        return word
