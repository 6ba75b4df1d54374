"""A desk looks up its own entries: all of them with a number each, or one."""

from bot.desk import Desk, DeskBook
from bot.messages import Reply, Say
from intents import fold
from knowledge import Atlas, EntryPoint

from .stewards import steward

MOST_ROWS = 40
"""Rows that fit into one message of either service."""


def entries_of(desk: Desk, atlas: Atlas, book: DeskBook) -> tuple[EntryPoint, ...]:
    """The entries a desk answers for, as they were last said, always in the same order."""
    ids = (entry.id for entry in atlas.entries() if steward(entry, atlas, book) is desk)
    said = (atlas.as_said(entry_id) for entry_id in ids)
    return tuple(sorted((each for each in said if each), key=lambda each: (each.topic, each.id)))


def found_entry(entries: tuple[EntryPoint, ...], words: str) -> EntryPoint | None:
    """The one that is meant: by its number in the list, or by words that stand in one title only."""
    wanted = " ".join(fold(words).split())
    if wanted.isdecimal():
        return entries[int(wanted) - 1] if 0 < int(wanted) <= len(entries) else None
    found = [each for each in entries if wanted and (wanted in fold(each.sv.title) or wanted in fold(each.en.title))]
    return found[0] if len(found) == 1 else None


def listed(entries: tuple[EntryPoint, ...]) -> Reply:
    """Every entry with its number and its date, and how to take one up."""
    if not entries:
        return Reply("owners", (Say("owners.none"),))
    shown = entries[:MOST_ROWS]
    rows = "\n".join(f"{at}. {each.sv.title} ({each.seen or '–'})" for at, each in enumerate(shown, 1))
    return Reply("owners", (Say("owners.list", {"count": str(len(entries)), "lines": rows}), Say("owners.list_how")))
