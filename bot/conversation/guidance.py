"""The way to a door: which topic, which municipality, and what stands there."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Choice, Label, Listed, Numbers, Part, Reply, Say, Switchboard
from knowledge import Atlas, host_of

from .choices import HUMAN, PERMITS, START, topic_choice
from .comparing import comparison
from .doors import MOST_BUTTONS, choices_of, door_reply, fact_of, is_unknown
from .state import Conversation, Spot, Stop, Turn

CONTACT = "business.contact"
"""The topic whose door is a person."""

MOST_AT_ONCE = 3
"""Different matters from which only the first is answered at once."""


def answer(conversation: Conversation, topic: str, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Doors for a topic in the municipalities named, or in the one remembered, or the one question before them."""
    conversation = replace(conversation, also=())
    spots = tuple(spots) or tuple(Spot(code) for code in conversation.places)
    if topic == CONTACT and (conversation.asked == "person" or (conversation.asked == "place" and not spots)):
        return human(conversation, spots, atlas)
    if not conversation.asked:
        told = any(stop.topic == "permits" for stop in conversation.trail[-1:])
        if topic == "permits" and not told and _kind_decides(spots, atlas):
            return ask_permit(conversation, spots)
        if not spots and atlas.national[topic].needs_place:
            return ask_place(conversation, topic)
    if not spots:
        return nation(conversation, topic, atlas)
    settled = replace(_at(conversation, spots), topic=topic, asked="", missed=0)
    return Turn(settled, (_reply(topic, spots, atlas),))


def _at(conversation: Conversation, spots: Sequence[Spot]) -> Conversation:
    return conversation.at(*(spot.code for spot in spots))


