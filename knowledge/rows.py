"""Entries as the rows of a sheet: what each column means, and what is wrong in a row, told by its number."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .atlas import Atlas
from .documents import Document, KnowledgeError, Problem
from .editing import edited
from .entries import EntryPoint
from .facts import ENTRY_TOPICS, entry_point
from .freshness import good_until
from .private import private_in, texts_of
from .reading import Table
from .starting import entry_id

COLUMNS: dict[str, tuple[str, ...]] = {
    "municipality": ("municipality", "kommun", "kommunkod", "code", "kod"),
    "id": ("id",),
    "topic": ("topic", "ämne", "arende", "ärende"),
    "sv.title": ("title_sv", "rubrik", "titel"),
    "sv.steps": ("steps_sv", "steg", "gör så här"),
    "sv.prepare": ("prepare_sv", "ha redo"),
    "sv.about": ("about_sv", "om", "bra att veta"),
    "en.title": ("title_en", "rubrik engelska"),
    "en.steps": ("steps_en", "steg engelska"),
    "en.prepare": ("prepare_en", "ha redo engelska"),
    "en.about": ("about_en", "om engelska", "bra att veta engelska"),
    "url": ("url", "länk", "sida"),
    "contact.role": ("role", "roll", "svarar", "funktion"),
    "contact.email": ("email", "e-post", "epost", "mejl"),
    "contact.phone": ("phone", "telefon"),
    "source": ("source", "källa"),
    "seen": ("seen", "datum", "källans datum"),
    "standing": ("standing", "ställning"),
    "best_before": ("best_before", "bäst före"),
    "promise": ("promise", "löfte"),
}
"""Each value of an entry, and the names a column for it may have."""

_KEY = re.compile(r"^((?:sv|en|contact)\.\w+)(?:\.\d+)?: ")

LISTS = frozenset({"sv.steps", "sv.prepare", "en.steps", "en.prepare"})
"""Values with several items: a line each in the cell, or with | between them."""

MOST_ROWS = 20_000
_NUMBERED = re.compile(r"\s*(?:\d+[.)]|[-•*])\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet with its number there (the heading is row 1), by the columns' own names."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What a row came to: the entry and what it does (`new`, `changed` or `same`), or its problems."""

    number: int
    entry: EntryPoint | None
    does: str
    problems: tuple[Problem, ...]


def known_columns(names: Iterable[str], sheet: str) -> dict[str, str]:
    """The value that each column stands for. Raises KnowledgeError if one is unknown, double or missing."""
    by_name = {name: key for key, all_names in COLUMNS.items() for name in (key, *all_names)}
    found: dict[str, str] = {}
    problems = []
    for name in names:
        key = by_name.get(" ".join(name.casefold().split()))
        if key is None:
            problems.append(Problem(sheet, 1, f"column {name!r} is not known; use {', '.join(_first_names())}"))
        elif key in found.values():
            problems.append(Problem(sheet, 1, f"column {name!r} stands for {key} again; keep one"))
        else:
            found[name] = key
    for key in ("municipality", "topic"):
        if key not in found.values():
            problems.append(Problem(sheet, 1, f"there is no column {COLUMNS[key][0]}; add it"))
    if problems:
        raise KnowledgeError(problems)
    return found


def _first_names() -> Iterator[str]:
    return (names[0] for names in COLUMNS.values())


def read_rows(rows: Sequence[Row], atlas: Atlas, sheet: str, today: date) -> list[Read]:
    """What every row came to. An entry that is there (by id, or by municipality, topic and title) is changed; a new
    one that does not say how long it holds is to be checked in a year."""
    reading = _Reading(atlas, sheet, good_until(today), {entry.id for entry in atlas.entries()})
    return [reading.read(row) for row in rows]


