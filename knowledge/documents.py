"""A file of facts: its table, its lines, and what is wrong in it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(#.*)?")
_KEY = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")

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
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Document:
    """One file being read: its table, its text for finding lines, and the complaints so far."""

    name: str
    text: str
    table: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, way: Way, message: str) -> None:
        """Add a problem at the line of `way`."""
        self.problems.append(Problem(self.name, self.line_of(way), message))

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
    *outer, last = (part.strip() for part in header.split("."))
    for part in outer:
        here = (*here, part)
        here = (*here, latest[here]) if here in latest else here
    here = (*here, last)
    if is_array:
        latest[here] = latest.get(here, -1) + 1
        here = (*here, latest[here])
    return here


def read_document(path: Path, name: str, problems: list[Problem]) -> Document | None:
    """The file as a document, or None with the reason added to `problems`."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad puts a mark at the beginning
        return Document(name, text, tomli.loads(text), problems)
    except UnicodeDecodeError:
        problems.append(Problem(name, 1, "is not UTF-8; save it as UTF-8"))
    except OSError as error:
        problems.append(Problem(name, 1, f"cannot be read ({error.strerror}); mend it or take it away"))
    except tomli.TOMLDecodeError as error:
        message = f"is not valid TOML ({error.msg}); mend the line, texts stand in quotes"
        problems.append(Problem(name, error.lineno, message))
    except RecursionError:
        problems.append(Problem(name, 1, "is not valid TOML (brackets in brackets without end); mend it"))
    return None
