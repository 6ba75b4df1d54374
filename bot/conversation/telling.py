"""What the entries in view say of a thing that is asked; what none says is said not to be known, with who knows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.messages import Fact, Label, Part, Reply, Say, Switchboard
from knowledge import About, Aspect, Atlas, Door, EntryPoint, Level, tells

from . import guidance
from .doors import choices_of, fact_of
from .state import Conversation, Turn

MOST = 3
"""Answers side by side that are asked about at once."""

_OF_THE_PLACE = frozenset({Aspect.HOURS, Aspect.WHEN, Aspect.CONTACT})
"""What nothing that holds in the whole country can tell."""


def doors_of(conversation: Conversation, topics: Sequence[str], atlas: Atlas) -> list[Door]:
    """The doors to the matters, in the municipalities in focus; the nation's if there are none."""
    places: Sequence[str | None] = conversation.places or (None,)
    return [atlas.door(topic, code) for topic in topics for code in places][:MOST]


def told_of(conversation: Conversation, door: Door, about: About, atlas: Atlas) -> Fact | None:
    """The first entry that says something of it."""
    for owner, entry in _entries(conversation, door, about, atlas):
        if tells(entry, about, conversation.language):
            return replace(fact_of(owner, entry), about=about)
    return None


def _entries(conversation: Conversation, door: Door, about: About, atlas: Atlas) -> Iterator[tuple[Door, EntryPoint]]:
    """Where it may stand: what they saw last, the rest of the door, the office of the municipality, the nation."""
    seen = [(each, entry) for each in (door, *door.beside) for entry in each.entries]
    yield from (each for each in seen if each[1].id in conversation.shown[:1])
    yield seen[0]
    if about in (Aspect.WAY, Aspect.SOURCE):
        return
    yield from seen[1:]
    if about is Aspect.CONTACT and (office := _office(door, atlas)):
        yield office, office.entries[0]
    if about not in _OF_THE_PLACE and door.level is not Level.NATION:
        nation = atlas.door(door.topic)
        yield nation, nation.entries[0]


def _office(door: Door, atlas: Atlas) -> Door | None:
    """Who answers companies in the municipality, whatever it is about, if that is known."""
    office = atlas.door(guidance.CONTACT, door.municipality.code) if door.municipality else None
    return office if office and office.level is not Level.NATION and not office.withheld else None


def answer_of(
    conversation: Conversation, about: About, doors: Sequence[Door], told: Sequence[Fact | None], atlas: Atlas
) -> Turn:
    """The answer: for each door what is `told` of it, or that it is not known. What was asked before is over."""
    parts: list[Part] = []
    for door, fact in zip(doors, told, strict=True):
        found = _unknown(door, about, atlas) if fact is None else _known(door, fact, about)
        parts += (part for part in found if not _is_told(part, parts))
    shown = next((fact.entry for fact in told if fact and fact.level is not Level.NATION), doors[0].entries[0])
    if not conversation.places and conversation.asked:
        parts.insert(0, Say("door.anywhere"))
    settled = replace(conversation, asked="", missed=0)
    return Turn(settled, (Reply("answer", tuple(parts), choices_of(doors[0], shown)),))


def _is_told(part: Part, parts: Sequence[Part]) -> bool:
    """Was it said for another place already, as what holds in the whole country is?"""
    if not isinstance(part, Fact) or part.level is not Level.NATION:
        return part in parts
    return any(isinstance(each, Fact) and each.entry is part.entry for each in parts)


def _known(door: Door, fact: Fact, about: About) -> tuple[Part, ...]:
    """What is said of it; that it is the nation's; for who answers, that there is no number, if there is none."""
    if fact.level is Level.NATION and door.level is not Level.NATION and door.municipality:
        return (Say("asked.nation", {"place": door.municipality.name}), fact)
    if about is Aspect.SOURCE:
        return (fact, Say("asked.as_it_stood"))
    contact = fact.entry.contact
    if about is not Aspect.CONTACT or contact.phone or contact.email:
        return (fact,)
    known = door.municipality and door.municipality.switchboard
    return (fact, Switchboard(door.municipality) if known and door.municipality else Say("asked.without_number"))


def _unknown(door: Door, about: About, atlas: Atlas) -> tuple[Part, ...]:
    """It is not known, and who knows."""
    named = isinstance(about, Aspect) and about not in (Aspect.CONTACT, Aspect.WAY, Aspect.SOURCE)
    said = f"asked.no_{about}" if named else "asked.no_more"
    for each in filter(None, (door, _office(door, atlas))):
        if tells(each.entries[0], Aspect.CONTACT, "sv"):
            knows = {"who": Label("asked.they_know")}
            return (Say(said, knows), replace(fact_of(each, each.entries[0]), about=Aspect.CONTACT))
    knows = {"who": Label("asked.person_knows")}
    return (Say(said, knows),)
