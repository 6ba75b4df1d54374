"""Entries that somebody should look at again, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge import Atlas, EntryPoint, last_day

WHYS = ("past its date", "near its date", "seen long ago", "of unknown age")
"""Most urgent first."""


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry, why it should be looked at, and the date that tells so (empty if there is none)."""

    why: str
    date: str
    entry: EntryPoint


def stale_entries(atlas: Atlas, today: date, *, days: int, years: int) -> list[Stale]:
    """The entries past their best_before or within `days` of it, seen more than `years` ago, or with no date."""
    found = [each for entry in atlas.entries() for each in _of(entry, today, days, years)]
    return sorted(found, key=lambda each: (WHYS.index(each.why), each.date, each.entry.id))


def _of(entry: EntryPoint, today: date, days: int, years: int) -> Iterator[Stale]:
    """The most urgent reason, if there is one."""
    left = (last_day(entry.best_before) - today).days if entry.best_before else None
    if left is not None and left < 0:
        yield Stale("past its date", entry.best_before, entry)
    elif left is not None and left <= days:
        yield Stale("near its date", entry.best_before, entry)
    elif entry.seen and (today - last_day(entry.seen)).days > years * 365:
        yield Stale("seen long ago", entry.seen, entry)
    elif not entry.seen:
        yield Stale("of unknown age", "", entry)
