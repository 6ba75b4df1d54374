"""Answers that a person reads first: a desk can say of which topics."""

from dataclasses import replace
from datetime import datetime

from bot.conversation.state import Heard, Turn
from bot.messages import Fact, Reply
from knowledge import Atlas

from . import drafting


def checked(turn: Turn, heard: Heard, atlas: Atlas, now: datetime) -> Turn:
    """The turn, or, where the place's desk approves answers on the topic, an offer to have it answer."""
    conversation, topic = turn.conversation, turn.conversation.topic
    if not (topic and conversation.place and not conversation.beside and turn.replies):
        return turn
    route = heard.desks.route(conversation.place)
    if route is None or route.why == "fallback" or not route.desk.approves(topic):
        return turn
    facts = _facts(turn.replies)
    if not facts:
        return turn
    proposed = tuple(dict.fromkeys(fact.entry.id for fact in facts))
    # Not shown after all.
    kept = replace(conversation, shown=tuple(each for each in conversation.shown if each not in proposed))
    draft = drafting.drafted(conversation, route, heard, atlas)
    return drafting.shown(kept, replace(draft, why="risky", topic=topic, proposed=proposed), heard, now)


def _facts(replies: tuple[Reply, ...]) -> list[Fact]:
    return [part for reply in replies if reply.kind == "answer" for part in reply.parts if isinstance(part, Fact)]
