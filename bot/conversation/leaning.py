"""Texts that lean on what was said before: pass it on, compare, the neighbours, another place, a correction."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Reply, Say
from intents import Understood, fold
from knowledge import Atlas, Case

from . import guidance, talk
from .advising import advise, advised, advised_there
from .choices import FORGET, HUMAN, MENU, OF_PRIVACY
from .comparing import neighbours
from .dropping import left_after
from .expecting import is_addition, is_at_site
from .in_view import asked_more, bare, no_more, quoted
from .meaning import TALK, is_sure, names_its_permit, near_topics, topics_of
from .moves import Move, is_slip, move_of, rest_of
from .named import bare_spots, meant_spots
from .passing import means_there
from .referring import asks_to_choose, only_denies
from .state import Conversation, Spot, Stop, Turn
from .tone import is_definition, is_for_a_human, is_praise, wants_gone
from .trail import side_by_side

UNSURE = 0.65
"""The chance below which a few words with a place in them are about the matter in focus, whatever they seem."""

ANOTHER = 0.4
"""The chance from which they may well be about another matter."""

STRAY = 2
"""Words besides a place that such a text may hold."""

_EVERY = re.compile(r"\b(alla|allihop|samtliga|tre|fyra|all|three|four)\b")


def followed(conversation: Conversation, understood: Understood, atlas: Atlas) -> Turn | None:
    """What comes of a text that leans on the talk, or None if it stands on its own."""
    left = left_after(conversation, understood, atlas) if conversation.topic and not conversation.asked else None
    if left is not None and conversation.topic:
        return guidance.answer(conversation, conversation.topic, left, atlas) if left else _ask_again(conversation)
    spots = meant_spots(understood, atlas)
    about = bool(conversation.topic and not conversation.asked)
    small = bare_spots(understood, atlas, asked=_awaits_place(conversation, understood), about=about)
    spots = small if len(small) > len(spots) else spots
    if conversation.first_offer == FORGET and understood.decision != "answer" and wants_gone(understood.text):
        return talk.ask_forget(conversation)
    if conversation.first_offer in OF_PRIVACY and is_addition(understood) and not understood.places:
        return talk.privacy(conversation)
    if is_praise(understood.text) and understood.decision != "answer" and not (spots or understood.places):
        return talk.small(conversation, "thanks")
    if is_for_a_human(understood.text) and (topics := _surely(conversation, understood) or near_topics(understood)):
        return guidance.human(replace(conversation, topic=topics[0]), spots, atlas)
    if not spots and only_denies(understood.text) and _surely(conversation, understood):
        if conversation.asked == "place" and conversation.topic not in topics_of(understood):
            return guidance.name_place(conversation, conversation.topic or "")
        return talk.own_words(conversation)
    if conversation.trail and not (conversation.asked or spots) and asks_to_choose(understood.text):
        return _chosen_for(conversation, atlas)
    match move_of(understood.text):
        case Move.RUIN:
            return talk.ruin(conversation)
        case Move.UNPAID:
            return _unpaid(conversation, spots, atlas)
        case Move.WHOM if conversation.topic and not conversation.asked:
            return _whom(conversation, spots, atlas)
        case Move.SEND if conversation.topic or conversation.said:
            return guidance.human(conversation, spots, atlas)
        case Move.SEND if not (conversation.asked or spots or understood.places):
            return talk.say(conversation, "ack", "human.no_draft", HUMAN, MENU)
        case Move.CALL if understood.decision != "answer" or understood.intent in TALK:
            return guidance.human(conversation, spots, atlas)
        case Move.WHY_WHERE if conversation.topic and conversation.asked in ("place", "person"):
            return guidance.name_place(conversation, conversation.topic, why=True)
        case Move.ASKING:
            return talk.ask_away(conversation)
        case Move.AGAIN if conversation.topic and conversation.trail and not spots:
            return _again(conversation, atlas)
        case Move.NEVER_MIND:
            return talk.small(conversation, "no")
        case Move.ENOUGH:
            return talk.small(conversation, "thanks")
        case Move.ANYWHERE if conversation.topic and conversation.asked == "place":
            return guidance.nation(conversation, conversation.topic, atlas)
        case Move.ANYWHERE | Move.NONE if conversation.asked in ("", "topic") and not understood.places:
            return talk.own_words(conversation)
        case Move.NEIGHBOURS if topic := _topic(conversation, understood):
            return _next_door(conversation, topic, spots, atlas)
        case Move.COMPARE if topic := _topic(conversation, understood):
            every = bool(_EVERY.search(fold(understood.text)))
            return _compared(conversation, topic, spots, atlas, every=every)
        case None if conversation.trail and not (understood.places or spots) and is_at_site(understood.text):
            return _ask_again(conversation)
        case Move.WRONG_PLACE if conversation.topic and not understood.places and not conversation.asked:
            return _ask_again(conversation)
        case _:
            moved = _moved(conversation, understood, spots, atlas)
            more = moved or asked_more(conversation, understood, spots, atlas)
            more = more or bare(conversation, understood, spots, atlas)
            more = more or advised(conversation, understood, spots, atlas)
            more = more or quoted(conversation, understood, spots, atlas)
            if more is None and means_there(conversation, understood, spots):
                return _there(conversation, spots, atlas)
            return more or _explained(conversation, understood, spots, atlas)


def _chosen_for(conversation: Conversation, atlas: Atlas) -> Turn | None:
    """What we would take, where there is an advice to give; else what tells them apart, or that we cannot say."""
    topic = conversation.topic or ""
    if conversation.told:
        return advise(replace(conversation, asked="topic"), Case(conversation.told), topic, atlas)
    before = side_by_side(conversation)
    if topic and len(before) > 1:
        return guidance.answer(conversation, topic, tuple(map(Spot, before)), atlas)
    return no_more(conversation, atlas) if topic else None


def _awaits_place(conversation: Conversation, understood: Understood) -> bool:
    """Is a municipality what is missing? Asked for, or invited under what holds in the whole country."""
    if conversation.asked in ("place", "person"):
        return True
    matter = understood.decision == "answer" and understood.intent not in TALK
    return bool(conversation.topic and not conversation.places and not conversation.asked) and not matter


def _explained(conversation: Conversation, understood: Understood, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """What is it? That needs no municipality: what holds in the whole country says it."""
    topics = _surely(conversation, understood)
    if len(topics) != 1 or spots or understood.places or conversation.places or not is_definition(understood.text):
        return None
    return guidance.nation(conversation, topics[0], atlas)


def _surely(conversation: Conversation, understood: Understood) -> Sequence[str]:
    """The matters a text is surely about."""
    return topics_of(understood) if is_sure(conversation, understood) and understood.intent not in TALK else ()


def _topic(conversation: Conversation, understood: Understood) -> str | None:
    """The matter a text names, if it surely does, or the one in focus."""
    sure = understood.decision == "answer" or names_its_permit(understood)
    named = topics_of(understood) if sure and is_sure(conversation, understood) else ()
    if named:
        return named[0]
    # Not sure, but of something that was spoken of.
    near = near_topics(understood)
    return near[0] if near and any(stop.topic == near[0] for stop in conversation.trail) else conversation.topic


def _whom(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Who answers here, and whom to talk to at the municipality: it may be either that is asked."""
    turn = guidance.answer(conversation, "business.contact", spots, atlas)
    first, *rest = turn.replies
    if first.kind != "answer":
        return turn
    return replace(turn, replies=(replace(first, parts=(Say("talk.whom"), *first.parts)), *rest))


