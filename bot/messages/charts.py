"""Charts and pages of them as values: every word is chosen already, so who draws one knows neither language nor
programmes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Look(StrEnum):
    """A colour by what it stands for, chosen so that the colour-blind tell them apart."""

    DONE = "done"
    GOOD = "good"
    SLOW = "slow"
    BAD = "bad"
    PLAIN = "plain"
    QUIET = "quiet"
    PENDING = "pending"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: how much of the whole width (0 to 1), its colour, and what stands on it if there is room:
    the first of its texts that fits."""

    share: float
    look: Look
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label and, smaller beside it, what it is counted of. `end` stands after the last part; `low` and
    `high` are an interval drawn over it."""

    label: str
    detail: str
    parts: tuple[Part, ...]
    end: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What a colour stands for."""

    look: Look
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other, from 0 to 100 %."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    keys: tuple[Key, ...] = ()
    note: str = ""

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Chart":
        """From what `dataclasses.asdict` made of one."""
        bars = tuple(Bar(**each | {"parts": tuple(map(_part, each["parts"]))}) for each in kept["bars"])
        keys = tuple(Key(Look(each["look"]), each["text"]) for each in kept["keys"])
        return cls(**kept | {"bars": bars, "keys": keys})


def _part(kept: dict[str, Any]) -> Part:
    return Part(kept["share"], Look(kept["look"]), tuple(kept["texts"]))


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a line of their own, if it has a title."""

    title: str
    about: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and the same in numbers."""

    chart: Chart
    head: Row
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A report: a headline with what stands around it, tiles (number, what, of how many), figures, stories (words,
    whose), those behind it (name, role), and notes. `words` are the headings and fixed lines by name."""

    name: str
    about: str
    words: dict[str, str]
    tiles: tuple[Row, ...] = ()
    figures: tuple[Figure, ...] = ()
    stories: tuple[Row, ...] = ()
    organisers: tuple[Row, ...] = ()
    notes: Row = ()

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Page":
        """From what `dataclasses.asdict` made of one."""
        rows = {name: tuple(map(tuple, kept[name])) for name in ("tiles", "stories", "organisers")}
        figures = tuple(
            Figure(Chart.from_json(each["chart"]), tuple(each["head"]), tuple(map(_group, each["groups"])))
            for each in kept["figures"]
        )
        return cls(**kept | rows | {"figures": figures, "notes": tuple(kept["notes"])})


def _group(kept: dict[str, Any]) -> Group:
    return Group(kept["title"], kept["about"], tuple(map(tuple, kept["rows"])))
