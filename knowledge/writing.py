"""Entries written into files of facts, so that what else stands in a file stays as its editors left it."""

import re
from collections.abc import Mapping
from typing import Any

from .documents import Document, parse

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WIDE = 110
"""Characters after which a list is written a line an item."""


def toml_value(value: Any) -> str:
    """A text, truth or list as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_escaped(letter) for letter in value) + '"'
    if isinstance(value, int):
        return str(value)
    items = [toml_value(each) for each in value]
    line = f"[{', '.join(items)}]"
    return line if len(line) <= _WIDE else "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def toml_table(table: Mapping[str, Any], header: str = "") -> str:
    """A table and those below it; `header` is the way to it, like `entry_points`."""
    lines = [f"{_key(key)} = {toml_value(value)}" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        way = f"{header}.{_key(key)}" if header else _key(key)
        if isinstance(value, Mapping):
            lines += [f"[{way}]", toml_table(value, way)]
        elif _is_table(value):
            lines += [part for each in value for part in (f"[[{way}]]", toml_table(each, way))]
    return "\n".join(lines)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml_value(key)


def _is_table(value: Any) -> bool:
    tables = isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    return isinstance(value, Mapping) or tables


def with_entry(text: str, table: Mapping[str, Any]) -> str:
    """The text of a file with this entry in place of the one with the same id, or after the last.

    Comments and the order of all else are kept. Raises ValueError if the file writes its entries another way than
    under `[[entry_points]]`.
    """
    document = parse(text.encode(), "", [])
    if document is None:
        raise ValueError("the file is not valid TOML")
    block = ["[[entry_points]]", *toml_table(table, "entry_points").split("\n")]
    entries = document.table.get("entry_points", [])
    at = next((at for at, entry in enumerate(entries) if entry.get("id") == table["id"]), None)
    lines = document.text.split("\n")
    if at is None:
        return "\n".join(lines).rstrip("\n") + "\n\n" + "\n".join(block) + "\n"
    begin, end = _block(document, lines, at)
    rest = lines[end:]
    return "\n".join([*lines[:begin], *block, *([""] if rest and any(rest) else []), *rest]).rstrip("\n") + "\n"


def _block(document: Document, lines: list[str], at: int) -> tuple[int, int]:
    """The lines of an entry, without the blank lines and comments that stand before the next."""
    begin = document.line_of(("entry_points", at)) - 1
    if not lines[begin].lstrip().startswith("[["):
        raise ValueError("the file has its entries in one list; write each under [[entry_points]]")
    following = document.line_of(("entry_points", at + 1)) - 1
    end = following if following > begin else len(lines)
    while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return begin, _past_blank(lines, end)


def _past_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def with_national(text: str, table: Mapping[str, Any]) -> str:
    """The text of a national file, which is one entry, written anew below its first comment lines."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return "\n".join([*lines[:first], toml_table(table)]) + "\n"
