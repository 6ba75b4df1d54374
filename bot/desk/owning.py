"""Whose it is: never nobody's for more than a working hour, and never quietly late."""

from collections.abc import Iterator
from datetime import datetime

from bot.messages import Choice, Label, Moment, Value
from bot.promise import Clock, Kind, Rung

from .around import Around
from .cards import title_values
from .desks import Member, Role
from .escalation import MOST_PROMISED, Escalation, Status
from .moving import TURNS, move, told
from .pausing import deadline_of, owed_label, what
from .worked import Post, Worked, line

MINUTES_UNOWNED = 60
"""Working minutes that a case may be nobody's."""

_ROLES = {Rung.DEPUTY: Role.DEPUTY, Rung.MANAGER: Role.MANAGER}

_SAID_UNSEEN = {
    Rung.DEPUTY: "desk.unseen_deputy",
    Rung.MANAGER: "desk.unseen_manager",
    Rung.COORDINATOR: "desk.unseen_coordinator",
}
"""What is said while nobody has shown that the desk has it: of a sign of life, not of an answer."""


def claim(worked: Worked, member: Member, around: Around) -> Worked:
    """Somebody takes it; the entrepreneur learns that a person has it."""
    escalation = worked.escalation
    if escalation.owner == member.id and escalation.status is not Status.OPEN:
        return worked.to_desk("desk.yours_already")
    if escalation.owner and escalation.status is not Status.OPEN:
        owner = around.desk(escalation).member(escalation.owner)
        if owner and owner.is_present(around.now):
            return worked.to_desk("desk.taken_already", {"name": owner.name})
    first = escalation.status is Status.OPEN
    status = Status.CLAIMED if first else escalation.status
    worked = worked.now(
        owner=member.id,
        unowned_since=None,
        nobody_told=False,
        status=status,
        promise=escalation.promise.acknowledge(around.now),
    ).noted(member.id, "claimed")
    worked = worked.to_desk("desk.claimed", {"name": member.name})
    return worked.to_person("relay", "case.claimed", {"desk": around.desk(escalation).name}) if first else worked


# --- time -------------------------------------------------------------------


def tick(worked: Worked, around: Around) -> Worked:
    """All that has fallen due. Nothing here reaches staff outside their hours: the ladder's moments are in them."""
    if not worked.escalation.is_open:
        return worked
    worked = _owned(worked, around)
    for clock in worked.escalation.promise.open:
        taken = worked.escalation.status is not Status.OPEN
        for step in around.ladder(worked.escalation).due(clock, around.now, taken=taken):
            worked = _climbed(worked, clock.kind, step.rung, around)
    return worked


def next_moment(escalation: Escalation, around: Around) -> datetime | None:
    """When to look again."""
    return min(_moments(escalation, around), default=None) if escalation.is_open else None


def _moments(escalation: Escalation, around: Around) -> Iterator[datetime]:
    calendar, desk = around.calendar(escalation), around.desk(escalation)
    if escalation.unowned_since:
        yield calendar.next_open(max(calendar.add(escalation.unowned_since, MINUTES_UNOWNED), around.now)).at
    elif owner := desk.member(escalation.owner):
        leaves = [away.since for away in owner.away if away.until > around.now]
        yield from (calendar.next_open(max(since, around.now)).at for since in leaves)
    elif escalation.owner:  # who is at the desk no more
        yield calendar.next_open(around.now).at
    taken = escalation.status is not Status.OPEN
    for clock in escalation.promise.open:
        if moment := around.ladder(escalation).next_moment(clock, around.now, taken=taken):
            yield moment


def _owned(worked: Worked, around: Around) -> Worked:
    """Nobody has had it for a working hour, or its owner is away: somebody who is there has it now."""
    escalation = worked.escalation
    desk, calendar = around.desk(escalation), around.calendar(escalation)
    owner = desk.member(escalation.owner)
    if owner and owner.is_present(around.now):
        return worked
    since = escalation.unowned_since
    if since and calendar.between(since, around.now) < MINUTES_UNOWNED:
        return worked
    if not calendar.is_open(around.now):
        return worked
    stand_in = desk.stand_in(around.now, besides=escalation.owner)
    if stand_in is None:
        return _to_coordinator(worked, around)
    why = "away" if owner else "unowned"
    worked = worked.now(owner=stand_in.id, unowned_since=None, nobody_told=False).noted("bot", why, stand_in.id)
    return worked.to_staff(f"desk.assigned_{why}", {"name": stand_in.name})


def _to_coordinator(worked: Worked, around: Around) -> Worked:
    desk = around.desk(worked.escalation)
    coordinator = around.book.coordinator(desk)
    if coordinator.id == desk.id:
        # Nobody is left to give it to: it stays in sight, and the ladder goes on.
        waits = worked.now(unowned_since=around.now, nobody_told=True)
        told_before = worked.escalation.nobody_told
        return waits if told_before else waits.noted("bot", "nobody").to_staff("desk.nobody")
    return told(move(worked, coordinator, "nobody", around), around)


