"""From one person at a desk to another: never to somebody who is away, whoever stands in for them."""

from bot.messages import Day, Listed, Value
from bot.promise import wall

from .around import Around
from .desks import Member
from .escalation import Status
from .worked import Worked


def hand_to(worked: Worked, member: Member, name: str, around: Around) -> Worked:
    """Somebody else of the desk has it now, if they are there to have it."""
    escalation, desk = worked.escalation, around.desk(worked.escalation)
    other = desk.named(name)
    if other is None:
        names = Listed(tuple(each.name for each in desk.members if each.name))
        return worked.to_desk("upkeep.unknown_name", {"name": name, "names": names})
    if escalation.owner == other.id and escalation.status is not Status.OPEN:
        return worked.to_desk("desk.taken_already", {"name": other.name})
    if absence := other.absence(around.now):
        there = desk.stand_in(around.now, besides=other.id)
        told: dict[str, Value] = {"name": other.name, "back": Day(wall(absence.until).date())}
        if there is None:
            return worked.to_desk("desk.hand_absent", told)
        return worked.to_desk("desk.hand_absent_but", told | {"there": there.name})
    first = escalation.status is Status.OPEN
    worked = worked.now(
        owner=other.id,
        unowned_since=None,
        status=Status.CLAIMED if first else escalation.status,
        promise=escalation.promise.acknowledge(around.now),
    ).noted(member.id, "handed", other.id)
    worked = worked.to_desk("desk.handed", {"name": other.name})
    return worked.to_person("relay", "case.claimed", {"desk": desk.name}) if first else worked
