"""What sound files can still have wrong: seen when all of them are looked at together."""

import difflib
import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .atlas import Atlas, Holder
from .changes import Edit
from .documents import KnowledgeError, Problem
from .editing import edited
from .entries import EntryPoint, Organisation
from .facts import ENTRY_TOPICS
from .library import Library, read_library
from .private import private_in, texts_of
from .sources import FOLDERS

_ENDS_BADLY = re.compile(r"[.,;:)\]}'»”]$")
_INSIDE = re.compile(r"intran[aä]t|localhost|\.local(host)?$|\.internal$|\.test$|\.example$|\.invalid$")


@dataclass(frozen=True, slots=True)
class Review:
    """What is wrong (`problems`) and what is worth a look (`notes`), by file and line."""

    library: Library
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    def fits(self, edit: Edit) -> bool:
        """Can an edit still be laid over its entry?"""
        entry = self.library.atlas.entry(edit.entry_id)
        try:
            return entry is not None and bool(edited(entry, edit.fields))
        except KnowledgeError:
            return False


def review(extra: Path | None = None) -> Review:
    """Read every file afresh and look at all of it. Raises KnowledgeError if a file is not sound by itself."""
    library = read_library(extra)
    problems = [*_private(library), *_links(library), *_twins(library), *_strays(extra)]
    return Review(library, tuple(sorted(problems)), tuple(sorted(_hidden(library))))


def _private(library: Library) -> Iterator[Problem]:
    for _, document in library.all_documents():
        for way, text in texts_of(document.table):
            for message in private_in(text):
                yield Problem(document.name, document.line_of(way), message)


def _links(library: Library) -> Iterator[Problem]:
    for _, document in library.all_documents():
        for way, text in texts_of(document.table):
            leads = way[-1] != "source"  # a source is told, not linked to: it may be where we could see and others not
            if text.startswith(("https://", "http://")) and (wrong := _wrong_with(text, leads=leads)):
                yield Problem(document.name, document.line_of(way), f"the link {text!r} {wrong}")


def _wrong_with(link: str, *, leads: bool) -> str:
    """Why nobody gets anywhere by a link that looks whole; empty if nothing tells against it."""
    parts = urlsplit(link)
    host = parts.hostname or ""
    if "://" in parts.path or parts.path.startswith("//"):
        return "holds another inside it; write one address"
    if _ENDS_BADLY.search(link) and link.count("(") != link.count(")"):
        return "ends with a mark that belongs to a text; take it out"
    if link.endswith((".", ",", ";")):
        return "ends with a mark that belongs to a text; take it out"
    if not leads:
        return ""
    if _INSIDE.search(host):
        return "leads to where only insiders get; write a public address"
    if _is_number(host):
        return "has a number for its host; write the site's name"
    if parts.port:
        return f"names port {parts.port}; write the address that people use"
    return "" if re.fullmatch(r"[a-zåäö]{2,}|xn--[\w-]+", host.rpartition(".")[2]) else "ends in no domain; mend it"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _twins(library: Library) -> Iterator[Problem]:
    """Two entries of one holder that say the same."""
    seen: dict[tuple[str, str, str, str], str] = {}
    for entry in library.atlas.entries():
        key = (entry.owner, entry.topic, entry.sv.title.casefold(), entry.url)
        if key in seen:
            message = f"{entry.id} has the same topic, title and link as {seen[key]}; take one of them out"
            yield library.spots[entry.id].problem(message, "sv", "title")
        seen.setdefault(key, entry.id)


def reached(atlas: Atlas) -> frozenset[str]:
    """The ids of the entries that some look-up comes to, as its door or beside it; those of the talk are told there."""
    doors = (
        atlas.door(topic, code) for topic in ENTRY_TOPICS for code in (None, *(m.code for m in atlas.municipalities))
    )
    shown = (each for door in doors for each in (door, *door.beside))
    told = frozenset(entry.id for door in shown for entry in door.entries)
    return told | {entry.id for entry in atlas.talk.values()}


def _hidden(library: Library) -> Iterator[Problem]:
    """Entries that no municipality ever comes to."""
    known = reached(library.atlas)
    for entry in library.atlas.entries():
        if entry.id not in known:
            why = _why_hidden(library.atlas.holder(entry.owner), entry)
            yield library.spots[entry.id].problem(f"no look-up reaches {entry.id}: {why}")


def _why_hidden(holder: Holder | None, entry: EntryPoint) -> str:
    if isinstance(holder, Organisation) and holder.closed:
        return f"{holder.name} is closed; move it to what replaced it, or take it out"
    if isinstance(holder, Organisation) and not holder.serves:
        return f"{holder.name} serves no municipality; add serves = [ … ]"
    return f"every municipality it is for has a nearer door for {' and '.join((entry.topic, *entry.also))}"


def _strays(extra: Path | None) -> Iterator[Problem]:
    """What lies in the folder of one's own and would be passed over in silence."""
    for path in sorted(extra.iterdir()) if extra else ():
        if path.name.startswith((".", "__")):
            continue
        near = difflib.get_close_matches(path.name, FOLDERS, 1)
        hint = f"did you mean {near[0]}?" if near else f"the folders are {', '.join(FOLDERS)}"
        if path.is_dir() and path.name not in FOLDERS:
            yield Problem(str(path), 1, f"is no folder of knowledge and is not read; {hint}")
        for inner in sorted(path.iterdir()) if path.name in FOLDERS and path.is_dir() else ():
            if inner.suffix != ".toml" and not inner.name.startswith((".", "__")):
                yield Problem(str(inner), 1, "is not read; name it ….toml, or take it away")
