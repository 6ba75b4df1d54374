"""The files of facts as bytes: the shipped ones, and those laid over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from .documents import KnowledgeError, Problem

SHIPPED = Path(__file__).parent
FOLDERS = ("municipalities", "organisations", "regions", "national", "programmes", "checkins", "checklists", "talk")
OTHERS = ("places.csv", "names.toml", "borders.json", "neighbours.json", "needs.toml")
"""Files beside the folders that go into the atlas too."""

LARGEST = 32 * 2**20
"""Bytes in one file; all that is known of Sweden is a thirtieth of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its folder, its own name, what it is called in a complaint, and what it holds.

    `problem` says why it could not be read, and `content` is empty then.
    """

    folder: str
    file: str
    name: str
    content: bytes = b""
    problem: str = ""


def read_sources(extra: Path | None = None) -> list[Source]:
    """Every file of facts by folder and name; one of `extra` takes the place of the shipped one.

    Raises KnowledgeError if `extra` is no folder of knowledge.
    """
    if extra is not None:
        _refuse_other(extra)
    found = []
    for folder in FOLDERS:
        names = {path.name: (path, f"knowledge/{folder}/{path.name}") for path in (SHIPPED / folder).glob("*.toml")}
        if extra is not None:
            names |= {path.name: (path, str(path)) for path in (extra / folder).glob("*.toml")}
        found += [_read(folder, path, name) for _, (path, name) in sorted(names.items())]
    return found


def _refuse_other(extra: Path) -> None:
    if not extra.is_dir():
        raise KnowledgeError([Problem(str(extra), 1, "is not a folder; set LOTS_KNOWLEDGE to one")])
    if not any((extra / each).is_dir() for each in FOLDERS):
        message = f"has none of the folders {', '.join(FOLDERS)}; put the files in those"
        raise KnowledgeError([Problem(str(extra), 1, message)])


def _read(folder: str, path: Path, name: str) -> Source:
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device would never end
            return Source(folder, path.name, name, problem="cannot be read (it is not a file); take it away")
        if (size := path.stat().st_size) > LARGEST:
            message = f"is {size / 2**20:,.0f} MB; a file of facts holds {LARGEST // 2**20} MB at most, so split it"
            return Source(folder, path.name, name, problem=message)
        return Source(folder, path.name, name, path.read_bytes())
    except OSError as error:
        return Source(folder, path.name, name, problem=f"cannot be read ({error.strerror}); mend it or take it away")


def fingerprint(sources: Iterable[Source]) -> str:
    """What tells these files, read by this code, from any others: every byte of both goes in."""
    digest = blake2b(digest_size=16)
    others = [*sorted(SHIPPED.glob("*.py")), *(SHIPPED / name for name in OTHERS)]
    parts = [(path.name, path.read_bytes()) for path in others]
    parts += [(f"{source.folder}/{source.file}", source.content) for source in sources]
    for name, content in parts:
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
