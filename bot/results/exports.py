"""The figures as CSV for other programs and as a workbook for Excel. Words of people never become formulas."""

import csv
import io
from typing import TYPE_CHECKING

from knowledge import swedish_day

from .gathered import Gathered
from .rows import Cell, Rows, plain_rows, tables
from .telling import Telling

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet reckons with instead of showing (OWASP, CSV injection)."""
WIDEST = 60
"""Characters of a column."""


def csv_bytes(gathered: Gathered) -> bytes:
    """One figure a row, UTF-8 with the mark that Excel wants."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([list(map(guarded, row)) for row in plain_rows(gathered)])
    return buffer.getvalue().encode("utf-8-sig")


def guarded(cell: Cell) -> Cell:
    """The cell with a quote before what a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def xlsx_bytes(gathered: Gathered, telling: Telling) -> bytes:
    """A sheet each for check-ins, needs and stories, and one on how the figures are made."""
    from openpyxl import Workbook

    found = tables(gathered, telling)
    as_of = telling.say("results.as_of", day=telling.day(swedish_day(gathered.at)))
    about: Rows = [[gathered.programme.text(telling.language).name], [as_of]]
    about += [[telling.say(f"results.method_{part}")] for part in ("silence", "interval", "hidden", "once")]
    book = Workbook()
    book.remove(book.active)
    for name, rows in (("steps", found.steps), ("needs", found.needs), ("stories", found.stories), ("about", about)):
        _fill(book.create_sheet(telling.say(f"results.sheet_{name}")), rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: "Worksheet", rows: Rows) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # a text, also if it begins like a formula
                cell.quotePrefix = value.startswith(FORMULA)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=at == 1)
    for column in range(1, len(rows[0]) + 1):
        longest = max(len(str(row[column - 1])) for row in rows if len(row) >= column)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 10), WIDEST)
    sheet.freeze_panes = "A2"
