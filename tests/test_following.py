"""The life of a follow-up, by example and at random: never outside agreed hours, never twice, never after a stop."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.programmes import (
    CheckIn,
    Ended,
    Enrolled,
    FollowUp,
    Hours,
    Next,
    NoHours,
    Reminder,
    Silence,
    Starter,
    Wishes,
    agreed_hours,
    answered,
    begin,
    happened,
    may_begin,
    moved,
    next_open,
    next_up,
    put_off,
    reached,
    refitted,
    send_at,
    stopped,
)
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
)

SWEDEN = ZoneInfo("Europe/Stockholm")
JOINED = datetime(2026, 9, 4, 14, 30, tzinfo=SWEDEN)
PLAN = Plan(
    steps=(
        Step("soon", AfterEnrolment(Offset(days=14))),
        Step("later", AfterEnrolment(Offset(months=3))),
        Step("end", AfterEnrolment(Offset(months=12)), outcome=True),
        Step("permit", AfterMilestone("granted", Offset(days=7))),
    ),
    milestones=(Milestone("granted", "Kom", "Came"),),
)
HOURS = agreed_hours(PLAN)


def said(event: Next | None) -> str:
    """What comes next, in short."""
    match event:
        case None:
            return "nothing"
        case CheckIn(due):
            what = due.key
        case Reminder(due, number):
            what = f"{due.key} reminder {number}"
        case Silence(due, farewell):
            what = f"{due.key} {'farewell' if farewell else 'silence'}"
        case _:
            assert_never(event)
    return f"{what} {HOURS.wall(event.at):%Y-%m-%d %H:%M}"


def until_silent(follow_up: FollowUp, now: datetime = JOINED) -> Iterator[str]:
    """All that comes when nobody answers."""
    while event := next_up(follow_up, HOURS, now):
        yield said(event)
        now = event.at
        follow_up = happened(follow_up, event, now)


def first_asked(follow_up: FollowUp) -> FollowUp:
    """The follow-up with its first check-in sent on time."""
    event = next_up(follow_up, HOURS, JOINED)
    assert isinstance(event, CheckIn)
    return happened(follow_up, event, event.at)


@pytest.fixture
def begun() -> FollowUp:
    return begin(PLAN, Enrolled(JOINED), HOURS)


# --- examples ---------------------------------------------------------------


def test_silence_is_reminded_of_twice_each_time_and_ends_in_a_goodbye(begun: FollowUp) -> None:
    """Open days counted by hand; 7 and 8 December are a Monday and a Tuesday, Christmas and Epiphany are not open."""
    assert list(until_silent(begun)) == [
        "soon 2026-09-18 10:00",
        "soon reminder 1 2026-09-24 10:00",
        "soon reminder 2 2026-10-01 10:00",
        "soon silence 2026-10-08 10:00",
        "later 2026-12-04 10:00",
        "later reminder 1 2026-12-10 10:00",
        "later reminder 2 2026-12-17 10:00",
        "later farewell 2026-12-28 10:00",
    ]


def test_an_answer_ends_the_reminding_and_the_plan_goes_on(begun: FollowUp) -> None:
    followed = answered(first_asked(begun))
    assert said(next_up(followed, HOURS, JOINED)) == "later 2026-12-04 10:00"
    assert followed.silences == 0


def test_one_silence_is_forgiven_when_the_next_is_answered(begun: FollowUp) -> None:
    followed = begun
    for _ in range(5):  # the check-in, two reminders, the silence, the next check-in
        event = next_up(followed, HOURS, JOINED)
        assert event
        followed = happened(followed, event, event.at)
    assert followed.silences == 1
    followed = answered(followed)
    assert said(next_up(followed, HOURS, JOINED)) == "end 2027-09-06 10:00"
    assert followed.silences == 0


def test_when_all_is_asked_and_answered_it_is_done() -> None:
    plan = Plan((Step("only", AfterEnrolment(Offset(days=1))),))
    followed = first_asked(begin(plan, Enrolled(JOINED), HOURS))
    assert followed.ended is None
    followed = answered(followed)
    assert followed.ended is Ended.DONE
    assert next_up(followed, HOURS, JOINED) is None


def test_a_plan_whose_days_have_been_is_done_before_it_began() -> None:
    assert begin(Plan((Step("past", OnDate(date(2020, 1, 1))),)), Enrolled(JOINED), HOURS).ended is Ended.DONE


def test_putting_off_moves_what_waits_for_an_answer_and_the_plan_goes_on_after_it(begun: FollowUp) -> None:
    followed = put_off(first_asked(begun), datetime(2026, 10, 20, 8, tzinfo=SWEDEN), HOURS)
    event = next_up(followed, HOURS, JOINED)
    assert event
    assert said(event) == "soon 2026-10-20 08:00"
    followed = answered(happened(followed, event, event.at))
    assert said(next_up(followed, HOURS, JOINED)) == "later 2026-12-04 10:00"


def test_putting_off_past_the_next_asks_them_as_one(begun: FollowUp) -> None:
    followed = put_off(first_asked(begun), datetime(2027, 1, 7, 10, tzinfo=SWEDEN), HOURS)
    assert [f"{due.key} {due.at:%Y-%m-%d}" for due in followed.planned] == ["later 2027-01-07", "end 2027-09-06"]


def test_putting_off_what_is_planned_may_also_bring_it_nearer(begun: FollowUp) -> None:
    followed = put_off(begun, datetime(2026, 9, 8, 9, tzinfo=SWEDEN), HOURS)
    assert [due.key for due in followed.planned] == ["soon", "later", "end"]
    assert said(next_up(followed, HOURS, JOINED)) == "soon 2026-09-08 09:00"


def test_one_of_the_shown_dates_can_be_moved(begun: FollowUp) -> None:
    followed = moved(begun, "later", datetime(2027, 2, 1, 13, tzinfo=SWEDEN), HOURS)
    assert [f"{due.key} {HOURS.wall(due.at):%Y-%m-%d %H:%M}" for due in followed.planned] == [
        "soon 2026-09-18 10:00",
        "later 2027-02-01 13:00",
        "end 2027-09-06 10:00",
    ]
    with pytest.raises(KeyError):
        moved(begun, "never", JOINED, HOURS)


def test_one_that_is_moved_onto_another_takes_its_place(begun: FollowUp) -> None:
    onto = begun.planned[1].at
    assert [due.key for due in moved(begun, "soon", onto, HOURS).planned] == ["soon", "end"]


def test_other_hours_keep_the_days_that_can_be_kept(begun: FollowUp) -> None:
    new = agreed_hours(PLAN, Wishes(time(8), avoid=frozenset({5})))  # 18 September and 4 December 2026 are Fridays
    followed = refitted(begun, HOURS, new)
    assert [f"{due.key} {new.wall(due.at):%Y-%m-%d %H:%M}" for due in followed.planned] == [
        "soon 2026-09-21 08:00",
        "later 2026-12-07 08:00",
        "end 2027-09-06 08:00",
    ]


def test_a_moment_of_ones_own_stays_when_other_hours_are_asked_for_unless_its_day_is_avoided(begun: FollowUp) -> None:
    own = moved(begun, "soon", datetime(2026, 9, 19, 18, tzinfo=SWEDEN), HOURS)  # a Saturday
    assert refitted(own, HOURS, agreed_hours(PLAN, Wishes(time(8)))).planned[0] == own.planned[0]
    weekdays = agreed_hours(PLAN, Wishes(time(8), avoid=frozenset({6})))
    assert weekdays.wall(refitted(own, HOURS, weekdays).planned[0].at) == datetime(2026, 9, 21, 8, tzinfo=SWEDEN)


def test_a_milestone_starts_the_next_step_once(begun: FollowUp) -> None:
    at = datetime(2026, 10, 5, 9, tzinfo=SWEDEN)
    followed = reached(reached(begun, PLAN, "granted", at, HOURS), PLAN, "granted", at + timedelta(days=1), HOURS)
    assert [f"{due.key} {due.at:%Y-%m-%d}" for due in followed.planned] == [
        "soon 2026-09-18",
        "permit 2026-10-12",
        "later 2026-12-04",
        "end 2027-09-06",
    ]


def test_a_milestone_that_comes_to_a_planned_moment_asks_nothing_beside_it(begun: FollowUp) -> None:
    a_week_before_the_first = datetime(2026, 9, 11, 9, tzinfo=SWEDEN)
    assert reached(begun, PLAN, "granted", a_week_before_the_first, HOURS) == begun


def test_a_milestone_shortly_before_the_plans_next_asks_for_both_unless_they_chose_its_day(begun: FollowUp) -> None:
    came = datetime(2026, 9, 7, 9, tzinfo=SWEDEN)
    assert [due.key for due in reached(begun, PLAN, "granted", came, HOURS).planned] == ["permit", "later", "end"]
    own = moved(begun, "soon", datetime(2026, 9, 18, 11, tzinfo=SWEDEN), HOURS)
    assert [due.key for due in reached(own, PLAN, "granted", came, HOURS).planned] == ["permit", "soon", "later", "end"]


def test_who_names_another_day_instead_has_back_what_the_first_took_in(begun: FollowUp) -> None:
    far = put_off(begun, datetime(2027, 3, 1, 9, tzinfo=UTC), HOURS)
    assert [due.key for due in far.planned] == ["later", "end"]
    near = put_off(far, datetime(2026, 10, 1, 9, tzinfo=UTC), HOURS)
    assert [f"{due.key} {due.at:%m-%d}" for due in near.planned] == ["soon 10-01", "later 12-04", "end 09-06"]


def test_a_milestone_wakes_one_that_was_done() -> None:
    plan = Plan(PLAN.steps[-1:], milestones=PLAN.milestones)
    done = begin(plan, Enrolled(JOINED), HOURS)
    assert done.ended is Ended.DONE
    woken = reached(done, plan, "granted", JOINED, HOURS)
    assert said(next_up(woken, HOURS, JOINED)) == "permit 2026-09-11 10:00"


def test_stopped_is_stopped_whatever_is_done_to_it(begun: FollowUp) -> None:
    followed = stopped(first_asked(begun))
    event = CheckIn(begun.planned[0], JOINED)
    for tried in (
        answered(followed),
        happened(followed, event, JOINED),
        put_off(followed, JOINED + timedelta(days=90), HOURS),
        reached(followed, PLAN, "granted", JOINED, HOURS),
        refitted(followed, HOURS, HOURS),
        stopped(followed),
    ):
        assert tried == followed
        assert next_up(tried, HOURS, JOINED) is None
    assert followed.planned == ()


def test_only_the_person_begins_again_after_a_stop(begun: FollowUp) -> None:
    assert not may_begin(stopped(begun), Starter.STAFF)
    assert may_begin(stopped(begun), Starter.SELF)
    assert may_begin(None, Starter.STAFF)
    assert may_begin(begun, Starter.STAFF)


def test_a_reminder_is_left_out_shortly_before_the_next_check_in() -> None:
    plan = Plan((Step("a", AfterEnrolment(Offset(days=3))), Step("b", AfterEnrolment(Offset(days=10)))))
    assert list(until_silent(begin(plan, Enrolled(JOINED), HOURS))) == [
        "a 2026-09-07 10:00",
        "b 2026-09-14 10:00",
        "b reminder 1 2026-09-18 10:00",
        "b reminder 2 2026-09-25 10:00",
        "b farewell 2026-10-02 10:00",
    ]


def test_after_a_long_standstill_the_last_of_what_is_overdue_stands_for_all(begun: FollowUp) -> None:
    late = datetime(2027, 2, 6, 3, tzinfo=SWEDEN)  # by night, a Saturday
    event = next_up(begun, HOURS, late)
    assert isinstance(event, CheckIn)
    assert event.due.key == "later"
    followed = happened(begun, event, datetime(2027, 2, 8, 9, tzinfo=SWEDEN))
    assert [due.key for due in followed.planned] == ["end"]


def test_two_check_ins_keep_their_distance_when_the_first_was_late() -> None:
    plan = Plan((Step("a", AfterEnrolment(Offset(days=3))), Step("b", AfterEnrolment(Offset(days=10)))))
    begun = begin(plan, Enrolled(JOINED), HOURS)
    event = next_up(begun, HOURS, JOINED)
    assert event
    followed = happened(begun, event, datetime(2026, 9, 11, 15, tzinfo=SWEDEN))
    assert said(next_up(followed, HOURS, JOINED)) == "b 2026-09-14 15:00"


def test_an_event_that_comes_twice_changes_nothing_more(begun: FollowUp) -> None:
    event = next_up(begun, HOURS, JOINED)
    assert event
    once = happened(begun, event, event.at)
    assert happened(once, event, event.at).used == once.used
    reminder = next_up(once, HOURS, JOINED)
    assert isinstance(reminder, Reminder)
    assert happened(answered(once), reminder, reminder.at) == answered(once)


# --- at random --------------------------------------------------------------

ZONES = (
    "Europe/Stockholm America/New_York America/Santiago Australia/Lord_Howe Asia/Kathmandu Africa/Casablanca "
    "Pacific/Apia Antarctica/Troll Atlantic/Azores UTC"
).split()
COUNTRIES = ("SE", "NO", "FI", "")

times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
quiets = st.builds(Quiet, times, times).filter(lambda each: each.begin != each.end)
month_days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
pauses = st.builds(Pause, month_days, month_days)
offsets = st.one_of(
    st.builds(Offset, months=st.integers(0, 18), days=st.integers(1, 60)),
    st.builds(Offset, seconds=st.integers(1, 400_000)),
)
triggers = st.one_of(
    st.builds(AfterEnrolment, offsets),
    st.builds(OnDate, st.dates(date(2025, 1, 1), date(2031, 1, 1))),
    st.builds(lambda day: EveryYear(*day), month_days),
    st.builds(AfterMilestone, st.just("m"), offsets),
)
plans = st.builds(
    lambda found, outcome, **others: Plan(
        tuple(Step(f"s{at}", trigger, outcome=outcome == at) for at, trigger in enumerate(found)), **others
    ),
    st.lists(triggers, min_size=1, max_size=5),
    st.integers(0, 4),
    quiet=st.lists(quiets, max_size=2).map(tuple),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    wave_size=st.integers(1, 40),
    zone=st.sampled_from(ZONES),
    country=st.sampled_from(COUNTRIES),
    pauses=st.lists(pauses, max_size=2).map(tuple),
    milestones=st.just((Milestone("m", "M", "M"),)),
)
wishes = st.builds(
    Wishes,
    hour=st.none() | times,
    avoid=st.frozensets(st.integers(1, 7), max_size=3),
    only=st.just(frozenset()) | st.frozensets(st.integers(1, 7), min_size=1),
    zone=st.just("") | st.sampled_from(ZONES),
    country=st.none() | st.sampled_from(COUNTRIES),
)
# In autumn and spring more often than by chance, so that plans run over a change of clocks.
moments = st.sampled_from([datetime(2026, 10, 24, 23, 59, tzinfo=UTC), datetime(2027, 3, 27, 22, 30, tzinfo=UTC)]) | (
    st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
)


def outside(at: datetime, plan: Plan, wished: Wishes, *, own: bool) -> str:
    """Why nobody may be written to at this moment, counted without the code that is tested; "" if one may."""
    wall = at.astimezone(ZoneInfo(wished.zone or plan.zone))
    country = plan.country if wished.country is None else wished.country
    kinds = ("public", "de_facto") if country == "SE" else ("public",)
    if country and wall.date() in holidays.country_holidays(country, years=wall.year, categories=kinds):
        return "a holiday"
    if any(_within((wall.month, wall.day), pause) for pause in plan.pauses):
        return "a pause"
    if not 7 <= wall.hour < 21:
        return "night"
    if wall.isoweekday() in wished.avoid:
        return "an avoided day"
    if own:
        return ""
    if wall.isoweekday() not in (wished.only or plan.days):
        return "another day"
    if wished.hour is None:
        return "quiet hours" if any(_quiet(wall.time(), each) for each in plan.quiet) else ""
    return "another hour" if wall.time() < min(wished.hour, time(20)) and wished.hour >= time(7) else ""


def _within(day: tuple[int, int], pause: Pause) -> bool:
    if pause.first > pause.last:
        return not pause.last < day < pause.first
    return pause.first <= day <= pause.last


def _quiet(at: time, quiet: Quiet) -> bool:
    if quiet.begin > quiet.end:
        return at >= quiet.begin or at < quiet.end
    return quiet.begin <= at < quiet.end


@dataclass
class World:
    """A follow-up that lives on, with all that has been sent to the person."""

    plan: Plan
    wishes: Wishes
    hours: Hours
    now: datetime
    followed: FollowUp
    sent: list[tuple[datetime, Next]] = field(default_factory=list)
    stops: int = 0
    put_offs: int = 0

    def pass_time(self, late: timedelta) -> None:
        """The next thing comes when it should, or later: then it is asked anew when it may be sent."""
        event = next_up(self.followed, self.hours, self.now)
        if event is None:
            return
        assert event.at >= self.now or isinstance(event, CheckIn) or self.followed.asked
        self.now = max(self.now, event.at) + late
        event = next_up(self.followed, self.hours, self.now)
        if event is None or event.at > self.now:
            return
        at = self.when(event)
        self.now = max(self.now, at)
        again = next_up(self.followed, self.hours, self.now)
        assert again is not None
        if type(again) is not type(event) or again.due != event.due:
            return  # something else stands for it by then
        if not (isinstance(event, Silence) and not event.farewell):
            self.sent.append((at, event))
        self.followed = happened(self.followed, event, at)

    def when(self, event: Next) -> datetime:
        """When the sender may send it: the hours are looked at again as it goes out."""
        if isinstance(event, CheckIn):
            return send_at(event.due, self.now, self.hours)
        return next_open(self.now, self.hours)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(("pass", "pass", "pass", "pass", "answer", "put_off", "milestone", "stop", "hours")),
        st.integers(0, 60 * 24 * 40),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(plans, wishes, wishes, moments, st.integers(0, 500), ACTIONS)
def test_whatever_happens_no_message_comes_when_none_may(
    plan: Plan,
    first: Wishes,
    second: Wishes,
    joined: datetime,
    number: int,
    actions: list[tuple[str, int]],
) -> None:
    """None outside agreed hours, none after a stop, none twice, two reminders at most, in order of time."""
    try:
        hours, others = agreed_hours(plan, first), agreed_hours(plan, second)
        world = World(plan, first, hours, joined, begin(plan, Enrolled(joined, number, number), hours))
        for action, minutes in actions:
            before = len(world.sent)
            _act(world, action, minutes, (second, others))
            if world.stops:
                assert len(world.sent) == before
                assert next_up(world.followed, world.hours, world.now) is None
            for at, event in world.sent[before:]:
                own = isinstance(event, CheckIn) and event.due.own
                assert outside(at, plan, world.wishes, own=own) == "", event
    except NoHours:
        assume(False)  # plans that leave no time are refused, as is shown above
    _check(world.sent, world.put_offs)


def _act(world: World, action: str, minutes: int, others: tuple[Wishes, Hours]) -> None:
    later = world.now + timedelta(minutes=minutes)
    match action:
        case "pass":
            world.pass_time(timedelta(minutes=minutes) if minutes % 3 == 0 else timedelta())
        case "answer":
            world.followed = answered(world.followed)
        case "put_off":  # to a moment that is to come: words name no other
            world.followed = put_off(world.followed, max(later, world.now + timedelta(minutes=1)), world.hours)
            world.put_offs += 1
        case "milestone":
            world.followed = reached(world.followed, world.plan, "m", world.now, world.hours)
        case "hours":
            world.followed = refitted(world.followed, world.hours, others[1])
            world.wishes, world.hours = others
        case "stop":
            world.followed = stopped(world.followed)
            world.stops += 1


def _check(sent: list[tuple[datetime, Next]], put_offs: int) -> None:
    at = [moment for moment, _ in sent]
    assert at == sorted(at)
    assert len(set(at)) == len(at), "two messages at one moment"
    told = [(type(event), event.due, event.number if isinstance(event, Reminder) else 0) for _, event in sent]
    assert len(set(told)) == len(told), "the same thing twice"
    assert all(event.number <= 2 for _, event in sent if isinstance(event, Reminder))
    asked = [event.due.key for _, event in sent if isinstance(event, CheckIn)]
    assert len(asked) <= len(set(asked)) + put_offs, "a step of the plan is asked once, and again if it was put off"


@settings(max_examples=150, deadline=None)
@given(plans, wishes, moments, st.integers(0, 500))
def test_planned_dates_are_in_agreed_hours_after_one_joined_and_never_two_at_once(
    plan: Plan, wished: Wishes, joined: datetime, number: int
) -> None:
    try:
        hours = agreed_hours(plan, wished)
        planned = begin(plan, Enrolled(joined, number, number), hours).planned
    except NoHours:
        assume(False)
    assert [outside(due.at, plan, wished, own=False) for due in planned] == [""] * len(planned)
    assert all(due.at > joined for due in planned)
    assert len({due.at for due in planned}) == len({due.key for due in planned}) == len(planned)
    assert list(planned) == sorted(planned, key=lambda due: due.at)
