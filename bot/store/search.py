"""Every entry by its words, for texts whose meaning is not sure.

An FTS5 index in memory for each language, made when it is first asked for: a start costs nothing.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from math import log
from threading import Lock

from sqlite_utils import Database

from knowledge import Atlas, EntryPoint

from .stems import stems

ENOUGH = 0.6
"""The share of what a text says (by how telling each word is) that an entry must hold to be near."""

MOST_TERMS = 12
"""Words of a text that are looked for, longest first."""

_SHORTEST_PART, _LONGEST_WORD = 5, 60
"""Letters. What is longer is no word, and would be cut in a thousand ways for nothing."""
_COLUMNS = "title, steps, rest"
_FOLDED = 'tokenize="unicode61 remove_diacritics 2"'
_WEIGHTS = "6.0, 2.0, 1.0"


class Search:
    """Finds the entries whose words come nearest to a text."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._ids = [entry.id for entry in atlas.entries()]
        self._made: dict[str, Database] = {}
        self._lock = Lock()

    def near(self, text: str, language: str, place: str | None = None, limit: int = 3) -> tuple[str, ...]:
        """Ids of the entries that hold most of what a text says, nearest first; none if none holds enough.

        With a `place` (a code): only the municipality's own, its joint bodies' and regions', and the nation's.
        """
        terms = sorted(dict.fromkeys(stems(text, language)), key=len, reverse=True)[:MOST_TERMS]
        if len(terms) == 1 and len(terms[0]) < _SHORTEST_PART:  # too little to go by
            return ()
        with self._lock:
            db = self._made.get(language) or self._made.setdefault(language, self._make(language))
            found = [hits for term in terms for hits in self._hits(db, term, language)]
        weights = [self._telling(hits) for hits in found]
        whole = sum(weights)
        held: dict[int, float] = {}
        scores: dict[int, float] = {}
        for hits, weight in zip(found, weights, strict=True):
            for row, score in hits.items():
                held[row] = held.get(row, 0.0) + weight
                scores[row] = scores.get(row, 0.0) + score
        near = [row for row in held if held[row] >= ENOUGH * whole and self._is_for(row, place)]
        near.sort(key=lambda row: (-scores[row], row))
        return tuple(self._ids[row] for row in near[:limit])

    def _telling(self, hits: dict[int, float]) -> float:
        """How much a word tells that so many entries hold."""
        return log(1 + len(self._ids) / (1 + len(hits)))

    def _is_for(self, row: int, place: str | None) -> bool:
        entry = self._atlas.entry(self._ids[row])
        return entry is not None and (place is None or self._atlas.concerns(entry, place))

    def _hits(self, db: Database, term: str, language: str) -> Iterator[dict[int, float]]:
        """The rows that hold a word or one that begins with it; the parts of a compound that none holds."""
        hits = self._rows(db, term, language)
        if hits or not 2 * _SHORTEST_PART <= len(term) <= _LONGEST_WORD:
            yield hits
            return
        for cut in range(len(term) - 3, _SHORTEST_PART - 1, -1):
            if head := self._rows(db, term[:cut], language):
                yield head
                rest = term[cut:].removeprefix("s")
                yield self._rows(db, rest, language) if len(rest) >= _SHORTEST_PART else {}
                return
        yield hits

    def _rows(self, db: Database, term: str, language: str) -> dict[int, float]:
        sql = f"SELECT rowid, -bm25({language}, {_WEIGHTS}) FROM {language} WHERE {language} MATCH ?"
        return dict(db.execute(sql, [f'"{term}"*' if len(term) > 3 else f'"{term}"']).fetchall())

    def _make(self, language: str) -> Database:
        db = Database(sqlite3.connect(":memory:", check_same_thread=False))
        # Contentless: only the index is kept, the words themselves are in the atlas.
        db.execute(f"CREATE VIRTUAL TABLE {language} USING fts5({_COLUMNS}, content='', detail=column, {_FOLDED})")
        rows = ((at, *_columns(entry, language)) for at, entry in enumerate(self._atlas.entries()))
        db.conn.executemany(f"INSERT INTO {language} (rowid, {_COLUMNS}) VALUES (?, ?, ?, ?)", rows)
        return db


def _columns(entry: EntryPoint, language: str) -> tuple[str, str, str]:
    wording = entry.wording(language)
    rules = [(rule.sv, rule.value_sv) if language == "sv" else (rule.en, rule.value_en) for rule in entry.shown_rules]
    rest = (*wording.prepare, wording.about, entry.contact.role, *(link.title for link in entry.links))
    said = (*rest, *(text for rule in rules for text in rule))
    return _stemmed([wording.title], language), _stemmed(wording.steps, language), _stemmed(said, language)


def _stemmed(texts: Iterable[str], language: str) -> str:
    return " ".join(stem for text in texts for stem in stems(text, language))
