"""Some weeks of a desk with its absences. `python -m tests.year` plays the whole year; `make bench` measures it."""

import year

from bot.turn import Guide


def test_staff_are_left_in_peace_at_night_and_every_question_is_somebodys(guide: Guide) -> None:
    played = year.played(guide, cases=40, days=12)
    assert played.said_to_staff > 400
    assert played.at_night == []
    assert played.unowned == []
    numbers = [each.number for each in played.escalations]
    assert numbers == list(range(1, 41))
    assert any(away.since for member in played.book[year.DESK].members for away in member.away)
    still = [each for each in played.escalations if each.is_open]
    assert all(each.reopened for each in still), "what was worked through to its end is open only if written to again"
    assert len(still) < 5


def test_a_year_is_the_same_each_time(guide: Guide) -> None:
    first, second = (year.played(guide, cases=6, days=3, seed=5).escalations for _ in range(2))
    assert first == second