def _climbed(worked: Worked, kind: Kind, rung: Rung, around: Around) -> Worked:
    escalation = worked.escalation
    desk = around.desk(escalation)
    worked = worked.now(promise=escalation.promise.change(kind, lambda clock: clock.climb(rung)))
    worked = worked.noted("bot", rung)
    if kind is Kind.ACKNOWLEDGEMENT and not _speaks_of_it(escalation, rung):
        return _broken(worked, kind, around) if rung is Rung.COORDINATOR else worked
    said = _SAID_UNSEEN.get(rung, "") if kind is Kind.ACKNOWLEDGEMENT else ""
    said = said or f"desk.rung_{rung}"
    if rung in _ROLES:
        role = desk.who(_ROLES[rung], around.now) or desk.stand_in(around.now)
        clock = escalation.promise.of(kind)
        deadline = Moment(clock.deadline) if clock and clock.deadline else Moment(around.now)
        values: dict[str, Value] = {"name": role.name if role else "", "deadline": deadline}
        if kind is not Kind.ACKNOWLEDGEMENT:
            values |= {"owed": owed_label(kind), "undone": _undone(kind)}
        return worked.to_staff(said, values)
    coordinator = around.book.coordinator(desk)
    told_values = {**title_values(escalation), "desk": desk.name}
    late = escalation.promise.of(kind)
    if rung is Rung.COORDINATOR and coordinator.id == desk.id and late and late.turn >= MOST_PROMISED:
        return _broken(worked, kind, around)  # what is said there of it says this too
    worked = worked.post(Post(coordinator.id, line("desk", said, told_values)))
    return _broken(worked, kind, around) if rung is Rung.COORDINATOR else worked


def _undone(kind: Kind) -> Label:
    return Label("desk.undone_decision" if kind is Kind.DECISION else "desk.undone_answer")


def _speaks_of_it(escalation: Escalation, rung: Rung) -> bool:
    """Is a step towards a sign of life said aloud? Not once somebody has it, nor when it was promised anew; and when
    it never came, the answer's own clock speaks as long as there is one."""
    clocks = escalation.promise.open
    anew = any(clock.kind is Kind.ACKNOWLEDGEMENT and clock.turn > 1 for clock in clocks)
    if rung is Rung.COORDINATOR:
        return not anew and all(clock.kind is Kind.ACKNOWLEDGEMENT for clock in clocks)
    return not anew and not escalation.owner


def _broken(worked: Worked, kind: Kind, around: Around) -> Worked:
    """The entrepreneur is told before they have to ask: what was promised, that it was not kept, the new date."""
    escalation = worked.escalation
    late = escalation.promise.of(kind)
    if late and late.turn >= MOST_PROMISED:
        return _given_up(worked, kind, around)
    promise = escalation.promise.renew(kind, around.now, around.calendar(escalation))
    worked = worked.now(promise=promise)
    if kind is Kind.ACKNOWLEDGEMENT:
        # They were promised a sign of life, not an answer; the answer's own date still holds.
        return worked
    values = _broken_values(late, worked, around)
    coordinator = around.book.coordinator(around.desk(escalation))
    key = "case.broken" if coordinator.id != escalation.desk else "case.broken_here"
    if late and late.turn == MOST_PROMISED - 1 and coordinator.id != escalation.desk:
        # One message with one date: that of the coordinator's own hours.
        worked, key = move(worked, coordinator, "broken", around), "case.broken_moved"
    deadline = deadline_of(worked.escalation.promise)
    return worked.to_person("broken_promise", key, values | {"deadline": deadline or ""})


def _cause(escalation: Escalation, around: Around) -> str:
    """Why it is late, as the texts name it: what the record shows, never a guess."""
    owner = around.desk(escalation).member(escalation.owner)
    if owner and not owner.is_present(around.now):
        return "case.late_away"
    if escalation.status is Status.OPEN:
        went_astray = any(stop.cause in TURNS for stop in escalation.stops)
        return "case.late_moved" if went_astray else "case.late_untaken"
    return "case.late_taken"


def _given_up(worked: Worked, kind: Kind, around: Around) -> Worked:
    """No further date would be believed: none is promised, and the entrepreneur is told how else to get through."""
    escalation = worked.escalation
    promise = escalation.promise.change(kind, lambda clock: clock.satisfy(around.now))
    worked = worked.now(promise=promise)
    if kind is Kind.ACKNOWLEDGEMENT:
        return worked
    worked = worked.noted("bot", "given_up")
    desk = around.desk(escalation)
    worked = worked.to_staff("desk.given_up", {"number": str(escalation.number)})
    contact = Choice("contact", "human.contact")
    return worked.to_person("broken_promise", "case.given_up", {"desk": desk.name}, contact)


def _broken_values(late: Clock | None, worked: Worked, around: Around) -> dict[str, Value]:
    desk = around.desk(worked.escalation)
    return {
        "what": what(late.kind) if late else "",
        "why": Label(_cause(worked.escalation, around)),
        "desk": desk.name,
        "coordinator": around.book.coordinator(desk).name,
        "before": Moment(late.deadline) if late and late.deadline else "",
    }
