"""The way to a door: which topic, which municipality, and what stands there."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Choice, Fact, Gone, Label, Numbers, Part, Reply, Say
from intents import Place
from knowledge import Atlas, Door, EntryPoint, Level, Municipality, host_of

from .choices import HUMAN, PERMITS, START, door_choice, place_choice, topic_choice
from .state import Conversation, Spot, Turn

MOST_PLACES = 3
MOST_BUTTONS = 5
CONTACT = "business.contact"
"""The topic whose door is a person."""


def answer(conversation: Conversation, topic: str, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Doors for a topic in the municipalities named, or in the one remembered, or the one question before them."""
    conversation = replace(conversation, also=())
    spots = tuple(spots)[:MOST_PLACES] or tuple(Spot(code) for code in conversation.places)
    if topic == CONTACT and conversation.asked == "place":
        return human(conversation, spots, atlas)
    if not conversation.asked:
        if topic == "permits" and _kind_decides(spots, atlas):
            return ask_permit(conversation, spots)
        if not spots and atlas.national[topic].needs_place:
            return ask_place(conversation, topic)
    if not spots:
        return nation(conversation, topic, atlas)
    settled = replace(_at(conversation, spots), topic=topic, asked="", missed=0)
    return Turn(settled, _replies(topic, spots, atlas))


def _at(conversation: Conversation, spots: Sequence[Spot]) -> Conversation:
    return conversation.at(*(spot.code for spot in spots))


