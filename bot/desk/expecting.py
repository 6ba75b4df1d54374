"""When an answer is likely: from what the desk has done lately, who is there, and how much waits. Never a promise."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from .desks import Desk

LEAST = 5
"""Questions that must have been answered before anything is said: fewer tell nothing of what is usual."""

SURE = 0.75
"""The share of the last questions that went as fast, by what is said."""

STEP = timedelta(minutes=30)
"""What is told is rounded up to this: a minute would look like a promise."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question that came before: when, when it was answered, and when it waited no more (answered or closed)."""

    opened: datetime
    answered: datetime | None
    ended: datetime | None


def expected(earlier: Sequence[Earlier], desk: Desk, now: datetime) -> datetime | None:
    """By when an answer to a question that comes now is likely, None if nothing can be said.

    People answer side by side and the oldest first: with seven waiting and three there, a new question is answered in
    the third round. How long a round takes is what it took lately, in working minutes.
    """
    answered = [each for each in earlier if each.answered]
    if len(answered) < LEAST or not desk.present(now):
        return None
    opened = sorted(each.opened for each in earlier)
    ended = sorted(each.ended for each in earlier if each.ended)

    def round_at(at: datetime) -> int:
        """In which round a question that comes at a moment is answered."""
        waiting = max(0, bisect_left(opened, at) - bisect_right(ended, at))
        return waiting // max(1, len(desk.present(at))) + 1

    rounds = sorted(
        desk.calendar.between(each.opened, each.answered) / round_at(each.opened) for each in answered if each.answered
    )
    usual = rounds[ceil(SURE * len(rounds)) - 1]
    return _rounded(desk, desk.calendar.add(now, ceil(usual * round_at(now))))


def _rounded(desk: Desk, at: datetime) -> datetime:
    """Up to the next half hour, unless that lies after the desk has closed."""
    over = timedelta(minutes=at.minute % 30, seconds=at.second)
    later = at + (STEP - over if over else timedelta())
    return later if desk.calendar.is_open(later - timedelta(minutes=1)) else at
