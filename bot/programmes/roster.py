"""A list of e-mail addresses that somebody has kept: the good rows, and what is wrong with each of the others."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 1_000_000
"""Bytes of a list: some 20,000 addresses."""
HEADS = ("e-post", "epost", "e-postadress", "e-mail", "email", "e-mail address", "email address", "mail", "mejl")
"""What a column of addresses is called at its top."""

_ADDRESS = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"'.]+(\.[^@\s<>,;\"'.]+)*\.[A-Za-zÅÄÖåäö]{2,}")


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be used: its number in the file (from 1), and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The addresses with their row numbers, each once, and the rows that are broken."""

    good: tuple[tuple[int, str], ...]
    broken: tuple[BrokenRow, ...]


class NoRoster(ValueError):
    """It is no list of addresses at all; the message says what to do."""


def read_roster(content: bytes) -> Roster:
    """The list in a CSV file, with a head or without, columns parted by comma, semicolon or tab. Raises NoRoster."""
    if len(content) > LARGEST:
        raise NoRoster(f"is {len(content):,} bytes; a list may have {LARGEST:,} at most, so split it")
    rows = [(number, row) for number, row in enumerate(_rows(_text(content)), 1) if any(map(str.strip, row))]
    if not rows:
        raise NoRoster("is empty; write one e-mail address a line")
    column, headed = _column(rows[0][1])
    body = rows[1:] if headed else rows
    if not body:
        raise NoRoster("has a head and no rows below it; write one e-mail address a line")
    return _sorted_out(body, column)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):  # as other programs save it, and as Excel does
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoRoster("is no text; save the list as CSV")


def _rows(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NoRoster(f"cannot be read as CSV ({error}); save it as CSV anew") from error


def _column(first: list[str]) -> tuple[int, bool]:
    """In which column the addresses stand, and whether the first row is a head."""
    heads = [cell.strip().casefold() for cell in first]
    if named := [at for at, head in enumerate(heads) if head in HEADS]:
        return named[0], True
    with_address = [at for at, cell in enumerate(first) if "@" in cell]
    if not with_address and len(first) > 1:
        raise NoRoster("has several columns and none is called e-post or email; name the one with the addresses so")
    return (with_address or [0])[0], False


def _sorted_out(rows: list[tuple[int, list[str]]], column: int) -> Roster:
    seen: dict[str, int] = {}
    broken = []
    for number, row in rows:
        written = row[column].strip() if column < len(row) else ""
        address = written.casefold()
        if not written:
            broken.append(BrokenRow(number, "has no address; write one or take the row out"))
        elif not _ADDRESS.fullmatch(written):
            broken.append(BrokenRow(number, f"{written[:60]!r} is no e-mail address; write it like maja@example.se"))
        elif address in seen:
            broken.append(BrokenRow(number, f"{written} stands in row {seen[address]} too; take one out"))
        else:
            seen[address] = number
    return Roster(tuple((number, address) for address, number in seen.items()), tuple(broken))
