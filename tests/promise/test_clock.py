"""One clock: it begins when the case is complete, stands still truly, goes along, is extended once, hides nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.promise import (
    Cause,
    Clock,
    Kind,
    Level,
    Limit,
    Need,
    Origin,
    Outcome,
    Refused,
    Rung,
    Why,
    WorkingDays,
    WorkingMinutes,
)
from promise.desks import REAL, at, shown

OFFICE = REAL["office"]
ORIGIN = Origin(Level.NATION, "", "Företagslots")
DRAWING, LEASE = Need("drawing", "ritning", "drawing"), Need("lease", "kontrakt", "lease")
FRIDAY = at("2026-11-20 10.15")
TUESDAY = at("2026-11-24 10.15")


TWO_DAYS = WorkingDays(2)


def clock(limit: Limit = TWO_DAYS, missing: tuple[Need, ...] = ()) -> Clock:
    """Asked Friday 10.15 at a desk of 8–16.30; two days make 1020 minutes."""
    asked = Clock(Kind.FIRST_ANSWER, limit, ORIGIN, FRIDAY, missing=missing)
    return asked if missing else asked.begin(FRIDAY, OFFICE)


def refusal(raised: pytest.ExceptionInfo[Refused]) -> Why:
    return raised.value.why


# --- running ----------------------------------------------------------------


def test_two_working_days_from_friday_end_on_tuesday_at_the_same_time() -> None:
    running = clock()
    assert running.deadline == TUESDAY
    assert running.budget == 1020
    assert running.used(at("2026-11-23 08.00")) == 375
    assert running.left(at("2026-11-23 08.00")) == 645
    assert running.left(at("2026-12-24 08.00")) == 0


def test_the_promised_minute_is_in_time_and_the_next_is_not() -> None:
    running = clock()
    last = TUESDAY + timedelta(seconds=59)
    assert not running.is_late(last)
    assert running.is_late(TUESDAY + timedelta(minutes=1))
    assert running.breaks_at == TUESDAY + timedelta(minutes=1)
    assert running.satisfy(last).ended is not None
    assert running.satisfy(last).ended.outcome is Outcome.KEPT  # type: ignore[union-attr]
    assert running.satisfy(TUESDAY + timedelta(minutes=1)).is_late(FRIDAY)


def test_what_has_ended_stays_as_it_ended() -> None:
    kept = clock().satisfy(at("2026-11-23 09.00"))
    assert kept.satisfy(at("2026-12-23 09.00")) == kept
    assert kept.release(at("2026-12-23 09.00")) == kept
    assert kept.resume(at("2026-12-23 09.00"), OFFICE) == kept
    assert kept.used(at("2026-12-23 09.00")) == 375 + 60, "it counts no longer"
    assert kept.breaks_at is None
    assert not kept.is_late(at("2026-12-23 09.00"))


def test_a_broken_promise_cannot_be_closed_away() -> None:
    released = clock().release(at("2026-11-24 10.15"))
    assert released.ended is not None
    assert released.ended.outcome is Outcome.RELEASED
    hidden = clock().release(at("2026-11-24 10.16"))
    assert hidden.ended is not None
    assert hidden.ended.outcome is Outcome.BROKEN


# --- complete ---------------------------------------------------------------


def test_it_begins_when_nothing_is_missing() -> None:
    waiting = clock(missing=(DRAWING, LEASE))
    assert (waiting.deadline, waiting.breaks_at, waiting.budget, waiting.left(TUESDAY)) == (None, None, 0, 0)
    assert not waiting.is_late(at("2027-11-24 10.15"))
    one = waiting.complete(frozenset({"lease", "else"}), at("2026-11-23 09.00"), OFFICE)
    assert one.missing == (DRAWING,)
    assert one.started_at is None
    begun = one.complete(frozenset({"drawing"}), at("2026-11-24 09.00"), OFFICE)
    assert begun.deadline == at("2026-11-26 09.00")
    assert (begun.opened_at, begun.started_at) == (FRIDAY, at("2026-11-24 09.00"))
    assert begun.complete(frozenset({"drawing"}), at("2026-11-25 09.00"), OFFICE) == begun


def test_what_waits_can_be_answered_but_not_paused() -> None:
    waiting = clock(missing=(DRAWING,))
    with pytest.raises(Refused) as raised:
        waiting.pause(FRIDAY, reason="ritning", by="Desk")
    assert refusal(raised) is Why.WAITING
    answered = waiting.satisfy(TUESDAY)
    assert answered.ended is not None
    assert answered.ended.outcome is Outcome.KEPT
    assert answered.complete(frozenset({"drawing"}), TUESDAY, OFFICE) == answered


# --- pause ------------------------------------------------------------------


def test_a_pause_banks_the_time_to_the_minute_and_gives_it_back() -> None:
    paused = clock().pause(at("2026-11-23 10.12"), reason=" ritning över tomten ", by="Sjöbo")
    assert paused.paused is not None
    assert (paused.paused.left, paused.paused.reason, paused.paused.by) == (513, "ritning över tomten", "Sjöbo")
    assert paused.deadline is None
    assert paused.budget == 1020
    assert paused.used(at("2027-01-01 10.12")) == 507
    assert not paused.is_late(at("2027-01-01 10.12"))
    gone_on = paused.resume(at("2026-12-01 14.00"), OFFICE)
    assert shown(gone_on.deadline or FRIDAY) == "2026-12-02 14.03"
    (still,) = [line for line in gone_on.lines if line.reason and line.reason.cause is Cause.PAUSED]
    assert (shown(still.start), shown(still.end)) == ("2026-11-23 10.12", "2026-12-01 14.00")
    assert still.reason is not None
    assert (still.reason.sv, still.reason.source) == ("ritning över tomten", "Sjöbo")


def test_a_second_press_changes_nothing() -> None:
    paused = clock().pause(at("2026-11-23 10.12"), reason="ritning", by="Sjöbo")
    assert paused.pause(at("2026-11-23 11.00"), reason="annat", by="Sjöbo") == paused
    running = clock()
    assert running.resume(at("2026-11-23 11.00"), OFFICE) == running
    assert paused.resume(at("2026-11-23 10.12"), OFFICE) == running, "a pause of no minute leaves no trace"


def test_a_pause_at_night_or_at_the_weekend_banks_what_was_left_at_closing() -> None:
    night = clock().pause(at("2026-11-20 22.00"), reason="ritning", by="Sjöbo")
    assert night.left(FRIDAY + timedelta(days=99)) == 645
    assert night.resume(at("2026-11-22 12.00"), OFFICE).deadline == TUESDAY


@pytest.mark.parametrize(
    ("when", "reason", "why"),
    [
        ("2026-11-24 10.15", "ritning", Why.LATE),  # the last minute: nothing left to bank
        ("2026-11-25 10.15", "ritning", Why.LATE),
        ("2026-11-23 10.15", "  ", Why.NO_REASON),
    ],
)
def test_a_pause_is_refused_when_it_is_late_or_without_a_reason(when: str, reason: str, why: Why) -> None:
    with pytest.raises(Refused) as raised:
        clock().pause(at(when), reason=reason, by="Sjöbo")
    assert refusal(raised) is why


def test_what_has_ended_is_not_paused() -> None:
    with pytest.raises(Refused) as raised:
        clock().satisfy(FRIDAY).pause(FRIDAY, reason="ritning", by="Sjöbo")
    assert refusal(raised) is Why.ENDED


def test_an_answer_during_a_pause_is_in_time() -> None:
    paused = clock().pause(at("2026-11-23 10.12"), reason="ritning", by="Sjöbo")
    answered = paused.satisfy(at("2026-12-23 10.12"))
    assert answered.ended is not None
    assert answered.ended.outcome is Outcome.KEPT
    assert answered.deadline is None


# --- extension --------------------------------------------------------------


def test_an_extension_is_counted_from_the_old_date_and_counted_by_itself() -> None:
    longer = clock().extend(at("2026-11-24 10.14"), WorkingDays(1), OFFICE, reason="sjukdom", by="Sjöbo")
    assert longer.deadline == at("2026-11-25 10.15")
    assert longer.extended is not None
    assert (longer.extended.minutes, longer.extended.before, longer.extended.reason) == (510, TUESDAY, "sjukdom")
    assert longer.budget == 1020 + 510


def test_an_extension_from_closing_time_takes_the_whole_next_day() -> None:
    whole = Clock(Kind.DECISION, WorkingDays(1), ORIGIN, at("2026-11-20 07.00")).begin(at("2026-11-20 07.00"), OFFICE)
    assert shown(whole.deadline or FRIDAY) == "2026-11-20 16.30"
    longer = whole.extend(FRIDAY, WorkingDays(1), OFFICE, reason="sjukdom", by="Sjöbo")
    assert shown(longer.deadline or FRIDAY) == "2026-11-23 16.30"


def test_an_extension_comes_once_in_time_with_a_reason_on_a_running_clock() -> None:
    running, monday = clock(), at("2026-11-23 10.15")
    once = running.extend(monday, WorkingMinutes(30), OFFICE, reason="sjukdom", by="Sjöbo")
    paused = running.pause(monday, reason="ritning", by="Sjöbo")
    cases = [
        (once, monday, "igen", Why.EXTENDED),
        (running, TUESDAY, "sjukdom", Why.LATE),
        (running, at("2026-11-25 10.15"), "sjukdom", Why.LATE),
        (running, monday, "", Why.NO_REASON),
        (paused, monday, "sjukdom", Why.PAUSED),
        (clock(missing=(DRAWING,)), monday, "sjukdom", Why.WAITING),
        (running.satisfy(monday), monday, "sjukdom", Why.ENDED),
    ]
    for each, when, reason, why in cases:
        with pytest.raises(Refused) as raised:
            each.extend(when, WorkingMinutes(30), OFFICE, reason=reason, by="Sjöbo")
        assert refusal(raised) is why


# --- transfer ---------------------------------------------------------------


def test_used_time_goes_along_to_a_desk_with_other_hours() -> None:
    short = REAL["even weeks"]  # week 48 is even: 8–16.30, and Saturday 9–13
    moved = clock().transfer(at("2026-11-23 10.15"), short, "Ystad")
    assert (moved.budget, moved.used(at("2026-11-23 10.15"))) == (1020, 510)
    assert moved.handovers[0].used == 510
    assert moved.handovers[0].to == "Ystad"
    assert moved.deadline == TUESDAY
    third = moved.transfer(at("2026-11-24 08.15"), REAL["nights"], "Tomelilla")
    assert [each.used for each in third.handovers] == [510, 510 + 375 + 15]
    assert shown(third.deadline or FRIDAY) == "2026-11-25 00.00"


def test_a_transfer_to_the_same_hours_changes_no_date() -> None:
    moved = clock().transfer(at("2026-11-23 10.15"), OFFICE, "Ystad")
    assert moved.deadline == TUESDAY


def test_a_transfer_resets_nothing_that_is_paused_late_or_waiting() -> None:
    paused = clock().pause(at("2026-11-23 10.12"), reason="ritning", by="Sjöbo")
    moved = paused.transfer(at("2026-11-25 10.12"), REAL["lunch and halves"], "Ystad")
    assert replace(moved, handovers=()) == paused
    assert moved.handovers[0].used == 507
    late = clock().transfer(at("2026-11-25 10.12"), OFFICE, "Ystad")
    assert late.deadline == TUESDAY
    assert late.is_late(at("2026-11-25 10.12"))
    assert late.handovers[0].used == 1020
    waiting = clock(missing=(DRAWING,)).transfer(at("2026-11-25 10.12"), OFFICE, "Ystad")
    assert waiting.handovers[0].used == 0
    assert waiting.started_at is None
    with pytest.raises(Refused) as raised:
        clock().satisfy(FRIDAY).transfer(TUESDAY, OFFICE, "Ystad")
    assert refusal(raised) is Why.ENDED


# --- the ladder's memory ----------------------------------------------------


def test_a_rung_is_climbed_once() -> None:
    once = clock().climb(Rung.DEPUTY)
    assert once.climb(Rung.DEPUTY) == once
    assert once.climb(Rung.MANAGER).climbed == (Rung.DEPUTY, Rung.MANAGER)
