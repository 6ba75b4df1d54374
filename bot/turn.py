"""One update, one transaction: load, understand, step, keep the state, the replies and the effects."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.conversation import Conversation, Heard, Offer, step, without_denied
from bot.delivery import FileRefused
from bot.effects import Effect, EndPushes, Forget, NoteFeedback, ResumePushes
from bot.files import Remote
from bot.messages import Edit, Label, Message, Rendered, Reply, Say, SentFiles, Text
from bot.store import OutboxRow, Search, Tables, milliseconds
from bot.texts import Texts, split
from intents import Explanation, Gazetteer, Phrasebook, Understood
from knowledge import Atlas


@dataclass(frozen=True, slots=True)
class Guide:
    """All the bot knows, fixed at start."""

    atlas: Atlas
    phrasebook: Phrasebook
    gazetteer: Gazetteer
    texts: Texts
    search: Search

    def understand(self, text: str, language: str | None = None) -> Understood:
        """What a text means."""
        return self.phrasebook.understand(text, self.gazetteer, language)

    def explain(self, text: str) -> Explanation:
        """What decided."""
        return self.phrasebook.explain(text, self.gazetteer)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a turn came to, for whoever watches."""

    conversation: Conversation
    understood: Understood | None
    replies: tuple[Rendered, ...]


def take_turn(tables: Tables, message: Message, guide: Guide, now: datetime) -> Taken | None:
    """Work one message through, all or nothing; None if it is not for us. Run it inside a write of the store."""
    if message.conversation == message.room:
        return None
    stamp = milliseconds(now)
    before = tables.conversation(message.conversation)
    understood = _understand(message, before, guide)
    atlas = guide.atlas.as_of(now, tables.changes())
    near = _near(understood, before, guide)
    turn = step(before, Heard(message.content, message.id, understood, message.language, near), atlas, now)
    language = turn.conversation.language
    replies = tuple(guide.texts.render(_for_thread(reply, message), language) for reply in turn.replies)
    after = _with_offers(turn.conversation, replies)
    for effect in turn.effects:
        _carry_out(effect, message.conversation, tables, stamp)
    if not any(isinstance(effect, Forget) for effect in turn.effects):
        tables.save_conversation(after, stamp)
    for reply in replies:
        for part in split(reply):
            tables.enqueue(message.conversation, part, stamp, thread=message.thread)
    return Taken(after, understood, replies)


def apologise(tables: Tables, message: Message, guide: Guide, now: datetime) -> None:
    """The bot failed on a message for good: the person is told, never left without an answer."""
    language = tables.conversation(message.conversation).language
    reply = guide.texts.render(Reply("broken", (Say("talk.broken"),)), language)
    tables.enqueue(message.conversation, reply, milliseconds(now), thread=message.thread)


def refuse_file(tables: Tables, row: OutboxRow, refused: FileRefused, now: datetime, *, guide: Guide) -> None:
    """A file will never arrive: the words under it still do, and both the one it is for and its sender are told."""
    (attachment,) = row.rendered.attachments
    name, why = attachment.name, Label(f"file.{refused.fault}")
    missing = _worded(guide, tables, row.conversation, Say("file.missing", {"name": name, "why": why}))
    words = replace(row.rendered, attachments=(), paragraphs=(*row.rendered.paragraphs, *missing.paragraphs))
    tables.reword(row.id, words, milliseconds(now))
    if isinstance(sent := attachment.source, Remote):
        advice = Label(f"file.{refused.fault}_advice")
        returned = Say("file.returned", {"name": name, "why": why, "advice": advice})
        words = _worded(guide, tables, sent.conversation, returned)
        tables.enqueue(sent.conversation, words, milliseconds(now), thread=sent.thread)


def _worded(guide: Guide, tables: Tables, conversation_id: str, part: Say) -> Rendered:
    return guide.texts.render(Reply("file_refused", (part,)), tables.conversation(conversation_id).language)


def _for_thread(reply: Reply, message: Message) -> Reply:
    """In a thread of a channel we hear only what mentions us: a question says so."""
    asks = message.thread is not None and reply.kind in ("ask_place", "ask_topic", "clarify")
    return replace(reply, parts=(*reply.parts, Say("talk.mention_again"))) if asks else reply


def _understand(message: Message, before: Conversation, guide: Guide) -> Understood | None:
    content = message.content
    match content.spoken if isinstance(content, SentFiles) else content:
        case Text(text) | Edit(_, text):
            hint = before.language if before.greeted else message.language
            return guide.understand(without_denied(text), hint)
        case _:
            return None


def _near(understood: Understood | None, before: Conversation, guide: Guide) -> tuple[str, ...]:
    """The entries whose words come nearest, when what was meant is not sure."""
    if understood is None or understood.decision != "refuse":
        return ()
    named = next((place.codes[0] for place in understood.places if len(place.codes) == 1), before.place)
    return guide.search.near(understood.text, understood.language or before.language, named)


def _with_offers(conversation: Conversation, replies: tuple[Rendered, ...]) -> Conversation:
    """The buttons now in view, so that their words or numbers can be typed. Links are not for typing."""
    if not replies:
        return conversation
    offered = tuple(Offer(button.id, button.label) for button in replies[-1].buttons if not button.url)
    return replace(conversation, offered=offered)


def _carry_out(effect: Effect, conversation_id: str, tables: Tables, now: int) -> None:
    match effect:
        case NoteFeedback(entry_id, helped):
            tables.note_feedback(conversation_id, entry_id, helped, now)
        case EndPushes():
            tables.set_blocked(conversation_id, now)
        case ResumePushes():
            tables.set_blocked(conversation_id, None)
        case Forget():
            tables.forget(conversation_id)
        case _:
            assert_never(effect)
