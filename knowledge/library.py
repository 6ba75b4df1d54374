"""The files of facts with the place in them of every entry: for those who check and change them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .atlas import Atlas
from .documents import Document, Problem, Way
from .loading import Documents, parse_files
from .sources import FOLDERS, Source, read_sources


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry stands: its file, and the way to it in the file (empty: the whole file)."""

    folder: str
    document: Document
    way: Way

    def problem(self, message: str, *keys: str | int) -> Problem:
        """A problem at the line of a key of the entry, or of the entry itself."""
        return Problem(self.document.name, self.document.line_of((*self.way, *keys)), message)


@dataclass(frozen=True, slots=True)
class Library:
    """All files, read afresh, and the atlas they make."""

    atlas: Atlas
    sources: tuple[Source, ...]
    documents: Documents
    spots: Mapping[str, Spot]

    def all_documents(self) -> Iterator[tuple[str, Document]]:
        """Every file with its folder."""
        for folder in FOLDERS:
            for document in self.documents[folder]:
                yield folder, document

    def source(self, folder: str, file: str) -> Source | None:
        """The file of this folder and name."""
        return next((each for each in self.sources if (each.folder, each.file) == (folder, file)), None)


def read_library(extra: Path | None = None) -> Library:
    """Every file, the shipped ones and those of `extra` laid over them. Raises KnowledgeError."""
    sources = tuple(read_sources(extra))
    atlas, documents = parse_files(sources)
    spots = {
        entry_id: Spot(folder, document, way)
        for folder in ("municipalities", "organisations", "regions", "national")
        for document in documents[folder]
        for entry_id, way in _entries(folder, document)
    }
    return Library(atlas, sources, documents, spots)


def _entries(folder: str, document: Document) -> Iterator[tuple[str, Way]]:
    if folder == "national":
        yield document.table["id"], ()
    for at, entry in enumerate(document.table.get("entry_points", ())):
        yield entry["id"], ("entry_points", at)
