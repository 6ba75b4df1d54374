"""What the store keeps of those who are followed up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programmes import (
    Asked,
    CheckInRecord,
    Due,
    Ended,
    Enrolment,
    FollowUp,
    Share,
    Starter,
    State,
    Story,
    Wishes,
)
from bot.store import Store, milliseconds, open_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STAMP = milliseconds(NOW)
MAJA = Enrolment(
    number=1,
    programme="ystadmodellen-sydost",
    conversation="telegram:1",
    language="sv",
    place="1265",
    name="Maja",
    goal="en hållbarhetspolicy på plats före jul",
    consent_version="2026-11-22",
    consented_at=NOW,
    by=Starter.SELF,
    wishes=Wishes(),
    follow_up=FollowUp((Due(NOW + timedelta(days=14), "first"),)),
)
CHECK_IN = CheckInRecord(1, MAJA.programme, "first", NOW, goal=MAJA.goal)

moments = st.integers(0, 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
dues = st.builds(Due, moments, st.sampled_from(["first", "year:2027", "last"]), st.booleans())
follow_ups = st.builds(
    FollowUp,
    st.lists(dues, max_size=3).map(tuple),
    st.none() | st.builds(Asked, dues, moments, st.integers(0, 2)),
    st.frozensets(st.text(max_size=5), max_size=3),
    st.integers(0, 2),
    st.none() | st.sampled_from(Ended),
)
days = st.frozensets(st.integers(1, 7))
all_wishes = st.builds(
    Wishes,
    st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
    days,
    days,
    st.sampled_from(["", "Europe/Helsinki"]),
    st.sampled_from([None, "", "NO"]),
)


@pytest.fixture
def empty() -> Iterator[Store]:
    """A store with nothing in it."""
    store = open_store("sqlite:///:memory:")
    yield store
    store.close()


@settings(max_examples=60, deadline=None)
@given(follow_up=follow_ups, wishes=all_wishes)
def test_an_enrolment_comes_back_as_it_was_kept(follow_up: FollowUp, wishes: Wishes) -> None:
    store = open_store("sqlite:///:memory:")
    kept = replace(MAJA, follow_up=follow_up, wishes=wishes)
    store.write(lambda tables: tables.save_enrolment(kept, STAMP, STAMP))
    assert store.write(lambda tables: tables.enrolment(1)) == kept
    store.close()


def test_check_ins_and_stories_come_back_as_they_were_kept(empty: Store) -> None:
    answered = replace(CHECK_IN, step="year:2027", answered_at=NOW, state=State.STUCK, need="pengar", to_person=True)
    told = Story(1, MAJA.programme, "Tre nya kunder.", Share.NAMED, "Maja", NOW, withdrawn_at=NOW)
    for each in (CHECK_IN, answered):
        empty.write(lambda tables, each=each: tables.save_check_in(each, STAMP))  # type: ignore[misc]
    empty.write(lambda tables: tables.save_story(told))
    assert empty.write(lambda tables: tables.check_ins(MAJA.programme)) == [CHECK_IN, answered]
    assert empty.write(lambda tables: tables.check_ins("another")) == []
    assert empty.write(lambda tables: tables.stories()) == [told]
    assert not told.is_shown


def test_a_changed_answer_leaves_the_earlier_one_in_the_history(empty: Store) -> None:
    said = [
        replace(CHECK_IN, answered_at=NOW, state=State.STUCK, need="pengar"),
        replace(CHECK_IN, answered_at=NOW, state=State.WELL, need="pengar"),
        replace(CHECK_IN, answered_at=NOW, state=State.DONE, need="tid"),
    ]
    for each in said:
        empty.write(lambda tables, each=each: tables.save_check_in(each, STAMP))  # type: ignore[misc]
    history = empty.write(lambda tables: tables.check_in_history(1, "first"))
    assert history == [{"state": "stuck"}, {"state": "well", "need": "pengar"}]
    assert empty.write(lambda tables: tables.check_ins()) == [said[-1]]


def test_what_is_due_comes_the_longest_waiting_first_and_nothing_else(empty: Store) -> None:
    dues = {1: STAMP - 1, 2: STAMP - 50, 3: STAMP + 1, 4: None}
    for number, due in dues.items():
        each = replace(MAJA, number=number)
        empty.write(lambda tables, each=each, due=due: tables.save_enrolment(each, due, STAMP))  # type: ignore[misc]
    assert [each.number for each in empty.write(lambda tables: tables.due_enrolments(STAMP))] == [2, 1]
    assert empty.write(lambda tables: tables.next_enrolment_due()) == STAMP - 50
    empty.write(lambda tables: tables.look_again(2, None))
    assert empty.write(lambda tables: tables.next_enrolment_due()) == STAMP - 1


def test_the_place_in_the_wave_counts_all_of_the_programme_and_those_of_the_day(empty: Store) -> None:
    for number, days_ago in enumerate((3, 3, 0), 1):
        at = NOW - timedelta(days=days_ago)
        each = replace(MAJA, number=number, consented_at=at)
        empty.write(lambda tables, each=each: tables.save_enrolment(each, None, STAMP))  # type: ignore[misc]
    assert empty.write(lambda tables: tables.joined(MAJA.programme, milliseconds(NOW - timedelta(hours=5)))) == (3, 1)
    assert empty.write(lambda tables: tables.joined("another", 0)) == (0, 0)


def test_programmes_in_which_something_is_to_come_are_listed_once_each(empty: Store) -> None:
    for number, (programme, due) in enumerate([("b", 1), ("a", 2), ("b", 3), ("c", None)], 1):
        each = replace(MAJA, number=number, programme=programme)
        empty.write(lambda tables, each=each, due=due: tables.save_enrolment(each, due, STAMP))  # type: ignore[misc]
    assert empty.write(lambda tables: tables.followed_programmes()) == ["a", "b"]


def test_erasing_takes_all_but_the_wish_not_to_be_asked(empty: Store) -> None:
    def fill(tables):  # type: ignore[no-untyped-def]
        tables.save_enrolment(MAJA, STAMP, STAMP)
        tables.save_check_in(replace(CHECK_IN, state=State.SLOW), STAMP)
        tables.save_check_in(replace(CHECK_IN, state=State.WELL), STAMP)
        tables.save_story(Story(1, MAJA.programme, "Kunder.", Share.NAMED, "Maja", NOW))
        tables.stop_check_ins(MAJA.conversation, STAMP)
        tables.forget(MAJA.conversation)

    empty.write(fill)
    assert empty.write(lambda tables: (tables.enrolments(), tables.check_ins(), tables.stories())) == ([], [], [])
    assert empty.write(lambda tables: tables.check_in_history(1, "first")) == []
    assert empty.write(lambda tables: tables.has_stopped(MAJA.conversation))
    empty.write(lambda tables: tables.allow_check_ins(MAJA.conversation))
    assert not empty.write(lambda tables: tables.has_stopped(MAJA.conversation))


def test_a_chat_that_moves_takes_its_enrolments_and_its_stop_with_it(empty: Store) -> None:
    empty.write(lambda tables: tables.save_enrolment(MAJA, STAMP, STAMP))
    empty.write(lambda tables: tables.stop_check_ins(MAJA.conversation, STAMP))
    empty.write(lambda tables: tables.move_conversation(MAJA.conversation, "telegram:-100"))
    assert [each.conversation for each in empty.write(lambda tables: tables.enrolments_of("telegram:-100"))] == [
        "telegram:-100"
    ]
    assert empty.write(lambda tables: tables.has_stopped("telegram:-100"))


def test_what_is_over_is_erased_after_its_time_and_what_goes_on_is_kept(empty: Store) -> None:
    empty.write(lambda tables: tables.save_enrolment(MAJA, None, STAMP))
    empty.write(lambda tables: tables.save_enrolment(replace(MAJA, number=2), STAMP, STAMP))
    empty.write(lambda tables: tables.save_check_in(CHECK_IN, STAMP))
    empty.write(lambda tables: tables.prune(0, STAMP + 1))
    assert [each.number for each in empty.write(lambda tables: tables.enrolments())] == [2]
    assert empty.write(lambda tables: tables.check_ins()) == []


def test_what_is_due_is_found_by_an_index_and_never_by_looking_at_all() -> None:
    """The plan of the database, which does not depend on this machine's speed."""
    store = open_store("sqlite:///:memory:")
    plans = {
        "SELECT * FROM enrolments WHERE due_at <= 5 ORDER BY due_at, number LIMIT 100": "enrolments_due",
        "SELECT min(due_at) AS due FROM enrolments WHERE due_at IS NOT NULL": "enrolments_due",
        "SELECT min(programme) FROM enrolments WHERE due_at IS NOT NULL AND programme > 'a'": "enrolments_followed",
        "SELECT coalesce(max(position) + 1, 0) FROM enrolments WHERE programme = 'a'": "programme_position",
    }
    for sql, index in plans.items():
        steps = store.write(lambda tables, sql=sql: tables._rows(f"EXPLAIN QUERY PLAN {sql}"))  # type: ignore[misc]
        details = [step["detail"] for step in steps]
        assert all("SEARCH" in each or "SCAN enrolments USING COVERING INDEX" in each for each in details), details
        assert any(index in each for each in details), details
    store.close()
