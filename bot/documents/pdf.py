"""Words as a PDF: A4, headings, lists, tables, page numbers. Heavy: imported only when one is made."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace
from fpdf.output import OutputProducer, PDFInfo

from bot.documents.legible import legible
from bot.messages.words import Paragraph, Span, Table

FONT = "dejavu"
INK, ACCENT, MUTED, RULE, SHADE = (28, 39, 51), (27, 77, 107), (91, 107, 120), (205, 215, 222), (235, 241, 245)
SIDE, TOP, BOTTOM = 24.0, 22.0, 22.0
"""Millimetres."""
INDENT = 6.0
_STYLES = {"": "", "bold": "B", "italic": "I"}
_LISTED = re.compile(r"^(?:(•|[-*–])|(\d{1,3}[.)])) +")
_ADDRESS = re.compile(r"(https?://[^\s<>]+[^\s<>.,;:!?)\]])")
PADDING = 2.0
BOLDER = 1.15
"""How much wider than measured a word may be: the head is bold."""
LONGEST_CELL = 1500
"""Letters of a cell: a row must fit on a page."""


class Page(FPDF):
    """Our paper: fonts, colours, margins, and what stands at the foot."""

    def __init__(self, title: str, language: str) -> None:
        super().__init__(format="A4")
        folder = _fonts()
        for style, name in (("", ""), ("B", "-Bold"), ("I", "-Oblique")):
            self.add_font(FONT, style, folder / f"DejaVuSans{name}.ttf")
        self.set_fallback_fonts([FONT], exact_match=False)
        self.set_font(FONT, "", 10)
        self.known = frozenset(self.fonts[FONT].cmap)  # type: ignore[union-attr]
        self.language = language
        self.heading = self.clean(title)
        self.set_title(self.heading)
        self.set_lang(language)
        self.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # part of the file's id, and not shown
        self.set_margins(SIDE, TOP, SIDE)
        self.c_margin = 0.0
        self.set_auto_page_break(True, BOTTOM)

    def clean(self, text: str) -> str:
        """In letters that the font has."""
        return legible(text, self.known, self.language)

    def finished(self) -> bytes:
        """The file; of several pages each gets the title at its foot, and which page of how many it is."""
        number = self.pages_count
        self.set_auto_page_break(False)
        for page in range(1, number + 1 if number > 1 else 1):
            self.page = page
            self.set_font(FONT, "I", 8)  # a font that is set already would not be set on another page
            self.set_font(FONT, "", 8)
            self.set_text_color(*MUTED)
            self.set_xy(SIDE, -14)
            self.cell(self.epw - 20, 5, shortened(self.heading, 80) if page > 1 else "")
            self.cell(20, 5, f"{page} / {number}", align="R")
        return bytes(self.output(output_producer_class=_Dateless))


class _Dateless(OutputProducer):
    """The same words give the same bytes: the moment they were set is left out."""

    def _add_info(self) -> PDFInfo:
        info = super()._add_info()
        info.creation_date = None  # type: ignore[assignment]
        return info


def _fonts() -> Path:
    """matplotlib's own fonts, found without loading it."""
    spec = find_spec("matplotlib")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("matplotlib's fonts are missing: install the project's requirements again")
    return Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"


def pdf(words: Iterable[Paragraph | Table], language: str) -> bytes:
    """A document: the first title is its heading, later titles are headings below it."""
    blocks = tuple(words)
    title = next((each.plain for each in blocks if isinstance(each, Paragraph) and each.role == "title"), "")
    page = Page(title, language)
    page.add_page()
    for number, each in enumerate(blocks):
        if isinstance(each, Table):
            _table(page, each)
        elif each.role == "title":
            _heading(page, each.plain, first=number == 0)
        else:
            _paragraph(page, each)
    return page.finished()


