"""Words as they are shown: runs in a style, paragraphs, tables, buttons. In no service's markup."""

from dataclasses import dataclass
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
    """What stands together; `note` is the small print (source, age)."""

    spans: tuple[Span, ...]
    role: Role = "body"

    @property
    def plain(self) -> str:
        """The words without styles."""
        return "".join(span.text for span in self.spans)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Paragraph":
        """From what `bot.plain` made of it."""
        return cls(tuple(Span(**span) for span in kept["spans"]), kept["role"])


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
