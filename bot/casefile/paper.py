"""A case as a document, for a screen or a sheet of paper."""

from collections.abc import Iterator
from datetime import datetime

from bot.messages.words import Paragraph, Role, Span, Style
from bot.texts import Texts

from .case import Case
from .words import CaseWords, Spoken, case_words, stamp


def document(case: Case, texts: Texts, now: datetime, language: str = "") -> tuple[Paragraph, ...]:
    """The whole case, in a language or the desk's."""
    words = case_words(case, texts, now, language)
    named = {key: texts.plain(f"casefile.{key}", language or case.language) for key in _TITLES}
    made = texts.plain("casefile.made", language or case.language, at=stamp(now))
    return (*_blocks(words, named), _paragraph(made, role="note"))


_TITLES = ("thread", "draft", "clock", "happened", "internal")


def _blocks(words: CaseWords, named: dict[str, str]) -> Iterator[Paragraph]:
    yield _paragraph(words.title, role="title")
    yield _paragraph(words.state)
    yield Paragraph(tuple(span for at, fact in enumerate(words.facts) for span in _fact(at, *fact)))
    yield _paragraph(named["thread"], role="title")
    yield from (each for spoken in words.thread for each in _spoken(spoken))
    if words.draft:
        yield _paragraph(named["draft"], role="title")
        yield from _spoken(words.draft)
    yield _paragraph(named["clock"], role="title")
    # The receipt's own title says what the heading says.
    yield from (each for clock in words.clocks for each in clock[1:])
    for name, lines in (("happened", words.happened), ("internal", words.internal)):
        if lines:
            yield _paragraph(named[name], role="title")
            yield Paragraph(tuple(span for at, line in enumerate(lines) for span in _line(at, *line)))


def _fact(at: int, name: str, value: str) -> Iterator[Span]:
    yield Span(("\n" if at else "") + name, "bold")
    yield Span(f": {value}")


def _line(at: int, when: str, what: str) -> Iterator[Span]:
    yield Span(("\n" if at else "") + when + "  ", "italic")
    yield Span(" ".join(what.split()))


def _spoken(spoken: Spoken) -> Iterator[Paragraph]:
    mark = f" ({spoken.mark})" if spoken.mark else ""
    head = " · ".join(filter(None, (spoken.at, spoken.who)))
    yield Paragraph((Span(head, "bold"), Span(mark + ("\n" + spoken.text if spoken.text else ""))))


def _paragraph(text: str, style: Style = "", role: Role = "body") -> Paragraph:
    return Paragraph((Span(text, style),), role)
