"""The small markup of the text files: **bold**, _italic_, blank line between paragraphs, {name} to fill in.

It is parsed before anything is filled in, so that what a person or a file wrote is never markup.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from bot.messages import Paragraph, Role, Span, Style

_STYLED = re.compile(r"\*\*(?P<bold>.+?)\*\*|(?<!\w)_(?P<italic>.+?)_(?!\w)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a template in one style: `text` may hold {names}."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Template:
    """A text of the bot, ready to be filled in."""

    paragraphs: tuple[tuple[Role, tuple[Piece, ...]], ...]

    @classmethod
    def parse(cls, text: str) -> "Template":
        """From the text file's words. Raises ValueError on a broken {name}."""
        list(Formatter().parse(text))
        return cls(tuple(_paragraph(each.strip()) for each in re.split(r"\n\s*\n", text.strip())))

    @property
    def names(self) -> frozenset[str]:
        """The names to fill in."""
        pieces = (piece for _, paragraph in self.paragraphs for piece in paragraph)
        return frozenset(name for piece in pieces for _, name, _, _ in Formatter().parse(piece.text) if name)

    def fill(self, values: Mapping[str, str]) -> tuple[Paragraph, ...]:
        """The paragraphs with the names filled in. Raises KeyError if one is missing."""
        return tuple(
            Paragraph(tuple(Span(piece.text.format_map(values), piece.style) for piece in pieces), role)
            for role, pieces in self.paragraphs
        )

    def plain(self, values: Mapping[str, str]) -> str:
        """The filled-in words without styles, for a label or a part of a line."""
        return "\n\n".join("".join(piece.text.format_map(values) for piece in pieces) for _, pieces in self.paragraphs)


def _paragraph(text: str) -> tuple[Role, tuple[Piece, ...]]:
    small = len(text) > 2 and text.startswith("_") and text.endswith("_") and text.count("_") == 2
    if small:
        return "note", _pieces(text[1:-1])
    pieces = _pieces(text)
    return "title" if len(pieces) == 1 and pieces[0].style == "bold" else "body", pieces


def _pieces(text: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for match in _STYLED.finditer(text):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()], ""))
        style: Style = "bold" if match["bold"] is not None else "italic"
        pieces.append(Piece(match["bold"] or match["italic"], style))
        at = match.end()
    if at < len(text):
        pieces.append(Piece(text[at:], ""))
    return tuple(pieces)
