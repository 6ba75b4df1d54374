"""One need, several desks: all are asked, the first to accept leads, and the rest are released."""

from dataclasses import replace

from bot.messages import Listed, Part, Quote, Reply, Say, Value

from .around import Around
from .cards import button, title_values
from .desks import Desk, Member
from .escalation import Escalation, Status
from .moving import LEAD, move
from .owning import claim
from .worked import Post, Worked


def invite(worked: Worked, around: Around) -> Worked:
    """The same question to the others, in their hours."""
    escalation = worked.escalation
    for helper in escalation.helpers:
        desk = around.book[helper]
        handle, opens = escalation.invitation(helper), Say("desk.thread", title_values(escalation))
        worked = worked.post(Post(helper, _invitation(escalation, desk, around), handle=handle, opens=opens))
    return worked


def _invitation(escalation: Escalation, desk: Desk, around: Around) -> Reply:
    others = [each for each in (escalation.desk, *escalation.helpers) if each != desk.id]
    names = Listed(tuple(around.book[each].name for each in others))
    values: dict[str, Value] = {**title_values(escalation), "desks": names}
    words: Part = Quote(escalation.words, escalation.shown_as)
    if desk.pointer:
        words = Say("desk.pointer", {"number": str(escalation.number)})
    choices = (button(escalation, "lead", "desk.lead"), button(escalation, "decline", "desk.decline"))
    return Reply("card", (Say("desk.invited", values), words), choices)


def lead(worked: Worked, desk: Desk, member: Member, around: Around) -> Worked:
    """They take it: it is theirs now, in the hands of whoever said so."""
    return claim(move(worked, desk, LEAD, around), member, around)


def decline(worked: Worked, desk: Desk, member: Member) -> Worked:
    """Not for them; the others still may."""
    escalation = worked.escalation
    worked = worked.now(helpers=tuple(each for each in escalation.helpers if each != desk.id))
    worked = worked.noted(member.id, "declined", desk.name)
    return worked.post(
        _told(escalation, desk.id, Say("desk.declined", {"number": str(escalation.number)}), at_once=True)
    )


def settled(worked: Worked, around: Around, *, by: str = "") -> Worked:
    """Somebody leads, or it is over: the rest need do nothing more. `by` is the desk where that was just done."""
    escalation = worked.escalation
    if escalation.status is Status.OPEN or not escalation.helpers:
        return worked
    number = str(escalation.number)
    said = Say("desk.released_over", {"number": number})
    if escalation.is_open:
        said = Say("desk.released", {"number": number, "desk": around.desk(escalation).name})
    posts = (_told(escalation, helper, said, at_once=helper == by) for helper in escalation.helpers)
    return replace(worked.now(helpers=()), posts=(*worked.posts, *posts))


def _told(escalation: Escalation, desk: str, said: Say, *, at_once: bool) -> Post:
    return Post(desk, Reply("card", (said,)), onto=escalation.invitation(desk), at_once=at_once)
