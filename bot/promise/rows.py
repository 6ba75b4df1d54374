"""The lines of a receipt as people read them: by the day, and days alike together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from .lines import Cause, Line, Reason
from .moments import DAY, MINUTE, wall, wall_minute

Span = tuple[int, int]
"""From and to in minutes past midnight on a Swedish wall; an end at midnight is 1440."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or several after each other that are alike: the same windows counted and skipped for the same reason.

    `minutes` are those counted, in all the days. No window at all: the days are skipped whole.
    """

    first: date
    last: date
    counted: tuple[Span, ...]
    skipped: tuple[Span, ...]
    minutes: int
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Still:
    """The clock stood still, from one moment to another."""

    start: datetime
    end: datetime
    reason: Reason


Row = Days | Still


def rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    """The lines as rows, in order; nothing is left out."""
    found: list[Row] = []
    for _, same in groupby(lines, key=_alike):
        row = _row(tuple(same))
        if found and isinstance(row, Days) and (longer := _together(found[-1], row)):
            found.pop()
            row = longer
        found.append(row)
    return tuple(found)


def _alike(line: Line) -> tuple[object, ...]:
    """What lines of one row have in common; every pause is one of its own."""
    paused = line.start if line.reason and line.reason.cause is Cause.PAUSED else None
    return wall(line.start).date(), line.reason, line.whole, paused


def _row(lines: tuple[Line, ...]) -> Row:
    first, last = lines[0], lines[-1]
    if first.reason and first.reason.cause is Cause.PAUSED:
        return Still(first.start, last.end, first.reason)
    return Days(
        first=wall(first.start).date(),
        last=wall(last.end - MINUTE).date(),
        counted=tuple(_span(line) for line in lines if line.counted),
        skipped=tuple(_span(line) for line in lines if not line.counted and not line.whole),
        minutes=sum(line.minutes for line in lines),
        reason=first.reason,
    )


def _span(line: Line) -> Span:
    return wall_minute(line.start), wall_minute(line.end) or DAY


def _together(last: Row, row: Days) -> Days | None:
    """The two as one, if they are alike and the one follows the other."""
    if not isinstance(last, Days) or last.last + timedelta(days=1) != row.first:
        return None
    if (last.counted, last.skipped, last.reason) != (row.counted, row.skipped, row.reason):
        return None
    return replace(last, last=row.last, minutes=last.minutes + row.minutes)
