"""What a turn wants done, done: in the same transaction as the turn."""

from datetime import datetime
from typing import assert_never

from bot.desk import PERSON, Escalation, by_person
from bot.desk.acts import Leave, Open, PersonAct
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
from bot.messages import Message, Rendered
from bot.store import Tables, milliseconds
from bot.turn import cases, followups, matters
from bot.turn.knowing import Guide, as_told
from bot.turn.matters import Knows
from bot.turn.proposals import with_proposal


def carry_out(effect: Effect, message: Message, tables: Tables, guide: Guide, now: datetime) -> tuple[Rendered, ...]:
    """Do it; what was said to the entrepreneur because of it."""
    stamp, conversation_id = milliseconds(now), message.conversation
    match effect:
        case NoteFeedback(entry_id, helped):
            tables.note_feedback(conversation_id, entry_id, helped, stamp)
        case EndPushes():
            tables.set_blocked(conversation_id, stamp)
            followups.blocked(tables, conversation_id, as_told(tables, guide.atlas, now), now)
        case ResumePushes():
            tables.set_blocked(conversation_id, None)
            cases.came_back(tables, conversation_id, guide.desks, guide.atlas, guide.texts, now=now)
            followups.blocked(tables, conversation_id, as_told(tables, guide.atlas, now), now)
        case ReportWrong(entry_id, said):
            matters.report(tables, entry_id, said, Knows.of(guide), now)
        case Forget():
            for escalation in tables.open_escalations(conversation_id):
                _to_escalation(escalation, Leave(), tables, guide, now)
            followups.forget(tables, conversation_id)
            tables.forget(conversation_id)
        case Escalate(escalation):
            opened = with_proposal(escalation, as_told(tables, guide.atlas, now), guide.texts)
            return _to_escalation(opened, Open(), tables, guide, now)
        case ToEscalation(number, act):
            found = tables.escalation(number)
            # Somebody else's number leads nowhere, whoever typed or copied it.
            if found and found.conversation == conversation_id:
                return _to_escalation(found, act, tables, guide, now)
        case KeepEnrolment(enrolment):
            followups.keep(tables, enrolment, as_told(tables, guide.atlas, now), now)
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
