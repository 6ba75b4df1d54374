"""Changed and new entries into the files they belong in: checked as a whole before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .editing import entry_table
from .entries import EntryPoint
from .library import Library
from .loading import parse_atlas
from .sources import Source
from .writing import with_entry, with_national


def place_entries(entries: Iterable[EntryPoint], library: Library) -> dict[tuple[str, str], str]:
    """The new text of each file (by folder and name) that these entries belong in.

    Raises KnowledgeError if the files would not be sound, ValueError if one is written in a way that cannot be changed.
    """
    texts: dict[tuple[str, str], str] = {}
    for entry in entries:
        folder, file = _file_of(entry, library)
        source = library.source(folder, file)
        before = texts.get((folder, file)) or (source.content.decode("utf-8-sig") if source else "")
        write = with_national if folder == "national" else with_entry
        texts[folder, file] = write(before.replace("\r\n", "\n"), entry_table(entry))
    parse_atlas([_changed(source, texts) for source in library.sources])
    return texts


def _file_of(entry: EntryPoint, library: Library) -> tuple[str, str]:
    if spot := library.spots.get(entry.id):
        return spot.folder, spot.document.name.replace("\\", "/").rpartition("/")[2]
    found = (
        source.file
        for source in library.sources
        if source.folder == "municipalities" and source.file.startswith(f"{entry.owner}-")
    )
    return "municipalities", next(found)


def _changed(source: Source, texts: Mapping[tuple[str, str], str]) -> Source:
    text = texts.get((source.folder, source.file))
    return source if text is None else replace(source, content=text.encode())
