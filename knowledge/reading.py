"""Reads TOML files of facts and says in one line each what is wrong, where, and what to do."""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomli


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a knowledge file, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge cannot be used. `problems` holds every complaint, sorted by file and line."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


_KINDS: dict[type, str] = {str: 'text in quotes, like "…"', list: "a list, like [ … ]", dict: "a table"}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[a-zåäö]{2,}", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?")


@dataclass(slots=True)
class Document:
    """One file being read: its table, its text for finding lines, and the complaints so far."""

    name: str
    text: str
    table: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, key: str, header: str = "", index: int = 0) -> int:
        """The line (from 1) of `key` below the index-th `header`, or of the header if the key is missing."""
        lines = self.text.splitlines()
        start = 0
        if header:
            at = [number for number, line in enumerate(lines) if line.strip() == header]
            start = at[index] if index < len(at) else 0
        for number, line in enumerate(lines[start:], start + 1):
            if number > start + 1 and header.startswith("[[") and line.strip() == header:
                break
            if re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return start + 1


def read_document(path: Path, name: str, problems: list[Problem]) -> Document | None:
    """The file as a document, or None with the reason added to `problems`."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem(name, 1, "is not UTF-8; save it as UTF-8"))
        return None
    try:
        return Document(name, text, tomli.loads(text), problems)
    except tomli.TOMLDecodeError as error:
        message = f"is not valid TOML ({error.msg}); mend the line, texts stand in quotes"
        problems.append(Problem(name, error.lineno, message))
        return None


@dataclass(slots=True)
class Table:
    """A TOML table that is read key by key; at the end, keys nobody asked for are complained of."""

    document: Document
    values: dict[str, Any]
    header: str = ""
    index: int = 0
    asked: set[str] = field(default_factory=set)

    def complain(self, key: str, message: str) -> None:
        """Add a problem at the line of `key`."""
        line = self.document.line_of(key, self.header, self.index)
        self.document.problems.append(Problem(self.document.name, line, message))

    def _take(self, key: str, kind: type, default: Any, required: bool) -> Any:
        self.asked.add(key)
        if key not in self.values:
            if required:
                self.complain(key, f"{key} is missing; add {key} = …")
            return default
        value = self.values[key]
        if not isinstance(value, kind):
            wanted = _KINDS.get(kind, "true or false")
            self.complain(key, f"{key} must be {wanted}, not {value!r}")
            return default
        return value

    def text(self, key: str, *, required: bool = False) -> str:
        """A text; empty counts as missing when required."""
        value: str = self._take(key, str, "", required)
        if required and key in self.values and isinstance(self.values[key], str) and not value.strip():
            self.complain(key, f"{key} is empty; write it or take the entry out")
        return value.strip()

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value: bool = self._take(key, bool, default, False)
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        values = self._take(key, list, [], required)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.complain(key, f"{key} must hold texts in quotes, none of them empty")
            return ()
        if required and key in self.values and not values:
            self.complain(key, f"{key} is empty; write at least one")
        return tuple(value.strip() for value in values)

    def one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        """A text from a closed set."""
        value = self.text(key, required=True)
        if not value or value in allowed:
            return value or default
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f"did you mean {near[0]}?" if near else "use one of " + ", ".join(allowed)
        self.complain(key, f"{key} {value!r} is not known; {hint}")
        return default

    def link(self, key: str, *, required: bool = False) -> str:
        """A web address with http or https and a host."""
        value = self.text(key, required=required)
        if value and not is_link(value):
            self.complain(
                key, f"{key} {value!r} is not a web address; write it whole, like https://www.example.se/page"
            )
            return ""
        return value

    def date(self, key: str) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD, or empty."""
        value = self.text(key)
        if value and not _DATE.fullmatch(value):
            self.complain(key, f"{key} {value!r} is not a date; write 2024, 2024-03 or 2024-03-15")
            return ""
        return value

    def mail(self, key: str) -> str:
        """A mail address, or empty."""
        value = self.text(key)
        if value and not _MAIL.fullmatch(value):
            self.complain(key, f"{key} {value!r} is not a mail address; write one like inkop@example.se")
        return value

    def table(self, key: str, *, required: bool = False) -> "Table":
        """A table below this one, such as `[entry_points.sv]`."""
        values = self._take(key, dict, {}, required)
        return Table(self.document, values, self.header, self.index)

    def tables(self, key: str) -> "list[Table]":
        """The tables of an array, such as every `[[entry_points]]`."""
        values = self._take(key, list, [], False)
        if not all(isinstance(value, dict) for value in values):
            self.complain(key, f"{key} must be tables, each under [[{key}]]")
            return []
        return [Table(self.document, value, f"[[{key}]]", at) for at, value in enumerate(values)]

    def done(self) -> None:
        """Complain of every key that nobody asked for: most often a slip in its name."""
        for key in self.values.keys() - self.asked:
            near = difflib.get_close_matches(key, self.asked, 1)
            hint = f"did you mean {near[0]}?" if near else "take it out"
            self.complain(key, f"{key} is not a key here; {hint}")


def is_link(value: str) -> bool:
    """Is this a whole web address?"""
    if any(character.isspace() or character in '<>"|' for character in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))
