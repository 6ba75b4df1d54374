"""When a company is asked: the plan's days in agreed hours, in waves, over pauses, holidays and changes of clocks."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.programmes import (
    WAVES,
    Due,
    Enrolled,
    Hours,
    NoHours,
    Wishes,
    agreed_hours,
    check_in_dates,
    chosen,
    may_write,
    milestone_dates,
    next_open,
    on_day,
    red_days,
    send_at,
)
from bot.turn import Guide
from knowledge import (
    AfterEnrolment,
    AfterMilestone,
    EveryYear,
    Milestone,
    Offset,
    OnDate,
    Pause,
    Plan,
    Quiet,
    Step,
    Trigger,
    Window,
)

SWEDEN = ZoneInfo("Europe/Stockholm")
SUMMER = Pause((7, 1), (8, 10))
FRIDAY = datetime(2026, 9, 4, 14, 30, tzinfo=SWEDEN)


def plan(*triggers: Trigger, **others: object) -> Plan:
    """A plan whose steps are called a, b, c …"""
    steps = tuple(Step(chr(97 + at), trigger) for at, trigger in enumerate(triggers))
    return replace(Plan(steps), **others)  # type: ignore[arg-type]


def after(text: str) -> Trigger:
    return AfterEnrolment(Offset.parse(text))


def walls(dues: tuple[Due, ...], hours: Hours) -> list[str]:
    """The dates as a clock on the wall shows them."""
    return [f"{due.key} {hours.wall(due.at):%Y-%m-%d %H:%M}" for due in dues]


def asked(made: Plan, at: datetime = FRIDAY, **wishes: object) -> list[str]:
    hours = agreed_hours(made, Wishes(**wishes))  # type: ignore[arg-type]
    return walls(check_in_dates(made, Enrolled(at), hours), hours)


# --- the plan's days --------------------------------------------------------


def test_spans_count_from_the_day_one_joined_at_ten_on_the_wall() -> None:
    assert asked(plan(after("P14D"), after("P2M"), after("P1Y"))) == [
        "a 2026-09-18 10:00",
        "b 2026-11-04 10:00",
        "c 2027-09-06 10:00",  # 4 September 2027 is a Saturday
    ]


def test_a_month_after_the_31st_is_the_last_of_a_shorter_one() -> None:
    assert asked(plan(after("P1M")), datetime(2026, 8, 31, 9, tzinfo=SWEDEN)) == ["a 2026-09-30 10:00"]


def test_the_hour_stays_on_the_wall_over_both_changes_of_clocks() -> None:
    """25 October 2026 and 28 March 2027: 10 o'clock is 8 in UTC before, 9 between, 8 after."""
    made = plan(after("P49D"), after("P52D"), after("P206D"))
    dues = check_in_dates(made, Enrolled(FRIDAY), agreed_hours(made))
    assert [due.at.hour for due in dues] == [8, 9, 8]
    assert [due.at.astimezone(SWEDEN).hour for due in dues] == [10, 10, 10]


def test_seconds_pass_as_they_are_within_hours_and_wait_for_them_outside() -> None:
    made = plan(after("PT30S"), after("PT1H31M"))
    assert asked(made) == ["a 2026-09-04 14:30", "b 2026-09-07 09:00"]
    [first, _] = check_in_dates(made, Enrolled(FRIDAY), agreed_hours(made))
    assert first.at - FRIDAY == timedelta(seconds=30)


def test_days_that_have_been_are_not_asked_of_one_who_joins_late() -> None:
    made = plan(OnDate(date(2026, 9, 3)), OnDate(date(2026, 9, 4)), OnDate(date(2026, 9, 7)))
    assert asked(made) == ["c 2026-09-07 10:00"]
    assert asked(plan(OnDate(date(2020, 1, 1)))) == []


def test_a_yearly_cycle_goes_on_for_two_years_or_until_the_programme_ends() -> None:
    made = plan(EveryYear(1, 20), EveryYear(11, 23))
    assert asked(made) == [
        "b:2026 2026-11-23 10:00",
        "a:2027 2027-01-20 10:00",
        "b:2027 2027-11-23 10:00",
        "a:2028 2028-01-20 10:00",
    ]
    hours = agreed_hours(made)
    short = check_in_dates(made, Enrolled(FRIDAY), hours, until=date(2027, 6, 30))
    assert [due.key for due in short] == ["b:2026", "a:2027"]
    assert {due.step for due in short} == {"a", "b"}


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    assert asked(plan(EveryYear(2, 29)), datetime(2027, 1, 1, tzinfo=SWEDEN)) == [
        "a:2027 2027-03-01 10:00",  # 28 February 2027 is a Sunday
        "a:2028 2028-02-29 10:00",
    ]


