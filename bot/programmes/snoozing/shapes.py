"""Patterns over the shape of a text: the kinds of its words, one letter each. Each gives the period it names."""

import re
from dataclasses import dataclass
from typing import Final

from .naming import (
    Reader,
    date_written,
    day_and_month,
    day_of_month,
    day_written,
    near_day,
    near_week,
    some_time_later,
    span,
    week_number,
    weekday,
    weekend,
)
from .naming_longer import month, near_unit, occasion, quarter_number, season, year_alone


@dataclass(frozen=True, slots=True)
class Pattern:
    """`whole`: it holds only when the text says nothing else. "2 månader" may be anything's."""

    shape: re.Pattern[str]
    read: Reader
    whole: bool = False


def _p(shape: str, read: Reader, *, whole: bool = False) -> Pattern:
    return Pattern(re.compile(shape), read, whole)


PATTERNS: Final = (
    _p("d", date_written),
    _p("Th|hy", day_written),
    _p("E(m\\+?)*y?", occasion),
    _p("T?[no]my?", day_and_month),
    _p("mT?[no](?![uv])y?", day_and_month),
    _p("T?[no]xu", day_of_month),
    _p("o?x?q?w", weekday),
    _p("x?q?g", weekend),
    _p("[sMe]*V[sMe]?y?|[sMe]*vny?|yV|yvn", week_number),
    _p("[sMe]*[xq]+[sMe]?v|[sMe]+T?v", near_week),
    _p("[sMe]*x?my?|m[sMe]", month),
    _p("[sMe]*x?Sy?", season),
    _p("[ia][Tk]*K?j?[nj]?K?[uv]", span),
    _p("[nj]K?[uv]F", span),
    _p("[sMe]*[xq]+u|[sMe]+T?u", near_unit),
    _p("[sMe]*Qy?|yQ", quarter_number),
    _p("D", near_day),
    _p("T[no]|o(?!v)", day_of_month),
    _p("l", some_time_later),
    _p("h", day_written, whole=True),  # "3/4 av jobbet" is no day
    _p("K?[nj]+K?F?[uv]t?", span, whole=True),
    _p("G", some_time_later, whole=True),
    _p("y", year_alone, whole=True),
)
"""What names a day or period, the more certain first."""
