"""Words as Markdown, for whoever wants to go on writing."""

import re
from collections.abc import Iterable

from bot.messages.words import Paragraph, Span, Table

_MARKS = {"bold": "**", "italic": "_", "": ""}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_LIST = re.compile(r"^(?:[•*+-]|\d+[.)]) ")


def markdown(words: Iterable[Paragraph | Table]) -> str:
    """A document: the first title is its heading, later titles are headings below it."""
    blocks: list[str] = []
    for each in words:
        if isinstance(each, Table):
            blocks.append(_table(each))
        elif each.role == "title":
            blocks.append(f"{'##' if blocks else '#'} {_line(each.plain)}")
        else:
            blocks.append(_paragraph(each))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    text = "".join(map(_span, paragraph.spans)).strip()
    lines = [_listed(line.strip()) for line in text.split("\n")]
    # A line alone would be joined to the one before it.
    text = "\n".join(line if _LIST.match(line) else f"{line}  " for line in lines).rstrip()
    return f"_{text}_" if paragraph.role == "note" and text and "_" not in text and "\n" not in text else text


def _listed(line: str) -> str:
    return f"- {line[2:]}" if line.startswith("• ") else line


def _span(span: Span) -> str:
    """Marks stand tight around words, or they are shown as they are."""
    words = span.text.strip()
    if not words:
        return span.text
    before, _, after = span.text.partition(words)
    mark = _MARKS[span.style]
    return f"{before}{mark}{_escaped(words)}{mark}{after}"


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    head, *rest = (f"| {' | '.join(map(_line, row))} |" for row in table.rows)
    return "\n".join((head, "|" + " --- |" * len(table.rows[0]), *rest))


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