def test_what_waits_for_a_milestone_has_no_date_before_it() -> None:
    step = AfterMilestone("permit", Offset.parse("P7D"))
    made = plan(after("P14D"), step, milestones=(Milestone("permit", "Kom", "Came"),))
    hours = agreed_hours(made)
    assert [due.key for due in check_in_dates(made, Enrolled(FRIDAY), hours)] == ["a"]
    assert walls(milestone_dates(made, "permit", FRIDAY, hours), hours) == ["b 2026-09-11 10:00"]
    with pytest.raises(KeyError):
        milestone_dates(made, "first deal", FRIDAY, hours)


def test_seconds_after_a_milestone_pass_as_they_are() -> None:
    step = AfterMilestone("permit", Offset.parse("PT30S"))
    made = plan(step, milestones=(Milestone("permit", "Kom", "Came"),))
    [due] = milestone_dates(made, "permit", FRIDAY, agreed_hours(made))
    assert due.at - FRIDAY == timedelta(seconds=30)


def test_two_steps_that_a_pause_brings_to_the_same_moment_are_asked_as_one() -> None:
    made = plan(after("P14D"), after("P1M"), pauses=(SUMMER,))
    assert asked(made, datetime(2026, 6, 22, 12, tzinfo=SWEDEN)) == ["b 2026-08-11 10:00"]


def test_of_two_that_become_one_the_outcome_is_what_is_asked() -> None:
    steps = (Step("story", after("P14D"), outcome=True), Step("again", after("P1M")))
    made = Plan(steps, pauses=(SUMMER,))
    assert asked(made, datetime(2026, 6, 22, 12, tzinfo=SWEDEN)) == ["story 2026-08-11 10:00"]


# --- agreed hours -----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "lands"),
    [
        ("2026-12-24", "2026-12-28"),  # Christmas Eve, a Thursday: the holidays end with a Sunday
        ("2026-12-31", "2027-01-04"),  # New Year's Eve
        ("2027-01-06", "2027-01-07"),  # Epiphany
        ("2027-03-26", "2027-03-30"),  # Good Friday to Easter Monday
        ("2026-06-19", "2026-06-22"),  # Midsummer Eve
        ("2027-05-06", "2027-05-07"),  # Ascension Day
        ("2026-10-31", "2026-11-02"),  # All Saints' Day, a Saturday
        ("2026-09-05", "2026-09-07"),  # a Saturday
    ],
)
def test_holidays_eves_and_weekends_wait_for_the_next_open_day(day: str, lands: str) -> None:
    hours = agreed_hours(plan())
    assert hours.wall(on_day(date.fromisoformat(day), hours)) == datetime.fromisoformat(lands).replace(
        hour=10, tzinfo=SWEDEN
    )


def test_holidays_of_another_country_can_be_chosen() -> None:
    norway = date(2027, 5, 17)
    assert on_day(norway, agreed_hours(plan(), Wishes(country="NO"))).date() == date(2027, 5, 18)
    assert on_day(norway, agreed_hours(plan())).date() == norway
    christmas = date(2026, 12, 25)
    assert on_day(christmas, agreed_hours(plan(), Wishes(country=""))).date() == christmas
    with pytest.raises(ValueError, match="write its code, like SE or NO"):
        red_days("XX", 2026)


def test_an_own_hour_goes_before_the_plans_quiet_hours() -> None:
    assert asked(plan(after("P14D")), hour=time(18)) == ["a 2026-09-18 18:00"]
    assert asked(plan(after("P14D")), hour=time(7, 30)) == ["a 2026-09-18 07:30"]


@pytest.mark.parametrize(("hour", "becomes"), [(3, "07:00"), (6, "07:00"), (21, "20:00"), (23, "20:00")])
def test_nobody_is_woken_even_if_they_ask_for_it(hour: int, becomes: str) -> None:
    assert asked(plan(after("P14D")), hour=time(hour)) == [f"a 2026-09-18 {becomes}"]


def test_own_days_go_before_the_plans() -> None:
    assert asked(plan(after("P14D")), avoid=frozenset({5})) == ["a 2026-09-21 10:00"]
    assert asked(plan(after("P14D")), only=frozenset({6})) == ["a 2026-09-19 10:00"]


