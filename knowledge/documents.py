"""A file of facts: its table, its lines, and what is wrong in it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import tomli

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(#.*)?")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^."']+?))\s*(?:\.|$)""")
_KEY = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")

MOST_TOLD = 200
"""Problems listed at once; the rest are counted."""

Way = tuple[str | int, ...]
"""Where in a file something stands: `("entry_points", 2, "sv", "title")`."""


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
        told = [str(problem) for problem in self.problems[:MOST_TOLD]]
        if left := len(self.problems) - len(told):
            told.append(f"… and {left:,} more; mend these first")
        super().__init__("\n".join(told))


@dataclass
class Document:
    """One file being read: its table, its text for finding lines, and the complaints so far."""

    name: str
    text: str
    table: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    has_lines: bool = True

    def complain(self, way: Way, message: str) -> None:
        """Add a problem at the line of `way`; where there are no lines, the way itself is told."""
        told = message if self.has_lines or len(way) < 2 else f"{'.'.join(map(str, way))}: {message}"
        self.problems.append(Problem(self.name, self.line_of(way), told))

    def line_of(self, way: Way) -> int:
        """The line (from 1) where `way` stands, or the nearest thing around it if it is missing."""
        while way not in self._lines:
            way = way[:-1]
        return self._lines[way]

    @cached_property
    def _lines(self) -> dict[Way, int]:
        found: dict[Way, int] = {(): 1}
        latest: dict[Way, int] = {}
        here: Way = ()
        in_text = False
        for number, line in enumerate(self.text.split("\n"), 1):
            began_in_text = in_text
            in_text ^= (line.count('"""') + line.count("'''")) % 2 == 1
            if began_in_text:
                continue
            if header := _HEADER.fullmatch(line):
                here = _opened(header[2], header[1] == "[[", latest)
                found.setdefault(here, number)
            elif key := _KEY.match(line):
                found.setdefault((*here, *(part.strip() for part in key[1].split("."))), number)
        return found


def _opened(header: str, is_array: bool, latest: dict[Way, int]) -> Way:
    """The way to the table that a header opens, with the number of each array's latest table in it."""
    here: Way = ()
    *outer, last = ["".join(part.groups("")) for part in _PART.finditer(header.strip())] or [header]
    for part in outer:
        here = (*here, part)
        here = (*here, latest[here]) if here in latest else here
    here = (*here, last)
    if is_array:
        latest[here] = latest.get(here, -1) + 1
        here = (*here, latest[here])
    return here


def parse(content: bytes, name: str, problems: list[Problem]) -> Document | None:
    """The file as a document, or None with the reason added to `problems`."""
    try:
        text = content.decode("utf-8-sig")  # Notepad puts a mark at the beginning
        return Document(name, text, tomli.loads(text), problems)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "is not UTF-8; save it as UTF-8"))
    except tomli.TOMLDecodeError as error:
        message = f"is not valid TOML ({error.msg}); mend the line, texts stand in quotes"
        problems.append(Problem(name, error.lineno, message))
    except RecursionError:
        message = "is not valid TOML (brackets or dots nested without end); mend the line"
        problems.append(Problem(name, _longest_line(content), message))
    except ValueError as error:  # a number of thousands of digits
        problems.append(Problem(name, _longest_line(content), f"is not valid TOML ({error}); mend the line"))
    return None


def _longest_line(content: bytes) -> int:
    """The parser does not say where it gave up; what is that wrong is long."""
    lines = content.split(b"\n")
    return max(range(len(lines)), key=lambda at: len(lines[at])) + 1
