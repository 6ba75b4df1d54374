"""What is kept of follow-ups, and what of them waits to be sent."""

import logging
from datetime import datetime, timedelta

from bot.conversation import Conversation, Followed
from bot.conversation.checkins import hours_of
from bot.messages import Press, Text
from bot.programmes import (
    CheckIn,
    Enrolment,
    Hours,
    NoHours,
    Wishes,
    agreed_hours,
    hours_for,
    next_open,
    next_up,
    open_until,
)
from bot.store import Tables, milliseconds
from knowledge import Atlas, Plan

log = logging.getLogger(__name__)

LATER = timedelta(hours=6)
"""When an enrolment that cannot be asked (no hours are left) is looked at again."""


def stream(number: int) -> str:
    """The order that an enrolment's messages keep among themselves."""
    return f"f{number}"


def load(tables: Tables, conversation: Conversation, content: object, atlas: Atlas, now: datetime) -> Followed:
    """What is kept of a conversation's follow-ups."""
    enrolments = tuple(tables.enrolments_of(conversation.id))
    numbers = [each.number for each in enrolments]
    code = _joins(conversation, content)
    programme = atlas.programme(code) if code else None
    joined = (0, 0)
    if programme:
        midnight = hours_of(programme, Wishes()).wall(now).replace(hour=0, minute=0, second=0, microsecond=0)
        joined = tables.joined(programme.id, milliseconds(midnight))
    return Followed(
        enrolments,
        tuple(tables.check_ins_of(numbers)),
        tuple(tables.stories_of(numbers)),
        tables.next_enrolment() if programme else 0,
        joined,
    )


def _joins(conversation: Conversation, content: object) -> str:
    """The code of the programme whose yes this message may be."""
    waits = [conversation.follow.question] if conversation.follow else []
    offered = [*(each.id for each in conversation.offered), *waits] if isinstance(content, Text) else []
    pressed = [content.choice] if isinstance(content, Press) else offered
    return next((each.split(":")[1] for each in pressed if each.startswith("join:")), "")


def keep(tables: Tables, enrolment: Enrolment, atlas: Atlas, now: datetime) -> None:
    """Keep a follow-up and when to look at it again. What waits to be sent about it goes if nothing is asked any
    more, and keeps to the hours as they are now if it is."""
    programme = atlas.programme(enrolment.programme)
    hours = hours_now(programme.plan if programme else None, enrolment)
    tables.save_enrolment(enrolment, due_at(tables, enrolment, hours, now), milliseconds(now))
    if enrolment.follow_up.asked is None:
        tables.cancel_stream(enrolment.conversation, stream(enrolment.number))
        return
    for row in tables.waiting_stream(enrolment.conversation, stream(enrolment.number)):
        if hours:
            put_in_hours(tables, row, enrolment, hours, now)


def due_at(tables: Tables, enrolment: Enrolment, hours: Hours | None, now: datetime) -> int | None:
    if enrolment.follow_up.ended or tables.is_blocked(enrolment.conversation):
        return None
    if hours is None:
        return milliseconds(now + LATER)
    try:
        event = next_up(enrolment.follow_up, hours, now)
    except NoHours:
        return milliseconds(now + LATER)
    return milliseconds(event.at) if event else None


def hours_now(plan: Plan | None, enrolment: Enrolment) -> Hours | None:
    """The agreed hours; the usual ones if the programme is gone. None if none are left."""
    try:
        return agreed_hours(plan or Plan(()), enrolment.wishes)
    except NoHours as error:
        log.error("nobody can be asked: %s", error, extra={"enrolment": enrolment.number})
        return None


def put_in_hours(tables: Tables, row_id: int, enrolment: Enrolment, hours: Hours, now: datetime) -> None:
    asked = enrolment.follow_up.asked
    own = hours_for(CheckIn(asked.due, now), hours) if asked and not asked.reminders else hours
    at = next_open(now, own)
    tables.set_hours(row_id, milliseconds(at), milliseconds(open_until(at, own)))


def stop_all(tables: Tables, conversation_id: str, now: datetime) -> None:
    """They want no more questions. Nothing that waits is sent, nor what fails on its way and would be tried again."""
    tables.stop_check_ins(conversation_id, milliseconds(now))
    for enrolment in tables.enrolments_of(conversation_id):
        tables.cancel_stream(conversation_id, stream(enrolment.number))


def forget(tables: Tables, conversation_id: str) -> None:
    """Erase their goals, answers and stories; nothing of it is sent any more."""
    for enrolment in tables.enrolments_of(conversation_id):
        tables.cancel_stream(conversation_id, stream(enrolment.number))
    tables.forget_follow_ups(conversation_id)


def blocked(tables: Tables, conversation_id: str, atlas: Atlas, now: datetime) -> None:
    """They blocked the bot or came back: nothing falls due meanwhile."""
    for enrolment in tables.enrolments_of(conversation_id):
        keep(tables, enrolment, atlas, now)
