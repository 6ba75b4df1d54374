"""One update, one transaction: load, understand, step, keep the state, the replies and the effects."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import Conversation, Heard, in_context, step
from bot.desk import Desk
from bot.effects import Forget
from bot.messages import Edit, Message, Moved, Press, Rendered, Reply, Say, SentFiles, Text
from bot.store import Tables, milliseconds
from bot.texts import split
from bot.turn import cases, followups, matters
from bot.turn.binding import bind, code_in
from bot.turn.consequences import carry_out
from bot.turn.desk_chat import copied
from bot.turn.desk_turn import Known, take_desk_turn
from bot.turn.knowing import Guide, as_told, with_changes
from bot.turn.matters import Knows
from bot.turn.offers import offers_of
from intents import Understood


@dataclass(frozen=True, slots=True)
class Taken:
    """What a turn came to, for whoever watches."""

    conversation: Conversation
    understood: Understood | None
    replies: tuple[Rendered, ...]


def take_turn(tables: Tables, message: Message, guide: Guide, now: datetime) -> Taken | None:
    """Work one message through, all or nothing; None if it is not for us. Run it inside a write of the store."""
    guide = with_changes(tables, guide)
    if isinstance(message.content, Moved):
        tables.move_chat(message.conversation, message.content.conversation, milliseconds(now))
        return None
    if (code := code_in(message)) and (bound := bind(tables, message, code, guide.desks, guide.texts, now=now)):
        _lay_anew(tables, message, guide, now)
        return Taken(Conversation(message.conversation), None, (bound,))
    if desk := guide.desks.at(message.room):
        taken = _at_desk(tables, message, desk, guide, now)
        if taken is None or taken.replies or not _is_own_question(message):
            return taken
        message = replace(message, room="")
    if isinstance(message.content, Press) and message.content.choice.startswith(("e:", "d:", "k:", "t:")):
        answer = copied(tables, message, message.content.choice, guide.texts, now=now)
        return Taken(tables.conversation(message.conversation), None, (answer,))
    if message.conversation == message.room:
        return None
    stamp = milliseconds(now)
    before = tables.conversation(message.conversation)
    escalation = tables.latest_escalation(message.conversation) if guide.desks.desks else None
    understood = _understand(message, before, guide, waits=escalation is not None and escalation.is_open)
    atlas = as_told(tables, guide.atlas, now)
    near = _near(understood, before, guide)
    heard = Heard(
        message.content,
        message.id,
        understood,
        message.language,
        near,
        sender=message.sender.name if message.sender else "",
        desks=guide.desks,
        escalation=escalation,
        next_number=tables.next_number() if guide.desks.desks else 0,
        expected=cases.expected(tables, guide.desks, before.draft.desk, now) if before.draft else None,
        followed=followups.load(tables, before, message.content, atlas, now),
    )
    turn = step(before, heard, atlas, now)
    language = turn.conversation.language
    replies = tuple(guide.texts.render(_for_thread(reply, message), language) for reply in turn.replies)
    after = turn.conversation
    if turn.replies:
        after = replace(after, offered=offers_of(turn.replies[-1], guide.texts, language))
    if not any(isinstance(effect, Forget) for effect in turn.effects):
        tables.save_conversation(after, stamp)
    for reply in replies:
        for part in split(reply):
            tables.enqueue(message.conversation, part, stamp, thread=message.thread)
    said = tuple(said for effect in turn.effects for said in carry_out(effect, message, tables, guide, now))
    return Taken(after, understood, replies or said)


def _is_own_question(message: Message) -> bool:
    """A command typed at a desk that is not about the desk (Slack): whoever typed it is answered in private."""
    return isinstance(message.content, Text) and message.conversation != message.room


def _lay_anew(tables: Tables, message: Message, before: Guide, now: datetime) -> None:
    """If a desk that has open cases was bound to another chat than it had: their cards go there."""
    guide = with_changes(tables, before)
    desk = guide.desks.at(message.room)
    was = before.desks.get(desk.id) if desk else None
    if desk and was and was.chat not in ("", desk.chat):
        cases.lay_anew(tables, guide.desks, guide.atlas, guide.texts, desk=desk.id, now=now)
        matters.lay_anew(tables, desk.id, Knows.of(guide), now)


def _at_desk(tables: Tables, message: Message, desk: Desk, guide: Guide, now: datetime) -> Taken | None:
    """A message in a desk's chat. A mention there comes twice, as words to all and as words to us: the first counts."""
    if message.heard_twice:
        return None
    known = Known(guide.desks, guide.atlas, guide.gazetteer, guide.texts, guide.public_url, guide.bot_name)
    said = take_desk_turn(tables, message, desk, known, now)
    return Taken(Conversation(message.conversation), None, said)


def apologise(tables: Tables, message: Message, guide: Guide, now: datetime) -> None:
    """The bot failed on a message for good: the person is told, never left without an answer."""
    language = tables.conversation(message.conversation).language
    reply = guide.texts.render(Reply("broken", (Say("talk.broken"),)), language)
    tables.enqueue(message.conversation, reply, milliseconds(now), thread=message.thread)


def _for_thread(reply: Reply, message: Message) -> Reply:
    """In a thread of a channel we hear only what mentions us: a question says so."""
    asks = message.thread is not None and reply.kind in ("ask_place", "ask_topic", "clarify")
    return replace(reply, parts=(*reply.parts, Say("talk.mention_again"))) if asks else reply


def _understand(message: Message, before: Conversation, guide: Guide, *, waits: bool) -> Understood | None:
    """What the words mean, after what was said before; while a desk has a question, unclear ones are left to it."""
    content = message.content
    match content.spoken if isinstance(content, SentFiles) else content:
        case Text(text) | Edit(_, text):
            hint = before.language if before.greeted else message.language
            alone = guide.understand(text, hint)
            if waits and not before.asked:
                return alone
            return in_context(before, alone, lambda words: guide.understand(words, hint), guide.atlas)
        case _:
            return None


def _near(understood: Understood | None, before: Conversation, guide: Guide) -> tuple[str, ...]:
    """The entries whose words come nearest, when what was meant is not sure."""
    if understood is None or understood.decision != "refuse":
        return ()
    named = next((place.codes[0] for place in understood.places if len(place.codes) == 1), before.place)
    return guide.search.near(understood.text, understood.language or before.language, named)