def answer_all(conversation: Conversation, topics: Sequence[str], spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Several needs in one message: each its own door, in turn. A question is asked once for all of them."""
    first, *others = topics
    turn = answer(conversation, first, spots, atlas)
    if turn.conversation.asked:
        return replace(turn, conversation=replace(turn.conversation, also=tuple(others)))
    replies = list(turn.replies)
    options = tuple(map(Stop, topics)) if others else turn.conversation.options
    if len({topic.partition(".")[0] for topic in topics}) >= MOST_AT_ONCE:
        return replace(
            turn,
            conversation=replace(turn.conversation, options=options),
            replies=(*replies[:-1], _with_others(replies[-1], others)),
        )
    for topic in others:
        # The place is settled now, or was asked for: no second question.
        replies += answer(replace(turn.conversation, asked="topic"), topic, spots, atlas).replies
    return replace(turn, conversation=replace(turn.conversation, options=options), replies=tuple(replies))


def _with_others(reply: Reply, topics: Sequence[str]) -> Reply:
    """An answer, and under it the way to what else was asked for: three answers at once are a wall."""
    others = [topic_choice(topic) for topic in topics][: MOST_BUTTONS - 2]
    links = [choice for choice in reply.choices if choice.url][: MOST_BUTTONS - 1 - len(others)]
    names = Listed(tuple(Label(f"topic.{topic}") for topic in topics))
    return replace(reply, parts=(*reply.parts, Say("ask.others", {"topics": names})), choices=(*others, *links, HUMAN))


def placed(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Only a place: the topic in hand moves there, or is asked for."""
    here = replace(_at(conversation, spots), home=conversation.home or spots[0].code)
    told = any(stop.topic == CONTACT and stop.places for stop in conversation.trail[-1:])
    asked_where = conversation.topic == CONTACT and conversation.asked == "place"  # who answers there, and no more
    if conversation.person or (conversation.topic == CONTACT and not (told or asked_where)):
        return human(here, spots, atlas)
    if conversation.topic:
        return answer_all(here, (conversation.topic, *conversation.also), spots, atlas)
    return ask_topic(here, atlas)


def _kind_decides(spots: Sequence[Spot], atlas: Atlas) -> bool:
    """Is there no door for permits in general? Then the kind of permit decides."""
    return len(spots) < 2 and all(is_unknown(atlas.door("permits", spot.code)) for spot in spots)


def _reply(topic: str, spots: Sequence[Spot], atlas: Atlas) -> Reply:
    """The door, or several municipalities' side by side."""
    if len(spots) > 1:
        return comparison(topic, spots, atlas)
    (spot,) = spots
    nearby = bool(atlas.doors_nearby(topic, spot.code))
    return door_reply(atlas.door(topic, spot.code), via=spot.via, nearby=nearby)


def ask_place(conversation: Conversation, topic: str) -> Turn:
    """Which municipality? Asked once: whatever comes next leads to a door."""
    choices = (Choice(f"nation:{topic}", "choice.nation"), HUMAN)
    reply = Reply("ask_place", (Say("ask.place", {"topic": Label(f"topic.{topic}")}),), choices, wants_location=True)
    return Turn(replace(conversation, topic=topic, asked="place", missed=0), (reply,))


def name_place(conversation: Conversation, topic: str, *, why: bool = False) -> Turn:
    """Still which municipality, without asking once more: what to write (or `why` it is asked), the ways around it."""
    turn = ask_place(conversation, topic)
    said = Say("ask.why_place" if why else "ask.name_it")
    return replace(turn, replies=(replace(turn.replies[0], kind="ack", parts=(said,)),))


def ask_permit(conversation: Conversation, spots: Sequence[Spot]) -> Turn:
    """Which permit?"""
    reply = Reply("clarify", (Say("ask.permit"),), PERMITS)
    return Turn(replace(_at(conversation, spots), topic="permits", asked="topic", missed=0), (reply,))


def ask_topic(conversation: Conversation, atlas: Atlas) -> Turn:
    """The place in focus is known, the matter is not. After a question it is no second one, but is confirmed."""
    names = Listed(tuple(atlas.municipality(code).name for code in conversation.places))
    kind, key = ("ack", "ask.remembered") if conversation.asked else ("ask_topic", "ask.topic")
    reply = Reply(kind, (Say(key, {"place": names}),), (*START, HUMAN))
    return Turn(replace(conversation, asked="topic", missed=0), (reply,))


def clarify(conversation: Conversation, topics: Sequence[str], spots: Sequence[Spot], *, likely: bool = True) -> Turn:
    """Two or three things it may be about; the last option is a person.

    The likeliest is kept, so that a place or a fragment after the question has something to be about. One that is
    not `likely` does not take the place of the matter in focus.
    """
    choices = tuple(topic_choice(topic) for topic in topics[:3])
    here = _at(conversation, spots) if spots else conversation
    one = Say("ask.clarify_one", {"topic": Label(f"topic.{topics[0]}")})
    reply = Reply("clarify", (Say("ask.clarify") if len(choices) > 1 else one,), (*choices, HUMAN))
    topic = topics[0] if likely or not conversation.trail else conversation.topic
    return Turn(replace(here, topic=topic, asked="topic", missed=0), (reply,))


def human(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """The way to a person at the municipality: who they are and how they are reached."""
    asked_about = tuple(spot.code for spot in spots) or conversation.places
    code = asked_about[0] if asked_about else None
    if code is None and not conversation.asked:
        anywhere = Choice(f"nation:{CONTACT}", "choice.human_anywhere")
        reply = Reply("ask_place", (Say("ask.place_for_human"),), (anywhere,), wants_location=True)
        return Turn(replace(conversation, topic=conversation.topic or CONTACT, asked="person", missed=0), (reply,))
    door = atlas.door(CONTACT, code)
    parts: list[Part] = []
    if there := door.municipality:
        parts.append(Switchboard(there) if there.switchboard else Say("human.place", {"place": there.name}))
    else:
        parts.append(Say("human.nation"))
    parts.append(fact_of(door, door.entries[0]))
    choices = tuple(choice for choice in choices_of(door, door.entries[0]) if choice is not HUMAN)
    here = conversation.at(*asked_about)
    # The matter in focus stays: a person is a way on in it, no matter of its own.
    settled = replace(here, topic=conversation.topic or CONTACT, asked="", missed=0)
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
    if entry is None or entry.topic not in atlas.national:  # what is said of the talk itself is no door
        return None
    code = entry.owner if entry.owner in atlas else conversation.place
    first = atlas.door(entry.topic, code)
    found = ((door, each) for door in (first, *first.beside) for each in door.entries if each.id == entry_id)
    if (shown := next(found, None)) is None:
        return None
    return Turn(replace(conversation, topic=entry.topic, asked="", missed=0), (door_reply(*shown),))
