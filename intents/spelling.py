"""Puts words with slips of the finger right, by the words that are known. For features only: never for names."""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .usage import BORDER, Expectation, Usage

SHORT, LONGEST = 3, 24
"""Letters up to which only the commonest words are thought of, and from which nothing is put right."""
MOST = 12
"""Words of a text that are put right, at most: a bound on the time."""
_COMMON = 15
"""Uses from which a short word is one of the commonest."""
_SLIP = 3.5
"""What a slip costs, in the logarithm of chance; these were chosen by cross-validation on the examples with slips."""
_FIRST = 1.0
"""What it costs that the first letter is another: people rarely miss that."""
_STRANGE = -3.0
"""What a word that nobody used is worth as it stands, and less for each letter beyond `_EASY`: the longer a word is,
the less can its likeness to a known one be chance."""
_STRANGE_LETTER, _EASY = -2.0, 5
_CALM, _FULL_OF_SLIPS = 6.0, 0.35
"""A text with few strange words is typed with care: what that adds to their worth, and the share where it ends."""


class Spelling:
    """The known words, ready to be compared with. The same words always give the same answer."""

    def __init__(self, usage: Usage, terms: Iterable[str] = (), common: Callable[[str], bool] | None = None) -> None:
        """`usage` and `terms` hold what slips are put right to; `common` tells further words that are no slips."""
        self._terms = frozenset(terms) - usage.words.keys()
        self._usage = usage
        self._common = common
        self._expected = Expectation(usage)
        self._short: dict[int, list[str]] = {}
        self._tables: tuple[dict[tuple[str, int], list[str]], ...] = ({}, {}, {})
        for word in sorted([*usage.words, *self._terms]):
            if len(word) > SHORT:
                for table, mark in zip(self._tables, (word[0], word[1], word[-3:]), strict=True):
                    table.setdefault((mark, len(word)), []).append(word)
            if len(word) <= SHORT + 1 and usage.words.get(word, 0) >= _COMMON:
                self._short.setdefault(len(word), []).append(word)

    def __call__(self, words: list[str]) -> list[str]:
        """The words, strange ones replaced by known ones where that is likelier between their neighbours."""
        strange = [not self._is_fine(word) for word in words]
        if not any(strange):
            return words
        care = _CALM * max(0.0, 1 - sum(strange) / len(words) / _FULL_OF_SLIPS)
        left = MOST
        out = [BORDER]
        for word, after, is_strange in zip(words, (*words[1:], BORDER), strange, strict=True):
            tried = is_strange and left > 0
            left -= tried
            out.append(self._right(out[-1], word, after, care) if tried else word)
        return out[1:]

    def _is_fine(self, word: str) -> bool:
        if len(word) <= SHORT:
            return word.isdigit() or self._usage.words.get(word, 0) > 1
        if word in self._usage.words or word in self._terms or len(word) > LONGEST or word.isdigit():
            return True
        return self._common is not None and self._common(word)

    def _right(self, before: str, word: str, after: str, care: float) -> str:
        """The likeliest of the word itself and the known words it may be a slip of."""
        expected = self._expected
        longer = _STRANGE_LETTER * max(0, len(word) - _EASY) + _STRANGE if len(word) > SHORT else 0.0
        best, most = word, expected(before, word) + expected(word, after) + longer + care
        for known, slips in self._near(word):
            cost = _SLIP * slips + _FIRST * (known[0] != word[0])
            worth = expected(before, known) + expected(known, after) - cost
            if worth > most:
                best, most = known, worth
        return best

    def _near(self, word: str) -> Sequence[tuple[str, int]]:
        """Known words a few slips away: one in a short word, three in a long one."""
        size = len(word)
        slips = 1 if size <= 5 else 2 if size <= 9 else 3
        reach = range(size - 1, size + 2) if size <= 8 else range(size - 2, size + 3)
        near: set[str] = set()
        for length in reach:
            if size <= SHORT or length <= SHORT:
                near.update(self._short.get(length, ()))
            else:
                # Beginning, end, and a first letter that was left out or changed places with the second.
                begins, seconds, ends = self._tables
                near.update(begins.get((word[0], length), ()), ends.get((word[-3:], length), ()))
                near.update(seconds.get((word[0], length), ()))
        found = process.extract(word, sorted(near), scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [(known, int(distance)) for known, distance, _ in found]
