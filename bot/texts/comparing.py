"""Several municipalities side by side, in words: short blocks, since no chat shows a table on a phone."""

from collections.abc import Iterable, Mapping, Sequence

from bot.messages import Comparison, Fact, Paragraph, Span
from bot.messages.words import traced
from knowledge import Level, host_of

from .facts import date_in_words, source_line
from .markup import Template
from .values import listed

Templates = Mapping[str, Template]
Row = tuple[str, str]

MOST_SIDES = 3
"""Municipalities side by side; more are a list."""

MOST_LISTED = 12
"""Lines of a list that fit a screen."""


def comparison_paragraphs(compared: Comparison, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """What differs by municipality with its source and date, or not known; what is the same told once."""
    title = texts["compare.title"].fill({"topic": texts[f"topic.{compared.topic}"].plain({})})
    if compared.listed or len(compared.sides) > MOST_SIDES:
        return (*(() if compared.listed else title), *_list(compared.sides, language, texts))
    rows = [dict(_rows(side, language)) for side in compared.sides]
    same = {key: rows[0][key] for key in rows[0] if all(each.get(key) == rows[0][key] for each in rows)}
    shown = [key for key in ROWS if key not in same and any(key in each for each in rows)]
    blocks = [
        paragraph
        for side, own in zip(compared.sides, rows, strict=True)
        for paragraph in _block(side, [(key, own.get(key, "")) for key in shown], texts)
    ]
    alike = texts["compare.same"].fill({"rows": _lines(same.items(), texts)}) if same else ()
    return (*title, *blocks, *traced(alike, *(side.entry.id for side in compared.sides)))


ROWS = {
    "way": "compare.way",
    "body": "compare.body",
    "first": "compare.first",
    "answers": "compare.answers",
    "promise": "compare.promise",
    "prepare": "compare.prepare",
}
"""What is set side by side, in this order: its name, and the text for it."""


def _rows(side: Fact, language: str) -> Iterable[Row]:
    """What is known of one municipality, by row; nothing when only the nation's way is."""
    entry, wording = side.entry, side.entry.wording(language)
    if not _is_known(side):
        return
    contact = ", ".join(filter(None, (entry.contact.who(language), entry.contact.email, entry.contact.phone)))
    cells = (wording.title, side.body, wording.steps[0], contact, entry.promise, ", ".join(wording.prepare))
    yield from ((key, cell) for key, cell in zip(ROWS, cells, strict=True) if cell)


def _is_known(side: Fact) -> bool:
    return side.level is not Level.NATION and not side.entry.withheld


def _block(side: Fact, rows: Sequence[Row], texts: Templates) -> tuple[Paragraph, ...]:
    if not _is_known(side):
        return texts["compare.side_unknown"].fill({"place": side.place})
    told = texts["compare.side"].fill({"place": side.place, "rows": _lines(rows, texts)})
    return traced((*told, source_line(side, texts)), side.entry.id)


def _lines(rows: Iterable[Row], texts: Templates) -> str:
    # Where nothing is known of a joint body, the way in is the municipality's own.
    absent = {key: texts["compare.own" if key == "body" else "compare.unknown"].plain({}) for key in ROWS}
    named = ((texts[ROWS[key]].plain({}), value or absent[key]) for key, value in rows)
    return "\n".join(texts["compare.row"].plain({"name": name, "value": value}) for name, value in named)


def _list(sides: Sequence[Fact], language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """A line for each door that is known, with all who share it, and the others together."""
    known = [side for side in sides if _is_known(side)]
    doors: dict[str, list[Fact]] = {}
    for side in known:
        doors.setdefault(side.entry.id, []).append(side)
    spans: list[Span] = []
    for shared in list(doors.values())[:MOST_LISTED]:
        entry, place = shared[0].entry, listed([side.place for side in shared], texts)
        seen = date_in_words(entry.seen, texts) if entry.seen else texts["compare.undated"].plain({})
        values = {"place": place, "title": entry.wording(language).title, "source": host_of(entry.source)}
        (line,) = texts["compare.line"].fill(values | {"seen": seen})
        spans += [*([Span("\n")] if spans else []), *line.spans]
    told = [Paragraph(tuple(spans), entries=tuple(doors)[:MOST_LISTED])] if spans else []
    more = [side for shared in list(doors.values())[MOST_LISTED:] for side in shared]
    for key, rest in (("compare.list_more", more), ("compare.list_unknown", _others(sides, known))):
        if rest:
            told += texts[key].fill({"places": listed([side.place for side in rest], texts)})
    return tuple(told)


def _others(sides: Sequence[Fact], known: Sequence[Fact]) -> list[Fact]:
    return [side for side in sides if side not in known]
