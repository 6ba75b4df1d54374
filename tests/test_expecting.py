"""When an answer is likely: on queues that are played through, with people who come and go."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.desk import Away, Desk, Member
from bot.desk.expecting import LEAST, Earlier, expected
from bot.promise import NATION, OFFICE_WEEK, SWEDEN, Limits, WorkingCalendar

MONDAY = datetime.fromisoformat("2026-09-07T08:00:00+02:00")
CALENDAR = WorkingCalendar.of(OFFICE_WEEK)


def desk(people: int, *away: Away) -> Desk:
    members = tuple(Member(f"U{number}", f"Person {number}", away=away if number else ()) for number in range(people))
    return Desk("1265", "Kommunen i Sjöbo", "slack:T1:C1", CALENDAR, Limits(NATION), members)


def queue(chance: random.Random, at: Desk, count: int, between: float, work: float) -> list[Earlier]:
    """So many questions as they go: each is taken in turn by whoever is free first, and takes about `work` minutes."""
    free = [0] * len(at.members)
    came, found = 0.0, []
    for _ in range(count):
        came += chance.expovariate(1 / between)
        who = min(range(len(free)), key=lambda each: free[each])
        free[who] = round(max(came, free[who]) + chance.uniform(0.5, 1.5) * work)
        opened, answered = (CALENDAR.add(MONDAY, round(minutes)) for minutes in (came, free[who]))
        found.append(Earlier(opened, answered, answered))
    return found


def seen_at(moment: datetime, whole: list[Earlier]) -> list[Earlier]:
    """What a desk knows at a moment: what comes later has not happened."""
    known = [each for each in whole if each.opened < moment]
    return [each if each.answered and each.answered <= moment else Earlier(each.opened, None, None) for each in known]


def guesses(chance: random.Random, people: int, between: float) -> Iterator[tuple[datetime, Earlier]]:
    at = desk(people)
    whole = queue(chance, at, 120, between, 45)
    for asked in whole[40:]:
        if guess := expected(seen_at(asked.opened, whole)[-40:], at, asked.opened):
            yield guess, asked


@pytest.mark.parametrize(("people", "between"), [(1, 70), (1, 50), (3, 30), (3, 17), (5, 60)])
def test_most_answers_come_by_then_on_quiet_and_on_busy_days(people: int, between: float) -> None:
    found = [each for seed in range(6) for each in guesses(random.Random(seed), people, between)]
    in_time = sum(asked.answered is not None and asked.answered <= guess for guess, asked in found) / len(found)
    assert 0.6 < in_time < 0.99
    too_long = [CALENDAR.between(asked.answered, guess) for guess, asked in found if asked.answered]
    assert sorted(too_long)[len(too_long) // 2] < 150, "and not hours too late"


def answered(count: int, minutes: int = 60) -> list[Earlier]:
    """One question a day, each answered in so many minutes."""
    opened = [MONDAY + timedelta(days=day, hours=2) for day in (0, 1, 2, 3, 4, 7, 8)[:count]]
    return [Earlier(at, at + timedelta(minutes=minutes), at + timedelta(minutes=minutes)) for at in opened]


NOW = MONDAY + timedelta(days=9, hours=1)


def test_the_more_wait_and_the_fewer_are_there_the_later() -> None:
    def at(waiting: int, here: Desk) -> datetime:
        open_ones = [Earlier(NOW - timedelta(minutes=1 + each), None, None) for each in range(waiting)]
        found = expected([*answered(LEAST), *open_ones], here, NOW)
        assert found
        return found

    ill = desk(2, Away(NOW - timedelta(hours=1), NOW + timedelta(days=2)))
    assert [at(waiting, desk(2)).astimezone(SWEDEN).hour for waiting in (0, 1, 2, 4)] == [10, 10, 11, 12]
    assert [at(waiting, ill).astimezone(SWEDEN).hour for waiting in (0, 1, 2)] == [10, 11, 12]


def test_little_is_known_or_nobody_is_there_and_nothing_is_said() -> None:
    assert expected(answered(LEAST - 1), desk(2), NOW) is None
    assert expected(answered(LEAST), desk(0), NOW) is None
    assert expected([], desk(2), NOW) is None


def test_it_is_told_as_a_half_hour_in_which_the_desk_works() -> None:
    assert expected(answered(LEAST, minutes=47), desk(1), NOW) == NOW + timedelta(minutes=60)
    evening = MONDAY + timedelta(days=9, hours=8, minutes=10)
    found = expected(answered(LEAST, minutes=47), desk(1), evening)
    assert found == MONDAY + timedelta(days=10, minutes=30)
