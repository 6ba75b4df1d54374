"""The words people use for what they need, what they do, how far they have come and how many they are: `needs.toml`."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import tomli

Kind = Literal["need", "industry", "opening", "stage", "size", "body", "unknown"]
"""What a word tells of. `opening`: what somebody opens, such as a café; `body`: an organisation by name; `unknown`: one
that was looked for and never found."""

FILE = Path(__file__).parent / "needs.toml"
_TABLES: Mapping[Kind, str] = {
    "need": "needs",
    "industry": "industries",
    "opening": "openings",
    "stage": "stages",
    "size": "sizes",
}
STAR = "*"
_SHORTEST_FOLDED = 4
"""Letters of the shortest word that is known without its å, ä and ö too: "lan" may be lån or län."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Something a text tells: what about (`kind`), which (`value`), in which words, and its name in both languages."""

    kind: Kind
    value: str
    text: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word may stand for, such as the need of a loan.

    `topic` is the municipality's door for a need, `near` are needs worth naming beside it, `industry` the one that
    somebody with the need is in, `most` the number of people of a size, `permits` the topics to look at with an
    opening, the usual ones first.
    """

    kind: Kind
    value: str
    sv: str
    en: str
    topic: str = ""
    near: tuple[str, ...] = ()
    industry: str = ""
    most: int = 0
    permits: tuple[str, ...] = ()

    def clue(self, text: str) -> Clue:
        """That it was heard, in these words."""
        return Clue(self.kind, self.value, text, self.sv, self.en)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of who does what: the situation, where to go, and the organisations in that order."""

    need: str
    industry: str
    bodies: tuple[str, ...]
    sv: tuple[str, str]
    en: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in a row that stand for something; `…` is a gap, a star the rest of a word."""

    words: tuple[str, ...]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that is in `needs.toml`."""

    meanings: Mapping[tuple[Kind, str], Meaning]
    patterns: Mapping[str, tuple[Pattern, ...]]
    people: frozenset[str]
    numbers: Mapping[str, int]
    negations: frozenset[str]
    between: frozenset[str]
    roles_in_short: tuple[Line, ...]
    not_found: tuple[str, ...]
    notes: str

    def values(self, kind: Kind) -> tuple[str, ...]:
        """All values of a kind, in the order of the file."""
        return tuple(value for each, value in self.meanings if each == kind)


@cache
def vocabulary() -> Vocabulary:
    """The words of `needs.toml`, read once."""
    table = tomli.loads(FILE.read_text(encoding="utf-8"))
    meanings = {(each.kind, each.value): each for each in _meanings(table)}
    worded = ((meaning, table[_TABLES[kind]][value]) for (kind, value), meaning in meanings.items())
    patterns = (
        Pattern(variant, meaning)
        for meaning, words in worded
        for phrase in (*words["words_sv"], *words["words_en"])
        for variant in variants(phrase)
    )
    return Vocabulary(
        meanings=meanings,
        patterns=index(patterns),
        people=frozenset(table["people"]["words"]),
        numbers={spelled: number for word, number in table["numbers"].items() for spelled in {word, fold(word)}},
        negations=frozenset(table["negation"]["words"]),
        between=frozenset(table["negation"]["between"]),
        roles_in_short=tuple(_line(each) for each in table["roles_in_short"]),
        not_found=tuple(table["not_found"]["names"]),
        notes=table["not_found"]["notes"],
    )


def _meanings(table: dict[str, Any]) -> Iterator[Meaning]:
    for kind, name in _TABLES.items():
        for value, each in table[name].items():
            given = {key: each[key] for key in ("sv", "en", "topic", "industry", "most") if key in each}
            near, permits = (tuple(each.get(key, ())) for key in ("near", "permits"))
            yield Meaning(kind, value, near=near, permits=permits, **given)


def _line(each: dict[str, Any]) -> Line:
    sv, en = ((each[language]["question"], each[language]["go_to"]) for language in ("sv", "en"))
    return Line(each["need"], each.get("industry", ""), tuple(each["bodies"]), sv, en)


def variants(phrase: str) -> set[tuple[str, ...]]:
    """A phrase as typed with å, ä and ö and, but for the shortest words, without them."""
    words = tuple(lower(phrase).split())
    return {words, tuple(fold(word) if len(word.strip(STAR)) >= _SHORTEST_FOLDED else word for word in words)}


def index(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by their first word."""
    found: dict[str, tuple[Pattern, ...]] = {}
    for pattern in patterns:
        found[pattern.words[0]] = (*found.get(pattern.words[0], ()), pattern)
    return found


def lower(text: str) -> str:
    """As patterns are written."""
    return text.casefold().replace("’", "'")


def fold(text: str) -> str:
    """Without å, ä, ö and other marks."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
