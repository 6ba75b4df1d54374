"""How long an answer may take: separate limits, from the nation down to the topic, and where each one came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from .calendar import WorkingCalendar


class Kind(StrEnum):
    """The promises a case may hold. Each has a clock of its own; none knows of the others."""

    ACKNOWLEDGEMENT = "acknowledgement"  # we have got it
    FIRST_ANSWER = "first_answer"
    NEXT_ANSWER = "next_answer"  # to each further question
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many working days, as `WorkingCalendar.add_days` counts them."""

    count: int

    def __post_init__(self) -> None:
        _positive(self.count)


@dataclass(frozen=True, slots=True)
class WorkingMinutes:
    """So many minutes of working time."""

    count: int

    def __post_init__(self) -> None:
        _positive(self.count)


Limit = WorkingDays | WorkingMinutes


def _positive(count: int) -> None:
    if count < 1:
        raise ValueError(f"{count} is no limit; it is at least 1")


def minutes_of(limit: Limit, start: datetime, calendar: WorkingCalendar) -> int:
    """A limit in working minutes, as it stands from a moment on: a half day on the way makes two days shorter."""
    match limit:
        case WorkingDays(count):
            return calendar.between(start, calendar.add_days(start, count))
        case WorkingMinutes(count):
            return count
        case _:
            assert_never(limit)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there before a case is complete."""

    id: str
    sv: str
    en: str

    def label(self, language: str) -> str:
        """What it is, in `sv` or `en`."""
        return self.sv if language == "sv" else self.en


class Level(StrEnum):
    """Who says so. The later in this list, the more it weighs."""

    NATION = "nation"
    MUNICIPALITY = "municipality"
    NATION_TOPIC = "nation_topic"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one level says. A kind left out is inherited; None is "no promise", and ends the inheritance.

    `renewal` is the new promise when one is broken. `needs` is what a case must hold to be complete (None:
    inherited; none at all: always complete), `waits` the kinds whose clock waits for that. `source` is the
    decision or page behind it.
    """

    limits: Mapping[Kind, Limit | None] = field(default_factory=dict)
    renewal: Limit | None = None
    needs: tuple[Need, ...] | None = None
    waits: frozenset[Kind] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a term came from: the level, the topic if it is one's, and the source it names."""

    level: Level
    topic: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one level says of a kind; the first of a chain is what holds."""

    limit: Limit | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds at a desk. The keys of the topics are topic ids; `permits` speaks for `permits.food` too."""

    nation: Terms
    municipality: Terms = field(default_factory=Terms)
    nation_topics: Mapping[str, Terms] = field(default_factory=dict)
    topics: Mapping[str, Terms] = field(default_factory=dict)

    def explain(self, kind: Kind, topic: str = "") -> tuple[Said, ...]:
        """What every level says of a kind, the one that holds first; empty if nobody has said anything."""
        return tuple(Said(terms.limits[kind], at) for terms, at in self._levels(topic) if kind in terms.limits)

    def effective(self, kind: Kind, topic: str = "") -> Said | None:
        """The limit that holds and where it came from; None for no promise."""
        chain = self.explain(kind, topic)
        return chain[0] if chain and chain[0].limit else None

    def renewal(self, topic: str = "") -> Limit:
        """The new promise that a broken one gives."""
        return next((terms.renewal for terms, _ in self._levels(topic) if terms.renewal), RENEWAL)

    def needs(self, topic: str = "") -> tuple[Need, ...]:
        """What a case on the topic must hold before the clocks that wait for it begin."""
        return next((terms.needs for terms, _ in self._levels(topic) if terms.needs is not None), ())

    def waits(self, topic: str = "") -> frozenset[Kind]:
        """The kinds whose clock waits until the case is complete; the decision's, unless said otherwise."""
        said = (terms.waits for terms, _ in self._levels(topic) if terms.waits is not None)
        return next(said, frozenset({Kind.DECISION}))

    def _levels(self, topic: str) -> Iterator[tuple[Terms, Origin]]:
        """From the one that weighs most: the topic, the wider topic around it, the municipality, the nation."""
        for level, topics in ((Level.TOPIC, self.topics), (Level.NATION_TOPIC, self.nation_topics)):
            for each in _with_wider(topic):
                if terms := topics.get(each):
                    yield terms, Origin(level, each, terms.source)
        yield self.municipality, Origin(Level.MUNICIPALITY, "", self.municipality.source)
        yield self.nation, Origin(Level.NATION, "", self.nation.source)


def _with_wider(topic: str) -> Iterator[str]:
    while topic:
        yield topic
        topic = topic.rpartition(".")[0]


RENEWAL: Limit = WorkingDays(1)

NATION = Terms(
    limits={
        Kind.ACKNOWLEDGEMENT: WorkingDays(1),
        Kind.FIRST_ANSWER: WorkingDays(2),
        Kind.NEXT_ANSWER: WorkingDays(2),
    },
    renewal=RENEWAL,
    source="Företagslots",
)
"""What holds where no municipality has said otherwise. No law sets a number: förvaltningslagen (2017:900) 6 § asks
for help without needless delay. A decision has no limit until someone promises one."""
