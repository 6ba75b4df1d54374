"""The way to a door: which topic, which municipality, and what stands there."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Choice, Fact, Part, Reply, Say
from knowledge import Atlas, Door, EntryPoint, Level, Municipality

from .choices import HUMAN, PERMITS, START, door_choice, place_choice, topic_choice
from .state import Conversation, Spot, Turn

MOST_PLACES = 3
MOST_BUTTONS = 5


def answer(conversation: Conversation, topic: str, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Doors for a topic in the municipalities named, or in the one remembered, or the question which one."""
    spots = tuple(spots)[:MOST_PLACES] or ((Spot(conversation.place),) if conversation.place else ())
    if not spots and atlas.national[topic].needs_place:
        if conversation.asked != "place":
            return ask_place(conversation, topic)
    elif topic == "permits" and not conversation.asked and len(spots) == 1 and _is_open(spots[0].code, atlas):
        return ask_permit(conversation, spots[0].code)
    replies = tuple(door_reply(atlas.door(topic, spot.code), via=spot.via) for spot in spots)
    place = spots[0].code if spots else conversation.place
    settled = replace(conversation, topic=topic, place=place, asked="", missed=0)
    return Turn(settled, replies or (door_reply(atlas.door(topic)),))


def _is_open(code: str, atlas: Atlas) -> bool:
    """Has the municipality no door for permits in general? Then the kind of permit decides."""
    return atlas.door("permits", code).level is Level.NATION


def door_reply(door: Door, entry: EntryPoint | None = None, via: str = "") -> Reply:
    """A door in one screen: what to do, the link, who answers, the source, and the way to a person."""
    shown = entry or door.entries[0]
    parts: list[Part] = []
    if door.level is Level.NATION and door.municipality:
        parts.append(Say("door.not_known", {"place": door.municipality.name}))
    parts.append(_fact(door, shown, via))
    return Reply("answer", tuple(parts), _choices(door, shown))


def _fact(door: Door, entry: EntryPoint, via: str = "") -> Fact:
    return Fact(
        entry=entry,
        level=door.level,
        place=door.municipality.name if door.municipality else "",
        body=door.body.name if door.body else "",
        via=via,
    )


def _choices(door: Door, shown: EntryPoint) -> tuple[Choice, ...]:
    website = door.municipality.website if door.municipality else ""
    choices: list[Choice] = []
    if shown.url:
        choices.append(Choice("open", "choice.open", url=shown.url))
    if website and (not shown.url or door.level is Level.NATION):
        choices.append(Choice("website", "choice.website", url=website))
    others = [each for each in door.entries if each.id != shown.id]
    for other in others[: MOST_BUTTONS - 2 - len(choices)]:
        values = {"sv": other.sv.title, "en": other.en.title}
        choices.append(Choice(f"entry:{other.id}", "choice.other", values))
    choices.append(Choice(f"helped:{shown.id}", "choice.helped"))
    choices.append(HUMAN)
    return tuple(choices)


def ask_place(conversation: Conversation, topic: str) -> Turn:
    """Which municipality? Asked once; whatever comes next leads to a door."""
    choices = (Choice(f"nation:{topic}", "choice.nation"), HUMAN)
    reply = Reply("ask_place", (Say("ask.place", {"topic": f"@topic.{topic}"}),), choices, wants_location=True)
    return Turn(replace(conversation, topic=topic, asked="place", missed=0), (reply,))


def ask_permit(conversation: Conversation, code: str) -> Turn:
    """Which permit?"""
    reply = Reply("clarify", (Say("ask.permit"),), PERMITS)
    return Turn(replace(conversation, topic="permits", place=code, asked="topic", missed=0), (reply,))


def ask_topic(conversation: Conversation, municipality: Municipality) -> Turn:
    """The place is known, the matter is not."""
    reply = Reply("ask_topic", (Say("ask.topic", {"place": municipality.name}),), START)
    known = replace(conversation, place=municipality.code, asked="topic", missed=0)
    return Turn(known, (reply,))


def ask_which(conversation: Conversation, name: str, codes: Sequence[str], topic: str | None, atlas: Atlas) -> Turn:
    """A name that stands for several municipalities: never guess."""
    found = [atlas.municipality(code) for code in codes[: MOST_BUTTONS - 1]]
    choices = tuple(door_choice(topic, each) if topic else place_choice(each) for each in found)
    reply = Reply("ask_place", (Say("ask.which", {"name": name}),), (*choices, HUMAN))
    return Turn(replace(conversation, topic=topic, asked="place", missed=0), (reply,))


def clarify(conversation: Conversation, topics: Sequence[str], spots: Sequence[Spot]) -> Turn:
    """Two or three things it may be about; the last option is a person."""
    choices = tuple(topic_choice(topic) for topic in topics[:3])
    place = spots[0].code if spots else conversation.place
    reply = Reply("clarify", (Say("ask.clarify"),), (*choices, HUMAN))
    return Turn(replace(conversation, place=place, asked="topic", missed=0), (reply,))


def human(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """The way to a person at the municipality: who they are and how they are reached."""
    code = spots[0].code if spots else conversation.place
    if code is None and conversation.asked != "place":
        anywhere = Choice("nation:business.contact", "choice.nation")
        reply = Reply("ask_place", (Say("ask.place_for_human"),), (anywhere,), wants_location=True)
        return Turn(replace(conversation, topic="business.contact", asked="place"), (reply,))
    door = atlas.door("business.contact", code)
    parts: list[Part] = []
    if door.municipality:
        values = {"place": door.municipality.name, "phone": door.municipality.switchboard}
        key = "human.switchboard" if door.municipality.switchboard else "human.place"
        parts.append(Say(key, values))
    else:
        parts.append(Say("human.nation"))
    parts.append(_fact(door, door.entries[0]))
    choices = tuple(choice for choice in _choices(door, door.entries[0]) if choice is not HUMAN)
    settled = replace(conversation, place=code, topic="business.contact", asked="", missed=0)
    return Turn(settled, (Reply("human", tuple(parts), choices),))


def nation(conversation: Conversation, topic: str, atlas: Atlas) -> Turn:
    """The way that holds in the whole country, when no municipality is wanted."""
    settled = replace(conversation, topic=topic, asked="", missed=0)
    return Turn(settled, (door_reply(atlas.door(topic)),))


def other(conversation: Conversation, entry_id: str, atlas: Atlas) -> Turn | None:
    """Another entry of the same door, or None if it is gone."""
    entry = atlas.entry(entry_id)
    if entry is None:
        return None
    code = entry.owner if entry.owner in atlas else conversation.place
    door = atlas.door(entry.topic, code)
    if entry not in door.entries:
        return None
    return Turn(replace(conversation, topic=entry.topic, asked="", missed=0), (door_reply(door, entry),))
