"""Carries out what comes of an escalation: keeps it, sends what is to be said in its time, writes the record."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import PERSON, Around, DeskBook, Escalation, Post, Worked, at_time, due_at, number_of
from bot.desk.acts import Tick
from bot.desk.cards import laid_out
from bot.desk.expecting import expected as likely
from bot.desk.moving import rehomed, told
from bot.messages import Rendered, Say
from bot.store import RecordLine, Tables, milliseconds
from bot.texts import Texts
from bot.turn.offers import offers_of
from bot.turn.posting import enqueue, to_desk, worded
from knowledge import Atlas

log = logging.getLogger(__name__)

_OF_DESK = ("case.answer", "case.correction", "case.paused", "case.extended", "case.offer_", "case.reopened")

AFTER_FAILURE = timedelta(minutes=10)
"""Before an escalation that could not be worked on is looked at again."""

SHORTEST_WAIT = timedelta(minutes=1)
"""Before an escalation is looked at again: everything in a promise is a matter of minutes."""


def around(book: DeskBook, atlas: Atlas, escalation: Escalation, now: datetime) -> Around:
    """The surroundings of an escalation."""
    language = book[escalation.desk].language if escalation.desk in book else "sv"
    entries = (atlas.entry(each) for each in escalation.tried)
    return Around(book, now, {entry.id: entry.wording(language).title for entry in entries if entry})


def expected(tables: Tables, book: DeskBook, desk: str, now: datetime) -> datetime | None:
    """When an answer to a question that is put to a desk now is likely."""
    return likely(tables.earlier(desk), book[desk], now) if desk in book else None


def of_stream(tables: Tables, stream: str) -> Escalation | None:
    """The escalation whose messages a stream holds, None if it is another stream."""
    number = number_of(stream)
    return None if number is None else tables.escalation(number)


def carry_out(tables: Tables, worked: Worked, about: Around, texts: Texts) -> tuple[Rendered, ...]:
    """Keep and send. What was said, in the order of the posts, for whoever watches."""
    escalation, now = worked.escalation, about.now
    due = due_at(escalation, about)
    later = max(due, now + SHORTEST_WAIT) if due else None
    tables.save_escalation(escalation, milliseconds(later) if later else None, milliseconds(now))
    lines = [RecordLine(milliseconds(now), each.who, each.kind, each.text) for each in worked.record]
    tables.note_escalation(escalation.number, lines)
    if worked.taken_back:
        _take_back(tables, worked, now)
    return tuple(_send(tables, post, escalation, about, texts) for post in worked.posts)


def _send(tables: Tables, post: Post, escalation: Escalation, about: Around, texts: Texts) -> Rendered:
    if post.to == PERSON:
        return _to_person(tables, post, escalation, about, texts)
    return to_desk(tables, post, about.book[post.to], about.now, stream=f"e{escalation.number}", texts=texts)


def _to_person(tables: Tables, post: Post, escalation: Escalation, about: Around, texts: Texts) -> Rendered:
    rendered = worded(post, escalation.language, texts)
    stamp = milliseconds(about.now)
    due = milliseconds(about.now + timedelta(seconds=post.delay))
    enqueue(tables, escalation.conversation, rendered, post, (stamp, due, f"e{escalation.number}"))
    before = tables.conversation(escalation.conversation)
    talk = before if post.onto else before.told_between(about.now + timedelta(seconds=post.delay))
    if rendered.buttons and not post.onto:
        # Their words or numbers can be typed, as with any buttons in view.
        talk = replace(talk, offered=offers_of(post.reply, texts, escalation.language))
    if post.reply.kind in ("relay", "transfer") and not post.onto and _is_of_desk(post):
        # Without buttons of its own it takes the earlier ones out of view: "2" is then no button.
        talk = talk if rendered.buttons else replace(talk, offered=())
        talk = replace(
            talk, desk_spoke_at=(*talk.desk_spoke_at[-2:], (about.now + timedelta(seconds=post.delay)).isoformat())
        )
    if talk.follow:
        # What they write next is most likely an answer to this, and not to a check-in.
        talk = replace(talk, follow=replace(talk.follow, fresh=False))
    if talk != before:
        tables.save_conversation(talk, stamp)
    return rendered


def _take_back(tables: Tables, worked: Worked, now: datetime) -> None:
    """What has not left yet is not sent, and has not been said."""
    for handle in worked.taken_back:
        tables.cancel(handle)
    talk = tables.conversation(worked.escalation.conversation)
    said = tuple(each for each in talk.desk_spoke_at if datetime.fromisoformat(each) <= now)
    if said != talk.desk_spoke_at:
        tables.save_conversation(replace(talk, desk_spoke_at=said), milliseconds(now))


def _is_of_desk(post: Post) -> bool:
    """An answer, a pause or an offer: what they write next is to the desk."""
    return any(isinstance(part, Say) and part.key.startswith(_OF_DESK) for part in post.reply.parts)


def lay_anew(tables: Tables, book: DeskBook, atlas: Atlas, texts: Texts, *, desk: str, now: datetime) -> None:
    """A desk has another chat: the card of each of its open cases is laid out there, and what waits goes there."""
    for escalation in tables.escalations(desk, only_open=True):
        about = around(book, atlas, escalation, now)
        tables.release(f"e{escalation.number}", escalation.card, book[desk].chat)
        carry_out(tables, laid_out(Worked.of(escalation), about), about, texts)


def came_back(
    tables: Tables, conversation_id: str, book: DeskBook, atlas: Atlas, texts: Texts, *, now: datetime
) -> None:
    """Somebody who was gone is back: what waited is sent, and the desk that was told of it is told."""
    for stream in sorted(tables.revive(conversation_id, milliseconds(now))):
        escalation = of_stream(tables, stream)
        if escalation and escalation.desk in book:
            back = Worked.of(escalation).noted("person", "came_back").to_staff("desk.came_back")
            carry_out(tables, back, around(book, atlas, escalation, now), texts)


def tick(tables: Tables, book: DeskBook, atlas: Atlas, texts: Texts, now: datetime) -> int:
    """Everything that has fallen due; how many escalations were looked at. A fault of ours with one of them holds up
    none of the others."""
    due = tables.due_escalations(milliseconds(now))
    for escalation in due:
        try:
            with tables.savepoint():
                _look_at(tables, book, atlas, texts, escalation, now=now)
        except Exception:
            log.exception("an escalation could not be worked on", extra={"escalation": escalation.number})
            tables.put_off_escalation(escalation.number, milliseconds(now + AFTER_FAILURE))
    return len(due)


def _look_at(
    tables: Tables, book: DeskBook, atlas: Atlas, texts: Texts, escalation: Escalation, *, now: datetime
) -> None:
    about = around(book, atlas, escalation, now)
    if escalation.desk in book:
        carry_out(tables, at_time(escalation, Tick(), about), about, texts)
        return
    # Its desk was removed: it goes on at the one that would get it today.
    route = book.route(escalation.place or None)
    if route is None:
        raise LookupError(f"escalation {escalation.number}: no desk is left; add one, or put {escalation.desk} back")
    moved = told(rehomed(Worked.of(escalation), route.desk, "removed", about), about)
    carry_out(tables, moved, about, texts)
