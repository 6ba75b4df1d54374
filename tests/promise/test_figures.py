"""The figures of a municipality equal what one counts by hand, and a year of a desk is counted fast and by day only."""

import heapq
import random
from datetime import UTC, datetime, timedelta
from time import perf_counter

from bot.promise import (
    NATION,
    Clock,
    Delay,
    Figures,
    Kind,
    Ladder,
    Limits,
    Outcome,
    Promise,
    Rung,
    WorkingCalendar,
    WorkingDays,
    delay,
    figures,
    give,
    recount,
)
from promise.desks import REAL, WALL, at

OFFICE = REAL["office"]
LIMITS = Limits(NATION)


def asked(when: str) -> Promise:
    return give(LIMITS, "", at(when), OFFICE).acknowledge(at(when))


def test_the_figures_of_six_cases_counted_by_hand() -> None:
    longer = asked("2026-11-16 09.00").change(
        Kind.FIRST_ANSWER,
        lambda clock: clock.extend(at("2026-11-17 09.00"), WorkingDays(1), OFFICE, reason="sjukdom", by="a"),
    )
    paused = asked("2026-11-16 10.00").pause(at("2026-11-16 11.00"), reason="ritning", by="a")
    cases = [
        asked("2026-11-16 08.00").answer(at("2026-11-16 09.00")),  # kept, 60 minutes
        longer.answer(at("2026-11-19 09.00")),  # kept in the third day, 1530 minutes, extended
        paused.resume(at("2026-11-18 11.00"), OFFICE).answer(at("2026-11-18 12.00")),  # kept, 120 minutes, paused once
        asked("2026-11-16 08.30")
        .transfer(at("2026-11-17 08.30"), OFFICE, "b")
        .answer(at("2026-11-18 08.31")),  # broken
        asked("2026-11-16 08.30").release(at("2026-11-16 09.30")),  # released
        asked("2026-11-18 08.30"),  # open, and late on Friday 20 at 8.31
        asked("2026-11-19 08.30").pause(at("2026-11-19 09.00"), reason="kontrakt", by="a"),  # open, paused
    ]
    acknowledged, answered = figures((clock for case in cases for clock in case.clocks), at("2026-11-20 08.31"))
    assert (acknowledged.kind, acknowledged.promised, acknowledged.kept) == (Kind.ACKNOWLEDGEMENT, 7, 7)
    assert answered == Figures(
        kind=Kind.FIRST_ANSWER,
        promised=7,
        kept=3,
        broken=1,
        released=1,
        open=2,
        late=1,
        extended=1,
        paused=2,
        moved=1,
        median_minutes=120,
    )
    assert answered.share_kept == 3 / 5


def test_nothing_promised_and_nothing_decided_are_no_figures() -> None:
    assert figures((), at("2026-11-20 08.31")) == ()
    _, first = figures(asked("2026-11-20 08.30").clocks, at("2026-11-20 08.31"))
    assert (first.share_kept, first.median_minutes) == (None, None)


def test_the_reason_for_a_delay_is_one_of_three() -> None:
    clock = asked("2026-11-16 08.30").clocks[1]
    assert delay(clock, taken=False) is Delay.NOBODY
    assert delay(clock, taken=True) is Delay.UNANSWERED
    assert delay(clock.transfer(at("2026-11-17 08.30"), OFFICE, "b"), taken=True) is Delay.MOVED


# --- a year -----------------------------------------------------------------


class Desk:
    """A desk that answers when it feels like it, in its hours, and a ladder that is looked at when it says so."""

    def __init__(self, chance: random.Random, calendar: WorkingCalendar) -> None:
        self.chance = chance
        self.calendar = calendar
        self.ladder = Ladder(calendar)
        self.due: list[tuple[datetime, int, str]] = []
        self.cases: dict[int, Promise] = {}
        self.told: list[tuple[datetime, Rung]] = []

    def open(self, number: int, now: datetime) -> None:
        self.cases[number] = give(LIMITS, "", now, self.calendar)
        works = self.calendar.add(now, self.chance.choice((20, 200, 600, 1000, 1100)))
        for what, when in (("acknowledge", self.calendar.add(now, 15)), ("answer", self.calendar.next_open(works).at)):
            heapq.heappush(self.due, (when, number, what))
        if self.chance.random() < 0.2:
            heapq.heappush(self.due, (now + timedelta(hours=2), number, "pause"))
            heapq.heappush(self.due, (now + timedelta(days=3), number, "resume"))
        self._look(number)

    def run(self) -> None:
        while self.due:
            now, number, what = heapq.heappop(self.due)
            case = self.cases[number]
            if what == "look":
                self._climb(number, now)
            elif what == "resume":
                self.cases[number] = case.resume(now, self.calendar)
            elif what == "pause":
                if any(clock.left(now) and clock.kind is Kind.FIRST_ANSWER for clock in case.open):
                    self.cases[number] = case.pause(now, reason="ritning", by="desken")
            else:
                self.cases[number] = case.answer(now) if what == "answer" else case.acknowledge(now)
            self._look(number)

    def _climb(self, number: int, now: datetime) -> None:
        for clock in self.cases[number].open:
            for step in self.ladder.due(clock, now):
                self.told.append((now, step.rung))
                changed = self.cases[number].change(clock.kind, lambda each, rung=step.rung: each.climb(rung))  # type: ignore[misc]
                self.cases[number] = changed

    def _look(self, number: int) -> None:
        moments = [self.ladder.next_moment(clock) for clock in self.cases[number].open]
        if nearest := min((moment for moment in moments if moment), default=None):
            heapq.heappush(self.due, (nearest, number, "look"))


def test_a_year_of_two_thousand_cases_keeps_every_promise_countable_and_every_night_quiet() -> None:
    chance = random.Random(2026)
    desk = Desk(chance, WorkingCalendar(REAL["lunch and halves"].rules))
    began = perf_counter()
    for number in range(2000):
        desk.open(number, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 24 * 60)))
    desk.run()
    seconds = perf_counter() - began
    assert seconds < 30, "the clock's part of a year that must fit in a minute"
    clocks = [clock for case in desk.cases.values() for clock in case.clocks]
    assert all(clock.ended for clock in clocks)
    assert all(recount(clock.lines).minutes == clock.budget for clock in clocks if not clock.paused)
    for now, _ in desk.told:
        wall = now.astimezone(WALL)
        assert wall.weekday() < 5
        assert 8 * 60 <= wall.hour * 60 + wall.minute < 16 * 60 + 30
        assert desk.calendar.is_open(now)
    by_rung = {rung: sum(each is rung for _, each in desk.told) for rung in Rung}
    assert by_rung[Rung.DEPUTY] > by_rung[Rung.MANAGER] > by_rung[Rung.COORDINATOR] > 50
    _, answers = figures(clocks, datetime(2027, 6, 1, tzinfo=UTC))
    assert answers.promised == 2000
    assert answers.kept + answers.broken == 2000
    assert answers.broken == sum(_is_broken(clock) for clock in clocks if clock.kind is Kind.FIRST_ANSWER)
    assert by_rung[Rung.COORDINATOR] >= answers.broken - by_rung[Rung.LONG_PAUSE]


def _is_broken(clock: Clock) -> bool:
    assert clock.ended is not None
    return clock.ended.outcome is Outcome.BROKEN


def test_a_deadline_is_counted_well_under_a_millisecond() -> None:
    start = at("2026-11-20 10.15")
    OFFICE.add_days(start, 2)
    began = perf_counter()
    for _ in range(200):
        OFFICE.add_days(start, 2)
    assert (perf_counter() - began) / 200 < 0.001
