"""The working calendar counts real minutes in a desk's own hours, and can say why it was closed."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.promise import OFFICE_WEEK, Cause, Deviation, Hours, NeverOpen, Reason, Rules, WorkingCalendar, weekdays
from bot.promise.deviations import BeforeRed, Bridge, ClosesAt, Dates, Named, Period, Weeks, Yearly, YearlyPeriod
from promise.desks import PLAIN, REAL, at, deviation, shown

OFFICE = WorkingCalendar.of(OFFICE_WEEK)
CALENDARS = st.sampled_from(sorted(REAL))
MOMENTS = st.integers(0, 12 * 365 * 24 * 60).map(lambda at: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=at))


# --- by hand ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "days", "by"),
    [
        ("2026-11-20 10.15", 2, "2026-11-24 10.15"),  # Friday: the example of voice.md
        ("2025-06-05 15.40", 2, "2025-06-10 15.40"),  # Thursday, the National Day and a weekend between: features.md
        ("2026-11-21 14.00", 2, "2026-11-24 16.30"),  # Saturday: Monday and Tuesday, whole
        ("2026-11-20 16.30", 2, "2026-11-24 16.30"),  # Friday at closing
        ("2026-11-20 23.59", 2, "2026-11-24 16.30"),
        ("2026-11-23 07.59", 2, "2026-11-24 16.30"),  # before opening
        ("2026-11-23 08.00", 2, "2026-11-24 16.30"),  # at opening
        ("2026-11-23 08.01", 2, "2026-11-25 08.01"),
        ("2026-06-18 15.00", 1, "2026-06-22 15.00"),  # over Midsummer
        ("2026-12-23 12.00", 1, "2026-12-28 12.00"),  # over Christmas
        ("2026-04-02 09.00", 3, "2026-04-09 09.00"),  # over Easter
    ],
)
def test_working_days_end_where_people_expect(asked: str, days: int, by: str) -> None:
    assert shown(OFFICE.add_days(at(asked), days)) == by


@pytest.mark.parametrize(
    ("asked", "days", "by"),
    [
        ("2026-04-30 08.00", 1, "2026-04-30 12.00"),  # a half day counts as a day
        ("2026-04-29 10.15", 1, "2026-04-30 10.15"),
        ("2026-04-29 15.40", 1, "2026-04-30 12.00"),  # no 15.40 on the half day: its last working minute
        ("2026-04-29 15.40", 2, "2026-05-04 15.40"),
        ("2026-04-28 12.30", 1, "2026-04-29 12.00"),  # asked at lunch: from 13, and 13 is where 12 was left
        ("2026-04-30 13.00", 1, "2026-05-04 16.30"),  # after the half day's closing
    ],
)
def test_working_days_over_half_days_and_lunches_never_end_later_than_promised(asked: str, days: int, by: str) -> None:
    assert shown(REAL["lunch and halves"].add_days(at(asked), days)) == by


def test_a_day_with_a_later_opening_ends_at_the_closing_before_it() -> None:
    late_tuesdays = WorkingCalendar.of(((Hours(480, 990),), (Hours(600, 990),), (), (), (), (), ()))
    assert shown(late_tuesdays.add_days(at("2026-11-23 09.00"), 1)) == "2026-11-23 16.30"
    assert shown(late_tuesdays.add_days(at("2026-11-23 10.30"), 1)) == "2026-11-24 10.30"


def test_no_days_are_no_limit() -> None:
    with pytest.raises(ValueError, match="0 working days"):
        OFFICE.add_days(at("2026-11-20 10.15"), 0)


def test_minutes_are_counted_over_the_night_the_lunch_and_the_weekend() -> None:
    lunch = REAL["lunch and halves"]
    assert shown(OFFICE.add(at("2026-11-20 16.00"), 60)) == "2026-11-23 08.30"
    assert shown(OFFICE.add(at("2026-11-20 16.00"), 30)) == "2026-11-20 16.30", (
        "a window's end, not the next one's start"
    )
    assert shown(lunch.add(at("2026-11-20 11.00"), 120)) == "2026-11-20 14.00"
    assert OFFICE.between(at("2026-11-20 16.00"), at("2026-11-23 08.30")) == 60
    assert OFFICE.between(at("2026-11-23 08.30"), at("2026-11-20 16.00")) == 0
    assert OFFICE.add(at("2026-11-21 12.00"), 0) == at("2026-11-21 12.00")
    with pytest.raises(ValueError, match="-1 minutes"):
        OFFICE.add(at("2026-11-21 12.00"), -1)


def test_seconds_are_cut_off_and_a_time_without_zone_is_an_error() -> None:
    late = at("2026-11-20 10.15") + timedelta(seconds=59, microseconds=999)
    assert shown(OFFICE.add(late, 1)) == "2026-11-20 10.16"
    assert OFFICE.is_open(at("2026-11-20 16.29") + timedelta(seconds=59))
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.is_open(datetime(2026, 11, 20, 10))  # noqa: DTZ001


# --- changes of clocks ------------------------------------------------------


@pytest.mark.parametrize(
    ("night", "hours"),
    [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-28", 24), ("2026-10-26", 24)],
)
def test_a_day_round_the_clock_has_the_hours_it_really_has(night: str, hours: int) -> None:
    start = at(f"{night} 00.00")
    tomorrow = date.fromisoformat(night) + timedelta(days=1)
    assert REAL["round the clock"].between(start, at(f"{tomorrow} 00.00")) == hours * 60


@pytest.mark.parametrize(
    ("opens", "closes", "spring", "autumn"),
    [
        (60, 240, 120, 240),  # 01–04
        (60, 150, 60, 150),  # 01–02.30: in spring it closes when 02.30 is passed over, in autumn the second time
        (150, 240, 60, 150),  # 02.30–04
        (130, 170, 0, 100),  # 02.10–02.50: not there in spring
        (300, 360, 60, 60),
    ],
)
def test_a_window_over_a_change_of_clocks_is_as_long_as_it_is(
    opens: int, closes: int, spring: int, autumn: int
) -> None:
    night = WorkingCalendar.of(((),) * 6 + ((Hours(opens, closes),),))
    assert night.between(at("2026-03-29 00.00"), at("2026-03-30 00.00")) == spring
    assert night.between(at("2026-10-25 00.00"), at("2026-10-26 00.00")) == autumn


def test_windows_that_overlap_in_the_hour_that_comes_twice_are_counted_once() -> None:
    night = WorkingCalendar.of(((),) * 6 + ((Hours(60, 150), Hours(150, 240)),))
    assert night.between(at("2026-10-25 00.00"), at("2026-10-26 00.00")) == 240
    (window,) = night.windows(at("2026-10-25 00.00"), at("2026-10-26 00.00"))
    assert window.minutes == 240


def test_windows_within_windows_are_counted_once() -> None:
    desk = WorkingCalendar.of(weekdays(Hours(480, 1020), Hours(540, 600), Hours(1020, 1080)))
    assert opened(desk, "2026-11-20") == ["08.00–18.00"]


def test_a_desk_that_closes_when_its_afternoon_begins_has_no_afternoon() -> None:
    lunch = weekdays(Hours(480, 720), Hours(780, 990))
    desk = WorkingCalendar.of(lunch, deviation(Yearly(11, 20), ClosesAt(780), "Tidigt hem"))
    assert opened(desk, "2026-11-20") == ["08.00–12.00"]


def test_a_night_is_counted_to_each_of_its_days() -> None:
    lines = REAL["round the clock"].count(at("2026-11-16 12.00"), 48 * 60)
    assert [f"{shown(line.start)[8:]}–{shown(line.end)[8:]}" for line in lines] == [
        "16 12.00–17 00.00",
        "17 00.00–18 00.00",
        "18 00.00–18 12.00",
    ]


def test_a_working_day_that_ends_in_the_hour_left_out_ends_where_it_was() -> None:
    always = REAL["round the clock"]
    assert shown(always.add_days(at("2026-03-28 02.30"), 1)) == "2026-03-29 03.00"
    assert shown(always.add_days(at("2026-03-28 10.00"), 1)) == "2026-03-29 10.00"


def test_office_hours_are_the_same_in_both_halves_of_the_year() -> None:
    assert shown(OFFICE.add_days(at("2026-03-27 10.15"), 2)) == "2026-03-31 10.15"
    assert shown(OFFICE.add_days(at("2026-10-23 10.15"), 2)) == "2026-10-27 10.15"
    assert OFFICE.between(at("2026-10-23 10.15"), at("2026-10-27 10.15")) == 2 * 510


# --- why it is closed -------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "opens", "causes"),
    [
        ("2026-11-20 10.15", "2026-11-20 10.15", []),
        ("2026-11-19 19.00", "2026-11-20 08.00", [Cause.OUTSIDE_HOURS]),
        ("2026-11-20 16.30", "2026-11-23 08.00", [Cause.WEEKEND]),
        ("2026-04-02 18.00", "2026-04-07 08.00", ["Långfredagen", Cause.WEEKEND, "Annandag påsk"]),
        ("2026-06-18 18.00", "2026-06-22 08.00", ["Midsommarafton", Cause.WEEKEND]),
    ],
)
def test_the_next_opening_is_told_with_every_reason_for_the_wait(
    now: str, opens: str, causes: list[Cause | str]
) -> None:
    found = OFFICE.next_open(at(now))
    assert shown(found.at) == opens
    assert [each.sv or each.cause for each in found.reasons] == causes


def reason_at(calendar: WorkingCalendar, now: str) -> str:
    return ", ".join(each.sv or each.cause for each in calendar.next_open(at(now)).reasons)


def test_every_deviation_is_the_reason_for_its_days() -> None:
    desk = WorkingCalendar.of(
        OFFICE_WEEK,
        deviation(Dates(frozenset({date(2026, 11, 6)})), sv="Planeringsdag"),
        deviation(Period(date(2026, 12, 28), date(2026, 12, 30)), sv="Mellandagar"),
        deviation(Weeks(28, 31), sv="Sommarstängt", cause=Cause.SUMMER),
        deviation(YearlyPeriod((2, 22), (2, 26)), sv="Sportlov"),
        deviation(Yearly(5, 4), sv="Kommunens dag"),
        deviation(Named("skärtorsdagen"), sv="Skärtorsdag"),
    )
    assert reason_at(desk, "2026-11-06 10.00") == "Planeringsdag, weekend"
    assert reason_at(desk, "2026-12-28 10.00") == "Mellandagar, Nyårsafton, Nyårsdagen, weekend"
    assert reason_at(desk, "2026-07-10 17.00") == "Sommarstängt", "its weekends are within it"
    assert reason_at(desk, "2027-02-23 10.00") == "Sportlov, weekend"
    assert reason_at(desk, "2026-05-04 10.00") == "Kommunens dag"
    assert reason_at(desk, "2026-04-02 10.00") == "Skärtorsdag, Långfredagen, weekend, Annandag påsk"


def test_a_period_may_lie_over_new_year() -> None:
    by_weeks = WorkingCalendar.of(OFFICE_WEEK, deviation(Weeks(52, 1), sv="Julstängt"))
    by_dates = WorkingCalendar.of(OFFICE_WEEK, deviation(YearlyPeriod((12, 23), (1, 10)), sv="Julstängt"))
    for desk in (by_weeks, by_dates):
        assert reason_at(desk, "2026-12-25 10.00") == "Julstängt"
        assert shown(desk.next_open(at("2026-12-25 10.00")).at) == "2027-01-11 08.00"
    assert shown(by_weeks.next_open(at("2026-12-20 10.00")).at) == "2027-01-11 08.00", (
        "2026 has a week 53, 52–1 has it too"
    )


def test_hours_in_even_weeks_only_are_told_so_even_when_a_year_has_53_weeks() -> None:
    mondays, never = ((Hours(540, 660),), (), (), (), (), (), ()), ((),) * 7
    even, odd = REAL["even weeks"], REAL["single days"]
    assert reason_at(even, "2026-11-21 10.00") == "even_weeks, weekend", "Saturday of week 47"
    assert reason_at(odd, "2026-11-28 10.00") == "odd_weeks, weekend", "Saturday of week 48"
    assert even.is_open(at("2026-11-28 10.00"))
    only_even = WorkingCalendar(Rules(mondays, never))
    # Week 53 of 2026 and week 1 of 2027 are both odd.
    assert shown(only_even.next_open(at("2026-12-22 10.00")).at) == "2027-01-11 09.00"


def test_a_weekday_without_hours_is_no_weekend() -> None:
    mondays = WorkingCalendar.of(((Hours(540, 660),), (), (), (), (), (), ()))
    assert reason_at(mondays, "2026-11-17 10.00") == "weekday, weekend"


def test_a_calendar_without_any_hours_says_so() -> None:
    with pytest.raises(NeverOpen, match="give the calendar some"):
        WorkingCalendar.of(weekdays()).next_open(at("2026-11-20 10.15"))


# --- which goes first -------------------------------------------------------


def opened(calendar: WorkingCalendar, day: str) -> list[str]:
    start = at(f"{day} 00.00")
    lines = calendar.windows(start, start + timedelta(hours=24))
    return [f"{shown(line.start)[11:]}–{shown(line.end)[11:]}" for line in lines]


SHORTER = weekdays(Hours(540, 660))


@pytest.mark.parametrize(
    ("day", "hours", "which"),
    [
        ("2026-07-08", ["09.00–11.00"], "an exact date opens a day in the summer pause"),
        ("2026-07-09", [], "the summer pause closes the rest"),
        ("2026-06-06", ["09.00–11.00"], "an exact date opens even a Saturday that is the National Day"),
        ("2026-08-03", ["10.00–12.00"], "summer hours"),
        ("2026-06-18", ["10.00–11.00"], "the day's own name clips the summer hours"),
        ("2026-06-19", [], "a red day within summer hours"),
        ("2026-12-24", ["09.00–11.00"], "an eve with hours of its own"),
        ("2027-12-24", ["09.00–11.00"], "which is a Friday"),
        ("2028-12-24", [], "but never a Sunday"),
        ("2026-05-15", [], "a klämdag"),
        ("2026-01-05", [], "a klämdag that is also before a red day"),
        ("2026-12-30", ["08.00–12.00"], "before a red day"),
        ("2028-06-05", ["10.00–11.00"], "a klämdag with a name of its own, in summer hours"),
    ],
)
def test_the_order_in_which_rules_decide_a_day(day: str, hours: list[str], which: str) -> None:
    exact = frozenset({date(2026, 7, 8), date(2026, 6, 6)})
    desk = WorkingCalendar.of(
        OFFICE_WEEK,
        deviation(BeforeRed(), ClosesAt(720), "Halvdag"),
        deviation(Bridge(), sv="Klämdag"),
        deviation(Yearly(12, 24), SHORTER, "Julafton, förmiddag"),
        deviation(Named("dagen före midsommarafton"), ClosesAt(660), "Tidigt hem"),
        deviation(Named("dagen före nationaldagen"), ClosesAt(660), "Tidigt hem"),
        deviation(YearlyPeriod((6, 1), (8, 31)), weekdays(Hours(600, 720)), "Sommartid"),
        deviation(Weeks(28, 31), sv="Sommarstängt"),
        deviation(Dates(exact), (SHORTER[0],) * 7, "Öppet ändå"),
    )
    assert opened(desk, day) == hours, which


def test_a_desk_may_be_open_on_red_days() -> None:
    rules = Rules(OFFICE_WEEK, OFFICE_WEEK, open_on_red_days=True)
    assert opened(WorkingCalendar(rules), "2026-12-24") == ["08.00–16.30"]
    assert opened(WorkingCalendar(rules), "2026-12-26") == [], "it is a Saturday all the same"


def test_a_deviation_without_label_or_source_is_refused() -> None:
    with pytest.raises(ValueError, match="a label in sv and en, and a source"):
        Deviation(Yearly(5, 4), "closed", Reason(Cause.CLOSED, "Stängt", "Closed"))
    with pytest.raises(ValueError, match="no window of a day"):
        Hours(960, 480)


# --- against the oracle -----------------------------------------------------


def test_the_calendar_agrees_with_one_that_asks_the_clock_on_the_wall_every_minute() -> None:
    chance = random.Random(20261120)
    changes = [datetime(year, month, day, tzinfo=UTC) for year, month, day in _changes_of_clocks()]
    for name in sorted(PLAIN):
        for turn in range(12):
            far = timedelta(minutes=chance.randrange(3 * 24 * 60))
            start = chance.choice(changes) - far if turn % 3 == 0 else _somewhen(chance)
            minutes = chance.choice([1, 15, 120, 510, 1020])
            assert REAL[name].add(start, minutes) == PLAIN[name].deadline(start, minutes), (name, start, minutes)
            end = start + timedelta(days=chance.randrange(1, 5))
            expected = PLAIN[name].open_minutes(start, end)
            found = [
                line.start + timedelta(minutes=minute)
                for line in REAL[name].windows(start, end)
                for minute in range(line.minutes)
            ]
            assert found == expected, (name, start, end)


def _somewhen(chance: random.Random) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(11 * 365 * 24 * 60))


def _changes_of_clocks() -> list[tuple[int, int, int]]:
    """The last Sunday of March and of October."""
    ends = [date(year, month, 31) for year in range(2024, 2036) for month in (3, 10)]
    return [(end.year, end.month, 31 - end.isoweekday() % 7) for end in ends]


@settings(deadline=None)
@given(CALENDARS, MOMENTS, st.integers(1, 30_000))
def test_adding_then_measuring_is_the_identity(name: str, start: datetime, minutes: int) -> None:
    desk = REAL[name]
    end = desk.add(start, minutes)
    assert desk.between(start, end) == minutes
    assert desk.between(start, end - timedelta(minutes=1)) == minutes - 1, "and no earlier moment will do"
    assert sum(line.minutes for line in desk.count(start, minutes)) == minutes


@settings(deadline=None)
@given(CALENDARS, MOMENTS, st.integers(1, 20), st.integers(0, 6000))
def test_who_asks_later_is_never_promised_an_earlier_answer(name: str, start: datetime, days: int, later: int) -> None:
    desk = REAL[name]
    first = desk.add_days(start, days)
    assert first <= desk.add_days(start + timedelta(minutes=later), days)
    assert first < desk.add_days(start, days + 1)
    assert desk.add(start, desk.between(start, first)) == first, "the last working minute, not a closed one after it"


@settings(deadline=None)
@given(CALENDARS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(name: str, start: datetime) -> None:
    desk = REAL[name]
    found = desk.next_open(start)
    assert desk.is_open(found.at)
    assert desk.between(start, found.at) == 0
    assert bool(found.reasons) == (not desk.is_open(start))


def test_days_are_kept_but_not_without_end() -> None:
    desk = WorkingCalendar.of(OFFICE_WEEK)
    first = desk.between(at("2024-01-01 00.00"), at("2036-01-01 00.00"))
    assert first == desk.between(at("2024-01-01 00.00"), at("2036-01-01 00.00"))
    assert 0 < len(desk._days) <= 4000
    assert desk == WorkingCalendar.of(OFFICE_WEEK), "what is kept is no part of what it is"
