"""What falls due by itself: check-ins, reminders, goodbyes; programmes that are gone; hours that are over."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation import Followed, Heard
from bot.conversation.checkins import closed, raised, scene_of
from bot.messages import Text
from bot.programmes import Ended, Enrolment, Hours, allowed_at, hours_for, next_open, next_up, open_until
from bot.store import Status, Tables, milliseconds
from knowledge import Atlas

from .keeping import LATER, due_at, hours_now, put_in_hours, stream
from .sending import Known, send

log = logging.getLogger(__name__)

AT_ONCE = 10
"""Enrolments looked at in one go: a tick stays short, and replies are not held up by it."""
SOON = timedelta(days=7)
"""Within which those are told whose programme is gone."""


def tick(tables: Tables, known: Known, now: datetime) -> int:
    """Everything that has fallen due; how many enrolments were looked at."""
    _find_orphans(tables, known.atlas, now)
    _mind_the_hours(tables, known.atlas, now)
    due = tables.due_enrolments(milliseconds(now), AT_ONCE)
    for enrolment in due:
        _raise(tables, enrolment, known, now)
    return len(due)


def _raise(tables: Tables, enrolment: Enrolment, known: Known, now: datetime) -> None:
    """Do what is due for one, or look again when it may be done."""
    conversation = tables.conversation(enrolment.conversation)
    enrolments = tuple(tables.enrolments_of(enrolment.conversation))
    followed = Followed(enrolments, tuple(tables.check_ins_of([enrolment.number])))
    heard = Heard(Text(""), desks=known.desks, followed=followed)
    scene = scene_of(conversation, heard, known.atlas, now, enrolment)
    hours = hours_now(scene.programme.plan if scene else None, enrolment)
    if hours is None:
        tables.look_again(enrolment.number, milliseconds(now + LATER))
    elif scene is None:
        _close(tables, enrolment, hours, known, now)
    elif tables.is_blocked(enrolment.conversation) or (event := next_up(enrolment.follow_up, hours, now)) is None:
        tables.look_again(enrolment.number, None)
    elif (allowed := allowed_at(event, hours, now)) > now:
        tables.look_again(enrolment.number, milliseconds(allowed))
    else:
        result = raised(scene, event)
        for record in result.records:
            tables.save_check_in(record, milliseconds(now))
        due = due_at(tables, result.enrolment, hours, now)
        tables.save_enrolment(result.enrolment, due, milliseconds(now))
        if result.reply:
            until = open_until(now, hours_for(event, hours))
            send(tables, result.conversation, result.reply, known.texts, (stream(enrolment.number), now, now, until))


def _close(tables: Tables, enrolment: Enrolment, hours: Hours, known: Known, now: datetime) -> None:
    """Its programme is gone: told once, in their hours, and nothing more is asked."""
    at = next_open(now, hours)
    ended = replace(enrolment.follow_up, planned=(), asked=None, ended=Ended.CLOSED)
    tables.save_enrolment(replace(enrolment, follow_up=ended), None, milliseconds(now))
    if tables.is_blocked(enrolment.conversation):
        return
    conversation = replace(tables.conversation(enrolment.conversation), follow=None)
    reply = closed(conversation, enrolment)
    # No end of its hours: it is the last that is said, and there is nothing to count new hours from.
    send(tables, conversation, reply, known.texts, (stream(enrolment.number), now, at, None))


def _find_orphans(tables: Tables, atlas: Atlas, now: datetime) -> None:
    """Programmes that were taken away while people are enrolled: those people are told within days, not in months."""
    for programme in tables.followed_programmes():
        if atlas.programme(programme) is None:
            moved = tables.hasten(programme, milliseconds(now + SOON), milliseconds(now))
            if moved:
                log.warning(
                    "the programme %s is gone while %d are enrolled; they are told, or put its file back",
                    programme,
                    moved,
                )


def _mind_the_hours(tables: Tables, atlas: Atlas, now: datetime) -> None:
    """What could not be sent within the agreed hours waits for the next ones, or is dropped if nobody waits for it."""
    for row_id, conversation_id, order in tables.late_pushes(milliseconds(now), AT_ONCE):
        enrolment = _of_stream(tables, conversation_id, order)
        programme = atlas.programme(enrolment.programme) if enrolment else None
        hours = hours_now(programme.plan, enrolment) if programme and enrolment else None
        if enrolment is None or hours is None or enrolment.follow_up.asked is None:
            tables.ended(row_id, Status.CANCELLED, "nothing is asked any more")
        else:
            put_in_hours(tables, row_id, enrolment, hours, now)


def _of_stream(tables: Tables, conversation_id: str, order: str) -> Enrolment | None:
    return next((each for each in tables.enrolments_of(conversation_id) if stream(each.number) == order), None)
