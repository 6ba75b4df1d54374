"""The lines of an entry that its desk can change, and the edit that a new text of one makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from intents import fold
from knowledge import EntryPoint, KnowledgeError, Wording, edited
from knowledge.private import private_in

_GONE = ("-", "–", "ta bort", "tas bort", "bort", "remove", "delete", "none")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^\s.@<>]{2,}")
_BARE_LINK = re.compile(r"(?:[\w-]+\.)+[a-zåäö]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"[+\d(][\d ()/–-]{4,}\d")
Kind = Literal["title", "step", "steps", "prepare", "about", "url", "phone", "email", "role", "promise"]
"""What a line is; the texts name it and ask for it by this."""

Fault = Literal["needed", "private", "phone", "url", "email", "text"]
"""Why a new text cannot stand."""

DIGITS = 5
"""Fewer make no number to call."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an entry. `kind` names what it is in the texts, `number` which step; `english` is the same line in
    English, None if it has no language."""

    id: str
    kind: Kind
    text: str
    english: str | None = None
    number: int = 0
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Unsound:
    """A new text that cannot stand; `why` names it in the texts."""

    why: Fault


def lines_of(entry: EntryPoint) -> tuple[Line, ...]:
    """What an entrepreneur reads, line by line, and the ways to reach somebody even where none is there yet."""
    sv, en, contact = entry.sv, entry.en, entry.contact
    found = [Line("title", "title", sv.title, en.title, needed=True), *_steps(sv, en)]
    if sv.prepare:
        found.append(Line("prepare", "prepare", "\n".join(sv.prepare), "\n".join(en.prepare)))
    if sv.about:
        found.append(Line("about", "about", sv.about, en.about))
    found += [
        Line("url", "url", entry.url),
        Line("phone", "phone", contact.phone),
        Line("email", "email", contact.email),
        Line("role", "role", contact.role, contact.role_en or contact.role),
    ]
    return (*found, Line("promise", "promise", entry.promise)) if entry.promise else tuple(found)


def _steps(sv: Wording, en: Wording) -> tuple[Line, ...]:
    """Step by step where both languages have the same steps, else all of them in one."""
    if len(sv.steps) != len(en.steps):
        return (Line("steps", "steps", "\n".join(sv.steps), "\n".join(en.steps), needed=True),)
    pairs = enumerate(zip(sv.steps, en.steps, strict=True), 1)
    only = len(sv.steps) == 1
    return tuple(Line(f"step{at}", "step", text, english, at, needed=only) for at, (text, english) in pairs)


def line_named(entry: EntryPoint, name: str) -> Line | None:
    """A line by its id, or by its number in the list."""
    lines = lines_of(entry)
    if name.isdecimal() and 1 <= int(name) <= len(lines):
        return lines[int(name) - 1]
    return next((line for line in lines if line.id == name), None)


def line_of_text(entry: EntryPoint, text: str) -> Line | None:
    """The line that a text is plainly the new words of: a web address, a mail address, a number to call."""
    words = text.strip()
    kinds = ((_MAIL, "email"), (_PHONE, "phone"))
    if words.startswith(("https://", "http://")) or _BARE_LINK.fullmatch(words):
        return line_named(entry, "url")
    return next((line_named(entry, kind) for pattern, kind in kinds if pattern.fullmatch(words)), None)


def is_removal(text: str) -> bool:
    """Is the line to be taken out?"""
    return " ".join(fold(text).split()) in _GONE or text.strip() in _GONE


def fields_of(entry: EntryPoint, line: Line, text: str, english: str | None) -> Mapping[str, Any] | Unsound:
    """The fields of an edit that gives a line new words, an empty text taking it out; held to the rules of files."""
    if not text and line.needed:
        return Unsound("needed")
    if any(any(private_in(each)) for each in _pieces(line, text, english)):
        return Unsound("private")
    if line.kind == "phone" and text and sum(each.isdecimal() for each in text) < DIGITS:
        return Unsound("phone")
    fields = _fields(entry, line, text, english or "")
    try:
        edited(entry, fields)
    except KnowledgeError:
        return Unsound(line.kind if line.kind == "url" or line.kind == "email" else "text")
    return fields


def as_written(line: Line, text: str) -> str:
    """A text as a file has it: a web address is written whole."""
    words = text.strip()
    if line.kind == "url" and "://" not in words and _BARE_LINK.fullmatch(words):
        return f"https://{words}"
    return words.removeprefix("mailto:").removeprefix("tel:") if line.kind in ("email", "phone") else words


def _pieces(line: Line, text: str, english: str | None) -> tuple[str, ...]:
    return (text,) if line.kind == "url" else (text, english or "")


def _fields(entry: EntryPoint, line: Line, text: str, english: str) -> Mapping[str, Any]:
    match line.kind:
        case "url":
            # A page that has moved is no source at its old address either.
            moved = {"source": text} if text and entry.source == entry.url else {}
            return {"url": text or None, **moved}
        case "phone" | "email":
            return {"contact": {line.kind: text or None}}
        case "role":
            # A function that is called the same in both languages keeps its Swedish name.
            in_english = english if text and english != text else None
            return {"contact": {"role": text or None, "role_en": in_english}}
        case "promise":
            return {"promise": text or None}
        case _:
            return {"sv": _wording(entry.sv, line, text), "en": _wording(entry.en, line, english)}


def _wording(wording: Wording, line: Line, text: str) -> Mapping[str, Any]:
    rows = [row.strip(" \t•") for row in text.splitlines() if row.strip(" \t•")]
    match line.kind:
        case "step":
            at = line.number
            return {"steps": [*wording.steps[: at - 1], *rows, *wording.steps[at:]]}
        case "steps" | "prepare":
            return {line.kind: rows or None}
        case _:
            return {line.kind: " ".join(rows) or None}


def english_needed(line: Line) -> bool:
    """Does an English reader meet this line in other words?"""
    return line.english is not None


def entry_after(entry: EntryPoint, fields: Mapping[str, Any]) -> EntryPoint:
    """The entry as it will be told. Raises KnowledgeError if the file has changed so that it does not fit."""
    return replace(edited(entry, fields), withheld=None)
