"""The end: with an outcome both see, and the entrepreneur's own word on whether it is true."""

from dataclasses import replace
from datetime import datetime

from bot.messages import Choice, Label
from bot.promise import WorkingCalendar, give

from .around import Around
from .cards import outcomes
from .escalation import Escalation, Outcome, Status
from .moving import CONTESTED, move
from .pausing import deadline_of
from .undoing import waiting, without
from .worked import Worked

DAYS_TO_REOPEN = 10
"""Working days in which a closed case is opened again by just writing."""


def ask_outcome(worked: Worked) -> Worked:
    """What has it come to?"""
    return worked.to_desk("desk.ask_outcome", None, *outcomes(worked.escalation))


def close(worked: Worked, who: str, outcome: Outcome, around: Around) -> Worked:
    """Over, the desk says; the entrepreneur is asked whether that is so."""
    worked = _ended(worked, who, outcome, around).to_desk("desk.closed", {"outcome": _name(outcome)})
    number = worked.escalation.number
    return worked.to_person(
        "closed",
        "case.closed",
        {"desk": around.desk(worked.escalation).name, "outcome": Label(f"case.outcome_{outcome}")},
        Choice(f"case:{number}:true", "choice.yes"),
        Choice(f"case:{number}:untrue", "choice.no"),
    )


def _ended(worked: Worked, who: str, outcome: Outcome, around: Around) -> Worked:
    promise = worked.escalation.promise
    decided = promise.decide(around.now)  # a promised decision is made when the case comes to its end
    return worked.now(
        status=Status.CLOSED,
        outcome=outcome,
        closed_at=around.now,
        promise=(decided if outcome is Outcome.DONE else promise).release(around.now),
        pen=None,
        draft=None,
        offer=None,
        unowned_since=None,
        confirmed=None,
    ).noted(who, "closed", outcome)


def _name(outcome: Outcome) -> Label:
    return Label(f"desk.outcome_{outcome}")


def withdraw(worked: Worked, around: Around) -> Worked:
    """The entrepreneur needs it no more."""
    if not worked.escalation.is_open:
        return worked.to_person("ack", "case.over")
    ended = _ended(worked, "person", Outcome.WITHDRAWN, around).now(confirmed=True)
    if answer := waiting(worked.escalation, around):
        # What would come after "then it is withdrawn" would only puzzle; and the word itself need not wait for it.
        ended = without(ended, answer).to_staff("desk.withdrawn_unsent")
    else:
        ended = ended.to_staff("desk.withdrawn")
    return ended.to_person("ack", "case.withdrawn")


def leave(worked: Worked, around: Around) -> Worked:
    """They erased their data: the question is taken back, and no answer would reach them."""
    if not worked.escalation.is_open:
        return worked
    return _ended(worked, "bot", Outcome.WITHDRAWN, around).to_staff("desk.gone")


def contest(worked: Worked, around: Around, *, true: bool) -> Worked:
    """Is it so? A no opens it again, with the coordinator."""
    escalation = worked.escalation
    if escalation.is_open:
        return worked.to_person("ack", "case.is_open")
    if escalation.confirmed is not None and not true and not can_reopen(worked, around):
        return worked.to_person("ack", "case.over")
    worked = worked.now(confirmed=true).noted("person", "confirmed" if true else "contested")
    if true:
        yes, no = (Choice(f"case:{escalation.number}:{each}", f"choice.{key}") for each, key in _USE)
        return worked.to_person("ask_useful", "case.ask_useful", None, yes, no)
    return reopen(worked, around, CONTESTED)


_USE = (("useful", "yes"), ("useless", "no"))


def reopen(worked: Worked, around: Around, why: str) -> Worked:
    """Open again. Contested: with the coordinator, and a promise of its own."""
    escalation = worked.escalation
    desk = around.desk(escalation)
    target = around.book.coordinator(desk) if why == CONTESTED else desk
    given = give(target.limits, escalation.topic, around.now, target.calendar)
    # What was promised before stays counted: opening a case again makes no broken promise unbroken.
    promise = replace(given, clocks=(*escalation.promise.clocks, *given.clocks))
    worked = worked.now(
        status=Status.OPEN,
        outcome=None,
        closed_at=None,
        promise=promise,
        owner="",
        unowned_since=around.now,
        reopened=escalation.reopened + 1,
    ).noted("bot", "reopened", why)
    worked = worked.to_staff(f"desk.reopened_{why}") if target.id == desk.id else move(worked, target, why, around)
    deadline = deadline_of(worked.escalation.promise)
    if deadline is None:
        return worked.to_person("relay", "case.moved", {"desk": target.name})
    return worked.to_person("relay", "case.reopened", {"desk": target.name, "deadline": deadline})


def can_reopen(worked: Worked, around: Around) -> bool:
    """Is it recent enough to be opened again by just writing?"""
    return may_reopen(worked.escalation, around.calendar(worked.escalation), around.now)


def may_reopen(escalation: Escalation, calendar: WorkingCalendar, now: datetime) -> bool:
    """The same by the hours of the desk where it is."""
    return escalation.closed_at is not None and now <= calendar.add_days(escalation.closed_at, DAYS_TO_REOPEN)


def rate(worked: Worked, *, useful: bool) -> Worked:
    """Of use or not: asked apart from whether it is true."""
    if worked.escalation.confirmed is None and not worked.escalation.is_open:
        # Said in one breath: who tells whether it was of use agrees that it is over.
        worked = worked.now(confirmed=True).noted("person", "confirmed")
    return worked.now(useful=useful).noted("person", "useful" if useful else "useless").to_person("ack", "case.rated")
