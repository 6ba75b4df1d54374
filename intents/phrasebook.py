"""Reads the example sentences: one TOML file an intent and language."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

SHIPPED = Path(__file__).parent
LANGUAGES = ("sv", "en")
MIXED = ("near_misses.toml", "plain.toml", "indirect.toml", "short.toml")
"""Files of several intents: the lists `not` once more, each with what it does mean; plain, indirect, short ones."""
VOICES = "voices"
"""Folder of files like `MIXED`, one an author: what is not ours, or is, told as stories. Only the watch learns from
them: the other models would grow unsure of plain words and short answers."""
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


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that looks like an intent and is not."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A further author, and what they wrote."""

    name: str
    examples: tuple[Example, ...]


def load_examples(folder: Path = SHIPPED) -> tuple[Example, ...]:
    """Every example sentence. Raises PhrasebookError naming the file."""
    return load_sentences(folder)[0]


def load_sentences(folder: Path = SHIPPED) -> tuple[tuple[Example, ...], tuple[NearMiss, ...]]:
    """Every example sentence and every near miss. Raises PhrasebookError naming the file."""
    examples: list[Example] = []
    misses: list[NearMiss] = []
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.toml")):
            found, missed = _read(path, language)
            examples.extend(found)
            misses.extend(missed)
    if not examples:
        raise PhrasebookError(f"{folder}: no sentences; expected {folder}/sv/*.toml")
    known = {(each.intent, each.detail) for each in examples}
    for path in (folder / name for name in MIXED):
        if path.exists():
            examples.extend(_read_mixed(path, known))
    return tuple(examples), tuple(misses)


def load_voices(folder: Path = SHIPPED) -> tuple[Voice, ...]:
    """The further authors in order of their names. Raises PhrasebookError naming the file."""
    known = {(each.intent, each.detail) for each in load_examples(folder)}
    return tuple(Voice(path.stem, tuple(_read_mixed(path, known))) for path in sorted((folder / VOICES).glob("*.toml")))


def _read_mixed(path: Path, known: set[tuple[str, str]]) -> list[Example]:
    table = _table(path)
    found: list[Example] = []
    for language in LANGUAGES:
        for name, texts in table.get(language, {}).items():
            intent, _, detail = name.partition("/")
            if (intent, detail) not in known or not _are_texts(texts):
                raise PhrasebookError(f"{path}: [{language}] {name!r}: no such intent and detail, or an empty text")
            found.extend(Example(text, intent, detail, language) for text in texts)
    return found


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PhrasebookError(f"{path}: is not valid TOML: {error}") from error


def _read(path: Path, language: str) -> tuple[list[Example], list[NearMiss]]:
    table = _table(path)
    intent = table.get("intent")
    if intent != path.stem or table.get("language") != language:
        raise PhrasebookError(
            f"{path}: intent and language must be {path.stem!r} and {language!r}, as the file's place"
        )
    groups = {"": table, **table.get("details", {})}
    texts = [(detail, text) for detail, group in groups.items() for text in group.get("examples", [])]
    misses = table.get("not", [])
    if not _are_texts(text for _, text in texts) or not _are_texts(misses):
        raise PhrasebookError(f"{path}: examples must be texts in quotes, none of them empty")
    if len(texts) < FEWEST:
        raise PhrasebookError(f"{path}: {len(texts)} examples; write at least {FEWEST}")
    examples = [Example(text, intent, detail, language) for detail, text in texts]
    return examples, [NearMiss(text, intent) for text in misses]


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) and bool(value.strip()) for value in values)
