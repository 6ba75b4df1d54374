"""Changes to one entry, held to the same rules as its file."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from .documents import Document, KnowledgeError, Problem
from .entries import EntryPoint
from .facts import entry_point
from .private import private_in, texts_of
from .reading import Table

FIXED = ("id", "topic", "also", "owner", "withheld")
"""What makes an entry the one it is, and so is no matter of an edit."""

ORDER = tuple(
    "id topic also url source seen standing best_before promise needs_place besides notes contact "
    "sv en links rules".split()
)
"""The keys of an entry as files have them: plain values first, as TOML wants it."""


def edited(entry: EntryPoint, changes: Mapping[str, Any]) -> EntryPoint:
    """The entry with new values for some fields, as a file would have them; None takes a field away.

    Raises KnowledgeError with a problem for each value that a file would be refused for.
    """
    name = f"the change of {entry.id}"
    if wrong := sorted(set(changes) & set(FIXED)):
        problems = [Problem(name, 1, f"{key} cannot be changed; make another entry in the file") for key in wrong]
        raise KnowledgeError(problems)
    document = Document(name, "", merged(entry_table(entry), _in_one_language(changes)), has_lines=False)
    found = entry_point(Table(document, document.table), entry.owner, topics=(entry.topic,))
    for way, text in texts_of(dict(changes)):
        for message in private_in(text):
            document.complain(way, message)
    if document.problems:
        raise KnowledgeError(document.problems)
    return found


def _in_one_language(changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Somebody else who answers is told by their Swedish name until they have an English one."""
    contact = changes.get("contact")
    if not isinstance(contact, Mapping) or "role" not in contact or "role_en" in contact:
        return changes
    return {**changes, "contact": {**contact, "role_en": None}}


def merged(table: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The table with the changes laid over it, table within table."""
    new = dict(table)
    for key, value in changes.items():
        if value is None:
            new.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(new.get(key, {}), Mapping):
            new[key] = merged(new.get(key, {}), value)
        else:
            new[key] = value
    return new


def layered(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Two changes of one entry as a single one: what the later says stands, what only the earlier says is kept."""
    both = dict(earlier)
    for key, value in later.items():
        known = both.get(key)
        both[key] = layered(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return both


def entry_table(entry: EntryPoint) -> dict[str, Any]:
    """The entry as its table in a file, in the order that files have; what is as it would be anyway is left out."""
    table = _table(entry)
    return {key: table[key] for key in ORDER if key in table}


def _table(value: Any) -> dict[str, Any]:
    """A dataclass as a table, without what is as it would be if nothing was written."""
    given = ((each.name, getattr(value, each.name), each.default) for each in fields(value))
    return {name: _plain(each) for name, each, default in given if each != default}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _table(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value
