"""One matter in several municipalities: side by side, as a list, or at the neighbours."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.messages import Choice, Comparison, Fact, Label, Listed, Reply, Say
from knowledge import Atlas, Door, Level

from .choices import HUMAN, door_choice
from .doors import MOST_BUTTONS, choices_of, fact_of, is_unknown, unknown_reply
from .state import Conversation, Spot, Turn


def comparison(topic: str, spots: Sequence[Spot], atlas: Atlas) -> Reply:
    """How several municipalities do: what differs side by side, what is the same told once."""
    doors = [atlas.door(topic, spot.code) for spot in spots]
    if all(is_unknown(door) for door in doors):
        return replace(unknown_reply(doors), kind="compare")
    if len({door.entries[0].id for door in doors}) == 1 and doors[0].level is not Level.NATION:
        return _shared(doors)
    sides = tuple(fact_of(door, door.entries[0], spot.via) for spot, door in zip(spots, doors, strict=True))
    nation = (Choice(f"nation:{topic}", "choice.nation"),) if any(map(is_unknown, doors)) else ()
    known = [door for door in doors if not is_unknown(door)]
    buttons = tuple(_door_buttons(topic, doors if len(doors) < MOST_BUTTONS - 1 else known))
    buttons = buttons[: MOST_BUTTONS - 1 - len(nation)]
    return Reply("compare", (Comparison(topic, sides),), (*buttons, *nation, HUMAN))


def _shared(doors: Sequence[Door]) -> Reply:
    """One door for them all."""
    names = Listed(tuple(door.municipality.name for door in doors if door.municipality))
    fact = replace(fact_of(doors[0], doors[0].entries[0]), place="")
    return Reply("compare", (Say("compare.shared", {"places": names}), fact), choices_of(doors[0], fact.entry))


def _door_buttons(topic: str, doors: Sequence[Door]) -> Iterator[Choice]:
    shown: set[str] = set()
    for door in doors:
        own = door.municipality.code if door.municipality and is_unknown(door) else door.entries[0].id
        if door.municipality and own not in shown:
            shown.add(own)
            yield door_choice(topic, door.municipality)


def neighbours(conversation: Conversation, topic: str, code: str, atlas: Atlas) -> Turn:
    """What is known next door, the longest border first."""
    here = atlas.municipality(code).name
    own = atlas.door(topic, code).entries[0].id
    doors = list(_doors_next_door(topic, code, own, atlas))
    settled = replace(conversation.at(code), topic=topic, asked="", missed=0)
    about = Label(f"topic.{topic}")
    if not doors:
        names = Listed(tuple(atlas.municipality(each).name for each in atlas.neighbours(code)))
        if not names.values:
            return Turn(settled, (Reply("answer", (Say("compare.island", {"place": here}),), (_nation(topic), HUMAN)),))
        nothing = Say("compare.no_neighbours", {"place": here, "topic": about, "places": names})
        return Turn(settled, (Reply("answer", (nothing,), (_nation(topic), HUMAN)),))
    shown = doors[: MOST_BUTTONS - 1]
    sides: tuple[Fact, ...] = tuple(fact_of(door, door.entries[0]) for door in shown)
    parts = (Say("compare.neighbours", {"place": here, "topic": about}), Comparison(topic, sides, listed=True))
    return Turn(settled, (Reply("answer", parts, (*_door_buttons(topic, shown), HUMAN)),))


def _nation(topic: str) -> Choice:
    return Choice(f"nation:{topic}", "choice.nation")


def _doors_next_door(topic: str, code: str, own: str, atlas: Atlas) -> Iterator[Door]:
    """The neighbours' doors that are known and not its own, each once."""
    seen = {own}
    for neighbour in atlas.neighbours(code):
        door = atlas.door(topic, neighbour)
        if door.level is not Level.NATION and not door.withheld and door.entries[0].id not in seen:
            seen.add(door.entries[0].id)
            yield door
