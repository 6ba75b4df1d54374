"""A message or a file that did not arrive: the other side is told, and what can be kept is kept."""

import logging
from dataclasses import replace
from datetime import datetime

from bot.desk import Escalation, Worked
from bot.desk.moving import rehomed, told
from bot.messages import Label, Rendered, Reply, Say
from bot.messages.files import Remote
from bot.outbox.delivery import FileRefused
from bot.store import Lane, OutboxRow, RecordLine, Tables, milliseconds
from bot.turn import cases
from bot.turn.knowing import Guide, with_changes

log = logging.getLogger(__name__)


def undelivered(tables: Tables, row: OutboxRow, gone: bool, now: datetime, *, guide: Guide) -> None:
    """Tell whoever has to know. `gone`: its recipient is not there any more, so that trying again is of no use."""
    escalation = cases.of_stream(tables, row.stream)
    guide = with_changes(tables, guide)
    if escalation is None or escalation.desk not in guide.desks:
        return
    if row.conversation == escalation.conversation:
        _person_is_gone(tables, escalation, gone, guide, now=now)
    elif row.conversation == guide.desks[escalation.desk].chat and gone:
        _desk_is_gone(tables, escalation, guide, now)


def _person_is_gone(tables: Tables, escalation: Escalation, gone: bool, guide: Guide, *, now: datetime) -> None:
    """The desk is told once, until the person is heard of again: what waits is sent when they are back."""
    lines = [line.kind for line in tables.record_of(escalation.number)]
    heard = max((at for at, kind in enumerate(lines) if kind in ("said", "came_back")), default=-1)
    if "undelivered" in lines[heard + 1 :]:
        return
    about = cases.around(guide.desks, guide.atlas, escalation, now)
    worked = Worked.of(escalation).noted("bot", "undelivered")
    key = "desk.not_delivered_gone" if gone else "desk.not_delivered"
    cases.carry_out(tables, worked.to_staff(key), about, guide.texts)


def _desk_is_gone(tables: Tables, escalation: Escalation, guide: Guide, now: datetime) -> None:
    """The bot was put out of a desk's chat: nothing may be silent for long, so the coordinator has the case."""
    desk = guide.desks[escalation.desk]
    coordinator = guide.desks.coordinator(desk)
    log.error("a desk cannot be written to; invite the bot again or bind another chat", extra={"desk": desk.id})
    if coordinator.id == desk.id or not escalation.is_open:
        tables.note_escalation(escalation.number, [RecordLine(milliseconds(now), "bot", "undelivered", "desk")])
        return
    about = cases.around(guide.desks, guide.atlas, escalation, now)
    moved = rehomed(Worked.of(escalation).noted("bot", "undelivered", "desk"), coordinator, "unreachable", about)
    cases.carry_out(tables, told(moved, about), about, guide.texts)


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
        _return(tables, words, sent, row.stream, now)


def _return(tables: Tables, words: Rendered, sent: Remote, stream: str, now: datetime) -> None:
    """To whoever sent it: at a desk in the thread of the case."""
    stamp, escalation = milliseconds(now), cases.of_stream(tables, stream)
    if escalation and sent.conversation != escalation.conversation:
        tables.enqueue(sent.conversation, words, stamp, lane=Lane.RELAY, under=escalation.card, stream=stream)
    else:
        tables.enqueue(sent.conversation, words, stamp, thread=sent.thread)


def _worded(guide: Guide, tables: Tables, conversation_id: str, part: Say) -> Rendered:
    return guide.texts.render(Reply("file_refused", (part,)), tables.conversation(conversation_id).language)
