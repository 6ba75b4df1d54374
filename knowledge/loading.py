"""From the files of facts to an `Atlas`, or to a full list of what is wrong in them."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .atlas import Atlas
from .checklists_reading import read_checklist
from .checks import check_complete, check_references, check_unique
from .compiled import read_compiled, write_compiled
from .documents import Document, KnowledgeError, Problem, parse
from .facts import ENTRY_TOPICS, municipality, national, of_the_talk, organisation, region
from .geometry import load_borders
from .names import read_names, read_register
from .neighbours import read_neighbours
from .programmes_reading import read_programme
from .script_reading import read_questions
from .sources import FOLDERS, SHIPPED, Source, fingerprint, read_sources

Documents = dict[str, list[Document]]
"""The files by folder."""


def load_atlas(extra: Path | None = None, *, afresh: bool = False) -> Atlas:
    """The shipped knowledge, with the files of `extra` laid over it.

    A file in `extra` takes the place of the shipped one with the same folder and name, or is added. Files that
    passed every check are kept compiled beside them; that is used again while every byte of files and code
    is the same, unless they are to be read `afresh`. Raises KnowledgeError with every problem of every file.
    """
    with _undisturbed():
        return _load(extra, afresh)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No looking for garbage while a hundred thousand values are made that all stay: a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(extra: Path | None, afresh: bool) -> Atlas:
    sources = read_sources(extra)
    key, folder = fingerprint(sources), extra or SHIPPED
    sound = not any(source.problem for source in sources)
    if sound and not afresh and (kept := read_compiled(folder, key)):
        return kept
    atlas = parse_atlas(sources)
    write_compiled(folder, key, atlas)
    return atlas


def parse_atlas(sources: Sequence[Source]) -> Atlas:
    """The atlas that the files hold. Raises KnowledgeError."""
    return parse_files(sources)[0]


def parse_files(sources: Sequence[Source]) -> tuple[Atlas, Documents]:
    """The atlas that the files hold, and the files as they were read. Raises KnowledgeError."""
    problems: list[Problem] = []
    documents: Documents = {folder: [] for folder in FOLDERS}
    for source in sources:
        if document := _document(source, problems):
            documents[source.folder].append(document)
    atlas = _assembled(documents, sources, problems)
    if problems:
        raise KnowledgeError(problems)
    return atlas, documents


def _assembled(documents: Documents, sources: Sequence[Source], problems: list[Problem]) -> Atlas:
    register = read_register()
    municipalities = [municipality(each, register) for each in documents["municipalities"]]
    organisations = [organisation(each, register) for each in documents["organisations"]]
    regions = [region(each, register) for each in documents["regions"]]
    nation = [national(each) for each in documents["national"]]
    talk = [of_the_talk(each) for each in documents["talk"]]
    programmes = [read_programme(each, register, organisations) for each in documents["programmes"]]
    script = read_questions(documents["checkins"])
    checklists = [read_checklist(each) for each in documents["checklists"]]
    check_unique(document for found in documents.values() for document in found)
    check_references(documents["organisations"])
    check_complete(register, ENTRY_TOPICS, sources, problems)
    return Atlas(
        municipalities=tuple(sorted(municipalities, key=lambda each: each.code)),
        organisations=tuple(organisations),
        regions=tuple(regions),
        national={entry.topic: entry for entry in nation},
        talk={entry.topic: entry for entry in talk},
        names=read_names(),
        programmes=tuple(programmes),
        script=script,
        checklists={each.id: each for each in checklists},
        borders=load_borders(SHIPPED / "borders.json"),
        borders_on=read_neighbours(),
    )


def _document(source: Source, problems: list[Problem]) -> Document | None:
    if source.problem:
        problems.append(Problem(source.name, 1, source.problem))
        return None
    return parse(source.content, source.name, problems)
