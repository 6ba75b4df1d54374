"""Somebody is invited on staff's behalf; the yes is theirs alone."""

from datetime import datetime
from enum import StrEnum

from bot.conversation.checkins import hours_of, invitation
from bot.programmes import Starter, Wishes, may_begin, next_open
from bot.store import Tables

from .sending import Known, send


class Invited(StrEnum):
    """What came of inviting somebody on staff's behalf."""

    INVITED = "invited"  # they are shown the consent; it is theirs to say yes
    BEFORE = "before"  # not long ago: what they say to it is theirs
    ALREADY = "already"
    STOPPED = "stopped"  # they have said that they want no more questions: never again but by their own wish
    NOT_OPEN = "not_open"
    UNKNOWN = "unknown"  # no such programme


def invite(tables: Tables, known: Known, conversation_id: str, code: str, now: datetime) -> Invited:
    """Show somebody a programme's consent on staff's behalf, in its hours. The yes is theirs alone.

    Who has stopped is not written to: that is theirs alone too.
    """
    programme = known.atlas.programme(code)
    if programme is None:
        return Invited.UNKNOWN
    before = [each for each in tables.enrolments_of(conversation_id) if each.programme == programme.id]
    last = before[-1].follow_up if before else None
    if tables.has_stopped(conversation_id) or not may_begin(last, Starter.STAFF):
        return Invited.STOPPED
    if last and last.ended is None:
        return Invited.ALREADY
    if tables.has_stream(conversation_id, stream := f"i{programme.id}"):
        return Invited.BEFORE
    hours = hours_of(programme, Wishes())
    if not programme.is_open(hours.wall(now).date()):
        return Invited.NOT_OPEN
    conversation = tables.conversation(conversation_id)
    at = next_open(now, hours)
    reply = invitation(conversation, programme, Starter.STAFF)
    send(tables, conversation, reply, known.texts, (stream, now, at, None))
    return Invited.INVITED
