"""All clocks of a case: what happens in it moves those it concerns, and no other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.promise import (
    NATION,
    Clock,
    Kind,
    Limits,
    Outcome,
    Promise,
    Refused,
    Terms,
    Why,
    WorkingDays,
    WorkingMinutes,
    give,
)
from promise.desks import REAL, at, shown
from promise.test_limits import DRAWING, LEASE, SJOBO

OFFICE = REAL["office"]
FRIDAY = at("2026-11-20 10.15")
MONDAY = at("2026-11-23 09.00")
HOUR_TO_EACH = Limits(
    Terms(
        {
            Kind.ACKNOWLEDGEMENT: WorkingMinutes(60),
            Kind.FIRST_ANSWER: WorkingDays(1),
            Kind.NEXT_ANSWER: WorkingMinutes(60),
            Kind.DECISION: WorkingDays(10),
        },
        source="ett prov",
    )
)


def promise(limits: Limits = HOUR_TO_EACH, topic: str = "") -> Promise:
    return give(limits, topic, FRIDAY, OFFICE)


def clock(of: Promise, kind: Kind) -> Clock:
    found = of.of(kind)
    assert found is not None
    return found


def outcome(of: Promise, kind: Kind) -> Outcome | None:
    ended = clock(of, kind).ended
    return ended.outcome if ended else None


def test_a_case_opens_with_a_clock_for_every_promise_but_the_next_answer() -> None:
    assert [each.kind for each in promise().clocks] == [Kind.ACKNOWLEDGEMENT, Kind.FIRST_ANSWER, Kind.DECISION]
    assert [each.kind for each in give(Limits(NATION), "", FRIDAY, OFFICE).clocks] == [
        Kind.ACKNOWLEDGEMENT,
        Kind.FIRST_ANSWER,
    ]


def test_a_shorter_next_answer_never_overrules_the_first_answer() -> None:
    """The case of zammad/zammad#5177: the update time was shorter than the first response, and took its place."""
    asked_again = promise().ask(FRIDAY + timedelta(minutes=5), OFFICE)
    assert asked_again == promise(), "the first answer is still owed, and nothing else is"
    first = clock(asked_again, Kind.FIRST_ANSWER)
    assert shown(first.deadline or FRIDAY) == "2026-11-23 10.15"
    answered = asked_again.answer(MONDAY)
    asked = answered.ask(MONDAY + timedelta(minutes=10), OFFICE)
    assert shown(clock(asked, Kind.NEXT_ANSWER).deadline or FRIDAY) == "2026-11-23 10.10"
    assert clock(asked, Kind.FIRST_ANSWER) == clock(answered, Kind.FIRST_ANSWER)
    late = asked.ask(at("2026-11-23 12.00"), OFFICE)
    assert late == asked, "asking again gives no new time"
    assert clock(late, Kind.NEXT_ANSWER).is_late(at("2026-11-23 12.00"))
    assert outcome(late, Kind.FIRST_ANSWER) is Outcome.KEPT, "one that is late makes no other late"


def test_the_nearest_deadline_is_shown_and_the_others_are_kept() -> None:
    given = promise()
    assert given.nearest == clock(given, Kind.ACKNOWLEDGEMENT)
    acknowledged = given.acknowledge(FRIDAY)
    assert acknowledged.nearest == clock(given, Kind.FIRST_ANSWER)
    assert acknowledged.answer(FRIDAY).nearest == clock(given, Kind.DECISION)
    assert acknowledged.answer(FRIDAY).decide(FRIDAY).nearest is None
    assert acknowledged.decide(FRIDAY).nearest == clock(given, Kind.FIRST_ANSWER), "deciding is not answering"


def test_an_answer_acknowledges_and_each_answer_ends_what_was_asked() -> None:
    answered = promise().answer(MONDAY)
    assert outcome(answered, Kind.ACKNOWLEDGEMENT) is Outcome.BROKEN, "its hour was over on Friday"
    assert outcome(answered, Kind.FIRST_ANSWER) is Outcome.KEPT
    assert outcome(answered, Kind.DECISION) is None
    twice = answered.ask(MONDAY, OFFICE).answer(MONDAY).ask(at("2026-11-24 09.00"), OFFICE)
    assert [each.kind for each in twice.clocks].count(Kind.NEXT_ANSWER) == 2
    assert outcome(twice, Kind.NEXT_ANSWER) is None
    assert len(twice.open) == 2


def test_without_a_limit_for_next_answers_none_is_promised() -> None:
    silent = promise(Limits(Terms({Kind.FIRST_ANSWER: WorkingDays(1), Kind.NEXT_ANSWER: None}, source="x")))
    assert silent.answer(FRIDAY).ask(MONDAY, OFFICE) == silent.answer(FRIDAY)
    never = promise(Limits(Terms({Kind.FIRST_ANSWER: WorkingDays(1)}, source="x")))
    assert never.answer(FRIDAY).ask(MONDAY, OFFICE) == never.answer(FRIDAY)


def test_clocks_that_wait_begin_when_the_case_is_complete_and_the_others_at_once() -> None:
    given = promise(SJOBO, "permits.food")
    assert given.missing == (DRAWING, LEASE)
    assert clock(given, Kind.FIRST_ANSWER).started_at is None, "this topic's first answer waits"
    assert clock(given, Kind.DECISION).started_at is not None, "and its decision does not"
    half = given.complete(frozenset({"drawing"}), MONDAY, OFFICE)
    assert half.missing == (LEASE,)
    whole = half.complete(frozenset({"lease"}), MONDAY, OFFICE)
    assert clock(whole, Kind.FIRST_ANSWER).started_at == MONDAY
    assert clock(whole, Kind.DECISION) == clock(given, Kind.DECISION)
    there = give(SJOBO, "permits.food", FRIDAY, OFFICE, there=frozenset({"drawing", "lease"}))
    assert there.missing == ()
    assert clock(there, Kind.FIRST_ANSWER).started_at == FRIDAY


