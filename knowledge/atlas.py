"""The atlas: which door is there for a topic in a municipality?"""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import merge
from typing import assert_never

from .added import read_added
from .changes import NO_CHANGES, Changes, Edit, View, switched_off
from .checklists import Checklist
from .dates import last_day
from .documents import KnowledgeError
from .entries import EntryPoint, Level, Municipality, Organisation, Region
from .geometry import Borders
from .names import Name
from .plans import Programme
from .script import Question
from .shelves import Doors, by_topic, from_narrow_to_wide

Body = Organisation | Region
Holder = Municipality | Organisation | Region


@dataclass(frozen=True, slots=True)
class Door:
    """The answer to a look-up: where it was found and what stands there, best first.

    `body` is the joint body or region whose door it is, `serves` the municipalities that share it. `nearer` is a
    door that would have been the answer, had its facts not been withheld: a lead to tell beside this one. `beside`
    are the other doors there for the same topic: of the bodies that serve the municipality too, and those that are
    only for some trades. `gone` are closed bodies that once were a door for it there: to be told of, never to send
    anybody to.
    """

    topic: str
    level: Level
    entries: tuple[EntryPoint, ...]
    municipality: Municipality | None = None
    body: Body | None = None
    serves: tuple[str, ...] = ()
    nearer: "Door | None" = None
    beside: tuple["Door", ...] = ()
    gone: tuple[Organisation, ...] = ()

    @property
    def withheld(self) -> bool:
        """Is there nothing here that may be told?"""
        return all(entry.withheld for entry in self.entries)


