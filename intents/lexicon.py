"""Finds the field's terms in a text in spite of inflection, split compounds and slips of the finger."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import tomli
from rapidfuzz import fuzz, process

from .words import fold

SHIPPED = Path(__file__).parent / "lexicon.toml"
LANGUAGES = ("sv", "en")
_ENDINGS = (
    "arnas",
    "ernas",
    "ornas",
    "arna",
    "erna",
    "orna",
    "ens",
    "ets",
    "en",
    "et",
    "ar",
    "er",
    "or",
    "na",
    *"sntae",
)
_SHORTEST_STEM = 4
_SHORTEST_HEAD = 6
"""Letters a term must have to be recognised as the head of a compound (`snickeriverkstad`)."""
_SHORTEST_SLIP = 6
_ALIKE = 86.0
"""RapidFuzz `ratio` from which a word of six letters or more is taken for a misspelt term: one slip in seven."""
_MOST_SLIPS = 8
_MOST_PAIRED = 7

Hit = tuple[str, int]


class LexiconError(Exception):
    """The lexicon cannot be used; says which concept to mend."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A group of terms that mean the same to us, and the topics it speaks for and against."""

    name: str
    terms: tuple[str, ...]
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]


def load_concepts(path: Path = SHIPPED) -> tuple[Concept, ...]:
    """Every concept of the lexicon. Raises LexiconError."""
    try:
        table = tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: is not valid TOML: {error}") from error
    return tuple(_concept(name, entry, path) for name, entry in table.items())


def _concept(name: str, entry: dict[str, object], path: Path) -> Concept:
    unknown = set(entry) - {*LANGUAGES, "for", "against"}
    texts = [entry.get(language, "") for language in LANGUAGES]
    topics = [entry.get("for", []), entry.get("against", [])]
    if (
        unknown
        or not all(isinstance(text, str) for text in texts)
        or not all(isinstance(each, list) for each in topics)
    ):
        raise LexiconError(f"{path}: [{name}]: expected texts `sv` and `en` and lists `for` and `against`")
    terms = [fold(term.strip()) for text in texts for term in str(text).split(",")]
    speaks_for, against = (tuple(map(str, each)) for each in topics if isinstance(each, list))
    return Concept(name, tuple(dict.fromkeys(term for term in terms if term)), speaks_for, against)


class Lexicon:
    """The concepts, ready to be looked for. Built once; the same words always give the same hits."""

    def __init__(self, concepts: Iterable[Concept], known: Container[str] = ()) -> None:
        """`known` are folded words that are spelt right, and so never taken for a misspelt term."""
        self._topics: dict[str, tuple[str, ...]] = {}
        self._exact: dict[str, tuple[str, ...]] = {}
        self._begins: dict[str, tuple[str, ...]] = {}
        self._ends: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for concept in concepts:
            self._topics[concept.name] = (
                *(f"+{topic}" for topic in concept.speaks_for),
                *(f"-{topic}" for topic in concept.against),
            )
            for term in concept.terms:
                self._add(term.replace("-", " "), concept.name)
                if "-" in term:
                    self._add(term.replace("-", ""), concept.name)
        self._known = known
        self._by_letter: dict[str, list[str]] = {}
        for term in sorted({*self._exact, *self._begins}):
            if len(term) >= _SHORTEST_SLIP:
                self._by_letter.setdefault(term[0], []).append(term)

    def _add(self, term: str, name: str) -> None:
        parts = tuple(term.split())
        if len(parts) > 1:
            self._phrases.setdefault(parts[0], []).append((parts[1:], name))
            return
        table, key = self._exact, term
        if term.endswith("*"):
            table, key = self._begins, term[:-1]
        elif term.startswith("*"):
            table, key = self._ends, term[1:]
        table[key] = (*table.get(key, ()), name)

    def concepts_in(self, words: Sequence[str]) -> list[Hit]:
        """The concepts found in folded words, each with the index of the word it was found at; no concept twice."""
        found: dict[str, int] = {}
        slips = 0
        for at, word in enumerate(words):
            names = [*self.of_word(word), *self._of_phrase(words, at), *self._of_joined(words, at)]
            if not names and slips < _MOST_SLIPS and self._may_be_slip(word):
                slips += 1
                names = list(self._of_slip(word))
            for name in names:
                found.setdefault(name, at)
        return list(found.items())

    def _may_be_slip(self, word: str) -> bool:
        return len(word) >= _SHORTEST_SLIP and word not in self._known and word not in self._exact

    def __call__(self, words: Sequence[str]) -> list[Hit]:
        """Features of folded words: concepts, topics they speak for or against, pairs of concepts."""
        concepts = self.concepts_in(words)
        hits: list[Hit] = [(f"concept:{name}", at) for name, at in concepts]
        hits += [(f"topic:{topic}", at) for name, at in concepts for topic in self._topics[name]]
        for (one, at), (other, later) in combinations(concepts[:_MOST_PAIRED], 2):
            hits.append((f"pair:{min(one, other)}:{max(one, other)}", max(at, later)))
        return hits

    def of_word(self, word: str) -> tuple[str, ...]:
        """Concepts of one word: as it stands, by its beginning or end, without its ending, or as a compound's head."""
        names = self._exact.get(word, ())
        for length in range(2, len(word) + 1):
            names += self._begins.get(word[:length], ())
        if names:
            return names
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                stem = word[: -len(ending)]
                if names := self._exact.get(stem, ()) or self._exact.get(f"{stem}a", ()):
                    return names
        return self._of_head(word)

    def _of_head(self, word: str) -> tuple[str, ...]:
        for start in range(3, len(word) - 2):
            tail = word[start:]
            if names := self._ends.get(tail, ()):
                return names
            if len(tail) >= _SHORTEST_HEAD and (names := self._exact.get(tail, ()) or self._begins.get(tail, ())):
                return names
        return ()

    def _of_phrase(self, words: Sequence[str], at: int) -> list[str]:
        names: list[str] = []
        for rest, name in self._phrases.get(words[at], ()):
            if all(at + 1 + step < len(words) and _fits(words[at + 1 + step], part) for step, part in enumerate(rest)):
                names.append(name)
        return names

    def _of_joined(self, words: Sequence[str], at: int) -> tuple[str, ...]:
        """`direkt upphandling` is `direktupphandling` split: a term that needs both halves."""
        if at + 1 >= len(words) or len(words[at]) < 3:
            return ()
        joined = words[at] + words[at + 1]
        names = self._exact.get(joined, ())
        for length in range(len(words[at]) + 2, len(joined) + 1):
            names += self._begins.get(joined[:length], ())
        return names

    def _of_slip(self, word: str) -> tuple[str, ...]:
        near = self._by_letter.get(word[0], [])
        best = process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._exact.get(best[0], ()) or self._begins.get(best[0], ()) if best else ()


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
