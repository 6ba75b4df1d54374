"""How often words, and pairs of words, are used in the examples: what the speller expects to read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import log
from zlib import crc32

from .table import Table

BORDER = "\n"
"""Stands for the beginning and the end of a text."""
_FEWEST = 2
"""A pair that was used once tells nothing."""
_BY_PAIR = 0.6
"""What the pair weighs beside the word alone; chosen, as the next two, by cross-validation on the examples."""
_UNSEEN_WORD, _UNSEEN_PAIR = 0.3, 3.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of folded words, and of pairs of neighbours by their hash."""

    words: Mapping[str, int] = field(default_factory=dict)
    pairs: Table = field(default_factory=partial(Table.of, {}))
    texts: int = 0

    @property
    def total(self) -> int:
        """Words in all."""
        return sum(self.words.values()) + 2 * self.texts


def usage_of(texts: Iterable[Sequence[str]]) -> Usage:
    """The usage in texts given as folded words."""
    words: Counter[str] = Counter()
    pairs: Counter[int] = Counter()
    count = 0
    for text in texts:
        count += 1
        words.update(text)
        pairs.update(pair_of(one, other) for one, other in zip((BORDER, *text), (*text, BORDER), strict=True))
    common = {pair: number for pair, number in pairs.items() if number >= _FEWEST}
    return Usage(dict(sorted(words.items())), Table.of(common), count)


def pair_of(one: str, other: str) -> int:
    """The key of two neighbours."""
    return crc32(f"{one} {other}".encode("utf-8", "replace"))


class Expectation:
    """How likely a word is after another, by a usage."""

    def __init__(self, usage: Usage) -> None:
        self._usage = usage
        self._total = max(1, usage.total)

    def __call__(self, before: str, word: str) -> float:
        """Log chance of `word` after `before`."""
        usage = self._usage
        count = usage.texts if word == BORDER else usage.words.get(word, 0)
        led = usage.texts if before == BORDER else usage.words.get(before, 0)
        by_pair = usage.pairs.get(pair_of(before, word), 0) / (led + _UNSEEN_PAIR)
        return log(_BY_PAIR * by_pair + (1 - _BY_PAIR) * (count + _UNSEEN_WORD) / self._total)