@dataclass(frozen=True)
class Atlas:
    """All that is known, fixed at start; `as_of` gives what of it may be told at a moment."""

    municipalities: tuple[Municipality, ...]
    organisations: tuple[Organisation, ...]
    regions: tuple[Region, ...]
    national: Mapping[str, EntryPoint]
    names: tuple[Name, ...]
    borders: Borders
    programmes: tuple[Programme, ...] = ()
    script: Mapping[str, Question] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    borders_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    talk: Mapping[str, EntryPoint] = field(default_factory=dict)
    view: View | None = field(default=None, init=False)
    _by_code: dict[str, Municipality] = field(init=False, repr=False)
    _holders: dict[str, Holder] = field(init=False, repr=False)
    _by_id: dict[str, EntryPoint] = field(init=False, repr=False)
    _doors: dict[str, Doors] = field(init=False, repr=False)
    _bodies: dict[str, list[Body]] = field(init=False, repr=False)
    _closed: dict[str, list[Organisation]] = field(init=False, repr=False)
    _added: dict[str, Programme | None] = field(init=False, repr=False)
    _dated: tuple[EntryPoint, ...] = field(init=False, repr=False)
    _edited: dict[str, tuple[Edit, EntryPoint]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bodies: tuple[Body, ...] = (*self.organisations, *self.regions)
        municipalities = {each.code: each for each in self.municipalities}
        holders: dict[str, Holder] = municipalities | {body.id: body for body in bodies}
        entries = [entry for holder in holders.values() for entry in holder.entry_points]
        closed = [body for body in self.organisations if body.closed]
        serving: dict[str, list[Body]] = {}
        for body in bodies:
            for code in _served(body) if body.entry_points else ():
                serving.setdefault(code, []).append(body)
        by_id = {entry.id: entry for entry in (*entries, *self.national.values(), *self.talk.values())}
        for name, value in (
            ("_by_code", municipalities),
            ("_holders", holders),
            ("_by_id", by_id),
            ("_dated", tuple(sorted((entry for entry in by_id.values() if entry.best_before), key=_by_last_day))),
            ("_edited", {}),
            ("_doors", {name: by_topic(holder.entry_points) for name, holder in holders.items()}),
            ("_bodies", serving),
            ("_added", {}),
            ("_closed", {code: [body for body in closed if code in body.serves] for code in municipalities}),
        ):
            object.__setattr__(self, name, value)

    def municipality(self, code: str) -> Municipality:
        """The municipality with this code. Raises KeyError."""
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def as_of(self, now: datetime, changes: Changes = NO_CHANGES) -> "Atlas":
        """The same knowledge as it may be told at `now`: with what was said anew and the programmes that were added,
        without what is switched off, and with nothing left to quote of an entry past its best_before."""
        viewed = copy(self)
        object.__setattr__(viewed, "view", View.of(changes, now, self._edited))
        if changes.programmes:
            read = (self._read_added(each, text) for each, text in changes.programmes)
            added = {each.id: each for each in read if each}
            shipped = (each for each in self.programmes if each.id not in added)
            object.__setattr__(viewed, "programmes", (*shipped, *added.values()))
        return viewed

    def _read_added(self, programme_id: str, text: str) -> Programme | None:
        """An added programme, read once; None if it fits no more, as when an organisation it names is gone."""
        if text not in self._added:
            register = {each.code: (each.name, each.county) for each in self.municipalities}
            try:
                self._added[text] = read_added(text.encode(), f"{programme_id}.toml", register, self.organisations)[0]
            except KnowledgeError:
                self._added[text] = None
        return self._added[text]

    def door(self, topic: str, code: str | None = None) -> Door:
        """The nearest door: the municipality's own, a joint body's, the region's, the nation's.

        A sub-topic (`permits.alcohol`) is looked for at every level but the nation's before its topic is. A door
        whose facts are all withheld gives way to the next, and is told of as `nearer`; only if every one is
        withheld, or the topic is switched off here, is it the answer. Raises KeyError on an unknown topic or code.
        """
        door = self._first(topic, code)
        if door.withheld or code is None:
            return door
        gone = tuple(body for body in self._closed.get(code, ()) if topic in body.did)
        return replace(door, beside=self._beside(door), gone=gone)

    def _first(self, topic: str, code: str | None) -> Door:
        municipality = None if code is None else self._by_code[code]
        doors = self._doors_for(topic, municipality)
        if self.view and (switch := self.view.off(topic, code)):
            door = next(doors)
            return replace(door, entries=tuple(switched_off(entry, switch) for entry in door.entries))
        nearest = self._told(next(doors))
        if not nearest.withheld:
            return nearest
        for door in map(self._told, doors):
            if not door.withheld:
                return replace(door, nearer=nearest)
        return nearest

    def _doors_for(self, topic: str, municipality: Municipality | None) -> Iterator[Door]:
        """Every door for a topic, nearest first; the last is the nation's."""
        nation = Door(topic, Level.NATION, (self.national[topic],), municipality)
        if municipality:
            for wanted in from_narrow_to_wide(topic):
                yield from (door for door in self._near(wanted, municipality) if not door.entries[0].besides)
        yield nation

    def _beside(self, door: Door) -> tuple[Door, ...]:
        """The other doors for the same topic; a door for one permit has none for permits in general beside it."""
        if not door.municipality:
            return ()
        topics = from_narrow_to_wide(door.topic)
        narrow = any(door.topic in (entry.topic, *entry.also) for entry in door.entries)
        found: dict[str, Door] = {}
        for topic in topics[:1] if narrow else topics:
            for other in map(self._told, self._near(topic, door.municipality)):
                if not other.withheld and other.entries[0].owner != door.entries[0].owner:
                    found.setdefault(other.entries[0].id, replace(other, topic=door.topic))
        return tuple(found.values())

    def _told(self, door: Door) -> Door:
        """The door with those of its entries that may be told, or with all if none may."""
        if self.view is None:
            return door
        entries = tuple(self.view.entry(entry) for entry in door.entries)
        return replace(door, entries=tuple(entry for entry in entries if not entry.withheld) or entries)

    def _near(self, topic: str, municipality: Municipality) -> Iterator[Door]:
        if own := self._doors[municipality.code].get(topic):
            yield Door(topic, Level.OWN, tuple(own), municipality)
        for body in self._bodies.get(municipality.code, ()):
            if entries := self._doors[body.id].get(topic):
                level = Level.SHARED if isinstance(body, Organisation) else Level.REGION
                yield Door(topic, level, tuple(entries), municipality, body, _served(body))

    def neighbours(self, code: str) -> tuple[str, ...]:
        """The codes of the municipalities that it borders on, the longest border first. Raises KeyError."""
        return self.borders_on.get(self._by_code[code].code, ())

    def doors_nearby(self, topic: str, code: str) -> tuple[Door, ...]:
        """The neighbours' doors for a topic, the longest border first: what is known next door.

        None where a nearer door than the nation's is known; a door that several neighbours share comes once, and one
        that serves the municipality itself too is `door`'s to tell. Raises KeyError on an unknown topic or code.
        """
        if self.door(topic, code).level is not Level.NATION:
            return ()
        found: dict[str, Door] = {}
        for neighbour in self.neighbours(code):
            door = self.door(topic, neighbour)
            if door.level is not Level.NATION and not door.withheld:
                found.setdefault(door.entries[0].id, door)
        return tuple(found.values())

    def programme(self, code_or_id: str) -> Programme | None:
        """The programme with this id or code; the code is taken as people type it."""
        wanted = code_or_id.strip().casefold()
        return next((each for each in self.programmes if wanted in (each.code, each.id)), None)

    def locate(self, latitude: float, longitude: float) -> str | None:
        """The code of the municipality at a position (WGS 84 degrees), None outside Sweden."""
        return self.borders.municipality_at(latitude, longitude)

    def entries(self) -> Iterator[EntryPoint]:
        """Every entry at every level, as it may be told."""
        return map(self.view.entry, self._by_id.values()) if self.view else iter(self._by_id.values())

    def entry(self, entry_id: str, code: str | None = None) -> EntryPoint | None:
        """The entry with this id, as it may be told; with a `code`, in that municipality."""
        entry = self._by_id.get(entry_id)
        if entry is None or self.view is None:
            return entry
        switch = self.view.off(entry.topic, code) if code else None
        return switched_off(entry, switch) if switch else self.view.entry(entry)

    def as_said(self, entry_id: str) -> EntryPoint | None:
        """The entry as it was last said, whether or not it may be told: for those who look after it."""
        entry = self._by_id.get(entry_id)
        return self.view.said(entry) if entry and self.view else entry

    def dated(self) -> Iterator[EntryPoint]:
        """The entries that may be told up to some day only, as they were last said, the soonest of these days first."""
        edits = self.view.edits if self.view else {}
        said = (entry for each in edits if (entry := self.as_said(each)) and entry.best_before)
        as_filed = (entry for entry in self._dated if entry.id not in edits)
        return merge(as_filed, sorted(said, key=_by_last_day), key=_by_last_day)

    def concerns(self, entry: EntryPoint, code: str) -> bool:
        """Does an entry hold in a municipality: its own, a joint body's or region's of it, or the nation's?"""
        holder = self._holders.get(entry.owner)
        return holder is None or entry.owner == code or holder in self._bodies.get(code, ())

    def holder(self, owner: str) -> Municipality | Body | None:
        """Who an entry belongs to: a municipality by its code, a body by its id, None for the nation's own."""
        return self._holders.get(owner)


def _by_last_day(entry: EntryPoint) -> tuple[date, str]:
    return last_day(entry.best_before), entry.id


def _served(body: Body) -> tuple[str, ...]:
    """The municipalities whose doors a body's are."""
    match body:
        case Organisation():
            return body.serves if not body.closed else ()
        case Region():
            return body.members
        case _:
            assert_never(body)
