"""Questions on an answer in view: its papers, its time, its cost, who answers. Answered from what its entry says;
what no entry says is said not to be known, with who knows."""

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Fact, Say, Switchboard
from intents import Understood
from knowledge import Aspect, Atlas, Door, said_of

from . import guidance
from .aspects import asks, asks_who_decides, aspect_of, beside_it, is_bare, own_words
from .expecting import among_view, continues, is_addition, is_detail, is_foreign
from .meaning import LEANING, LIKELY, TALK, at_home, is_sure, permits_in, topics_of
from .moves import ordinal_in, tokens
from .state import Conversation, Spot, Turn
from .telling import MOST, answer_of, doors_of, told_of

CERTAIN = 0.9
"""The chance from which a question is on the talk itself, though it names a number or a person."""

SOUGHT = 0.2
"""The chance of the matter in focus from which a wish for a person, that is not sure, is rather about that."""

STRAY = 1
"""Words of its own that such a question may hold while it is not sure that it is about another matter."""

_ANYWAY = frozenset({"service_guarantee", guidance.CONTACT})
"""Matters of their own that every question on time or person seems to be about."""


def asked_more(conversation: Conversation, understood: Understood, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """The answer to a question on what was answered before, or None if the text is no such question."""
    aspect = aspect_of(understood.text)
    if aspect is None or not _has_answer(conversation) or _is_of_the_talk(understood):
        return None
    spots = spots or _pointed_at(conversation, understood.text)
    here = conversation.at(*(spot.code for spot in spots)) if spots else conversation
    topics = _asked_about(conversation, understood, aspect, _in_focus(conversation, understood.text, atlas))
    doors = doors_of(here, topics, atlas)
    if not doors or any(door.withheld for door in doors):
        return None
    told = [told_of(here, door, aspect, atlas) for door in doors]
    if spots and not all(told):
        return guidance.answer(conversation, topics[0], spots, atlas)
    if aspect is Aspect.CONTACT and not any(told) and not asks_who_decides(understood.text):
        return guidance.human(here, spots, atlas)
    return answer_of(replace(here, topic=topics[0]), aspect, doors, told, atlas)


def bare(conversation: Conversation, understood: Understood, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """A question with no word of its own asks more of the answer in view than stands there: said so, and who knows."""
    if spots or understood.places or not is_bare(understood.text):
        return None
    if conversation.asked == "topic" and conversation.topic and conversation.options:
        # "which first?", of what was offered: the likeliest, which for permits is the order of them all.
        return guidance.answer(conversation, conversation.topic, (), atlas)
    if not _has_answer(conversation):
        return None
    if understood.intent == "human" and understood.confidence >= LIKELY:
        return None
    return no_more(conversation, atlas)


def no_more(conversation: Conversation, atlas: Atlas) -> Turn | None:
    """That there is no more to tell of the answer in view, and who knows."""
    doors = doors_of(conversation, (conversation.topic or "",), atlas)
    if conversation.asked or any(door.withheld for door in doors):
        return None
    return answer_of(conversation, (), doors, [None] * len(doors), atlas)


def quoted(conversation: Conversation, understood: Understood, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """What is said of the words of a question; the same answer is not given twice in a row."""
    topics = topics_of(understood) if is_sure(conversation, understood) and understood.intent not in TALK else ()
    focus = conversation.topic or ""
    same = any(focus == topic or focus.startswith(f"{topic}.") for topic in topics)
    if is_detail(understood) or _is_whom_they_seek(understood, focus) or _goes_on(understood, focus):
        topics, same = (focus,), True
    if spots or at_home(conversation, understood) or len(topics) > 1 or (topics and not same):
        return None
    if conversation.asked or not _has_answer(conversation) or _is_of_the_talk(understood):
        return None
    if understood.intent == "human" and understood.decision == "answer":
        return None
    demands = aspect_of(understood.text) is Aspect.DEMANDS  # "do I need the police": that may well stand there
    more = tokens(understood.text)[:1] in (["och"], ["o"], ["and"]) and len(tokens(understood.text)) <= MOST
    foreign = is_foreign(understood) and not (demands or more)
    detail = is_detail(understood) or _goes_on(understood, focus)
    if (foreign or _is_another(understood, focus)) and not detail:
        return None
    (door,) = doors_of(conversation, (focus,), atlas) if len(conversation.places) < 2 else (None,)
    if door is None or door.withheld:
        return None
    if not (asks(understood.text) or (more and is_foreign(understood))):
        guided = conversation.walk is not None and conversation.walk.away == "aside"
        same = focus in topics or (is_addition(understood) and not guided and not among_view(conversation, understood))
        return _same_way(conversation, door, atlas) if same and not understood.places else None
    words = own_words(understood.text, (word for place in understood.places for word in tokens(place.text)))
    fact = told_of(conversation, door, words, atlas) if words else None
    if fact and len(said_of(fact.entry, words, conversation.language)) > MOST:
        fact = None  # a word that is all over it tells nothing
    open_to_it = is_addition(understood) and not among_view(conversation, understood)
    if fact is None and focus not in topics and not aspect_of(understood.text) and not open_to_it:
        return None
    return answer_of(conversation, words, [door], [fact], atlas)


def _goes_on(understood: Understood, focus: str) -> bool:
    """Is it, though it sounds foreign, the rest of what they said?"""
    return understood.decision != "answer" and continues(understood, focus)


def _is_whom_they_seek(understood: Understood, focus: str) -> bool:
    """Is "nån som kan svenska", while staff is sought, whom they seek rather than somebody to talk to?"""
    unsure = understood.intent == "human" and understood.decision != "answer"
    return unsure and dict(understood.candidates).get(focus, 0.0) >= SOUGHT


def _is_another(understood: Understood, focus: str) -> bool:
    """Is it, though not surely, rather another matter than the one in focus? Then no word of it is looked for there."""
    intent, chance = understood.intent, understood.confidence
    return understood.decision == "clarify" and intent not in TALK and chance >= LEANING and intent not in focus


def _is_of_the_talk(understood: Understood) -> bool:
    """Is it surely about a person, or about what is kept of them?"""
    return understood.intent in ("human", "privacy") and understood.confidence >= CERTAIN


def _same_way(conversation: Conversation, door: Door, atlas: Atlas) -> Turn | None:
    """More of the same matter, right under its answer: the way in is the same, and who looks at their own case."""
    if door.entries[0].id not in conversation.shown[:2] or door.topic == "complaint":
        return None
    turn = answer_of(conversation, Aspect.CONTACT, [door], [told_of(conversation, door, Aspect.CONTACT, atlas)], atlas)
    (reply,) = turn.replies
    known = [part for part in reply.parts if isinstance(part, Fact | Switchboard)]
    return replace(turn, replies=(replace(reply, parts=(Say("asked.same_way"), *known)),))


def _pointed_at(conversation: Conversation, text: str) -> tuple[Spot, ...]:
    """Which of the municipalities side by side a question is on: "vad kostar det i den andra"."""
    at = ordinal_in(text)
    codes = [stop.places[0] for stop in conversation.options if len(stop.places) == 1]
    return (Spot(codes[at]),) if at is not None and len(codes) > max(at, 1) else ()


def _has_answer(conversation: Conversation) -> bool:
    """Is there an answer to ask about? In the middle of asking for the place, there is the nation's."""
    if conversation.asked == "place":
        return bool(conversation.topic)
    told = conversation.draft or any(stop.topic == conversation.topic for stop in conversation.trail[-1:])
    return bool(conversation.topic and told and conversation.asked in ("", "topic"))


def _asked_about(
    conversation: Conversation, understood: Understood, aspect: Aspect, focus: Sequence[str]
) -> Sequence[str]:
    """Which of the matters in focus it is about; none if it is about another."""
    names = {word for place in understood.places for word in tokens(place.text)}
    rest = beside_it(understood.text, aspect, names)
    if not rest:
        return focus
    if aspect is Aspect.DEMANDS or is_foreign(understood):
        return ()  # whether that is demanded is looked for; what is none of ours is not
    if permits_in(understood.text) - {*focus}:
        return ()
    if not is_sure(conversation, understood):
        return focus if len(rest) <= STRAY else ()
    (topic, *others) = topics_of(understood) or ("",)
    if others:
        return ()
    return [topic] if topic in focus else focus if topic in _ANYWAY else ()


def _in_focus(conversation: Conversation, text: str, atlas: Atlas) -> Sequence[str]:
    """The matters that were answered last, side by side: the one in focus, and what was told with it."""
    beside = [stop.topic for stop in conversation.options if stop.topic and not stop.places]
    if (at := ordinal_in(text)) is not None and len(beside) > max(at, 1):
        return [beside[at]]
    told = tuple(atlas.door(topic, conversation.place).entries[0].id for topic in beside)
    return beside if told and conversation.shown[: len(told)] == told else [conversation.topic or ""]