def test_a_pause_stops_what_waits_for_the_entrepreneur_and_not_the_acknowledgement() -> None:
    paused = promise().pause(FRIDAY + timedelta(minutes=15), reason="ritning", by="Sjöbo")
    assert [bool(each.paused) for each in paused.clocks] == [False, True, True]
    assert paused.pause(MONDAY, reason="annat", by="Sjöbo") == paused
    gone_on = paused.resume(FRIDAY + timedelta(minutes=75), OFFICE)
    assert shown(clock(gone_on, Kind.FIRST_ANSWER).deadline or FRIDAY) == "2026-11-23 11.15"
    assert clock(gone_on, Kind.ACKNOWLEDGEMENT) == clock(promise(), Kind.ACKNOWLEDGEMENT)


def test_a_late_clock_keeps_running_while_the_others_are_paused() -> None:
    paused = promise().pause(at("2026-11-23 12.00"), reason="ritning", by="Sjöbo")
    assert clock(paused, Kind.FIRST_ANSWER).is_late(at("2026-11-23 12.00"))
    assert clock(paused, Kind.DECISION).paused is not None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (promise().answer(FRIDAY).decide(FRIDAY), Why.ENDED),
        (replace(promise(), clocks=promise().clocks[:2]), Why.LATE),
    ],
)
def test_a_pause_is_refused_when_nothing_can_be_paused(given: Promise, why: Why) -> None:
    with pytest.raises(Refused) as raised:
        given.pause(at("2026-12-23 12.00"), reason="ritning", by="Sjöbo")
    assert raised.value.why is why


def test_a_transfer_takes_every_open_clock_and_no_ended_one() -> None:
    moved = promise().acknowledge(FRIDAY).transfer(MONDAY, OFFICE, "Ystad")
    assert [len(each.handovers) for each in moved.clocks] == [0, 1, 1]


def test_one_clock_is_changed_and_the_others_are_as_they_were() -> None:
    def longer(each: Clock) -> Clock:
        return each.extend(FRIDAY, WorkingDays(1), OFFICE, reason="sjukdom", by="Sjöbo")

    changed = promise().change(Kind.FIRST_ANSWER, longer)
    assert shown(clock(changed, Kind.FIRST_ANSWER).deadline or FRIDAY) == "2026-11-24 10.15"
    assert [each for each in changed.clocks if each.kind is not Kind.FIRST_ANSWER] == [
        each for each in promise().clocks if each.kind is not Kind.FIRST_ANSWER
    ]


def test_a_broken_promise_is_followed_by_a_new_one_and_stays_broken() -> None:
    late = at("2026-11-23 10.16")
    moved = promise().transfer(MONDAY, OFFICE, "Ystad")
    renewed = moved.renew(Kind.FIRST_ANSWER, late, OFFICE)
    old, new = (each for each in renewed.clocks if each.kind is Kind.FIRST_ANSWER)
    assert old.ended is not None
    assert old.ended.outcome is Outcome.BROKEN
    assert (new.turn, shown(new.deadline or FRIDAY)) == (2, "2026-11-24 10.16")
    assert new.handovers == old.handovers
    assert new.origin == old.origin
    assert outcome(renewed.answer(late), Kind.FIRST_ANSWER) is Outcome.KEPT, "the new one; the old one stays broken"
    assert renewed.renew(Kind.FIRST_ANSWER, late, OFFICE) == renewed, "the new one is not late"
    assert promise().renew(Kind.FIRST_ANSWER, FRIDAY, OFFICE) == promise()
    assert len([each for each in renewed.open if each.kind is Kind.FIRST_ANSWER]) == 1


def test_a_contested_answer_is_promised_anew_and_the_first_stays_as_it_was_counted() -> None:
    answered = promise().answer(MONDAY).release(MONDAY)
    reopened = answered.reopen(at("2026-11-25 09.00"), OFFICE)
    assert reopened.clocks[:-1] == answered.clocks
    (new,) = reopened.open
    assert (new.kind, new.turn, shown(new.deadline or FRIDAY)) == (Kind.FIRST_ANSWER, 2, "2026-11-26 09.00")
    assert reopened.reopen(at("2026-11-25 10.00"), OFFICE) == reopened, "an answer is owed already"
    asked = promise().answer(MONDAY).ask(MONDAY, OFFICE).answer(MONDAY).reopen(MONDAY, OFFICE)
    assert [(each.kind, each.turn) for each in asked.open if each.turn > 1] == [(Kind.NEXT_ANSWER, 2)]
    assert Promise(()).reopen(MONDAY, OFFICE) == Promise(())


def test_closing_the_case_releases_all_that_is_still_promised() -> None:
    closed = promise().acknowledge(FRIDAY).release(at("2026-11-24 10.00"))
    outcomes = [outcome(closed, each.kind) for each in closed.clocks]
    assert outcomes == [Outcome.KEPT, Outcome.BROKEN, Outcome.RELEASED]
    assert closed.open == ()
    assert closed.of(Kind.NEXT_ANSWER) is None


def test_a_limit_that_changes_later_changes_no_promise_made_before() -> None:
    given = promise()
    assert given.next_answer is not None
    assert given.next_answer.limit == WorkingMinutes(60)
    assert given.renewal == WorkingDays(1)
