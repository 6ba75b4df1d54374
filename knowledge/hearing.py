"""Finds the words of `needs.toml` in a text. Nothing is guessed: a word that is not there is not heard."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .vocabulary import STAR, Clue, Kind, Meaning, Pattern, Vocabulary, lower, vocabulary

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
_GAP, _LONGEST_GAP = "…", 4
_LONGEST_WORD = 60
"""Letters: what is longer is none."""
_NAMES = ("body", "unknown")
_BESIDE: Mapping[Kind, str] = {"stage": "company", "size": "company", "opening": "opening"}
"""Kinds that are told beside the others; those of one word here rival each other."""


@dataclass(frozen=True, slots=True)
class _Hit:
    meaning: Meaning
    at: tuple[int, ...]
    letters: int = 0
    """Of the pattern: the more it spells out, the surer it is."""


def heard(text: str, names: Mapping[str, tuple[Pattern, ...]]) -> tuple[Clue, ...]:
    """What a text tells of needs, trades, stage, size and of bodies by the `names` given, in the order of the text."""
    text = unicodedata.normalize("NFC", text)
    words = list(_WORD.finditer(text))
    known = vocabulary()
    plain = [lower(each[0]) for each in words]
    hits = [*_hits(plain, known.patterns), *_hits(plain, names), *_sizes(plain, known)]
    kept = [hit for hit in hits if not _is_covered(hit, hits) and not _is_negated(hit, plain, known)]
    found: dict[tuple[Kind, str], Clue] = {}
    for hit in sorted(kept, key=lambda hit: (hit.at[0], -len(hit.at))):
        said = " … ".join(text[words[first].start() : words[last].end()] for first, last in _runs(hit.at))
        found.setdefault((hit.meaning.kind, hit.meaning.value), hit.meaning.clue(said))
    return tuple(found.values())


def _hits(words: Sequence[str], patterns: Mapping[str, tuple[Pattern, ...]]) -> Iterator[_Hit]:
    for at, word in enumerate(words):
        if len(word) > _LONGEST_WORD:
            continue
        starts = (word[:end] + STAR for end in range(2, len(word) + 1))
        ends = (STAR + word[start:] for start in range(len(word) - 2))
        for key in (word, *starts, *ends):
            for pattern in patterns.get(key, ()):
                if (found := _match(pattern.words, words, at)) is not None:
                    yield _Hit(pattern.meaning, found, sum(map(len, pattern.words)))


def _match(pattern: tuple[str, ...], words: Sequence[str], at: int) -> tuple[int, ...] | None:
    """Where the words of a pattern stand if it begins at `at`, or None."""
    if not pattern:
        return ()
    first, *rest = pattern
    if first == _GAP:
        tries = (_match(tuple(rest), words, at + skipped) for skipped in range(_LONGEST_GAP + 1))
        return next((found for found in tries if found is not None), None)
    if at >= len(words) or not _is(first, words[at]):
        return None
    after = _match(tuple(rest), words, at + 1)
    return None if after is None else (at, *after)


def _is(pattern: str, word: str) -> bool:
    if pattern.endswith(STAR):
        return word.startswith(pattern[:-1])
    return word.endswith(pattern[1:]) if pattern.startswith(STAR) else word == pattern


def _sizes(words: Sequence[str], known: Vocabulary) -> Iterator[_Hit]:
    """A number of people: "12 anställda", "four employees"."""
    for at, word in enumerate(words):
        number = int(word) if word.isdecimal() and len(word) < 7 else known.numbers.get(word)
        after = words[at + 1 : at + 3]
        who = next((step for step, each in enumerate(after, 1) if each in known.people), None)
        if number and who:
            yield _Hit(_size(number, known), (at, at + who))


def _size(number: int, known: Vocabulary) -> Meaning:
    sizes = [meaning for (kind, _), meaning in known.meanings.items() if kind == "size"]
    return next((size for size in sizes if number <= size.most), sizes[-1])


def _is_covered(hit: _Hit, hits: Iterable[_Hit]) -> bool:
    """Do more words around it say something else? "riding school" is a trade, not a wish for a school.

    A name says nothing but who is meant: "Nyföretagarcentrum" is no wish to start.
    """
    if hit.meaning.kind not in _NAMES and any(
        set(hit.at) <= set(each.at) for each in hits if each.meaning.kind in _NAMES
    ):
        return True
    # Stage and size live beside all else: "vill starta" tells the stage, and "starta" still the need. So does what
    # is opened: a bakery is of the food trade too.
    rivals = [each for each in hits if _BESIDE.get(each.meaning.kind) == _BESIDE.get(hit.meaning.kind)]
    same = (each for each in rivals if each.meaning.kind == hit.meaning.kind and each.at == hit.at)
    return any(set(hit.at) < set(each.at) for each in rivals) or any(each.letters > hit.letters for each in same)


def _is_negated(hit: _Hit, words: Sequence[str], known: Vocabulary) -> bool:
    """Is it a need that they say they do not have: "inte låna", "not a loan"?"""
    if hit.meaning.kind != "need":
        return False
    before = iter(words[max(0, hit.at[0] - 4) : hit.at[0]][::-1])
    first = next((word for word in before if word not in known.between), "")
    return first in known.negations


def _runs(at: tuple[int, ...]) -> list[tuple[int, int]]:
    """Positions as runs of neighbours: (1, 2, 5) → (1, 2), (5, 5)."""
    runs: list[tuple[int, int]] = []
    for each in at:
        if runs and runs[-1][1] == each - 1:
            runs[-1] = (runs[-1][0], each)
        else:
            runs.append((each, each))
    return runs
