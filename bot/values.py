"""What can be put into one of the bot's texts, language still open."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.promise import Limit, Need, Reason, Rules


@dataclass(frozen=True, slots=True)
class Label:
    """The words of another of the bot's texts, put into one."""

    key: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, told as a weekday, a date and a time of day on a Swedish clock; `short` as one of today's hours."""

    at: datetime
    short: bool = False


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


Value = str | Label | Moment | Day | Duration | Limit | Need | Reason | Rules | Listed
"""What is put into a text. A `str` may be anybody's words: it is never read as anything else.

`Rules` are told as a desk's usual hours.
"""