def test_the_clock_on_the_persons_own_wall_counts() -> None:
    made = plan(after("P14D"))
    [due] = check_in_dates(made, Enrolled(FRIDAY), agreed_hours(made, Wishes(zone="America/New_York")))
    assert due.at == datetime(2026, 9, 18, 14, tzinfo=UTC)


def test_ten_is_the_hour_when_it_is_free_and_else_the_nearest_beginning() -> None:
    assert agreed_hours(plan(quiet=())).hour == time(10)
    assert agreed_hours(plan(quiet=(Quiet(time(0), time(13)),))).hour == time(13)
    assert agreed_hours(plan(quiet=(Quiet(time(9), time(11)),))).hour == time(11)


@pytest.mark.parametrize(
    ("made", "wishes", "says"),
    [
        (plan(quiet=(Quiet(time(7), time(21)),)), Wishes(), "leave no hour of the day"),
        (plan(), Wishes(avoid=frozenset({1, 2, 3, 4, 5})), "every day of the week is avoided"),
        (plan(), Wishes(zone="Europa/Sverige"), "'Europa/Sverige' is unknown; write one like Europe/Stockholm"),
        (plan(zone="../etc/passwd"), Wishes(), "is unknown"),
    ],
)
def test_hours_that_leave_nothing_are_refused_in_words(made: Plan, wishes: Wishes, says: str) -> None:
    with pytest.raises(NoHours, match=says):
        agreed_hours(made, wishes)


def test_pauses_that_leave_no_day_are_told_and_not_searched_for_ever() -> None:
    hours = agreed_hours(plan(pauses=(Pause((1, 1), (12, 31)),)))
    with pytest.raises(NoHours, match="take a pause away"):
        on_day(date(2026, 9, 4), hours)
    with pytest.raises(NoHours, match="take a pause away"):
        next_open(FRIDAY, hours)


def test_the_municipalitys_pause_is_kept_beside_the_plans() -> None:
    hours = agreed_hours(plan(pauses=(SUMMER,)), pauses=(Pause((12, 21), (1, 8)),))
    assert on_day(date(2026, 7, 1), hours).date() == date(2026, 8, 11)
    assert on_day(date(2026, 12, 21), hours).date() == date(2027, 1, 11)


def test_an_hour_that_the_clock_skips_comes_as_much_later_as_it_was_put_on() -> None:
    """Khartoum went from 12.00 to 13.00 on Saturday 15 January 2000: the one such change by day since then."""
    khartoum = agreed_hours(plan(days=frozenset(range(1, 8)), country=""), Wishes(time(12, 30), zone="Africa/Khartoum"))
    at = on_day(date(2000, 1, 15), khartoum)
    assert may_write(at, khartoum)
    assert f"{khartoum.wall(at):%d %H:%M}" == "15 13:30"
    short = replace(khartoum, windows=(Window(12 * 60 + 15, 12 * 60 + 45),), hour=time(12, 15))
    assert khartoum.wall(on_day(date(2000, 1, 15), short)).date() == date(2000, 1, 16), (
        "there was no such time that day"
    )


def test_a_day_that_was_left_out_of_the_calendar_is_passed_over() -> None:
    """Samoa had no 30 December 2011."""
    hours = agreed_hours(plan(days=frozenset(range(1, 8)), zone="Pacific/Apia", country=""))
    assert hours.wall(on_day(date(2011, 12, 30), hours)).date() == date(2011, 12, 31)


# --- moments of one's own ---------------------------------------------------


def test_a_chosen_moment_holds_on_a_weekend_and_in_quiet_hours_but_not_by_night_on_holidays_or_in_pauses() -> None:
    hours = agreed_hours(plan(pauses=(SUMMER,)))
    due = Due(FRIDAY.astimezone(UTC), "a")

    def lands(*wall: int) -> str:
        return f"{hours.wall(chosen(due, datetime(*wall, tzinfo=SWEDEN), hours).at):%Y-%m-%d %H:%M}"  # type: ignore[misc, arg-type]

    assert lands(2026, 9, 12, 18) == "2026-09-12 18:00"
    assert lands(2026, 9, 12, 3) == "2026-09-12 07:00"
    assert lands(2026, 12, 25, 11) == "2026-12-27 11:00"
    assert lands(2026, 7, 15, 11) == "2026-08-11 11:00"


