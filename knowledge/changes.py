"""What changes between two readings of the files: entries said anew, topics switched off, and time itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from .dates import last_day, swedish_day
from .documents import KnowledgeError
from .editing import edited
from .entries import Contact, EntryPoint, Withheld, Wording


@dataclass(frozen=True, slots=True)
class Edit:
    """New values for some fields of one entry, in place of its file's, written as a file has them.

    `fields` is like `{"url": "https://…", "sv": {"title": "…"}}`; None takes a field away. `by` says whose word it
    is, in words that may be shown to staff.
    """

    entry_id: str
    fields: Mapping[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is not to be told: a topic in one municipality (`code`) or everywhere, or one entry.

    Topics below it go with it: `permits` takes `permits.food` along. It ends by itself at `until`, which is never
    if None. `why` is told to those who ask.
    """

    topic: str
    code: str
    until: datetime | None
    why: str
    by: str
    at: datetime
    entry_id: str = ""

    def covers(self, topic: str, code: str | None) -> bool:
        """Does it switch off this topic in this municipality?"""
        below = topic == self.topic or topic.startswith(f"{self.topic}.")
        return not self.entry_id and below and self.code in ("", code)

    def is_on(self, now: datetime) -> bool:
        """Has it begun and not ended?"""
        return self.at <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Changes:
    """All edits and switches that are kept, and the programmes that were added: id, and the file as it is written."""

    edits: tuple[Edit, ...] = ()
    switches: tuple[Switch, ...] = ()
    programmes: tuple[tuple[str, str], ...] = ()


NO_CHANGES = Changes()


@dataclass(frozen=True, slots=True)
class View:
    """The entries as they may be told at a moment."""

    day: date
    edits: Mapping[str, Edit]
    switches: tuple[Switch, ...]
    read: dict[str, tuple[Edit, EntryPoint]] = field(compare=False, repr=False)

    @classmethod
    def of(cls, changes: Changes, now: datetime, read: dict[str, tuple[Edit, EntryPoint]]) -> "View":
        """What holds at `now`, which is aware; `day` is the day it is in Sweden. `read` keeps what edits of the same
        entries came to, from one moment to the next."""
        on = tuple(switch for switch in changes.switches if switch.is_on(now))
        return cls(swedish_day(now), {edit.entry_id: edit for edit in changes.edits}, on, read)

    def off(self, topic: str, code: str | None) -> Switch | None:
        """The switch that keeps a topic from being told in a municipality (None: in the nation)."""
        return next((switch for switch in self.switches if switch.covers(topic, code)), None)

    def entry(self, entry: EntryPoint) -> EntryPoint:
        """The entry as it was last said, or without its facts when they may not be told."""
        latest = self.said(entry)
        for switch in self.switches:
            if switch.entry_id == entry.id or switch.covers(entry.topic, entry.owner):
                return switched_off(latest, switch)
        old = bool(latest.best_before) and last_day(latest.best_before) < self.day
        return _without_facts(latest, Withheld("old")) if old else latest

    def said(self, entry: EntryPoint) -> EntryPoint:
        """The entry with its edit, if that still fits what its file says now."""
        edit = self.edits.get(entry.id)
        if edit is None:
            return entry
        known = self.read.get(entry.id)
        if known is None or known[0] != edit:
            known = self.read[entry.id] = (edit, _with(edit, entry))
        return known[1]


def _with(edit: Edit, entry: EntryPoint) -> EntryPoint:
    try:
        return edited(entry, edit.fields)
    except KnowledgeError:
        return entry


def switched_off(entry: EntryPoint, switch: Switch) -> EntryPoint:
    """The entry with nothing left to tell but why."""
    until = swedish_day(switch.until).isoformat() if switch.until else ""
    return replace(_without_facts(entry, Withheld("off", switch.why, until)), url="")


def _without_facts(entry: EntryPoint, withheld: Withheld) -> EntryPoint:
    """What remains is a lead: whose it is, its title, its page, and how old it is. There is nothing to quote."""
    return replace(
        entry,
        sv=Wording(entry.sv.title, ()),
        en=Wording(entry.en.title, ()),
        contact=Contact(),
        promise="",
        links=(),
        rules=(),
        notes="",
        withheld=withheld,
    )
