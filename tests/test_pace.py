"""The pace: never faster than a rate allows, whatever is asked of it, and never slower than needed."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.pace import KEPT, Bucket, Pace, Rate

RATES = st.builds(Rate, st.floats(0.05, 50), st.integers(1, 30).map(float))
GAPS = st.lists(st.one_of(st.just(0.0), st.floats(0, 5)), min_size=1, max_size=80)
START = 1_800_000_000.0
HAIR = 1e-3
"""Seconds of today hold seven digits behind the point."""


PLENTY = Rate(1000, 1000)


def pace(chat: Rate, group: Rate | None = None, together: Rate | None = None) -> Pace:
    return Pace(chat, group or chat, together or chat, is_group=lambda address: address.startswith("-"))


def fits(times: list[float], rate: Rate) -> bool:
    """Are there never more than burst + rate · t in any window of t seconds?"""
    return all(
        last - first + 1 <= rate.burst + rate.per_second * (times[last] - times[first]) + HAIR * (1 + rate.per_second)
        for first in range(len(times))
        for last in range(first, len(times))
    )


@given(RATES, GAPS)
def test_a_chat_never_gets_more_than_its_burst_and_its_rate(rate: Rate, gaps: list[float]) -> None:
    paces = pace(rate)
    assert fits([at for at in accumulate(gaps, initial=START) if paces.wait("7", at) == 0], rate)


@given(RATES, GAPS)
def test_pushes_never_get_more_than_their_burst_and_their_rate_together(rate: Rate, gaps: list[float]) -> None:
    paces, times = pace(PLENTY, together=rate), list[float]()
    for at in accumulate(gaps, initial=START):
        for number in range(paces.push_room(at)):
            assert paces.wait(f"{number}", at) == 0
            times.append(at)
    assert fits(times, rate)


@given(RATES, st.lists(st.tuples(st.floats(0, 2), st.integers(0, 5)), min_size=1, max_size=40))
def test_replies_do_not_wait_for_pushes_and_pushes_make_way_for_them(
    rate: Rate, replies: list[tuple[float, int]]
) -> None:
    paces, sent, at, asked = pace(PLENTY, together=rate), 0, START, 0
    for gap, several in replies:
        at += gap
        for number in range(several):
            assert paces.wait(f"person {asked} {number}", at) == 0, "a reply never waits for the rest"
        asked += several
        room = paces.push_room(at)
        for number in range(room):
            paces.wait(f"push {sent} {number}", at)
        sent += room
        allowed = rate.burst + rate.per_second * (at - START) + HAIR * (1 + rate.per_second)
        assert sent <= max(0.0, allowed - asked) + rate.burst


@given(RATES, GAPS)
def test_after_the_wait_it_named_a_chat_may_be_written_to(rate: Rate, gaps: list[float]) -> None:
    paces = pace(rate)
    for at in accumulate(gaps, initial=START):
        wait = paces.wait("7", at)
        assert 0 <= wait <= 1 / rate.per_second + HAIR
        if wait > 0:
            assert paces.wait("7", at + wait + HAIR) == 0
            break


@given(RATES, GAPS)
def test_asking_in_vain_costs_nothing(rate: Rate, gaps: list[float]) -> None:
    asked_often, asked_once = Bucket(rate, 0.0, START), Bucket(rate, 0.0, START)
    times = list(accumulate(gaps, initial=START))
    for at in times:
        asked_often.wait(at)
    assert asked_often.room(times[-1]) == asked_once.room(times[-1])


@given(st.lists(st.tuples(st.floats(0, 20), st.booleans()), min_size=1, max_size=10), st.floats(0, 30))
def test_the_longest_hold_counts(holds: list[tuple[float, bool]], at: float) -> None:
    paces = pace(Rate(100, 100))
    for until, everywhere in holds:
        paces.hold("7", until, everywhere=everywhere)
    longest = max((until for until, all_ in holds if all_), default=0.0)
    assert paces.wait("7", at) == max(0.0, max(until for until, _ in holds) - at)
    assert paces.wait("8", at) == max(0.0, longest - at)
    assert (paces.push_room(at) > 0) == (at >= longest)


def test_groups_have_a_rate_of_their_own() -> None:
    paces = pace(chat=Rate(1, 3), group=Rate(1, 1))
    assert [paces.wait(address, START) for address in ("7", "7", "7")] == [0, 0, 0]
    assert [paces.wait(address, START) for address in ("-7", "-7")] == [0, 1]


def test_one_chat_at_its_limit_leaves_another_alone() -> None:
    paces = pace(Rate(1, 1))
    assert [paces.wait(address, START) for address in ("7", "7", "8")] == [0, 1, 0]


def test_chats_that_have_rested_are_forgotten_and_those_that_have_not_are_remembered() -> None:
    paces = pace(Rate(1, 2))
    for number in range(KEPT + 1):
        paces.wait(f"rested-{number}", START)
    later = START + 10
    assert [paces.wait("busy", later) for _ in range(2)] == [0, 0]
    assert paces.wait("new", later) == 0
    assert len(paces._chats) <= 3, "the rested ones are forgotten"
    assert paces.wait("busy", later) == 1


def test_a_clock_that_is_put_back_gives_nothing_away() -> None:
    paces = pace(Rate(1, 1))
    assert paces.wait("7", START) == 0
    assert paces.wait("7", START - 3600) == 1
    assert paces.push_room(START - 3600) == 0


def test_what_was_held_up_is_made_up_for_and_no_second_has_too_many() -> None:
    """A standstill of a tenth of a second each second, and a reply now and then: still 29 in any second at most."""
    pace = Pace(Rate(1e9, 1e9), Rate(1, 1), Rate(29, 4), lambda address: False, most=29)
    now, sent = 0.0, []
    while now < 20:
        stands_still = now % 1.0 < 0.1
        for number in range(0 if stands_still else pace.push_room(now)):
            assert pace.wait(f"{now}-{number}", now) == 0.0
            sent.append(now)
        now += 0.005
    busiest = max(sum(at - 1.0 < other <= at for other in sent) for at in sent)
    assert busiest <= 29
    assert len(sent) >= 0.97 * 29 * 20


def test_the_next_push_is_waited_for_exactly() -> None:
    pace = Pace(Rate(1e9, 1e9), Rate(1, 1), Rate(10, 1), lambda address: False, most=5)
    assert pace.push_wait(0.0) == 0.0
    pace.wait("a", 0.0)
    assert pace.push_wait(0.05) == pytest.approx(0.05)
    for at in (0.1, 0.2, 0.3, 0.4):
        pace.wait("a", at)
    assert pace.push_wait(0.6) == pytest.approx(0.4), "five have gone in this second"
    pace.hold("a", 3.0, everywhere=True)
    assert pace.push_wait(1.0) == pytest.approx(2.0)
