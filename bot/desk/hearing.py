"""One thing that happens to an escalation → the escalation as it is then, and what is said to whom. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from . import answering, asking, closing, completing, handing, inviting, moving, owning, pausing, pointing, undoing
from .acts import (
    Act,
    Add,
    AnswerOffer,
    Approve,
    AskOutcome,
    AskWhere,
    Change,
    Claim,
    Close,
    Complete,
    Confirm,
    Contest,
    Decline,
    DeskAct,
    Discard,
    HandTo,
    Lead,
    Leave,
    Note,
    Open,
    PassOn,
    PersonAct,
    Propose,
    Rate,
    Read,
    Resume,
    Revise,
    TakeBack,
    TakePen,
    Tick,
    Withdraw,
)
from .around import Around
from .desks import Desk, Member
from .escalation import Escalation
from .worked import Worked


@dataclass(frozen=True, slots=True)
class By:
    """Who acts at which desk. Nobody acts at a desk whose chat they are not in: `barred` says why they may not."""

    desk: Desk
    member: Member
    barred: str = ""


def at_desk(escalation: Escalation, act: DeskAct, by: By, around: Around) -> Worked:
    """Something done at a desk. Only its members may, and only where the escalation is."""
    worked = Worked.of(escalation)
    if by.barred or by.desk.member(by.member.id) is None:
        return _refused(worked, by, by.barred or "stranger")
    if by.desk.id != escalation.desk:
        invited = by.desk.id in escalation.helpers
        if invited and isinstance(act, Note):
            return worked.noted(by.member.id, "note", act.text)
        if not (invited and isinstance(act, Lead | Decline)):
            return _refused(worked, by, "elsewhere")
    if not escalation.is_open and not isinstance(act, Note | Read):
        return worked.to_desk("desk.over", {"number": str(escalation.number)})
    worked = inviting.settled(_done(worked, act, by, around), around, by=by.desk.id)
    return asking.refreshed(worked, around, at_once=True)


def _done(worked: Worked, act: DeskAct, by: By, around: Around) -> Worked:
    match act:
        case Claim():
            return owning.claim(worked, by.member, around)
        case Lead() if by.desk.id != worked.escalation.desk:
            return inviting.lead(worked, by.desk, by.member, around)
        case Lead():
            return owning.claim(worked, by.member, around)
        case Decline():
            return inviting.decline(worked, by.desk, by.member)
        case Approve():
            return answering.approve(worked, by.member, around)
        case TakePen(asked):
            return answering.take_pen(worked, by.member, asked, around)
        case Note():
            return answering.note(worked, by.member, act, around)
        case Propose(text, message, files):
            return answering.propose(worked, by.member, text, message, around=around, files=files)
        case Revise(text, message):
            return answering.revise(worked, by.member, text, message, around=around)
        case Confirm(key):
            return answering.confirm(worked, by.member, key, around)
        case Discard():
            return answering.discard(worked, by.member)
        case TakeBack(answer):
            return undoing.take_back(worked, by.member, answer, around)
        case Complete():
            return completing.by_desk(worked, by.member, around)
        case Resume():
            return pausing.resume(worked, by.member, around)
        case Read(url, until):
            return pointing.read(worked, by.member, url, until)
        case AskWhere(wrong):
            return moving.ask_where(worked, by.member, around, wrong=wrong)
        case PassOn(desk, wrong):
            return moving.pass_on(worked, by.member, desk, around, wrong=wrong)
        case AskOutcome():
            return closing.ask_outcome(worked)
        case HandTo(name):
            return handing.hand_to(worked, by.member, name, around)
        case Close(outcome):
            return closing.close(worked, by.member.id, outcome, around)
        case _:
            assert_never(act)


def by_person(escalation: Escalation, act: PersonAct, around: Around) -> Worked:
    """Something the entrepreneur did."""
    worked = Worked.of(escalation)
    match act:
        case Open():
            return inviting.invite(asking.open_(worked, around), around)
        case Add(text, message, files):
            worked = asking.add(worked, text, message, files, around)
        case Change(text, message):
            worked = asking.change(worked, text, message, around)
        case AnswerOffer(agreed):
            worked = moving.answer_offer(worked, around, agreed=agreed)
        case Contest(true):
            worked = closing.contest(worked, around, true=true)
        case Complete():
            worked = completing.by_person(worked, around)
        case Rate(useful):
            worked = closing.rate(worked, useful=useful)
        case Withdraw():
            worked = closing.withdraw(worked, around)
        case Leave():
            worked = closing.leave(worked, around)
        case _:
            assert_never(act)
    return asking.refreshed(inviting.settled(worked, around), around, at_once=False)


def at_time(escalation: Escalation, act: Tick, around: Around) -> Worked:
    """What has fallen due."""
    return asking.refreshed(owning.tick(Worked.of(escalation), around), around, at_once=False)


def due_at(escalation: Escalation, around: Around) -> datetime | None:
    """When something falls due that nobody has to do anything for; None if nothing ever will."""
    return owning.next_moment(escalation, around)


def _refused(worked: Worked, by: By, why: str) -> Worked:
    return replace(worked.noted(by.member.id, "refused", why), refused=why)


__all__ = ["Act", "By", "at_desk", "at_time", "by_person", "due_at"]
