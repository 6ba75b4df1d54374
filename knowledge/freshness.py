"""Which entries are to be asked about before they grow too old to tell, and what an answer makes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from .atlas import Atlas
from .changes import Edit
from .dates import last_day, swedish_day
from .documents import KnowledgeError
from .editing import edited
from .entries import EntryPoint

ASK_DAYS = 30
"""How long before the last day of an entry its owner is asked whether it still holds."""

GOOD_FOR_DAYS = 365
"""How long an entry holds once its owner has said that it does."""


@dataclass(frozen=True, slots=True)
class Due:
    """An entry whose owner should be asked; `days` are left until it may not be told any more (below 0: gone by)."""

    entry: EntryPoint
    days: int


def due_for_check(atlas: Atlas, asked: Mapping[str, str], now: datetime) -> tuple[Due, ...]:
    """The entries with an owner that are within 30 days of their best_before, or past it, most urgent first.

    `asked` says which were asked about already, each with the best_before it was asked for: one question for each
    date. The nation's own entries have no owner to ask. `now` is aware.
    """
    today = swedish_day(now)
    near = takewhile(lambda entry: ask_day(entry.best_before) <= today, atlas.dated())
    return tuple(
        Due(entry, (last_day(entry.best_before) - today).days)
        for entry in near
        if entry.owner and asked.get(entry.id) != entry.best_before
    )


def still_right(now: datetime, *, own: bool = True) -> dict[str, Any]:
    """The fields of an edit when somebody says that all of an entry still holds.

    Only the municipality's own word (`own`) confirms; anybody else's makes it newer, not surer.
    """
    today = swedish_day(now)
    fields = {"seen": today.isoformat(), "best_before": good_until(today)}
    return {"standing": "confirmed", **fields} if own else fields


def good_until(today: date) -> str:
    """The best_before of what somebody vouches for today: YYYY-MM-DD, a year from now."""
    return (today + timedelta(days=GOOD_FOR_DAYS)).isoformat()


def ask_day(best_before: str) -> date:
    """The first day on which an entry's owner is asked."""
    return last_day(best_before) - timedelta(days=ASK_DAYS)


def may_edit(entry: EntryPoint, owner: str) -> bool:
    """May the desk of a municipality (its code) or body (its id) change an entry? Only its own."""
    return bool(owner) and entry.owner == owner


def settled(atlas: Atlas, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that the files themselves say by now."""
    return tuple(edit for edit in edits if (entry := atlas.entry(edit.entry_id)) and _adds_nothing(entry, edit))


def _adds_nothing(entry: EntryPoint, edit: Edit) -> bool:
    try:
        return edited(entry, edit.fields) == entry
    except KnowledgeError:
        return False
