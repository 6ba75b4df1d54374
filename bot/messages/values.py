"""What can be put into one of the bot's texts, language still open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.promise import Limit, Need, Reason, Rules


@dataclass(frozen=True, slots=True)
class Label:
    """The words of another of the bot's texts, put into one, with what is put into it in turn."""

    key: str
    values: "Mapping[str, Value]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Several values, each on a line of its own."""

    values: "tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, told as a weekday, a date and a time of day on a Swedish clock; `short` as one of today's hours,
    with `year` as one of another year; on the clock of a `zone` (IANA) if one is named."""

    at: datetime
    short: bool = False
    year: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as exactly as it is known, written as facts have it (2027, 2027-03 or 2027-03-15); told in words."""

    written: str


@dataclass(frozen=True, slots=True)
class Duration:
    """So many minutes, told in hours and minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date, told as a weekday and a date."""

    of: date


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values in a row: "a, b och c"."""

    values: "tuple[Value, ...]"


Value = str | Label | Moment | Day | Dated | Duration | Limit | Need | Reason | Rules | Listed | Rows
"""What is put into a text. A `str` may be anybody's words: it is never read as anything else.

`Rules` are told as a desk's usual hours.
"""
