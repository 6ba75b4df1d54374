"""Long texts in parts that every service takes, cut where a reader would pause."""

from collections.abc import Iterator
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
    parts: list[list[Paragraph]] = [[]]
    for paragraph in (piece for each in rendered.paragraphs for piece in _pieces(each)):
        if parts[-1] and _length(*parts[-1], paragraph) > LIMIT:
            parts.append([])
        parts[-1].append(paragraph)
    # Only the first opens a thread or leads in a correction, and only the last asks for something.
    last = len(parts) - 1
    return tuple(
        replace(
            rendered,
            paragraphs=tuple(part),
            buttons=rendered.buttons if number == last else (),
            share_location=rendered.share_location if number == last else "",
            opens=rendered.opens if number == 0 else "",
            anew=rendered.anew if number == 0 else "",
        )
        for number, part in enumerate(parts)
    )


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or its pieces when it alone is too long: at line ends, sentence ends, spaces, in that order."""
    if _length(paragraph) <= LIMIT:
        yield paragraph
        return
    for span in paragraph.spans:
        text = span.text
        while text:
            cut = _cut(text)
            if piece := text[:cut].strip():
                yield Paragraph((Span(piece, span.style),), paragraph.role)
            text = text[cut:].lstrip()


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
