"""Into the push lane: the words, the talk that listens for an answer, the hours it may go out in."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import NO_DESKS, Conversation
from bot.desk import DeskBook
from bot.messages import Reply, Say
from bot.store import Lane, Tables, milliseconds
from bot.texts import Texts, split
from bot.turn.offers import offers_of
from knowledge import Atlas


@dataclass(frozen=True, slots=True)
class Known:
    """What is needed to ask anybody anything."""

    atlas: Atlas
    texts: Texts
    desks: DeskBook = NO_DESKS


def send(
    tables: Tables,
    conversation: Conversation,
    reply: Reply,
    texts: Texts,
    when: tuple[str, datetime, datetime, datetime | None],
) -> None:
    """Into the push lane: in which stream, said when, to go out between which moments."""
    order, now, at, until = when
    if not conversation.greeted:
        reply = replace(reply, parts=(Say("hello.short"), *reply.parts))
        conversation = replace(conversation, greeted=True)
    rendered = texts.render(reply, conversation.language)
    offered = offers_of(reply, texts, conversation.language)
    tables.save_conversation(replace(conversation, offered=offered), milliseconds(now))
    for part in split(rendered):
        tables.enqueue(
            conversation.id,
            part,
            milliseconds(now),
            lane=Lane.PUSH,
            due_at=milliseconds(at),
            stream=order,
            good_until=milliseconds(until) if until else None,
        )
