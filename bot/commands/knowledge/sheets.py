"""Sheets of entries as editors send them: CSV as Excel and others write it, and Excel's own files."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from knowledge import KnowledgeError, Problem
from knowledge.rows import COLUMNS, MOST_ROWS, Row, known_columns

MOST_BYTES = 32 * 2**20
MOST_UNPACKED = 128 * 2**20
"""A workbook is packed; one that unpacks to more than this is no sheet of entries."""

_DELIMITERS = ";,\t"


def read_sheet(path: Path) -> list[Row]:
    """The rows of a CSV or Excel file that hold anything. Raises KnowledgeError with what is wrong and where."""
    lines = _workbook(path) if path.suffix.lower() == ".xlsx" else _delimited(path)
    numbered = ((number, line) for number, line in enumerate(lines, 1) if any(cell.strip() for cell in line))
    first = next(numbered, None)
    if first is None:
        raise _wrong(path, "holds nothing; the first row names the columns")
    head = [cell.strip() for cell in first[1]]
    columns = known_columns([name for name in head if name], path.name)
    rows: list[Row] = []
    for number, line in numbered:
        if len(rows) == MOST_ROWS:
            raise _wrong(path, f"has more than {MOST_ROWS:,} rows; split it", number)
        rows.append(Row(number, {columns[name]: cell for name, cell in zip(head, line, strict=False) if name}))
    return rows


def _delimited(path: Path) -> Iterator[list[str]]:
    text = _decoded(_content(path))
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise _wrong(path, f"is not CSV that can be read ({error}); save it anew as CSV UTF-8") from error


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise _wrong(path, "is not a file")
        if path.stat().st_size > MOST_BYTES:
            raise _wrong(path, f"is larger than {MOST_BYTES // 2**20} MB; split it")
        return path.read_bytes()
    except OSError as error:
        raise _wrong(path, f"cannot be read ({error.strerror}); name another file") from error


def _decoded(content: bytes) -> str:
    """UTF-8, with or without its mark; else as Excel in Sweden writes CSV."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _workbook(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet; what formulas came to, not the formulas."""
    content = _content(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise _wrong(path, f"unpacks to more than {MOST_UNPACKED // 2**20} MB; split it")
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        rows = [[_cell(value) for value in line] for line in sheet.iter_rows(values_only=True)]
        book.close()
    except KnowledgeError:
        raise
    except Exception as error:  # a broken workbook fails in as many ways as it has parts
        raise _wrong(path, "is not an Excel file that can be read; save it anew as .xlsx or CSV") from error
    yield from rows


def _cell(value: object) -> str:
    """A cell as text: dates as days, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    day = getattr(value, "date", None)
    return day().isoformat() if callable(day) else str(value)


def write_template(path: Path) -> None:
    """An empty sheet with the columns' names: .xlsx, or CSV as Excel in Sweden opens it. Raises OSError."""
    names = [columns[0] for columns in COLUMNS.values()]
    if path.suffix.lower() == ".xlsx":
        from openpyxl import Workbook
        from openpyxl.styles import Font

        book = Workbook()
        sheet = book.active
        sheet.append(names)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column in "DEFGHIJK":
            sheet.column_dimensions[column].width = 34
        book.save(path)
    else:
        path.write_text(";".join(names) + "\r\n", encoding="utf-8-sig")


def _wrong(path: Path, message: str, line: int = 1) -> KnowledgeError:
    return KnowledgeError([Problem(path.name, line, message)])
