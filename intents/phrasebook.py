"""Reads the example sentences: one TOML file an intent and language."""

from dataclasses import dataclass
from pathlib import Path

import tomli

SHIPPED = Path(__file__).parent
LANGUAGES = ("sv", "en")
FEWEST = 10
"""An intent with fewer examples than this does not load: it would win by chance."""


class PhrasebookError(Exception):
    """The example sentences cannot be used; says file and line of thought to mend it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence somebody might write, what it means, and the finer meaning if it has one."""

    text: str
    intent: str
    detail: str
    language: str


def load_examples(folder: Path = SHIPPED) -> tuple[Example, ...]:
    """Every example sentence. Raises PhrasebookError naming the file."""
    found: list[Example] = []
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.toml")):
            found.extend(_read(path, language))
    if not found:
        raise PhrasebookError(f"{folder}: no sentences; expected {folder}/sv/*.toml")
    return tuple(found)


def _read(path: Path, language: str) -> list[Example]:
    try:
        table = tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PhrasebookError(f"{path}: is not valid TOML: {error}") from error
    intent = table.get("intent")
    if intent != path.stem or table.get("language") != language:
        raise PhrasebookError(
            f"{path}: intent and language must be {path.stem!r} and {language!r}, as the file's place"
        )
    groups = {"": table, **table.get("details", {})}
    texts = [(detail, text) for detail, group in groups.items() for text in group.get("examples", [])]
    if not all(isinstance(text, str) and text.strip() for _, text in texts):
        raise PhrasebookError(f"{path}: examples must be texts in quotes, none of them empty")
    examples = [Example(text, intent, detail, language) for detail, text in texts]
    if len(examples) < FEWEST:
        raise PhrasebookError(f"{path}: {len(examples)} examples; write at least {FEWEST}")
    return examples