def _unpaid(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """Somebody has not been paid: no steps once more, but a person."""
    turn = guidance.human(replace(conversation, topic="invoice"), spots, atlas)
    (reply,) = turn.replies
    return replace(turn, replies=(replace(reply, parts=(Say("talk.unpaid"), *reply.parts)),))


def _next_door(conversation: Conversation, topic: str, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    code = spots[0].code if spots else conversation.place
    if code:
        return neighbours(conversation, topic, code, atlas)
    return guidance.answer(conversation, topic, (), atlas)


def _compared(
    conversation: Conversation, topic: str, spots: Sequence[Spot], atlas: Atlas, *, every: bool = False
) -> Turn | None:
    """Two or more side by side: those named; one named and the one in focus; or those spoken of."""
    if conversation.asked == "topic" and conversation.trail and not spots:
        # What was asked about in between was not settled: it is what was answered before, there and here.
        topic = conversation.trail[-1].topic
        spots = [Spot(code) for code in dict.fromkeys((*conversation.trail[-1].places, *conversation.places))]
    if len(spots) < 2:
        before = side_by_side(conversation, every=every) if not spots else conversation.places
        spots = [*(Spot(code) for code in before if not spots or code != spots[0].code), *spots]
    return guidance.answer(conversation, topic, spots, atlas) if len(spots) > 1 else None


def _again(conversation: Conversation, atlas: Atlas) -> Turn:
    """The answer once more; a question that waits is put aside."""
    here = [Spot(code) for code in conversation.places]
    told = advised_there(conversation, here, atlas) if here else None
    return told or guidance.answer(replace(conversation, asked="topic"), conversation.topic or "", (), atlas)


def _ask_again(conversation: Conversation) -> Turn:
    reply = Reply("ask_place", (Say("ask.instead"),), (HUMAN,), wants_location=True)
    return Turn(replace(conversation, asked="place", missed=0), (reply,))


def _moved(conversation: Conversation, understood: Understood, spots: Sequence[Spot], atlas: Atlas) -> Turn | None:
    """Nothing but another place, in however many words: the matter in focus, there."""
    if not (conversation.topic and spots):
        return None
    names = {word for place in understood.places for word in rest_of(place.text)}
    rest = [word for word in rest_of(understood.text) if word not in names] if understood.places else []
    rest = [] if is_at_site(understood.text, names) else rest
    sure = is_sure(conversation, understood) and understood.intent not in TALK
    in_scope = max((chance for intent, chance in understood.candidates if intent not in TALK), default=0.0)
    vague = understood.confidence < UNSURE and in_scope < ANOTHER
    slip = is_slip(understood.text)
    stray = (len(rest) <= STRAY and not sure and (vague or slip)) or (slip and len(rest) < STRAY)
    if rest and not stray:
        return None
    return _there(conversation, spots, atlas)


def _there(conversation: Conversation, spots: Sequence[Spot], atlas: Atlas) -> Turn:
    """The matter in focus, in other municipalities."""
    return advised_there(conversation, spots, atlas) or guidance.placed(conversation, spots, atlas)


def visit(conversation: Conversation, stops: Sequence[Stop], atlas: Atlas, there: Sequence[Spot] = ()) -> Turn:
    """What was pointed at among what was said or offered, once more; in the places named with it, if any."""
    topics = tuple(dict.fromkeys(topic for stop in stops if (topic := stop.topic or conversation.topic)))
    codes = dict.fromkeys(code for stop in stops for code in stop.places)
    spots = tuple(there) or tuple(Spot(code) for code in codes)
    if not topics:
        return guidance.placed(conversation, spots, atlas)
    return guidance.answer_all(conversation, topics, spots, atlas)
