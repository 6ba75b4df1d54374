"""An answer that was agreed to waits a while before it leaves, and can be taken back until then."""

from dataclasses import replace
from datetime import timedelta

from .around import Around
from .desks import Member
from .escalation import Answer, Escalation, Status
from .worked import Worked

SECONDS_TO_UNDO = 120


def sent_as(escalation: Escalation, number: int) -> Answer | None:
    """The answer of a number that was sent and not taken back."""
    return next((each for each in escalation.answers if each.number == number and not each.taken_back), None)


def waits(sent: Answer, around: Around) -> bool:
    """Can it still be taken back?"""
    return around.now < sent.sent_at + timedelta(seconds=SECONDS_TO_UNDO)


def waiting(escalation: Escalation, around: Around) -> Answer | None:
    """The answer that was agreed to and has not left."""
    return next((each for each in escalation.answers if not each.taken_back and waits(each, around)), None)


def take_back(worked: Worked, member: Member, number: int, around: Around) -> Worked:
    """Undo an answer while it waits; then all is as it was before it."""
    sent = sent_as(worked.escalation, number)
    if sent is None:
        return worked.to_desk("desk.undone_already")
    if not waits(sent, around):
        return worked.to_desk("desk.too_late_to_undo")
    return not_sent(worked, sent).noted(member.id, "undone").to_desk("desk.undone")


def not_sent(worked: Worked, sent: Answer) -> Worked:
    """An answer that waits does not leave; it keeps its number, and all is as it was before it."""
    escalation = worked.escalation
    worked = without(worked, sent)
    promise = escalation.unsent or escalation.promise
    return worked.now(promise=promise, unsent=None, status=Status.CLAIMED)


def without(worked: Worked, sent: Answer) -> Worked:
    """An answer that waits does not leave."""
    escalation = worked.escalation
    kept = tuple(replace(each, taken_back=True) if each is sent else each for each in escalation.answers)
    said = tuple(each for each in escalation.said if each.answer != sent.number)
    return replace(worked.now(answers=kept, said=said), taken_back=(*worked.taken_back, escalation.answer(sent.number)))
