"""A programme in figures: counted by hand, and nothing of a group under five to be reckoned from them."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worked_example import ASKED, PROGRAMME, STORIES, asked, enrolled, tallied, worked_example

from bot.programmes import CheckInRecord, Enrolment
from bot.programmes.figures import Figures, Needs, figures, shared_stories
from bot.programmes.hiding import SMALLEST, Proportion, hidden, pooled
from bot.programmes.records import State
from bot.store import Store, Tables, milliseconds


def counted(enrolments: list[Enrolment], check_ins: list[CheckInRecord]) -> Figures:
    """The figures of records, counted plainly."""
    return figures(*tallied(enrolments, check_ins))


def test_the_figures_are_those_counted_by_hand() -> None:
    """The worked example of `worked_example`, whose table is checked line by line."""
    found = counted([enrolled(each, stops=each < 6) for each in range(33)], worked_example())
    first, later, last = found.steps

    assert (found.enrolled, found.stopped) == (33, 6)
    assert (first.key, first.asked, first.answered, first.silent, first.waiting) == ("first", 32, 20, 7, 5)
    assert (later.key, later.asked, later.answered, later.silent, later.waiting) == ("later", 26, 21, 5, 0)
    # Two at a standstill are hidden, and with them the six that go slowly: 20 − 12 would have told the rest.
    assert (first.states, first.unsaid) == ((12, None, None, 0), 0)
    assert (later.states, later.unsaid) == ((8, 5, 0, 8), 0)
    assert (last.asked, last.answered, last.silent, last.states, last.unsaid) == (None, None, None, (None,) * 4, None)
    # 3 + 2 are told as one sum, for neither can be reckoned from it; "last" adds nothing to what is told of needs.
    assert found.needs == Needs(41, (("funding", 9), ("skills", 6), ("", 21)), pooled=5)


def test_a_share_has_its_n_and_wilsons_interval() -> None:
    """12 of 20: (0.6 + 3.8415/40) / (1 + 3.8415/20) = 0.5839, ± 1.96 √(0.24/20 + 3.8415/1600) / 1.1921 = 0.1973."""
    share = counted([], worked_example()).steps[0].of(State.WELL)
    assert share == Proportion(12, 20)
    assert [round(each, 4) for each in (share.share, share.low, share.high)] == [0.6, 0.3866, 0.7812]
    rate = counted([], worked_example()).steps[1].rate
    assert rate == Proportion(21, 26)
    assert Proportion(0, 8).low == 0
    assert Proportion(8, 8).high == pytest.approx(1)


def test_a_few_silent_ones_do_not_hide_the_answers() -> None:
    """How many were asked is kept back instead: with it the silent could be counted."""
    (step,) = counted([], [*(asked("a", State.WELL) for _ in range(20)), asked("a", silent=True)]).steps
    assert (step.asked, step.answered, step.silent, step.waiting, step.rate) == (None, 20, None, 0, None)
    assert step.rate_at_least == pytest.approx(20 / 24)


def test_a_late_answer_is_an_answer() -> None:
    """Who was silent and answers after all is no longer counted among the silent."""
    late = [asked("a", State.SLOW, silent=True) for _ in range(6)]
    assert (counted([], late).steps[0].answered, counted([], late).steps[0].silent) == (6, 0)


def test_a_company_that_begins_anew_counts_once() -> None:
    """Five answers of four companies are a group of four."""
    twice = [replace(enrolled(each), conversation=f"chat:{each % 4}") for each in range(5)]
    answers = [asked("a", State.WELL, who=each + 10) for each in range(5)]
    twice = [replace(each, number=each.number + 10) for each in twice]
    assert (counted(twice, answers).enrolled, counted(twice, answers).steps[0].answered) == (None, None)
    assert counted([], answers).steps[0].answered == 5


RECORDS = st.builds(
    replace,
    st.builds(asked, st.sampled_from(["first", "year:2027", "year:2028"])),
    enrolment=st.integers(1, 9),
    asked_at=st.integers(0, 9).map(lambda days: ASKED + timedelta(days=days)),
    answered_at=st.none() | st.integers(0, 9).map(lambda days: ASKED + timedelta(days=days, hours=1)),
    state=st.none() | st.sampled_from(State),
    need=st.sampled_from(["", "tid"]),
    need_topic=st.sampled_from(["", "funding"]),
    silent=st.booleans(),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, max_size=25, unique_by=lambda each: (each.enrolment, each.step)), st.integers(0, 9))
def test_the_store_counts_as_one_would_by_hand(store: Store, records: list[CheckInRecord], days: int) -> None:
    """Companies that began anew, answers that came late, people who erased all: whatever there is in the store."""
    # Seven enrolments of five companies; what is kept of others' check-ins stands alone.
    people = [replace(enrolled(number, stops=number < 3), conversation=f"chat:{number % 5}") for number in range(1, 8)]
    since = ASKED + timedelta(days=days)

    def work(tables: Tables) -> None:
        for table in ("check_ins", "enrolments"):
            tables._db.execute(f"DELETE FROM {table}")
        for each in people:
            tables.save_enrolment(each, None, 0)
        for record in records:
            tables.save_check_in(record, 0)
        enrolments, stops, tallies = tallied(people, records)
        assert tables.members(PROGRAMME) == (enrolments, stops)
        assert figures(enrolments, stops, tables.tallies(PROGRAMME)) == figures(enrolments, stops, tallies)
        company = {each.number: each.conversation for each in people}
        late = {company.get(each.enrolment, str(each.enrolment)) for each in records if _after(each.answered_at, since)}
        assert sum(each.count for each in tables.answered_since(PROGRAMME, milliseconds(since))) == len(late)

    store.write(work)


def _after(at: datetime | None, since: datetime) -> bool:
    return at is not None and at >= since


@pytest.mark.parametrize(("cells", "most"), [(3, 14), (4, 10), (5, 7)])
def test_no_hidden_cell_can_be_reckoned(cells: int, most: int) -> None:
    """Every table there is: whoever sees the sum and the shown cells, and knows the rule, can exclude all values but
    one of no hidden cell. And what is small is hidden."""
    alike: dict[tuple[tuple[int | None, ...], int], list[tuple[int, ...]]] = defaultdict(list)
    for table in product(range(most + 1), repeat=cells):
        if sum(table) >= SMALLEST:
            alike[hidden(table), sum(table)].append(table)
    for (seen, _), tables in alike.items():
        for at in range(cells):
            possible = {table[at] for table in tables}
            assert len(possible) > 1 if seen[at] is None else possible == {seen[at]}
            assert seen[at] not in range(1, SMALLEST)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=1))
def test_pooled_needs_add_up_and_hide_the_small_ones(counts: dict[str, int]) -> None:
    """Nothing is lost, no small group has a name, and the sum of those without one is of several."""
    kept, rest, together = pooled(counts)
    assert sum(kept.values()) + together == sum(counts.values())
    assert all(count >= SMALLEST for count in kept.values())
    if rest and sum(counts.values()) >= SMALLEST:
        assert together >= SMALLEST
        assert len(rest) > 1


def test_stories_are_told_only_as_agreed() -> None:
    """Neither what is kept to oneself nor what was taken back."""
    assert [each.words for each in shared_stories(STORIES)] == [STORIES[0].words, STORIES[1].words]
