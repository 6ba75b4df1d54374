"""Desks: where a municipality's staff work, who they are, and which desk a question belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from bot.promise import Limits, WorkingCalendar

NATION = "nation"
"""The id of the desk that answers when no other does."""


class Role(StrEnum):
    """What a member is to the others. The ladder of a promise climbs from deputy to manager to coordinator."""

    STAFF = "staff"
    DEPUTY = "deputy"
    MANAGER = "manager"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Away:
    """An absence: from one moment until another (not included). `deputy` is the id of whoever stands in."""

    since: datetime
    until: datetime
    deputy: str = ""

    def is_on(self, now: datetime) -> bool:
        """Does it last at a moment?"""
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works at a desk: their id in the chat service, the name the others know them by."""

    id: str
    name: str
    role: Role = Role.STAFF
    away: tuple[Away, ...] = ()

    def is_present(self, now: datetime) -> bool:
        """Not on leave."""
        return not any(each.is_on(now) for each in self.away)

    def absence(self, now: datetime) -> Away | None:
        """The leave they are on: of several, the one that ends last."""
        on = [each for each in self.away if each.is_on(now)]
        return max(on, key=lambda each: each.until, default=None)


@dataclass(frozen=True, slots=True)
class Desk:
    """A chat of several people who answer for something.

    `id` is a municipality's code or a name of its own, `chat` the conversation of the chat service (empty:
    not reached by chat), `serves` the municipalities it answers for. `coordinator` is the desk that takes
    over when this one fails or is complained about, `fallback` where questions go that it does not take.
    `pointer` keeps all words out of the chat service. `risky` are topics whose answers a person approves first.
    """

    id: str
    name: str
    chat: str
    calendar: WorkingCalendar
    limits: Limits
    members: tuple[Member, ...] = ()
    serves: tuple[str, ...] = ()
    coordinator: str = ""
    fallback: str = NATION
    pointer: bool = False
    risky: frozenset[str] = frozenset()
    language: str = "sv"

    def approves(self, topic: str) -> bool:
        """Does a person read answers on a topic, or on the wider one around it, before they are given?"""
        return any(topic == each or topic.startswith(f"{each}.") for each in self.risky)

    def member(self, sender: str) -> Member | None:
        """The member with an id, None for anybody else."""
        return next((each for each in self.members if each.id == sender), None)

    def named(self, words: str) -> Member | None:
        """The member that somebody means by a name, as they are called or by the first of their names."""
        said = words.strip().lstrip("@").casefold()
        exact = [each for each in self.members if each.name.casefold() == said or each.id == said.upper()]
        first = [each for each in self.members if each.name.casefold().split()[:1] == [said]]
        return next(iter(exact or (first if len(first) == 1 else [])), None)

    def present(self, now: datetime) -> tuple[Member, ...]:
        """Those who are not away."""
        return tuple(each for each in self.members if each.is_present(now))

    def who(self, role: Role, now: datetime) -> Member | None:
        """The first present member of a role."""
        return next((each for each in self.present(now) if each.role is role), None)

    def stand_in(self, now: datetime, besides: str = "") -> Member | None:
        """Who is to have what nobody took: whom an absent `besides` named, a deputy, a manager, else anybody else."""
        missing = self.member(besides)
        absence = missing.absence(now) if missing else None
        present = [each for each in self.present(now) if each.id != besides]
        if named := [each for each in present if absence and each.id == absence.deputy]:
            return named[0]
        order = (Role.DEPUTY, Role.MANAGER, Role.STAFF, Role.COORDINATOR)
        return min(present, key=lambda each: order.index(each.role), default=None)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a question goes, by which rule (`why` names it in the texts), and the next best desks."""

    desk: Desk
    why: str
    others: tuple[Desk, ...] = ()


@dataclass(frozen=True)
class DeskBook:
    """All desks of an installation."""

    desks: Mapping[str, Desk] = field(default_factory=dict)

    def __contains__(self, desk_id: str) -> bool:
        return desk_id in self.desks

    def __getitem__(self, desk_id: str) -> Desk:
        return self.desks[desk_id]

    def get(self, desk_id: str) -> Desk | None:
        """The desk with an id, None if there is none."""
        return self.desks.get(desk_id)

    def at(self, conversation: str) -> Desk | None:
        """The desk that works in a conversation."""
        return self._by_chat.get(conversation) if conversation else None

    @cached_property
    def by_name(self) -> Mapping[str, Desk]:
        """The desks by what they are called."""
        return {desk.name: desk for desk in self.desks.values()}

    @cached_property
    def _by_chat(self) -> Mapping[str, Desk]:
        # Of two in one chat the first, as everywhere.
        return {desk.chat: desk for desk in reversed(tuple(self.desks.values()))}

    @cached_property
    def _by_served(self) -> Mapping[str, Sequence[Desk]]:
        served: dict[str, list[Desk]] = {}
        for desk in self.desks.values():
            for code in dict.fromkeys(desk.serves):
                served.setdefault(code, []).append(desk)
        return served

    def route(self, code: str | None) -> Route | None:
        """The desk that answers for a municipality: its own, a shared one that serves it, else the nation's."""
        own = self.desks.get(code) if code else None
        shared = [desk for desk in self._by_served.get(code or "", ()) if desk is not own]
        fallback = [desk for desk in (self._fallback(own), self.desks.get(NATION)) if desk and desk.chat]
        found = [*([own] if own else []), *shared, *fallback]
        reachable = list(dict.fromkeys(each.id for each in found if each.chat))
        if not reachable:
            return None
        first, *others = (self.desks[desk_id] for desk_id in reachable)
        why = "own" if first is own else "shared" if first in shared else "fallback"
        return Route(first, why, tuple(others[:2]))

    def _fallback(self, desk: Desk | None) -> Desk | None:
        return self.desks.get(desk.fallback) if desk else None

    def coordinator(self, desk: Desk) -> Desk:
        """The desk that takes over from another; the desk itself if there is none else."""
        for desk_id in (desk.coordinator, desk.fallback, NATION):
            found = self.desks.get(desk_id)
            if found and found.id != desk.id and found.chat:
                return found
        return desk

    def with_desks(self, desks: Iterable[Desk]) -> "DeskBook":
        """The same with others added or put in place of those with their id."""
        return replace(self, desks={**self.desks, **{desk.id: desk for desk in desks}})