def _heading(page: Page, text: str, *, first: bool) -> None:
    size, height = (20.0, 9.0) if first else (12.5, 6.5)
    if not first:
        page.ln(4)
        if page.will_page_break(30):  # a heading is not left alone at the foot
            page.add_page()
    page.set_font(FONT, "B", size)
    page.set_text_color(*ACCENT)
    page.multi_cell(0, height, page.clean(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if first:
        page.set_fill_color(*ACCENT)
        page.rect(page.l_margin, page.y + 2, 18, 1.1, style="F")
        page.ln(7)
    else:
        page.ln(1.5)


def _paragraph(page: Page, paragraph: Paragraph) -> None:
    small = paragraph.role == "note"
    size, height = (8.0, 4.3) if small else (10.0, 5.3)
    for line in _lines(paragraph.spans):
        _line(page, line, size, height, MUTED if small else INK)
    page.ln(1.5 if small else 2.6)


def _lines(spans: Sequence[Span]) -> list[list[Span]]:
    """The spans of each line."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n")
        lines[-1].append(Span(first, span.style))
        lines += [[Span(each, span.style)] for each in rest]
    return lines


def _line(page: Page, spans: Sequence[Span], size: float, height: float, color: tuple[int, int, int]) -> None:
    """A line, as many on the page as it takes; what is listed hangs beside its mark."""
    left, listed = page.l_margin, _LISTED.match("".join(span.text for span in spans))
    if listed:
        page.set_font(FONT, "B" if listed[2] else "", size)
        page.set_text_color(*ACCENT)
        page.write(height, "•" if listed[1] else listed[2])
        page.set_left_margin(left + INDENT + (2.0 if listed[2] and len(listed[2]) > 2 else 0.0))
        page.set_x(page.l_margin)
        spans = _without(spans, len(listed[0]))
    for span in spans:
        for text in filter(None, _ADDRESS.split(page.clean(span.text))):
            address = text if _ADDRESS.fullmatch(text) else ""
            page.set_font(FONT, _STYLES[span.style], size)
            page.set_text_color(*(ACCENT if address else color))
            page.write(height, text, link=address)
    page.ln(height)
    page.set_left_margin(left)
    page.set_x(left)


def _without(spans: Sequence[Span], number: int) -> list[Span]:
    """The spans after so many letters."""
    rest: list[Span] = []
    for span in spans:
        cut = min(number, len(span.text))
        rest.append(Span(span.text[cut:], span.style))
        number -= cut
    return rest


def _table(page: Page, table: Table) -> None:
    width = max((len(row) for row in table.rows), default=0)
    if not width:
        return
    ragged = [[shortened(page.clean(cell), LONGEST_CELL) for cell in row] for row in table.rows]
    rows = [[*row, *[""] * (width - len(row))] for row in ragged]
    page.set_font(FONT, "", 9)
    widths = _widths(page, rows)
    page.set_text_color(*INK)
    page.set_draw_color(*RULE)
    page.set_fill_color(255)
    page.set_line_width(0.2)
    looks: dict[str, Any] = {
        "borders_layout": TableBordersLayout.HORIZONTAL_LINES,
        "headings_style": FontFace(emphasis="BOLD", color=ACCENT, fill_color=SHADE),
        "line_height": 4.8,
        "padding": (1.6, PADDING),
        "text_align": "LEFT",
        "v_align": "TOP",
        "col_widths": widths,
    }
    with page.table(**looks) as drawn:
        for cells in rows:
            drawn.row(cells)
    page.ln(4)


def _widths(page: Page, rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Every column holds its longest word if there is room; the rest is shared by how much each has to say."""
    least, wanted = [], []
    for column in zip(*rows, strict=True):
        words = max((page.get_string_width(word) for cell in column for word in cell.split()), default=0.0)
        least.append(min(words * BOLDER, page.epw / 3) + 2 * PADDING)
        wanted.append(min(max(page.get_string_width(cell) for cell in column) * BOLDER, page.epw) + 2 * PADDING)
    room = max(page.epw - sum(least), 0.0)
    more = [most - few for most, few in zip(wanted, least, strict=True)]
    share = room / (sum(more) or 1.0)
    return tuple(few + extra * share for few, extra in zip(least, more, strict=True))


def shortened(text: str, most: int) -> str:
    """So many letters at most, and a sign if there were more."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
