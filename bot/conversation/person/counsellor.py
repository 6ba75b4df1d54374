"""Who is asked when a check-in leads to a person (F7): the one who had the company's last question, else those who run
the programme, else as any question."""

from datetime import datetime

from bot.conversation.state import Conversation, Heard
from bot.desk import Desk, Escalation, Outcome, Route
from bot.desk.mandates import mandates
from bot.programmes import CheckInRecord, State
from knowledge import Atlas, Mandate, Programme

_NOT_THEIRS = (Outcome.NOT_OURS, Outcome.NOT_REACHABLE)


def to_whom(conversation: Conversation, heard: Heard, atlas: Atlas) -> Route | None:
    """The desk that a question goes to, and why. None if none can be reached."""
    route = heard.desks.route(conversation.place)
    programme = _programme(conversation, heard, atlas)
    if route is None or programme is None:
        return route
    others = (route.desk, *route.others)
    last = _last(heard)
    before = heard.desks.get(last.desk) if last else None
    if before and before.chat and (before in others or _answers(programme, before)):
        return Route(before, "same", tuple(each for each in others if each is not before)[:2])
    if route.why != "fallback":
        return route
    running = [desk for desk in heard.desks.desks.values() if desk.chat and _answers(programme, desk)]
    order = {each.body: at for at, each in enumerate(programme.organisers)}
    running.sort(key=lambda desk: order.get(desk.id, len(order)))
    return Route(running[0], "programme", others[:2]) if running else route


def same_person(conversation: Conversation, heard: Heard, desk: Desk, now: datetime) -> str:
    """The id of who had their last question at this desk; empty if it is another matter, or they are away."""
    last = _last(heard) if conversation.follow and conversation.follow.person else None
    member = desk.member(last.owner) if last and last.desk == desk.id else None
    return member.id if member and member.is_present(now) else ""


def is_stuck(conversation: Conversation, heard: Heard) -> bool:
    """Is it bad news: a check-in that said that nothing moves?"""
    record = _record(conversation, heard)
    return record is not None and record.state is State.STUCK


def _last(heard: Heard) -> Escalation | None:
    """Their last question to a person, if it was answered; a complaint is none to go back to."""
    last = heard.escalation
    return last if last and last.answers and last.outcome not in _NOT_THEIRS and not last.complaint else None


def _answers(programme: Programme, desk: Desk) -> bool:
    return Mandate.ANSWER in mandates(programme, desk)


def _programme(conversation: Conversation, heard: Heard, atlas: Atlas) -> Programme | None:
    """The programme of the check-in that leads to a person, None if none does."""
    follow = conversation.follow
    if follow is None or not follow.person:
        return None
    found = next((each for each in heard.followed.enrolments if each.number == follow.enrolment), None)
    return atlas.programme(found.programme) if found else None


def _record(conversation: Conversation, heard: Heard) -> CheckInRecord | None:
    follow = conversation.follow
    if follow is None or not follow.person:
        return None
    key = (follow.enrolment, follow.step)
    return next((each for each in heard.followed.check_ins if (each.enrolment, each.step) == key), None)