def answer_all(conversation: Conversation, topics: Sequence[str], spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Several needs in one message: each its own door, in turn. A question is asked once for all of them."""
    first, *others = topics
    turn = answer(conversation, first, spots, atlas)
    if turn.conversation.asked:
        return replace(turn, conversation=replace(turn.conversation, also=tuple(others)))
    replies = list(turn.replies)
    for topic in others:
        # The place is settled now, or was asked for: no second question.
        replies += answer(replace(turn.conversation, asked="topic"), topic, spots, atlas).replies
    return replace(turn, replies=tuple(replies))


def _kind_decides(spots: Sequence[Spot], atlas: Atlas) -> bool:
    """Is there no door for permits in general? Then the kind of permit decides."""
    return len(spots) < 2 and all(_is_unknown(atlas.door("permits", spot.code)) for spot in spots)


def _replies(topic: str, spots: Sequence[Spot], atlas: Atlas) -> tuple[Reply, ...]:
    """A door each; where several municipalities' ways are not known, the nation's is told once for all."""
    doors = [(spot, atlas.door(topic, spot.code)) for spot in spots]
    unknown = [door for _, door in doors if _is_unknown(door)]
    if len(unknown) < 2:
        return tuple(door_reply(door, via=spot.via) for spot, door in doors)
    known = (door_reply(door, via=spot.via) for spot, door in doors if not _is_unknown(door))
    return (*known, _unknown_reply(unknown))


def _is_unknown(door: Door) -> bool:
    """Is there only the nation's way, and not because the municipality's own may not be told?"""
    return door.level is Level.NATION and not door.nearer and not door.withheld


def _unknown_reply(doors: Sequence[Door]) -> Reply:
    """The nation's way, for several municipalities at once."""
    asked = [door.municipality for door in doors if door.municipality]
    *names, last = [municipality.name for municipality in asked]
    entry = doors[0].entries[0]
    fact = Fact(entry, Level.NATION)
    websites = [
        Choice(f"website:{each.code}", "choice.website_of", {"name": each.name}, each.website)
        for each in asked[: MOST_BUTTONS - 3]
        if each.website
    ]
    opened = [Choice("open", "choice.open", url=entry.url)] if entry.url else []
    choices = (*opened, *websites, Choice(f"helped:{entry.id}", "choice.helped"), HUMAN)[-MOST_BUTTONS:]
    return Reply("answer", (Say("door.not_known_in", {"places": ", ".join(names), "last": last}), fact), choices)


def door_reply(door: Door, entry: EntryPoint | None = None, via: str = "") -> Reply:
    """A door in one screen: what to do, the link, who answers, the source, and the way to a person."""
    shown = entry or door.entries[0]
    parts: list[Part] = []
    if door.nearer:
        parts.append(_fact(door.nearer, door.nearer.entries[0], via))
    if door.nearer and door.level is Level.NATION:
        parts.append(Say("withheld.anyway"))
    elif door.level is Level.NATION and door.municipality and not door.withheld:
        parts.append(Say("door.not_known", {"place": door.municipality.name}))
    parts += (_fact(door, shown, via), *(Gone(body) for body in door.gone))
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
    if shown.withheld:
        return (*choices, HUMAN)
    if shown.shown_rules:
        choices.append(Choice(f"rules:{shown.id}", "choice.rules"))
    others = [each for each in door.entries if each.id != shown.id]
    others += [each.entries[0] for each in door.beside]
    for other in others[: MOST_BUTTONS - 2 - len(choices)]:
        values = {"sv": other.sv.title, "en": other.en.title}
        choices.append(Choice(f"entry:{other.id}", "choice.other", values))
    choices.append(Choice(f"helped:{shown.id}", "choice.helped"))
    choices.append(HUMAN)
    return tuple(choices)


def ask_place(conversation: Conversation, topic: str) -> Turn:
    """Which municipality? Asked once: whatever comes next leads to a door."""
    choices = (Choice(f"nation:{topic}", "choice.nation"), HUMAN)
    reply = Reply("ask_place", (Say("ask.place", {"topic": Label(f"topic.{topic}")}),), choices, wants_location=True)
    return Turn(replace(conversation, topic=topic, asked="place", missed=0), (reply,))


def ask_permit(conversation: Conversation, spots: Sequence[Spot]) -> Turn:
    """Which permit?"""
    reply = Reply("clarify", (Say("ask.permit"),), PERMITS)
    return Turn(replace(_at(conversation, spots), topic="permits", asked="topic", missed=0), (reply,))


def ask_topic(conversation: Conversation, municipality: Municipality) -> Turn:
    """The place is known, the matter is not. After a question it is no second one, but the place is confirmed."""
    kind, key = ("ack", "ask.remembered") if conversation.asked else ("ask_topic", "ask.topic")
    reply = Reply(kind, (Say(key, {"place": municipality.name}),), (*START, HUMAN))
    known = replace(conversation.at(municipality.code), asked="topic", missed=0)
    return Turn(known, (reply,))


def ask_which(conversation: Conversation, place: Place, topic: str | None, atlas: Atlas) -> Turn:
    """A name that stands for several municipalities: never guess. After a question, the nation's way beside them."""
    found = [atlas.municipality(code) for code in place.codes]
    offered = [door_choice(topic, each) if topic else place_choice(each) for each in found]
    few = offered if len(offered) < MOST_BUTTONS else []
    named = Say("ask.which", {"name": place.text}) if few else Say("ask.region", {"name": place.text})
    if topic and conversation.asked:
        turn = nation(conversation, topic, atlas)
        whole = turn.replies[0]
        links = [choice for choice in whole.choices if choice.url]
        choices = (*links, *few[: MOST_BUTTONS - 1 - len(links)], HUMAN)
        return replace(turn, replies=(Reply(whole.kind, (named, *whole.parts), choices),))
    reply = Reply("ask_place", (named,), (*few, HUMAN))
    return Turn(replace(conversation, topic=topic, asked="place", missed=0), (reply,))


def clarify(conversation: Conversation, topics: Sequence[str], spots: Sequence[Spot]) -> Turn:
    """Two or three things it may be about; the last option is a person."""
    choices = tuple(topic_choice(topic) for topic in topics[:3])
    here = _at(conversation, spots) if spots else conversation
    reply = Reply("clarify", (Say("ask.clarify"),), (*choices, HUMAN))
    return Turn(replace(here, asked="topic", missed=0), (reply,))


def human(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """The way to a person at the municipality: who they are and how they are reached."""
    code = spots[0].code if spots else conversation.place
    if code is None and not conversation.asked:
        anywhere = Choice(f"nation:{CONTACT}", "choice.human_anywhere")
        reply = Reply("ask_place", (Say("ask.place_for_human"),), (anywhere,), wants_location=True)
        return Turn(replace(conversation, topic=CONTACT, asked="place", missed=0), (reply,))
    door = atlas.door(CONTACT, code)
    parts: list[Part] = []
    if door.municipality:
        values = {"place": door.municipality.name, "phone": door.municipality.switchboard}
        key = "human.switchboard" if door.municipality.switchboard else "human.place"
        parts.append(Say(key, values))
    else:
        parts.append(Say("human.nation"))
    parts.append(_fact(door, door.entries[0]))
    choices = tuple(choice for choice in _choices(door, door.entries[0]) if choice is not HUMAN)
    here = conversation.at(code) if code else conversation.at()
    settled = replace(here, topic=CONTACT, asked="", missed=0)
    return Turn(settled, (Reply("human", tuple(parts), choices),))


def nation(conversation: Conversation, topic: str, atlas: Atlas) -> Turn:
    """The way that holds in the whole country, when no municipality is wanted."""
    if topic == CONTACT:
        return human(replace(conversation.at(), asked="place"), (), atlas)
    reply = door_reply(atlas.door(topic))
    if atlas.national[topic].needs_place:
        reply = replace(reply, parts=(Say("door.anywhere"), *reply.parts))
    return Turn(replace(conversation, topic=topic, asked="", missed=0), (reply,))


def rules(conversation: Conversation, entry_id: str, atlas: Atlas) -> Turn | None:
    """The numbers of an entry, each with its year and source, or None if there are none any more."""
    entry = atlas.entry(entry_id, conversation.place)
    if entry is None or not entry.shown_rules:
        return None
    sources = dict.fromkeys(rule.source for rule in entry.shown_rules)
    links = tuple(
        Choice(f"source:{number}", "choice.source", {"host": host_of(source)}, source)
        for number, source in enumerate(sources)
    )
    reply = Reply("rules", (Numbers(entry),), (*links[: MOST_BUTTONS - 1], HUMAN))
    return Turn(replace(conversation, asked="", missed=0), (reply,))


def other(conversation: Conversation, entry_id: str, atlas: Atlas) -> Turn | None:
    """Another entry of the same door or of one beside it, or None if it is gone."""
    entry = atlas.entry(entry_id)
    if entry is None:
        return None
    code = entry.owner if entry.owner in atlas else conversation.place
    first = atlas.door(entry.topic, code)
    found = ((door, each) for door in (first, *first.beside) for each in door.entries if each.id == entry_id)
    if (shown := next(found, None)) is None:
        return None
    return Turn(replace(conversation, topic=entry.topic, asked="", missed=0), (door_reply(*shown),))
