"""The words of a language that say when, and slips of the finger put right."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import tomli

from intents import fold

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")

KINDS: Final = {
    "weekday": "w",
    "weekdays": "W",
    "weekend": "g",
    "month": "m",
    "number": "n",
    "article": "j",
    "ordinal": "o",
    "unit": "u",
    "week": "v",
    "day": "D",
    "part": "p",
    "season": "S",
    "occasion": "E",
    "quarter_hour": "K",
    "later": "l",
    "stop": "X",
    "start": "s",
    "middle": "M",
    "end": "e",
    "in": "i",
    "next": "x",
    "this": "q",
    "before": "b",
    "after": "a",
    "when": "A",
    "till": "t",
    "the": "T",
    "not": "N",
    "no": "N",
    "only": "O",
    "clock": "k",
    "more": "F",
    "and": "+",
    "but": ";",
    "away": "G",
    "rhythm": "R",
    "past": "z",
    "ask": "f",
    "filler": "",
    "date": "d",
    "day_and_month": "h",
    "place": "I",
    "may": "Z",
    "last": "L",
    "weekday_before_date": "B",
    "quarter_number": "Q",
    "hour": "c",
    "week_number": "V",
    "year": "y",
    "year_or_is": "Y",
    "break": "|",
    "other": "?",
}
"""A letter for each kind of word: what is said becomes a shape, like `inu` for "om två månader", that patterns fit."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase: the letter of its kind, what it means, and whether it was typed without slips."""

    kind: str
    value: str = ""
    exact: bool = True


_SHORTEST_SLIP = 5
"""Letters of a word that may be meant by one with a slip of the finger; shorter ones are too like each other."""

_NO_SLIPS = frozenset({KINDS["filler"], KINDS["ask"], KINDS["past"], KINDS["and"], KINDS["but"], KINDS["away"]})
"""Kinds that a word is never taken for by a slip: what is said of other things must not vanish."""


Meaning = tuple[Token, ...]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the phrases of a language mean, as typed and folded; and by length the words that slips are put right to."""

    exact: dict[Phrase, Meaning]
    folded: dict[Phrase, Meaning]
    by_size: dict[int, list[tuple[str, frozenset[str], Meaning]]]

    def meaning(self, typed: Phrase) -> Meaning | None:
        """What these words mean, None if they are no phrase of it."""
        return self.exact.get(typed) or self.folded.get(tuple(map(fold, typed)))

    def slip(self, word: str) -> Meaning | None:
        """What a word that is not known was meant to be, None if nothing or several things are as near."""
        word = fold(word)
        if len(word) < _SHORTEST_SLIP - 1:
            return None
        near: dict[int, set[Meaning]] = {}
        for size in range(len(word) - 2, len(word) + 3):
            allowed = 1 if size < 8 else 2
            for known, letters, meaning in self.by_size.get(size, ()):
                # one slip changes two letters of the set at most: most words need not be compared letter by letter
                if abs(size - len(word)) > allowed or len(letters ^ set(word)) > 2 * allowed:
                    continue
                if (apart := distance(word, known)) <= allowed:
                    near.setdefault(apart, set()).add(meaning)
        best = near[min(near)] if near else set()
        return tuple(Token(each.kind, each.value, exact=False) for each in best.pop()) if len(best) == 1 else None


def distance(one: str, other: str) -> int:
    """Letters to drop, add, change or swap with their neighbour (optimal string alignment)."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        beyond, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            row.append(min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted)))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                row[to] = min(row[to], beyond[to - 2] + 1)
    return row[-1]


@lru_cache(maxsize=len(LANGUAGES))
def vocabulary(language: str) -> Vocabulary:
    """The words of a language, read once."""
    tables = tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    exact: dict[Phrase, Meaning] = {}
    folded: dict[Phrase, Meaning] = {}
    for kind, entries in tables.items():
        for value, phrases in entries.items():
            meaning = tuple(_tokens(kind, value))
            for phrase in phrases:
                words = tuple(plain(phrase).split())
                exact.setdefault(tuple(word.removeprefix("=") for word in words), meaning)
                if not phrase.startswith("="):
                    folded.setdefault(tuple(map(fold, words)), meaning)
    return Vocabulary(exact, folded, _by_size(folded))


def _by_size(folded: dict[Phrase, Meaning]) -> dict[int, list[tuple[str, frozenset[str], Meaning]]]:
    found: dict[int, list[tuple[str, frozenset[str], Meaning]]] = {}
    for (word, *more), meaning in folded.items():
        if not more and len(word) >= _SHORTEST_SLIP and meaning[0].kind not in _NO_SLIPS:
            found.setdefault(len(word), []).append((word, frozenset(word), meaning))
    return found


def _tokens(kind: str, value: str) -> Iterator[Token]:
    """The tokens of a table's key: its own kind, a word's, or several of a compound."""
    if kind not in ("word", "compound"):
        yield Token(KINDS[kind], value)
        return
    for each in value.split():
        name, _, meant = each.partition(":")
        yield Token(KINDS[name], meant or name)


def plain(text: str) -> str:
    """Lower case, no apostrophes, hyphens between letters as spaces."""
    text = unicodedata.normalize("NFC", text).casefold().replace("’", "").replace("'", "")
    return re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text)
