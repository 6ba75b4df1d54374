"""What a question must hold before its clock begins: what is missing is said, and either side may say that it came."""

from bot.messages import Choice, Listed, Value
from bot.promise import Kind, Promise

from .around import Around
from .desks import Member
from .pausing import owed
from .worked import Worked


def asked_for(worked: Worked, key: str, around: Around) -> Worked:
    """The entrepreneur hears what is missing, and what to press when it has come."""
    escalation = worked.escalation
    values: dict[str, Value] = {
        "desk": around.desk(escalation).name,
        "needs": Listed(escalation.promise.missing),
    }
    choice = Choice(f"case:{escalation.number}:complete", "case.all_there")
    return worked.to_person("relay", key, values, choice)


def by_person(worked: Worked, around: Around) -> Worked:
    """All is there, says the entrepreneur: the clock begins. What the desk still lacks it asks for, with a pause."""
    if not worked.escalation.is_open:
        return worked.to_person("ack", "case.over")
    if not worked.escalation.promise.missing:
        return worked.to_person("ack", "case.is_open")
    worked, values = _begun(worked, around)
    worked = worked.noted("person", "all_there")
    return worked.to_staff("desk.began", values).to_person("relay", "case.began", values)


def by_desk(worked: Worked, member: Member, around: Around) -> Worked:
    """All is there, says the desk."""
    if not worked.escalation.promise.missing:
        return worked.to_desk("desk.not_paused")
    worked, values = _begun(worked, around)
    worked = worked.noted(member.id, "complete")
    named = values | {"desk": around.desk(worked.escalation).name}
    return worked.to_desk("desk.starts", values).to_person("relay", "case.has_all", named)


def _begun(worked: Worked, around: Around) -> tuple[Worked, dict[str, Value]]:
    """With the clock going, and what is owed now until when."""
    promise, calendar = worked.escalation.promise, around.calendar(worked.escalation)
    there = frozenset(need.id for need in promise.missing)
    begun = promise.complete(there, around.now, calendar)
    return worked.now(promise=begun), owed(_waited(promise, begun))


def _waited(before: Promise, after: Promise) -> Promise:
    """Only what has begun with it."""
    waited = {clock.kind for clock in before.open if clock.missing and clock.kind is not Kind.ACKNOWLEDGEMENT}
    return Promise(tuple(clock for clock in after.open if clock.kind in waited))