def test_what_is_late_waits_for_the_next_agreed_hour() -> None:
    hours = agreed_hours(plan())
    due = Due(datetime(2026, 9, 4, 8, tzinfo=UTC), "a")
    assert send_at(due, due.at, hours) == due.at
    assert hours.wall(send_at(due, datetime(2026, 9, 4, 15, 59, tzinfo=SWEDEN), hours)).hour == 15
    assert hours.wall(send_at(due, datetime(2026, 9, 4, 16, tzinfo=SWEDEN), hours)).date() == date(2026, 9, 7)


def test_a_chosen_moment_that_is_late_waits_for_the_same_hour_another_day() -> None:
    hours = agreed_hours(plan())
    due = chosen(Due(FRIDAY.astimezone(UTC), "a"), datetime(2026, 9, 12, 18, tzinfo=SWEDEN), hours)
    at_once = datetime(2026, 9, 12, 19, 59, tzinfo=SWEDEN)
    assert send_at(due, at_once, hours) == at_once
    late = send_at(due, datetime(2026, 9, 12, 20, tzinfo=SWEDEN), hours)
    assert late == datetime(2026, 9, 13, 18, tzinfo=SWEDEN)


# --- waves ------------------------------------------------------------------


def enrolled_at_once(made: Plan, count: int) -> Counter[date]:
    """How many are asked on each day when so many join the same minute."""
    hours = agreed_hours(made)
    return Counter(
        hours.wall(due.at).date()
        for number in range(count)
        for due in check_in_dates(made, Enrolled(FRIDAY, number, number), hours)
    )


@pytest.mark.parametrize("trigger", [after("P14D"), OnDate(date(2026, 9, 18)), EveryYear(9, 18)])
def test_no_day_has_more_than_a_wave(trigger: Trigger) -> None:
    made = plan(trigger, wave_size=20)
    spread = enrolled_at_once(made, 130)
    first_year = [day for day in sorted(spread) if day < date(2026, 12, 31)]
    assert [spread[day] for day in first_year] == [20, 20, 20, 20, 20, 20, 10]
    assert first_year[0] == date(2026, 9, 18)
    assert first_year[-1] == date(2026, 9, 28)


def test_more_than_all_waves_hold_are_shared_between_them_within_two_weeks() -> None:
    spread = enrolled_at_once(plan(after("P14D"), wave_size=20), 600)
    assert sorted(spread.values()) == [60] * WAVES
    assert max(spread) - min(spread) < timedelta(days=14)


def test_those_who_join_on_different_days_do_not_wait_for_each_other() -> None:
    made = plan(after("P14D"), wave_size=20)
    hours = agreed_hours(made)
    [due] = check_in_dates(made, Enrolled(FRIDAY, number=5000, of_day=0), hours)
    assert hours.wall(due.at).date() == date(2026, 9, 18)


def test_those_who_waited_for_a_pause_do_not_all_come_the_first_day_after_it() -> None:
    made = plan(after("P14D"), wave_size=20, pauses=(SUMMER,))
    hours = agreed_hours(made)
    days = Counter(
        due.at.date()
        for number in range(400)
        for due in check_in_dates(
            made, Enrolled(datetime(2026, 6, 20, 12, tzinfo=SWEDEN) + timedelta(days=number % 30), number), hours
        )
    )
    assert min(days) == date(2026, 8, 11)
    assert sorted(days.values()) == [40] * WAVES


def test_the_same_enrolment_always_gets_the_same_dates() -> None:
    made = plan(after("P14D"), EveryYear(1, 20))
    hours = agreed_hours(made)
    once, again = (check_in_dates(made, Enrolled(FRIDAY, 77, 3), hours) for _ in range(2))
    assert once == again


# --- the shipped plans ------------------------------------------------------


def test_the_shipped_plans_give_these_dates(guide: Guide) -> None:
    """Counted by hand with a calendar."""
    at = datetime(2026, 11, 23, 13, tzinfo=SWEDEN)
    joint, cycle = (guide.atlas.programme(code) for code in ("sydost", "tillvaxtmotorn"))
    assert joint is not None
    assert cycle is not None
    assert asked(joint.plan, at) == [
        "first 2026-12-07 10:00",
        "two-months 2027-01-25 10:00",  # 23 January 2027 is a Saturday
        "half-year 2027-05-24 10:00",  # 23 May 2027 is a Sunday
        "year 2027-11-23 10:00",
    ]
    assert asked(cycle.plan, at)[:4] == [
        "new-year:2027 2027-01-20 10:00",
        "spring:2027 2027-05-04 10:00",
        "autumn:2027 2027-09-21 10:00",
        "year-end:2027 2027-11-23 10:00",
    ]
