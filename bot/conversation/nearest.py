"""What a free search came to, offered when a message was not understood. Never an answer: a lead to press, or not."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.messages import Choice, Reply, Say
from knowledge import Atlas, Municipality

from .choices import HUMAN
from .state import Turn

MOST = 3


def with_nearest(turn: Turn, near: Iterable[str], atlas: Atlas) -> Turn:
    """A refusal with the nearest entries (by id) in place of the menu; any other turn as it is."""
    if not turn.replies or turn.replies[0].kind != "refuse" or _names_a_way(turn.replies[0]):
        return turn
    found = tuple(_leads(near, turn.conversation.place, atlas))[:MOST]
    if not found:
        return turn
    refusal, *others = turn.replies
    missed_before = refusal.parts[-1:] if turn.conversation.missed > 1 else ()
    offer = replace(refusal, parts=(*missed_before, Say("talk.nearest")), choices=(*found, HUMAN))
    return replace(turn, replies=(offer, *others))


def _names_a_way(refusal: Reply) -> bool:
    """Does it say who knows: of a private matter, or of the one in focus? Nothing comes nearer."""
    ways = ("talk.not_ours", "talk.no_more")
    return any(isinstance(part, Say) and part.key.startswith(ways) for part in refusal.parts)


def _leads(near: Iterable[str], place: str | None, atlas: Atlas) -> Iterator[Choice]:
    """A button for each entry that pressing it would show, here and now."""
    for entry_id in near:
        entry = atlas.entry(entry_id, place)
        if entry is None or entry.withheld or entry.topic not in atlas.national:
            continue
        code = entry.owner if entry.owner in atlas else place
        door = atlas.door(entry.topic, code)
        if any(each.id == entry_id for shown in (door, *door.beside) for each in shown.entries):
            owner = atlas.holder(entry.owner)
            elsewhere = f"{owner.name}: " if isinstance(owner, Municipality) and owner.code != place else ""
            titles = {"sv": elsewhere + entry.sv.title, "en": elsewhere + entry.en.title}
            yield Choice(f"entry:{entry_id}", "choice.other", titles)
