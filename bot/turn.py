"""One update, one transaction: load, understand, step, keep the state, the replies and the effects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot import cases, followups, matters
from bot.binding import bind, code_in
from bot.conversation import NO_DESKS, Conversation, Heard, step, without_denied
from bot.delivery import FileRefused
from bot.desk import PERSON, Desk, DeskBook, Escalation, by_person, changed
from bot.desk.acts import Leave, Open, PersonAct
from bot.desk_chat import copied
from bot.desk_turn import Known, take_desk_turn
from bot.effects import (
    Effect,
    EndPushes,
    Escalate,
    Forget,
    ForgetFollowUps,
    KeepCheckIn,
    KeepEnrolment,
    KeepStory,
    NoteFeedback,
    ReportWrong,
    ResumePushes,
    StopCheckIns,
    ToEscalation,
)
from bot.files import Remote
from bot.matters import Knows
from bot.messages import Edit, Label, Message, Moved, Press, Rendered, Reply, Say, SentFiles, Text
from bot.offers import offers_of
from bot.organising import digests
from bot.proposals import with_proposal
from bot.store import OutboxRow, Search, Tables, milliseconds
from bot.texts import Texts, split
from intents import Explanation, Gazetteer, Phrasebook, Understood
from knowledge import Atlas


@dataclass(frozen=True, slots=True)
class Guide:
    """All the bot knows, fixed at start. `bot_name` is its name at Telegram, empty if it has none; `public_url` is
    where its own pages are reached, if they are."""

    atlas: Atlas
    phrasebook: Phrasebook
    gazetteer: Gazetteer
    texts: Texts
    search: Search
    desks: DeskBook = NO_DESKS
    bot_name: str = ""
    public_url: str = ""

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
    understood = _understand(message, before, guide)
    atlas = guide.atlas.as_of(now, tables.changes())
    near = _near(understood, before, guide)
    heard = Heard(
        message.content,
        message.id,
        understood,
        message.language,
        near,
        sender=message.sender.name if message.sender else "",
        desks=guide.desks,
        escalation=tables.latest_escalation(message.conversation) if guide.desks.desks else None,
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
    said = tuple(said for effect in turn.effects for said in _carry_out(effect, message, tables, guide, now))
    return Taken(after, understood, replies or said)


def _is_own_question(message: Message) -> bool:
    """A command typed at a desk that is not about the desk (Slack): whoever typed it is answered in private."""
    return isinstance(message.content, Text) and message.conversation != message.room


def with_changes(tables: Tables, guide: Guide) -> Guide:
    """The guide with all that was changed about desks since its files were read."""
    changes = tables.desk_changes()
    return replace(guide, desks=changed(guide.desks, changes)) if changes else guide


def _lay_anew(tables: Tables, message: Message, before: Guide, now: datetime) -> None:
    """If a desk that has open cases was bound to another chat than it had: their cards go there."""
    guide = with_changes(tables, before)
    desk = guide.desks.at(message.room)
    was = before.desks.get(desk.id) if desk else None
    if desk and was and was.chat not in ("", desk.chat):
        cases.lay_anew(tables, guide.desks, guide.atlas, guide.texts, desk=desk.id, now=now)
        matters.lay_anew(tables, desk.id, _knows(guide), now)


def _at_desk(tables: Tables, message: Message, desk: Desk, guide: Guide, now: datetime) -> Taken | None:
    """A message in a desk's chat. A mention there comes twice, as words to all and as words to us: the first counts."""
    if message.heard_twice:
        return None
    known = Known(guide.desks, guide.atlas, guide.gazetteer, guide.texts, guide.public_url, guide.bot_name)
    said = take_desk_turn(tables, message, desk, known, now)
    return Taken(Conversation(message.conversation), None, said)


def tick(tables: Tables, guide: Guide, now: datetime) -> int:
    """All that falls due by itself; how much that was."""
    guide = with_changes(tables, guide)
    about = _knows(guide).around(tables, now)
    atlas, asked = about.atlas, matters.tick(tables, _knows(guide), about)
    asked += followups.tick(tables, followups.Known(atlas, guide.texts, guide.desks), now)
    told = digests.tick(tables, guide.desks, atlas, guide.texts, now)
    return asked + told + cases.tick(tables, guide.desks, guide.atlas, guide.texts, now)


def next_due(tables: Tables, guide: Guide, channels: Sequence[str], now: datetime) -> int | None:
    """When something falls due next by itself or waits to be sent on these channels, in milliseconds."""
    asks = matters.next_due(tables, _knows(with_changes(tables, guide)), now)
    by_itself = (tables.next_escalation_due(), tables.next_enrolment_due(), tables.next_digest_due(), asks)
    found = (tables.next_due(channels, milliseconds(now)), *by_itself)
    return min((due for due in found if due is not None), default=None)


def _knows(guide: Guide) -> Knows:
    return Knows(guide.desks, guide.atlas, guide.texts)


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


def _carry_out(effect: Effect, message: Message, tables: Tables, guide: Guide, now: datetime) -> tuple[Rendered, ...]:
    """Do it; what was said to the entrepreneur because of it."""
    stamp, conversation_id = milliseconds(now), message.conversation
    match effect:
        case NoteFeedback(entry_id, helped):
            tables.note_feedback(conversation_id, entry_id, helped, stamp)
        case EndPushes():
            tables.set_blocked(conversation_id, stamp)
            followups.blocked(tables, conversation_id, guide.atlas.as_of(now, tables.changes()), now)
        case ResumePushes():
            tables.set_blocked(conversation_id, None)
            cases.came_back(tables, conversation_id, guide.desks, guide.atlas, guide.texts, now=now)
            followups.blocked(tables, conversation_id, guide.atlas.as_of(now, tables.changes()), now)
        case ReportWrong(entry_id, said):
            matters.report(tables, entry_id, said, _knows(guide), now)
        case Forget():
            for escalation in tables.open_escalations(conversation_id):
                _to_escalation(escalation, Leave(), tables, guide, now)
            followups.forget(tables, conversation_id)
            tables.forget(conversation_id)
        case Escalate(escalation):
            opened = with_proposal(escalation, guide.atlas.as_of(now, tables.changes()), guide.texts)
            return _to_escalation(opened, Open(), tables, guide, now)
        case ToEscalation(number, act):
            found = tables.escalation(number)
            # Somebody else's number leads nowhere, whoever typed or copied it.
            if found and found.conversation == conversation_id:
                return _to_escalation(found, act, tables, guide, now)
        case KeepEnrolment(enrolment):
            followups.keep(tables, enrolment, guide.atlas.as_of(now, tables.changes()), now)
        case KeepCheckIn(record):
            tables.save_check_in(record, stamp)
        case KeepStory(story):
            tables.save_story(story)
        case StopCheckIns(True):
            tables.allow_check_ins(conversation_id)
        case StopCheckIns():
            followups.stop_all(tables, conversation_id, now)
        case ForgetFollowUps():
            followups.forget(tables, conversation_id)
        case _:
            assert_never(effect)
    return ()


def _to_escalation(
    escalation: Escalation, act: PersonAct, tables: Tables, guide: Guide, now: datetime
) -> tuple[Rendered, ...]:
    about = cases.around(guide.desks, guide.atlas, escalation, now)
    worked = by_person(escalation, act, about)
    said = cases.carry_out(tables, worked, about, guide.texts)
    return tuple(each for each, post in zip(said, worked.posts, strict=True) if post.to == PERSON)
