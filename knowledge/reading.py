"""Reads the tables of a file of facts and says in one line each what is wrong, where, and what to do."""

import difflib
import re
import reprlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from .documents import Document, Way

LONGEST = 2000
"""Characters in one text; more than this is no answer in a chat."""

_LONGEST_OF = dict.fromkeys(("title", "sv", "en", "value_sv", "value_en"), 500)
"""What is told in one line with its source is shorter, so that no message can take the line and leave the source."""

MOST_GUESSES = 100
"""Unknown keys in one table for which it is tried to guess what was meant; a slow thing to do for thousands."""

_KINDS: dict[type, str] = {
    str: 'text in quotes, like "…"',
    list: "a list, like [ … ]",
    dict: "a table",
    int: "a whole number",
}
_DATE = re.compile(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[a-zåäö]{2,}", re.IGNORECASE)
_NO_LINK = re.compile(r'[\s<>"|]')
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?")
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,55}")  # goes into a button's id, and Telegram gives that 64 bytes
_UNSEEN = re.compile(  # controls, soft hyphen, zero width, direction marks, line separators, private use, tags
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U0010ffff]"
)
_GARBLED = re.compile("\ufffd|Ã[\x80-\xbf„…–]|â€")

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 80


@dataclass(slots=True)
class Table:
    """A TOML table that is read key by key; at the end, keys nobody asked for are complained of."""

    document: Document
    values: dict[str, Any]
    way: Way = ()
    asked: set[str] = field(default_factory=set)

    def complain(self, key: str, message: str) -> None:
        """Add a problem at the line of `key`."""
        self.document.complain((*self.way, key), message)

    def _take(self, key: str, kind: type, default: Any, required: bool) -> Any:
        self.asked.add(key)
        if key not in self.values:
            if required:
                self.complain(key, f"{key} is missing; add {key} = …")
            return default
        value = self.values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            wanted = _KINDS.get(kind, "true or false")
            written = value.isoformat() if isinstance(value, date) else _short.repr(value)
            self.complain(key, f"{key} must be {wanted}, not {written}")
            return default
        return value

    def _sound(self, key: str, value: str) -> bool:
        """Is a text short enough to read, and all of it to be seen?"""
        if len(value) > (most := _LONGEST_OF.get(key, LONGEST)):
            self.complain(key, f"{key} is {len(value):,} characters long; shorten it to {most:,} at most")
        elif unseen := _UNSEEN.search(value):
            self.complain(key, f"{key} holds an invisible character (U+{ord(unseen[0]):04X}); take it out")
        elif garbled := _GARBLED.search(value):
            self.complain(key, f"{key} holds {garbled[0]!r}, letters that were read in another encoding; write it anew")
        else:
            return True
        return False

    def text(self, key: str, *, required: bool = False) -> str:
        """A text; empty counts as missing when required."""
        value: str = self._take(key, str, "", required)
        if required and key in self.values and isinstance(self.values[key], str) and not value.strip():
            self.complain(key, f"{key} is empty; write it or take the entry out")
        return value.strip() if self._sound(key, value) else ""

    def id(self) -> str:
        """The `id`: it goes into buttons, so it is short and plain."""
        value = self.text("id", required=True)
        if value and not _ID.fullmatch(value):
            self.complain("id", f"id {_short.repr(value)} must be at most 56 of a–z, 0–9, hyphen and full stop")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value: bool = self._take(key, bool, default, False)
        return value

    def whole(self, key: str, default: int, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        value: int = self._take(key, int, default, False)
        if not least <= value <= most:
            self.complain(key, f"{key} {value} must be from {least} to {most}")
            return default
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        values = self._take(key, list, [], required)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.complain(key, f"{key} must hold texts in quotes, none of them empty")
            return ()
        if required and values == self.values.get(key) == []:
            self.complain(key, f"{key} is empty; write at least one")
        return tuple(value.strip() for value in values if self._sound(key, value))

    def one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        """A text from a closed set."""
        value = self.text(key, required=True)
        if not value or value in allowed:
            return value or default
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f"did you mean {near[0]}?" if near else "use one of " + ", ".join(allowed)
        self.complain(key, f"{key} {_short.repr(value)} is not known; {hint}")
        return default

    def link(self, key: str, *, required: bool = False) -> str:
        """A web address with http or https and a host."""
        value = self.text(key, required=required)
        if value and not is_link(value):
            written = f"{key} {_short.repr(value)}"
            self.complain(key, f"{written} is not a web address; write it whole, like https://www.example.se/page")
            return ""
        return value

    def date(self, key: str) -> str:
        """YYYY, YYYY-MM or YYYY-MM-DD, or empty."""
        value = self.text(key)
        if value and not _is_date(value):
            self.complain(key, f"{key} {_short.repr(value)} is not a date; write 2024, 2024-03 or 2024-03-15")
            return ""
        return value

    def mail(self, key: str) -> str:
        """A mail address, or empty."""
        value = self.text(key)
        if value and not _MAIL.fullmatch(value):
            self.complain(key, f"{key} {_short.repr(value)} is not a mail address; write one like inkop@example.se")
        return value

    def table(self, key: str, *, required: bool = False) -> "Table":
        """A table below this one, such as `[entry_points.sv]`."""
        values = self._take(key, dict, {}, required)
        if required and values == self.values.get(key) == {}:
            self.complain(key, f"{key} is empty; write it or take the entry out")
        return Table(self.document, values, (*self.way, key))

    def tables(self, key: str) -> "list[Table]":
        """The tables of an array, such as every `[[entry_points]]`."""
        values = self._take(key, list, [], False)
        if not all(isinstance(value, dict) for value in values):
            self.complain(key, f"{key} must be tables, each under [[{key}]]")
            return []
        return [Table(self.document, value, (*self.way, key, at)) for at, value in enumerate(values)]

    def done(self) -> None:
        """Complain of every key that nobody asked for: most often a slip in its name."""
        unknown = self.values.keys() - self.asked
        for key in unknown:
            near = difflib.get_close_matches(key, self.asked, 1) if len(unknown) < MOST_GUESSES else []
            hint = f"did you mean {near[0]}?" if near else "take it out"
            shown = key if key.isidentifier() else _short.repr(key)
            self.complain(key, f"{shown} is not a key here; {hint}")


def is_link(value: str) -> bool:
    """Is this a whole web address?"""
    if _NO_LINK.search(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc))


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        return len(value) < 10 or bool(date.fromisoformat(value))
    except ValueError:
        return False
