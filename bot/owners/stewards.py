"""Which desk answers for an entry, and which may change it."""

from collections.abc import Iterator

from bot.desk import NATION, Desk, DeskBook
from knowledge import Atlas, EntryPoint, Municipality, Organisation, Region


def steward(entry: EntryPoint, atlas: Atlas, book: DeskBook) -> Desk | None:
    """The desk that answers for an entry: the municipality's; for a shared body its own, else that of the first
    municipality it serves that has one; the nation's for what holds in the whole country."""
    return next(_stewards(entry, atlas, book), None)


def answerer(entry: EntryPoint, atlas: Atlas, book: DeskBook) -> Desk | None:
    """Who hears that an entry is wrong: the desk that answers for it, else the one behind all; None if nobody can."""
    behind = book.get(NATION)
    return steward(entry, atlas, book) or (behind if behind and behind.chat else None)


def next_steward(desk: Desk, entry: EntryPoint, atlas: Atlas, book: DeskBook) -> Desk | None:
    """Who is asked when a desk says that an entry is not theirs: the one it falls back on, else the nation's."""
    for desk_id in (desk.fallback, NATION):
        found = book.get(desk_id)
        if found and found.chat and found.id != desk.id and may_change(found, entry, atlas, book):
            return found
    return None


def may_change(desk: Desk, entry: EntryPoint, atlas: Atlas, book: DeskBook) -> bool:
    """May a desk change an entry? The one that answers for it may; one that is no municipality's but stands behind
    the others may too. A municipality's never changes another's."""
    found = steward(entry, atlas, book)
    own = bool(entry.owner) and entry.owner in (desk.id, *desk.serves)
    return own or (found is not None and found.id == desk.id) or is_behind_all(desk, atlas)


def is_behind_all(desk: Desk, atlas: Atlas) -> bool:
    """Is it no municipality's and no body's own, but the one that others fall back on?"""
    return not desk.serves and atlas.holder(desk.id) is None


def is_own(desk: Desk, entry: EntryPoint, atlas: Atlas) -> bool:
    """Is the word of this desk that of the municipality the entry belongs to?"""
    return isinstance(atlas.holder(entry.owner), Municipality) and entry.owner in (desk.id, *desk.serves)


def _stewards(entry: EntryPoint, atlas: Atlas, book: DeskBook) -> Iterator[Desk]:
    own = book.get(entry.owner or NATION)
    if own and own.chat:
        yield own
    for code in _codes(entry, atlas):
        if (route := book.route(code)) and route.why != "fallback":
            yield route.desk


def _codes(entry: EntryPoint, atlas: Atlas) -> tuple[str, ...]:
    match atlas.holder(entry.owner):
        case Municipality(code=code):
            return (code,)
        case Organisation(serves=codes) | Region(members=codes):
            return codes
        case None:
            return ()