@dataclass(slots=True)
class _Reading:
    """A sheet being read: the ids that are taken, the row that each entry was in, and until when one holds that is new
    and does not say."""

    atlas: Atlas
    sheet: str
    until: str
    ids: set[str]
    rows: dict[str, int] = field(default_factory=dict)

    def read(self, row: Row) -> Read:
        """The next row."""
        try:
            entry, does = self._entry(row)
            if entry.id in self.rows:
                message = (
                    f"is about {entry.id} as row {self.rows[entry.id]} is; keep one, or give them ids of their own"
                )
                raise KnowledgeError([Problem(self.sheet, row.number, message)])
        except KnowledgeError as error:
            problems = (Problem(self.sheet, row.number, _in_columns(each.message)) for each in error.problems)
            return Read(row.number, None, "", tuple(problems))
        self.rows[entry.id] = row.number
        self.ids.add(entry.id)
        return Read(row.number, entry, does, ())

    def _entry(self, row: Row) -> tuple[EntryPoint, str]:
        table = _table(row)
        code = _code(table.pop("municipality", ""), self.atlas, Problem(self.sheet, row.number, ""))
        known = _known(table, code, self.atlas)
        if known is None:
            return _new({"best_before": self.until} | table, code, self.sheet, self.ids), "new"
        if known.owner != code:
            message = f"{known.id} is not an entry of {code}; leave id empty"
            raise KnowledgeError([Problem(self.sheet, row.number, message)])
        fixed = {key: value for key, value in table.items() if key == "topic" and value != known.topic}
        changes = {key: value for key, value in table.items() if key not in ("id", "topic")}
        entry = edited(known, changes | fixed)
        return entry, "same" if entry == known else "changed"


def _in_columns(message: str) -> str:
    """What is said of a key of a file, said of the column instead: who fills in a sheet never sees the keys."""
    return _KEY.sub(lambda key: f"{COLUMNS[key[1]][0]}: " if key[1] in COLUMNS else key[0], message)


def _new(table: dict[str, Any], code: str, sheet: str, ids: set[str]) -> EntryPoint:
    for language in ("sv", "en"):
        table.setdefault(language, {}).setdefault("title", "")
    topic = table.get("topic", "")
    named = {"id": entry_id(topic if topic in ENTRY_TOPICS else "entry", code, ids), "standing": "reported"}
    document = Document(sheet, "", named | table, has_lines=False)
    entry = entry_point(Table(document, document.table), code)
    for way, text in texts_of(document.table):
        for message in private_in(text):
            document.complain(way, message)
    if not entry.id.startswith(code):
        document.complain(("id",), f"id {entry.id!r} must begin with {code}")
    if document.problems:
        raise KnowledgeError(document.problems)
    return entry


def _table(row: Row) -> dict[str, Any]:
    """The cells as the table of an entry; an empty cell says nothing."""
    table: dict[str, Any] = {}
    for key, cell in row.cells.items():
        if text := cell.strip():
            outer, _, inner = key.partition(".")
            value = _items(text) if key in LISTS else " ".join(text.split())
            if inner:
                table.setdefault(outer, {})[inner] = value
            else:
                table[outer] = value
    return table


def _items(text: str) -> list[str]:
    """The lines of a cell, or what stands between its bars, without numbers or dashes before them."""
    parts = (_NUMBERED.sub("", part, count=1) for line in text.splitlines() for part in line.split("|"))
    return [" ".join(part.split()) for part in parts if part.strip()]


def _code(text: str, atlas: Atlas, where: Problem) -> str:
    """The municipality by code or name. A sheet may have lost the zero of 0114."""
    code = text.zfill(4) if text.isdecimal() else ""
    wanted = text.casefold().removesuffix(" kommun")
    named = [each.code for each in atlas.municipalities if wanted in (each.name.casefold(), f"{each.name}s".casefold())]
    if code in atlas or named:
        return code if code in atlas else named[0]
    message = f"municipality {text!r} is not known; write its name or its four digits"
    raise KnowledgeError([replace(where, message=message if text else "municipality is empty; write it")])


def _known(table: Mapping[str, Any], code: str, atlas: Atlas) -> EntryPoint | None:
    if "id" in table:
        return atlas.entry(str(table["id"]))
    title = table.get("sv", {}).get("title", "").casefold()
    own = atlas.municipality(code).entry_points
    return next((each for each in own if each.topic == table.get("topic") and each.sv.title.casefold() == title), None)
