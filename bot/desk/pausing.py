"""The clock stands still while the desk waits for the entrepreneur, and both see it. More time, once, with a reason."""

from bot.messages import Duration, Label, Moment, Value
from bot.promise import Clock, Kind, Promise, Refused

from .around import Around
from .desks import Member
from .escalation import Asked, Status
from .worked import Worked


def settle(worked: Worked, asked: Asked, member: Member, reason: str, around: Around) -> Worked:
    """A pause, or more time: what was asked for."""
    settled = pause if asked is Asked.PAUSE else extend
    return settled(worked, member, reason, around)


def pause(worked: Worked, member: Member, reason: str, around: Around) -> Worked:
    """Bank what is left; tell both what is waited for."""
    escalation = worked.escalation
    desk, reason = around.desk(escalation), _plain(reason)
    try:
        # Whoever asks for something has taken it, and the entrepreneur hears so.
        promise = escalation.promise.acknowledge(around.now).pause(around.now, reason=reason, by=desk.name)
    except Refused as refused:
        return worked.to_desk(f"desk.cannot_{refused.why}")
    status = Status.CLAIMED if escalation.status is Status.OPEN else escalation.status
    owner = escalation.owner if status is escalation.status else member.id
    worked = worked.now(promise=promise, status=status, owner=owner or member.id, unowned_since=None)
    worked = worked.noted(member.id, "paused", reason)
    left = min((clock.paused.left for clock in promise.open if clock.paused), default=0)
    told: dict[str, Value] = {
        "desk": desk.name,
        "reason": reason,
        "since": Moment(around.now, short=True),
        "left": Duration(left),
    }
    if desk.pointer:
        worked = worked.to_desk("desk.paused_elsewhere", {"left": Duration(left)})
    else:
        worked = worked.to_desk("desk.paused", {"reason": reason, "left": Duration(left)})
    return worked.to_person("relay", "case.paused", told)


def resume(worked: Worked, member: Member, around: Around) -> Worked:
    """What was waited for has come; go on with what was banked."""
    escalation = worked.escalation
    if not any(clock.paused for clock in escalation.promise.open):
        return worked.to_desk("desk.not_paused")
    promise = escalation.promise.resume(around.now, around.calendar(escalation))
    worked = worked.now(promise=promise).noted(member.id, "resumed")
    deadline = deadline_of(promise)
    if deadline is None:
        return worked
    told: dict[str, Value] = {"desk": around.desk(escalation).name, "deadline": deadline}
    return worked.to_desk("desk.goes_on", {"deadline": deadline}).to_person("relay", "case.goes_on", told)


def told(worked: Worked, promise: Promise, around: Around) -> Worked:
    """The entrepreneur's own words let the clock go again: both hear until when."""
    worked = worked.to_staff("desk.resumed")
    values: dict[str, Value] = {"desk": around.desk(worked.escalation).name}
    deadline = deadline_of(promise)
    return worked.to_person("relay", "case.goes_on", values | {"deadline": deadline}) if deadline else worked


def extend(worked: Worked, member: Member, reason: str, around: Around) -> Worked:
    """More time: once, before the old date, with a reason the entrepreneur reads."""
    escalation = worked.escalation
    calendar, renewal = around.calendar(escalation), escalation.promise.renewal
    clock = next((each for each in escalation.promise.open if each.kind is not Kind.ACKNOWLEDGEMENT), None)
    if clock is None:
        return worked.to_desk("desk.cannot_ended")
    name, reason = around.desk(escalation).name, _plain(reason)
    try:
        longer = clock.extend(around.now, renewal, calendar, reason=reason, by=name)
    except Refused as refused:
        return worked.to_desk(f"desk.cannot_{refused.why}")
    promise = escalation.promise.change(clock.kind, lambda _: longer)
    worked = worked.now(promise=promise).noted(member.id, "extended", reason)
    deadline = Moment(longer.lines[-1].end)
    worked = worked.to_desk("desk.extended", {"deadline": deadline})
    return worked.to_person("relay", "case.extended", {"desk": name, "reason": reason, "deadline": deadline})


def _plain(reason: str) -> str:
    """A reason as it stands within a sentence of ours, which has a full stop of its own."""
    return reason.strip().rstrip(".").rstrip()


def deadline_of(promise: Promise) -> Moment | None:
    """Until when an answer or a decision is promised, None while none is."""
    clock = _nearest(promise)
    return Moment(clock.lines[-1].end) if clock else None


def owed(promise: Promise) -> dict[str, Value]:
    """What is promised next, and until when; nothing while nothing is."""
    clock = _nearest(promise)
    return (
        {"what": what(clock.kind), "owed": owed_label(clock.kind), "deadline": Moment(clock.lines[-1].end)}
        if clock
        else {}
    )


def what(kind: Kind) -> Label:
    """What a promise is of, within a sentence."""
    return Label("case.a_decision" if kind is Kind.DECISION else "case.an_answer")


def owed_label(kind: Kind) -> Label:
    """The same at the head of a sentence."""
    return Label("desk.owed_decision" if kind is Kind.DECISION else "desk.owed_answer")


def _nearest(promise: Promise) -> Clock | None:
    running = [clock for clock in promise.open if clock.kind is not Kind.ACKNOWLEDGEMENT and clock.deadline]
    return min(running, key=lambda clock: clock.lines[-1].end, default=None)
