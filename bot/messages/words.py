"""Words as they are shown: runs in a style, paragraphs, tables, buttons. In no service's markup."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Style = Literal["", "bold", "italic"]
Role = Literal["title", "body", "note"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters in one style. The text is plain: a channel escapes it for its service."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands together; `note` is the small print (source, age).

    `entries` says what of the knowledge is told here, so that every line of fact can be traced: ids of entries and
    organisations, and the code of a municipality whose switchboard it is. Nothing that is shown.
    """

    spans: tuple[Span, ...]
    role: Role = "body"
    entries: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The words without styles."""
        return "".join(span.text for span in self.spans)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Paragraph":
        """From what `bot.plain` made of it."""
        return cls(tuple(Span(**span) for span in kept["spans"]), kept["role"], tuple(kept.get("entries", ())))


def traced(paragraphs: Iterable[Paragraph], *entries: str) -> tuple[Paragraph, ...]:
    """The same paragraphs, with the ids of what they tell."""
    return tuple(replace(each, entries=entries) for each in paragraphs)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row the head. In files only: no chat shows a table on a phone."""

    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Table":
        """From what `bot.plain` made of it."""
        return cls(tuple(tuple(row) for row in kept["rows"]))


@dataclass(frozen=True, slots=True)
class Button:
    """A choice in words."""

    id: str
    label: str
    url: str | None = None
