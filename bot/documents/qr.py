"""A link as a QR code: a picture, or a sheet to print and put up. Heavy: imported only when one is made."""

import io
from itertools import groupby

import segno
from fpdf.enums import Align, WrapMode, XPos, YPos

from bot.documents.pdf import ACCENT, FONT, INK, MUTED, Page, shortened

QUIET = 4
"""Light modules around the code, as its standard demands (ISO/IEC 18004)."""
PIXELS = 800
"""About so many to a side: sharp on a phone and large enough to print."""
SIDE = 128.0
"""Millimetres of the code on the sheet, its light edge included: it is read from across a room."""
LONGEST_TYPED = 120
"""Letters of a link that somebody might type."""
SIZES = (32.0, 28.0, 24.0, 20.0)
"""Points."""


def png(url: str) -> bytes:
    """The code alone."""
    code = _code(url)
    buffer = io.BytesIO()
    code.save(buffer, kind="png", scale=max(4, PIXELS // (code.symbol_size(border=QUIET)[0])), border=QUIET)
    return buffer.getvalue()


def _code(url: str) -> segno.QRCode:
    # No micro code: many cameras do not know it. A quarter of the code may be hidden by a fold or a stain.
    return segno.make(url, error="q", micro=False)


def sheet(title: str, how: str, url: str, language: str) -> bytes:
    """One A4 page: the title, the code, what to do, and the link for whoever has no camera."""
    page = Page(title, language)
    page.add_page()
    page.set_auto_page_break(False)
    page.set_y(38)
    _centred(page, title, _fitting(page, title), "B", ACCENT)
    page.ln(10)
    _frame(page, (page.w - SIDE) / 2, page.y)
    _draw(page, url, (page.w - SIDE) / 2, page.y)
    page.set_y(page.y + SIDE + 12)
    _centred(page, how, 16, "", INK)
    page.ln(7)
    _centred(page, shortened(url, LONGEST_TYPED), 10, "", MUTED, link=url)
    return page.finished()


def _fitting(page: Page, title: str) -> float:
    """The largest size in which a title is one line; the smallest may be two."""
    for size in SIZES:
        page.set_font(FONT, "B", size)
        if page.get_string_width(page.clean(title)) <= page.epw:
            return size
    return SIZES[-1]


def _centred(page: Page, text: str, size: float, style: str, color: tuple[int, int, int], *, link: str = "") -> None:
    page.set_font(FONT, style, size)
    page.set_text_color(*color)
    page.multi_cell(
        0,
        size * 0.5,
        page.clean(text),
        align=Align.C,
        link=link,
        wrapmode=WrapMode.CHAR if link else WrapMode.WORD,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )


def _frame(page: Page, left: float, top: float) -> None:
    page.set_draw_color(*ACCENT)
    page.set_line_width(1.2)
    page.rect(left, top, SIDE, SIDE, round_corners=True, corner_radius=5)


def _draw(page: Page, url: str, left: float, top: float) -> None:
    """The code in runs of dark modules, as lines that stay sharp in every size."""
    rows = [list(row) for row in _code(url).matrix_iter(border=QUIET)]
    module = SIDE / len(rows)
    page.set_fill_color(0, 0, 0)
    for number, row in enumerate(rows):
        at = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                # A little taller than a module: else a hair of light shows between the rows.
                page.rect(left + at * module, top + number * module, length * module, module * 1.02, style="F")
            at += length
