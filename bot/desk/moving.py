"""To another desk: offered to the entrepreneur first, with the time used going along; the third move is the last."""

from dataclasses import replace

from bot.messages import Choice, Say, Value

from .around import Around
from .cards import button, laid_out, title_values
from .desks import Desk, Member
from .escalation import Asked, Escalation, Offer, Pen, Status, Stop
from .pausing import deadline_of
from .worked import Post, Worked, line

TURNS = ("wrong", "passed_on")
"""The causes of moves that a desk asked for; so many, and the coordinator settles it."""

LEAD = "lead"
"""The cause of a move to one of several desks that were asked: no wrong turn."""

CONTESTED = "contested"
"""The cause of a move to the coordinator after the entrepreneur's no: a promise of its own begins there."""

THIRD = "third"
"""The cause of a move to the coordinator of what went from desk to desk."""

MOST_MOVES = 2
"""After so many moves the next one goes to the coordinator, who settles where it belongs."""

MOST_SHOWN = 3


def ask_where(worked: Worked, member: Member, around: Around, *, wrong: bool) -> Worked:
    """The desks it could go to; any other by the municipality's name, in the member's next words."""
    escalation = worked.escalation
    here, act = escalation.desk, "wrong" if wrong else "on"
    route = around.book.route(escalation.place or None)
    likely = [*([route.desk, *route.others] if route else []), around.book.coordinator(around.desk(escalation))]
    shown = list({desk.id: desk for desk in likely if desk.id != here}.values())[:MOST_SHOWN]
    choices = [Choice(f"e:{escalation.number}:{act}:{desk.id}", "choice.name", {"name": desk.name}) for desk in shown]
    worked = worked.now(pen=Pen(member.id, Asked.WRONG if wrong else Asked.MOVE))
    return worked.to_desk("desk.ask_where", None, *choices, button(escalation, "discard", "desk.discard"))


def pass_on(worked: Worked, member: Member, desk_id: str, around: Around, *, wrong: bool) -> Worked:
    """Offer it to the entrepreneur. The third time round it goes to the coordinator at once."""
    escalation = worked.escalation
    worked = worked.now(pen=None)
    target = around.book.get(desk_id)
    if target is None or not target.chat:
        return unknown(worked.now(pen=escalation.pen))
    if target.id == escalation.desk:
        return worked.to_desk("desk.here_already")
    if target.members and not target.present(around.now):
        return worked.to_desk("desk.nobody_there", {"desk": target.name})
    cause = "wrong" if wrong else "passed_on"
    worked = worked.noted(member.id, cause, target.id)
    here = around.desk(escalation)
    if _goes_round(escalation, here, around):
        settled = move(worked, around.book.coordinator(here), THIRD, around)
        return _told_of_it(settled, "case.third", around)
    worked = worked.now(offer=Offer(target.id, member.id, cause))
    worked = worked.to_desk("desk.offered", {"desk": target.name})
    return worked.to_person(
        "transfer",
        f"case.offer_{'complaint' if _is_about(escalation, target, around) else cause}",
        {"here": here.name, "desk": target.name},
        Choice(f"case:{escalation.number}:move", "case.agree"),
        Choice(f"case:{escalation.number}:stay", "case.refuse"),
    )


def answer_offer(worked: Worked, around: Around, *, agreed: bool) -> Worked:
    """The entrepreneur's yes or no."""
    escalation = worked.escalation
    offer = escalation.offer
    if offer is None or not escalation.is_open:
        return worked.to_person("ack", "case.no_offer")
    worked = worked.noted("person", "agreed" if agreed else "refused", offer.desk)
    if not agreed:
        stays = worked.now(offer=None).to_staff("desk.refused_move", {"desk": around.book[offer.desk].name})
        return stays.to_person("ack", "case.stays", {"desk": around.desk(escalation).name})
    return told(move(worked, around.book[offer.desk], offer.cause, around), around)


def unknown(worked: Worked) -> Worked:
    """A name that is no desk's; the next words are still asked for one."""
    return worked.to_desk("desk.unknown_desk", None, button(worked.escalation, "discard", "desk.discard"))


def _is_about(escalation: Escalation, desk: Desk, around: Around) -> bool:
    """Is it a complaint, and this the desk that it is about?"""
    route = around.book.route(escalation.place or None)
    return escalation.complaint and route is not None and route.desk.id == desk.id


def _goes_round(escalation: Escalation, here: Desk, around: Around) -> bool:
    """Has it been moved so often that the coordinator is to settle it? Who got it for that may send it where it
    belongs."""
    settles = bool(escalation.stops) and escalation.stops[-1].cause == THIRD
    moves = sum(stop.cause in TURNS for stop in escalation.stops)
    return moves >= MOST_MOVES and not settles and around.book.coordinator(here).id != here.id


def told(worked: Worked, around: Around) -> Worked:
    """The entrepreneur learns who has it and until when."""
    return _told_of_it(worked, "case.moved", around)


def _told_of_it(worked: Worked, key: str, around: Around) -> Worked:
    values: dict[str, Value] = {"desk": around.desk(worked.escalation).name}
    if deadline := deadline_of(worked.escalation.promise):
        return worked.to_person("relay", f"{key}_until", values | {"deadline": deadline})
    return worked.to_person("relay", key, values)


def move(worked: Worked, target: Desk, cause: str, around: Around) -> Worked:
    """It is at another desk now: a new card there, the old one says so, the used time goes along."""
    if target.id == worked.escalation.desk:
        return worked.to_staff("desk.stays_here").now(offer=None)
    escalation, here = worked.escalation, around.desk(worked.escalation)
    left = line("card", "desk.card", title_values(escalation))
    left = replace(left, parts=(*left.parts, Say("desk.left", {"desk": target.name})))
    worked = worked.to_staff(f"desk.left{'_contested' if cause == CONTESTED else ''}", {"desk": target.name})
    return rehomed(worked.post(Post(here.id, left, onto=escalation.card)), target, cause, around)


def rehomed(worked: Worked, target: Desk, cause: str, around: Around) -> Worked:
    """It is at another desk now, whatever has become of the one before."""
    escalation = worked.escalation
    used = max((clock.used(around.now) for clock in escalation.promise.open), default=0)
    moved = replace(
        escalation,
        desk=target.id,
        promise=escalation.promise.transfer(around.now, target.calendar, target.name),
        stops=(*escalation.stops, Stop(escalation.desk, used, cause)),
        offer=None,
        pen=None,
        draft=None,
        status=Status.OPEN,
        owner="",
        unowned_since=around.now,
    )
    return laid_out(replace(worked, escalation=moved).noted("bot", "moved", target.id), around)
