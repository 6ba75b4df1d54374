"""What changes a follow-up: an answer, another day, other hours, a milestone, a stop.

Every function takes a `FollowUp` and gives the next one. One that was stopped stays as it is, whatever is done to it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from knowledge import Plan

from .dates import Due, chosen, milestone_dates
from .following import Ended, FollowUp, settled
from .hours import Hours, instant, next_open, on_day

APART = timedelta(days=7)
"""Between a check-in at a moment that somebody chose, or that a milestone brought, and the plan's next."""


def answered(follow_up: FollowUp) -> FollowUp:
    """The person answered, be it late: no reminder follows, and the silences are forgotten."""
    if follow_up.ended is Ended.STOPPED:
        return follow_up
    return settled(replace(follow_up, asked=None, silences=0))


def put_off(follow_up: FollowUp, until: datetime, hours: Hours) -> FollowUp:
    """Ask then instead: what waits for an answer, else what would come next. Raises NoHours.

    What was planned before that moment, or soon after it, is asked then too, as one: the last of it. What an earlier
    day had taken in is planned again. With nothing to put off it is left as it was.
    """
    if follow_up.ended:
        return follow_up
    planned = _as_before(follow_up)
    first = follow_up.asked.due if follow_up.asked else min(planned, default=None)
    if first is None:
        return follow_up
    moved = chosen(first, until, hours)
    others = [due for due in planned if due != first]
    overtaken = [due for due in others if due.at <= moved.at or (not due.own and _soon_after(moved.at, due, first.at))]
    later = [due for due in others if due not in overtaken]
    if overtaken:
        moved = replace(max(overtaken), at=moved.at, own=True)
    gave_way = (first, *overtaken)
    return replace(follow_up, planned=tuple(sorted([moved, *later])), asked=None, silences=0, gave_way=gave_way)


def _as_before(follow_up: FollowUp) -> tuple[Due, ...]:
    """What is planned, with what gave way to a day of their own that they now change."""
    back = {due.key for due in follow_up.gave_way}
    chosen_before = [due for due in follow_up.planned if due.own and due.key in back]
    if follow_up.asked or not chosen_before:
        return follow_up.planned
    kept = [due for due in follow_up.planned if due not in chosen_before]
    return tuple(sorted([*kept, *(due for due in follow_up.gave_way if due.key not in {each.key for each in kept})]))


def _soon_after(moment: datetime, due: Due, since: datetime) -> bool:
    """Does a check-in come so soon after a moment that it would ask the same thing? A week, in a plan of days."""
    return due.at - moment <= min(APART, max(due.at - since, timedelta()) / 2)


def moved(follow_up: FollowUp, key: str, to: datetime, hours: Hours) -> FollowUp:
    """One planned check-in at another moment; one that was planned at that very moment gives way. Raises KeyError if
    none is planned by that key, NoHours."""
    if follow_up.ended:
        return follow_up
    by_key = {due.key: due for due in follow_up.planned}
    due = chosen(by_key.pop(key), to, hours)
    others = (each for each in by_key.values() if each.at != due.at)
    return replace(follow_up, planned=tuple(sorted([due, *others])))


def refitted(follow_up: FollowUp, before: Hours, hours: Hours) -> FollowUp:
    """The follow-up after the person asked for other hours: each day kept if it can be. Raises NoHours."""
    fitted = {due.at: due for due in (_refit(each, before, hours) for each in follow_up.planned)}
    gave_way = tuple(_refit(each, before, hours) for each in follow_up.gave_way)
    return replace(follow_up, planned=tuple(sorted(fitted.values())), gave_way=gave_way)


def _refit(due: Due, before: Hours, hours: Hours) -> Due:
    wall = before.wall(due.at)
    if due.own and before.zone != hours.zone:
        return chosen(due, instant(wall.date(), wall.time(), hours), hours)  # the same hour on the clock where they are
    if due.own and wall.isoweekday() not in hours.avoid | (before.days - hours.days):
        return due
    if wall.time() == before.hour:
        return replace(due, at=on_day(wall.date(), hours), own=False)
    return replace(due, at=next_open(due.at, hours), own=False)


def reached(follow_up: FollowUp, plan: Plan, milestone: str, at: datetime, hours: Hours) -> FollowUp:
    """A milestone is reached: its steps are planned, once. Raises KeyError on an unknown one, NoHours."""
    if follow_up.ended in (Ended.STOPPED, Ended.SILENT):
        return follow_up
    known = follow_up.used | {due.key for due in follow_up.planned}
    taken = {due.at for due in follow_up.planned}
    new = [
        due
        for due in milestone_dates(plan, milestone, at, hours)
        if due.key not in known and due.at not in taken  # what is asked at that very moment will do
    ]
    kept = [due for due in follow_up.planned if not any(_asked_by(one, due, plan, at) for one in new)]
    return settled(replace(follow_up, planned=tuple(sorted([*kept, *new])), ended=None))


def _asked_by(milestone: Due, due: Due, plan: Plan, at: datetime) -> bool:
    """Is what the plan asks asked by a milestone's check-in already? What somebody chose stays, and the outcome."""
    own = due.own or any(step.id == due.step and step.outcome for step in plan.steps)
    return not own and due.at >= milestone.at and _soon_after(milestone.at, due, at)


def stopped(follow_up: FollowUp) -> FollowUp:
    """Nothing more, ever: what was planned and what waited for an answer is dropped."""
    return replace(follow_up, planned=(), asked=None, ended=Ended.STOPPED, gave_way=())
