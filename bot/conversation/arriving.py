"""Where somebody stands or comes from: a shared position, and the payload of a start link."""

from dataclasses import replace

from bot.messages import Say
from knowledge import Atlas

from . import guidance, talk
from .choices import HUMAN, START
from .state import Conversation, Spot, Turn


def located(conversation: Conversation, code: str | None, atlas: Atlas) -> Turn:
    """A position in a municipality, or in none of them."""
    if code is not None:
        return guidance.placed(conversation, (Spot(code),), atlas)
    if not (conversation.topic and conversation.asked):
        return talk.say(conversation, "ack", "ask.outside", *START, HUMAN)
    turn = guidance.nation(conversation, conversation.topic, atlas)
    return replace(turn, replies=(replace(turn.replies[0], parts=(Say("ask.outside"), *turn.replies[0].parts)),))


def started(conversation: Conversation, payload: str, atlas: Atlas) -> Turn:
    """A start link may carry a municipality and a topic: `1384`, `procurement-register_1384`."""
    topic, code = "", ""
    for part in payload.split("_"):
        code = part if part in atlas else code
        topic = part.replace("-", ".") if part.replace("-", ".") in atlas.national else topic
    here = replace(conversation.at(code), home=conversation.home or code) if code else conversation
    if topic:
        return guidance.answer(here, topic, (Spot(code),) if code else (), atlas)
    if not code:
        return talk.greet(here)
    if conversation.greeted:
        return guidance.ask_topic(replace(here, topic=None, asked=""), atlas)
    turn = talk.greet(here)
    known = Say("ask.topic", {"place": atlas.municipality(code).name})
    first, how = turn.replies[0].parts
    return replace(turn, replies=(replace(turn.replies[0], parts=(first, known, how)),))
