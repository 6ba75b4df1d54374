"""Long texts in parts that every service takes, cut where a reader would pause."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.messages import Paragraph, Rendered, Span

LIMIT = 2900
"""UTF-16 units a part: below Slack's 3,000 a section and Telegram's 4,096 a message."""

CAPTION = 1000
"""UTF-16 units of words under a file: below Telegram's 1,024."""


def split(rendered: Rendered) -> tuple[Rendered, ...]:
    """The same words and files as one or more messages; the buttons come with the last.

    Each file is a message of its own, before the words, so that a file that is refused or sent again takes
    nothing else with it. Short words without buttons stand under the last file.
    """
    if not rendered.attachments:
        return _split_words(rendered)
    silent = not (rendered.paragraphs or rendered.buttons or rendered.share_location)
    words = () if silent else _split_words(replace(rendered, attachments=()))
    bare = replace(rendered, paragraphs=(), buttons=(), share_location="", opens="", anew="")
    files = tuple(replace(bare, attachments=(each,)) for each in rendered.attachments)
    if len(words) != 1 or words[0].buttons or words[0].share_location or _length(*words[0].paragraphs) > CAPTION:
        return (*files, *words)
    return (*files[:-1], replace(files[-1], paragraphs=words[0].paragraphs))


def _split_words(rendered: Rendered) -> tuple[Rendered, ...]:
    parts = _sourced(_parts(rendered.paragraphs))
    # Only the first opens a thread or leads in a correction, and only the last asks for something.
    last = len(parts) - 1
    return tuple(
        replace(
            rendered,
            paragraphs=part,
            buttons=rendered.buttons if number == last else (),
            share_location=rendered.share_location if number == last else "",
            opens=rendered.opens if number == 0 else "",
            anew=rendered.anew if number == 0 else "",
        )
        for number, part in enumerate(parts)
    )


def _parts(paragraphs: Iterable[Paragraph]) -> list[list[Paragraph]]:
    parts: list[list[Paragraph]] = [[]]
    for paragraph in (piece for each in paragraphs for piece in _pieces(each)):
        if parts[-1] and _length(*parts[-1], paragraph) > LIMIT:
            parts.append([])
        parts[-1].append(paragraph)
    return parts


def _sourced(parts: Sequence[Sequence[Paragraph]]) -> list[tuple[Paragraph, ...]]:
    """Every part ends with the small print of the facts in it, also when what it tells goes on in the next."""
    found: list[tuple[Paragraph, ...]] = []
    later: list[Paragraph] = []
    for part in reversed(parts):
        own = [each for each in part if each.role == "note" and each.entries]
        told = {entry for each in part for entry in each.entries} - {entry for each in own for entry in each.entries}
        found.append((*part, *(note for note in later if told.intersection(note.entries))))
        later = own or later
    return found[::-1]


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or its pieces when it alone is too long: at line ends, sentence ends, spaces, in that order."""
    if _length(paragraph) <= LIMIT:
        yield paragraph
        return
    text, at = paragraph.plain, 0
    while at < len(text):
        cut = at + _cut(text[at:])
        if words := text[at:cut].strip():
            start = text.index(words, at)
            yield replace(paragraph, spans=tuple(_between(paragraph.spans, start, start + len(words))))
        at = cut


def _between(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """The characters from one place to another, in their styles."""
    at = 0
    for span in spans:
        if text := span.text[max(start - at, 0) : max(end - at, 0)]:
            yield Span(text, span.style)
        at += len(span.text)


def _cut(text: str) -> int:
    if _units(text) <= LIMIT:
        return len(text)
    most = LIMIT // 2 if _units(text[:LIMIT]) > LIMIT else LIMIT
    window = text[:most]
    for mark in ("\n", ". ", " "):
        if (at := window.rfind(mark)) > most // 3:
            return at + len(mark)
    return most


def _length(*paragraphs: Paragraph) -> int:
    return sum(_units(paragraph.plain) + 2 for paragraph in paragraphs)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
