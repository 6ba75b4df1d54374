"""What no single file can tell: is each id given once, and is there a file for everything?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from .documents import Document, Problem, Way
from .sources import Source


def check_unique(documents: Iterable[Document]) -> None:
    """Complain of every entry whose id, and every municipality whose code, stands elsewhere too."""
    seen: dict[tuple[str, str], str] = {}
    for document in documents:
        for way, key, value in _identities(document):
            if (key, value) in seen:
                also = f"stands in {seen[key, value]} too"
                todo = "give each entry an id of its own" if key == "id" else _one_code(document)
                document.complain((*way, key), f"{key} {value!r} {also}; {todo}")
            seen[key, value] = document.name


def _one_code(document: Document) -> str:
    is_programme = "plan" in document.table
    return "give each programme a code of its own" if is_programme else "keep one file a municipality"


def _identities(document: Document) -> Iterator[tuple[Way, str, str]]:
    ways: list[tuple[Way, str, object]] = [((), "code", document.table)]
    entries = document.table.get("entry_points")
    if isinstance(entries, list):
        ways += [(("entry_points", at), "id", entry) for at, entry in enumerate(entries)]
    else:
        ways.append(((), "id", document.table))
    for way, key, table in ways:
        value = table.get(key) if isinstance(table, dict) else None
        if isinstance(value, str):
            yield way, key, value


def check_references(organisations: Iterable[Document]) -> None:
    """Complain of every organisation whose successor is not there, or is itself."""
    documents = list(organisations)
    ids = {document.table.get("id") for document in documents}
    for document in documents:
        heir = document.table.get("successor")
        if heir is not None and (heir not in ids or heir == document.table.get("id")):
            document.complain(("successor",), f"successor {heir!r} is no other organisation's id; write one that is")


def check_complete(
    register: Mapping[str, tuple[str, str]],
    topics: Collection[str],
    sources: Iterable[Source],
    problems: list[Problem],
) -> None:
    """Every municipality has a file and every topic a national way: a question never meets a hole."""
    files = {(source.folder, source.file) for source in sources}
    codes = {file[:4] for folder, file in files if folder == "municipalities"}
    for code in sorted(register.keys() - codes):
        message = f"no file for {register[code][0]}; add one with code, name and county"
        problems.append(Problem(f"knowledge/municipalities/{code}-….toml", 1, message))
    for topic in sorted(set(topics) - {Path(file).stem for folder, file in files if folder == "national"}):
        problems.append(Problem(f"knowledge/national/{topic}.toml", 1, f"no national way for {topic}; add the file"))
