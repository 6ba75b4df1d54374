"""What is not sure: one question at most, the likeliest after it, and never a dead end."""

import re
from dataclasses import replace

from intents import Understood, fold
from knowledge import Atlas, case_of

from . import guidance, talk
from .aspects import asks
from .expecting import is_foreign
from .in_view import no_more
from .meaning import is_elsewhere, near_topics
from .moves import corrects
from .named import Spots
from .state import Conversation, Turn

_COMPANY = re.compile(r"\b(firma\w*|foretag\w*|bolag\w*|naringsidkare|business|compan(y|ies)|firm)\b")

LIKELY, BESIDE_A_PLACE, WORTH_ASKING = 0.35, 0.65, 0.4
"""The chance from which an unsure matter is answered in place of the one asked about, without a place and with the
place that was asked for; and from which one that is most likely not ours is asked about when a municipality is named
with it."""

CLEAR = 0.5
"""The chance from which it is taken for the likeliest once it was asked what is meant: a question is asked once."""

BRIEF = 4
"""Words of a text that adds to what was asked, rather than asks something else."""

FOLLOWS = 6
"""Words of a text that is taken to be about the matter in focus, whatever it seems."""


def unsure(conversation: Conversation, understood: Understood, spots: Spots, atlas: Atlas) -> Turn:
    """An answer that is no place still leads to the nation's way, unless it is rather another matter."""
    near = near_topics(understood)
    clarifies = understood.decision == "clarify"
    if conversation.asked == "person":
        return guidance.human(conversation, spots, atlas)
    if conversation.asked == "place" and conversation.topic:
        likely = BESIDE_A_PLACE if spots else LIKELY
        other = clarifies and bool(near) and chance_of(understood, near[0]) >= likely
        topics = near[:1] if other else (conversation.topic, *conversation.also)
        return guidance.answer_all(conversation, topics, spots, atlas)
    beside = {stop.topic for stop in conversation.options}
    if clarifies and near and near[0] in beside and chance_of(understood, near[0]) >= LIKELY and not conversation.asked:
        return guidance.answer_all(conversation, near[:1], spots, atlas)
    if clarifies and near and not conversation.asked and _asks_more(conversation, understood, near[0]):
        told = no_more(conversation, atlas) if asks(understood.text) else None
        return told or talk.no_more(conversation, atlas.municipality(conversation.place or "").name)
    if clarifies and near and not conversation.asked:
        return guidance.clarify(conversation, near, spots, likely=chance_of(understood, near[0]) >= LIKELY)
    if (
        clarifies
        and near
        and conversation.asked == "topic"
        and chance_of(understood, near[0]) >= _clear_from(understood)
    ):
        return guidance.answer_all(conversation, near[:1], spots, atlas)
    if clarifies and near and conversation.asked == "topic" and conversation.topic in near and conversation.places:
        # Asked once, and still the likeliest of what was offered: better its door than no answer.
        return guidance.answer_all(conversation, (conversation.topic,), spots, atlas)
    if conversation.asked == "topic" and conversation.topic == "permits" and not is_foreign(understood):
        # Whichever permit it is: the order in which they are applied for holds for all.
        return guidance.answer_all(conversation, ("permits",), spots, atlas)
    if clarifies and near:
        return talk.refuse(conversation, near)
    if spots and near and not conversation.asked and chance_of(understood, near[0]) >= WORTH_ASKING:
        return guidance.clarify(conversation, near[:1], spots)
    if _is_of_focus(conversation, understood) and conversation.place:
        return talk.no_more(conversation, atlas.municipality(conversation.place).name)
    if spots and is_elsewhere(understood) and _is_company(understood.text, atlas):
        return guidance.placed(replace(conversation, topic=None), spots, atlas)
    if spots and is_elsewhere(understood):
        here = conversation if conversation.place else conversation.at(spots[0].code)
        return talk.not_ours(here, atlas.municipality(spots[0].code))
    return talk.refuse(conversation)


def _clear_from(understood: Understood) -> float:
    """The chance from which it is clear: a few words that put another thing in its place mean that."""
    return LIKELY if corrects(understood.text) and len(understood.text.split()) <= BRIEF else CLEAR


def _is_company(text: str, atlas: Atlas) -> bool:
    """Does a text speak of a company, or of a trade? Then it is no private matter, whatever it is."""
    return bool(_COMPANY.search(fold(text)) or case_of(text, atlas).values("industry"))


def hints(conversation: Conversation, understood: Understood) -> bool:
    """Is there a matter in it besides the place, though it is not sure, and none in focus?"""
    near = near_topics(understood)
    said = understood.content > 1 and bool(near) and chance_of(understood, near[0]) >= WORTH_ASKING
    return said and not (conversation.topic or conversation.asked)


def chance_of(understood: Understood, topic: str) -> float:
    """How likely it is about a topic."""
    return dict(understood.candidates).get(topic, 0.0)


def _asks_more(conversation: Conversation, understood: Understood, likeliest: str) -> bool:
    """Is it a question on what was answered, or a detail of it, rather than something that is a mere guess?"""
    answered = conversation.place and any(stop.topic == conversation.topic for stop in conversation.trail[-1:])
    brief = len(understood.text.split()) <= BRIEF
    least = CLEAR if brief and asks(understood.text) else LIKELY
    return bool(answered) and (brief or asks(understood.text)) and chance_of(understood, likeliest) < least


def _is_of_focus(conversation: Conversation, understood: Understood) -> bool:
    """Is it rather something more about the matter in focus?"""
    if not conversation.topic:
        return False
    return len(understood.text.split()) <= FOLLOWS or not is_elsewhere(understood)
