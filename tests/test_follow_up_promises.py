"""What holds for every follow-up on its whole way through the store, whatever the plan, the zone and the person do."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programmes import (
    Enrolled,
    Enrolment,
    FollowUp,
    Starter,
    Wishes,
    agreed_hours,
    answered,
    begin,
    may_write,
    put_off,
    red_days,
    stopped,
)
from bot.store import Lane, Status, Tables, milliseconds, open_store
from bot.texts import load_texts
from bot.turn.followups import Known, keep, stop_all, tick
from knowledge import NIGHT, AfterEnrolment, EveryYear, Offset, Pause, Plan, Quiet, Step, load_atlas
from knowledge.day_hours import minute_of

ATLAS, TEXTS = load_atlas(), load_texts()
ZONES = ["Europe/Stockholm", "Europe/Helsinki", "Atlantic/Azores", "America/New_York", "Pacific/Auckland"]
DOZEN = 12

quiets = st.sampled_from([("16:00", "09:00"), ("20:00", "07:00"), ("11:00", "06:30"), ("22:30", "14:00")]).map(
    lambda pair: Quiet(*(time.fromisoformat(each) for each in pair))
)
triggers = st.sampled_from(["P1D", "P14D", "P1M", "P2M", "P6M", "PT30S", "P3W"]).map(
    lambda text: AfterEnrolment(Offset.parse(text))
) | st.builds(EveryYear, st.sampled_from([3, 6, 10]), st.integers(20, 30))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that leaves some hours of some days."""
    found = draw(st.lists(triggers, min_size=1, max_size=4))
    return Plan(
        tuple(Step(f"s{at}", trigger) for at, trigger in enumerate(found)),
        quiet=(draw(quiets),),
        days=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        zone=draw(st.sampled_from(ZONES)),
        country=draw(st.sampled_from(["SE", "NO", ""])),
        wave_size=draw(st.integers(1, 5)),
        pauses=draw(st.sampled_from([(), (Pause((7, 1), (8, 10)),), (Pause((12, 20), (1, 8)),)])),
    )


@dataclass(frozen=True)
class Move:
    """Something that happens: so many minutes after something fell due, with the service up or not."""

    minutes: int
    act: str
    up: bool


moves = st.lists(
    st.builds(
        Move,
        st.sampled_from([0, 1, 59, 300, 700, 3000]),
        st.sampled_from(["", "", "", "", "answer", "put off", "stop"]),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=DOZEN,
    max_size=2 * DOZEN,
)
# Around the days when the clocks change, on both halves of the earth.
starts = st.sampled_from(["2026-03-20", "2026-10-20", "2027-03-10", "2027-06-25", "2026-12-18"]).flatmap(
    lambda day: st.integers(0, 5 * 24 * 60).map(
        lambda minutes: datetime.fromisoformat(f"{day}T00:00+00:00") + timedelta(minutes=minutes)
    )
)


def act(tables: Tables, known: Known, enrolment: Enrolment, what: str, now: datetime) -> None:
    """What a person does."""
    programme = known.atlas.programme(enrolment.programme)
    assert programme
    before = enrolment.follow_up
    hours = agreed_hours(programme.plan, enrolment.wishes)
    after: dict[str, FollowUp] = {
        "answer": answered(before),
        "put off": put_off(before, now + timedelta(days=9), hours),
        "stop": stopped(before),
    }
    keep(tables, replace(enrolment, follow_up=after[what]), known.atlas, now)
    if what == "stop":
        stop_all(tables, enrolment.conversation, now)


@settings(max_examples=40, deadline=None)
@given(plan=plans(), start=starts, hour=st.none() | st.integers(7, 20), happening=moves)
def test_nothing_goes_out_outside_the_hours_nor_after_a_stop_nor_twice(
    plan: Plan, start: datetime, hour: int | None, happening: list[Move]
) -> None:
    shipped = ATLAS.programmes[0]
    known = Known(replace(ATLAS, programmes=(replace(shipped, plan=plan),)), TEXTS)
    wishes = Wishes(hour=time(hour) if hour else None)
    hours = agreed_hours(plan, wishes)
    follow_up = begin(plan, Enrolled(start), hours)
    enrolment = Enrolment(
        *(1, shipped.id, "chat:a", "sv", "", "", "mål", "1", start, Starter.SELF, wishes, follow_up),
    )
    store = open_store("sqlite:///:memory:")
    store.write(lambda tables: keep(tables, enrolment, known.atlas, start))
    now, ended, put = start, False, False
    asked: list[tuple[str, int]] = []
    for move in happening:
        due = store.write(lambda tables: tables.next_enrolment_due())
        now = max(now, datetime.fromtimestamp(due / 1000, UTC) if due else now) + timedelta(minutes=move.minutes)
        rows = len(store.write(lambda tables: tables.outbox(list(Status))))
        store.write(lambda tables, at=now: tick(tables, known, at))  # type: ignore[misc]
        kept = store.write(lambda tables: tables.enrolment(1))
        assert kept is not None
        new = len(store.write(lambda tables: tables.outbox(list(Status)))) - rows
        assert new <= (0 if ended else 1)
        if new and kept.follow_up.asked and not put:
            asked.append((kept.follow_up.asked.due.key, kept.follow_up.asked.reminders))
        if move.up:
            stamp = milliseconds(now)
            for row in store.write(lambda tables, at=stamp: tables.take_due(at, "chat", [Lane.PUSH], 9)):  # type: ignore[misc]
                assert not ended
                wall = hours.wall(now)
                assert not NIGHT.holds(minute_of(wall.time()))
                assert wall.date() not in red_days(plan.country, wall.year)
                assert put or may_write(now, hours)
                store.write(lambda tables, id=row.id, at=stamp: tables.sent(id, "1", at))  # type: ignore[misc]
        if move.act and not ended:
            store.write(lambda tables, what=move.act, at=now, one=kept: act(tables, known, one, what, at))  # type: ignore[misc]
            ended, put = move.act == "stop", put or move.act == "put off"
    assert len(asked) == len(set(asked))
    store.close()
