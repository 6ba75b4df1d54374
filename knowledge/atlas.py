"""The atlas: which door is there for a topic in a municipality?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from .checklists import Checklist
from .entries import EntryPoint, Level, Municipality, Organisation, Region
from .geometry import Borders
from .plans import Programme
from .script import Question

Body = Organisation | Region
Doors = dict[str, list[EntryPoint]]
"""Entries by topic."""


@dataclass(frozen=True, slots=True)
class Door:
    """The answer to a look-up: where it was found and what stands there, best first.

    `body` is the joint body or region whose door it is, `serves` the municipalities that share it.
    """

    topic: str
    level: Level
    entries: tuple[EntryPoint, ...]
    municipality: Municipality | None = None
    body: Body | None = None
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for in texts, and the municipalities it may stand for."""

    text: str
    codes: tuple[str, ...]
    kind: str  # municipality | locality | region


@dataclass(frozen=True)
class Atlas:
    """All that is known, fixed at start."""

    municipalities: tuple[Municipality, ...]
    organisations: tuple[Organisation, ...]
    regions: tuple[Region, ...]
    national: Mapping[str, EntryPoint]
    names: tuple[Name, ...]
    borders: Borders
    programmes: tuple[Programme, ...] = ()
    script: Mapping[str, Question] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    _by_code: dict[str, Municipality] = field(init=False, repr=False)
    _by_id: dict[str, EntryPoint] = field(init=False, repr=False)
    _doors: dict[str, Doors] = field(init=False, repr=False)
    _bodies: dict[str, list[Body]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {each.code: each for each in self.municipalities})
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.entries()})
        doors = {each.code: _by_topic(each.entry_points) for each in self.municipalities}
        bodies: tuple[Body, ...] = (*self.organisations, *self.regions)
        object.__setattr__(self, "_doors", doors | {body.id: _by_topic(body.entry_points) for body in bodies})
        serving: dict[str, list[Body]] = {}
        for body in bodies:
            for code in _served(body) if body.entry_points else ():
                serving.setdefault(code, []).append(body)
        object.__setattr__(self, "_bodies", serving)

    def municipality(self, code: str) -> Municipality:
        """The municipality with this code. Raises KeyError."""
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def door(self, topic: str, code: str | None = None) -> Door:
        """The nearest door: the municipality's own, a joint body's, the region's, the nation's.

        A sub-topic (`permits.alcohol`) is looked for at every level but the nation's before its topic is.
        Raises KeyError on an unknown topic or code.
        """
        fallback = Door(topic, Level.NATION, (self.national[topic],))
        if code is None:
            return fallback
        municipality = self._by_code[code]
        for wanted in _from_narrow_to_wide(topic):
            for door in self._near(wanted, municipality):
                return door
        return Door(topic, Level.NATION, fallback.entries, municipality)

    def _near(self, topic: str, municipality: Municipality) -> Iterator[Door]:
        if own := self._doors[municipality.code].get(topic):
            yield Door(topic, Level.OWN, tuple(own), municipality)
        for body in self._bodies.get(municipality.code, ()):
            if entries := self._doors[body.id].get(topic):
                level = Level.SHARED if isinstance(body, Organisation) else Level.REGION
                yield Door(topic, level, tuple(entries), municipality, body, _served(body))

    def programme(self, code_or_id: str) -> Programme | None:
        """The programme with this id or code; the code is taken as people type it."""
        wanted = code_or_id.strip().casefold()
        return next((each for each in self.programmes if wanted in (each.code, each.id)), None)

    def locate(self, latitude: float, longitude: float) -> str | None:
        """The code of the municipality at a position (WGS 84 degrees), None outside Sweden."""
        return self.borders.municipality_at(latitude, longitude)

    def entries(self) -> Iterator[EntryPoint]:
        """Every entry at every level."""
        holders: tuple[Municipality | Organisation | Region, ...] = (
            *self.municipalities,
            *self.organisations,
            *self.regions,
        )
        for holder in holders:
            yield from holder.entry_points
        yield from self.national.values()

    def entry(self, entry_id: str) -> EntryPoint | None:
        """The entry with this id."""
        return self._by_id.get(entry_id)


def _from_narrow_to_wide(topic: str) -> tuple[str, ...]:
    return (topic, "permits") if topic.startswith("permits.") else (topic,)


def _by_topic(entries: tuple[EntryPoint, ...]) -> Doors:
    doors: Doors = {}
    for entry in entries:
        for topic in dict.fromkeys((entry.topic, *entry.also)):
            doors.setdefault(topic, []).append(entry)
    return doors


def _served(body: Body) -> tuple[str, ...]:
    """The municipalities whose doors a body's are."""
    match body:
        case Organisation():
            return body.serves if not body.closed else ()
        case Region():
            return body.members
        case _:
            assert_never(body)
