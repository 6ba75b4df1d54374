"""The ladder tells deputy, manager and coordinator at fixed shares of the promise, and only while they work."""

import random
from datetime import datetime, timedelta

import pytest

from bot.promise import Clock, Kind, Ladder, Level, Limit, Origin, Rung, WorkingCalendar, WorkingDays, WorkingMinutes
from promise.desks import REAL, at, shown
from promise.lives import Life

OFFICE = REAL["office"]
FRIDAY = at("2026-11-20 10.15")
LADDER = Ladder(OFFICE)
TWO_DAYS = WorkingDays(2)


def clock(limit: Limit = TWO_DAYS, asked: datetime = FRIDAY) -> Clock:
    return Clock(Kind.FIRST_ANSWER, limit, Origin(Level.NATION), asked).begin(asked, OFFICE)


def steps(of: Clock, ladder: Ladder = LADDER, *, taken: bool = False) -> list[str]:
    return [f"{shown(step.at)[5:]} {step.rung}" for step in ladder.steps(of, taken=taken)]


def test_half_four_fifths_and_the_first_minute_too_late() -> None:
    # 1020 minutes: 510 and 816 of them are gone Monday 10.15 and 15.21.
    assert steps(clock()) == ["11-23 10.15 deputy", "11-23 15.21 manager", "11-24 10.16 coordinator"]


def test_a_share_is_rounded_up_to_whole_minutes() -> None:
    assert steps(clock(WorkingMinutes(7))) == ["11-20 10.19 deputy", "11-20 10.21 manager", "11-20 10.23 coordinator"]


def test_a_step_that_falls_at_closing_waits_for_the_morning() -> None:
    # Asked at opening: half of one day is at 12.15, all of it at 16.30, and 16.31 is Tuesday morning.
    assert steps(clock(WorkingDays(1), at("2026-11-23 08.00")))[2] == "11-24 08.00 coordinator"
    assert steps(clock(WorkingDays(2), at("2026-11-19 08.00")))[0] == "11-20 08.00 deputy"
    assert steps(clock(WorkingDays(1), at("2026-06-18 08.00")))[2] == "06-22 08.00 coordinator", "over Midsummer"


def test_the_coordinator_is_told_in_hours_of_their_own() -> None:
    ladder = Ladder(REAL["round the clock"], coordinator=OFFICE)
    late = clock(WorkingMinutes(375))  # Friday 16.30
    assert steps(late, ladder)[2] == "11-23 08.00 coordinator"
    assert [step.rung for step in ladder.due(late, at("2026-11-22 03.00"))] == [Rung.DEPUTY, Rung.MANAGER]


def test_a_case_that_someone_has_taken_is_silent_until_it_is_broken() -> None:
    assert steps(clock(), taken=True) == ["11-24 10.16 coordinator"]
    assert LADDER.due(clock(), at("2026-11-23 16.00"), taken=True) == ()
    assert LADDER.next_moment(clock(), taken=True) == at("2026-11-24 10.16")


def test_a_rung_is_climbed_once_and_the_next_one_is_waited_for() -> None:
    running, monday = clock(), at("2026-11-23 10.15")
    assert LADDER.next_moment(running) == monday
    assert LADDER.due(running, monday - timedelta(minutes=1)) == ()
    (step,) = LADDER.due(running, monday)
    assert step.rung is Rung.DEPUTY
    climbed = running.climb(step.rung)
    assert LADDER.due(climbed, monday) == ()
    assert LADDER.next_moment(climbed) == at("2026-11-23 15.21")
    all_climbed = climbed.climb(Rung.MANAGER).climb(Rung.COORDINATOR)
    assert LADDER.next_moment(all_climbed) is None


def test_what_was_missed_while_nobody_looked_waits_for_the_morning() -> None:
    night = at("2026-11-24 02.00")
    assert LADDER.due(clock(), night) == ()
    assert LADDER.next_moment(clock(), night) == at("2026-11-24 08.00")
    assert [step.rung for step in LADDER.due(clock(), at("2026-11-24 08.00"))] == [Rung.DEPUTY, Rung.MANAGER]


def test_a_pause_stops_the_ladder_until_it_has_lasted_long() -> None:
    paused = clock().pause(at("2026-11-23 10.14"), reason="ritning", by="Sjöbo")
    assert steps(paused) == ["12-07 10.14 long_pause"]
    assert LADDER.next_moment(paused) == at("2026-12-07 10.14")
    gone_on = paused.resume(at("2026-11-30 10.14"), OFFICE)
    assert steps(gone_on)[0] == "11-30 10.15 deputy", "the minute that was left of the first half"


def test_nothing_climbs_for_what_has_ended_or_not_begun() -> None:
    waiting = Clock(Kind.DECISION, TWO_DAYS, Origin(Level.NATION), FRIDAY)
    assert steps(waiting) == []
    assert LADDER.next_moment(clock().satisfy(FRIDAY)) is None
    assert LADDER.due(clock().satisfy(at("2026-12-01 10.14")), at("2026-12-01 10.15")) == ()


def test_nobody_is_told_anything_outside_their_hours_whatever_happens_to_the_clock() -> None:
    chance = random.Random(13)
    told = 0
    for _ in range(300):
        life = Life.begin(chance)
        coordinator = chance.choice([None, OFFICE, REAL["nights"]])
        for _ in range(6):
            ladder = Ladder(REAL[life.desk], coordinator)
            for step in ladder.steps(life.clock):
                hours = (
                    coordinator if coordinator and step.rung in (Rung.COORDINATOR, Rung.LONG_PAUSE) else ladder.hours
                )
                assert hours.is_open(step.at), (life.told, step)
            for now in (life.now, life.now + timedelta(minutes=chance.randrange(10_000))):
                for step in ladder.due(life.clock, now):
                    told += 1
                    hours = (
                        coordinator
                        if coordinator and step.rung in (Rung.COORDINATOR, Rung.LONG_PAUSE)
                        else ladder.hours
                    )
                    assert hours.is_open(now), (life.told, step)
                    assert step.at <= now
                    life.clock = life.clock.climb(step.rung)
                following = ladder.next_moment(life.clock, now)
                assert following is None or following >= now
            life.step()
    assert told > 300


def hours_of(ladder: Ladder, rung: Rung) -> WorkingCalendar:
    told = {Rung.DEPUTY: ladder.hours, Rung.MANAGER: ladder.hours}
    return told.get(rung, ladder.coordinator or ladder.hours)


@pytest.mark.parametrize("rungs", [(Rung.DEPUTY, Rung.MANAGER, Rung.COORDINATOR)])
def test_the_rungs_come_in_order_for_a_promise_of_any_length(rungs: tuple[Rung, ...]) -> None:
    for minutes in (1, 2, 3, 10, 509, 510, 511, 5000):
        assert tuple(step.rung for step in LADDER.steps(clock(WorkingMinutes(minutes)))) == rungs
