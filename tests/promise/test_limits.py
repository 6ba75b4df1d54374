"""Limits are inherited from the nation to the topic, and every one can say where it came from."""

import pytest

from bot.promise import NATION, RENEWAL, Kind, Level, Limits, Need, Origin, Terms, WorkingDays, WorkingMinutes
from bot.promise.limits import minutes_of
from promise.desks import REAL, at

DRAWING = Need("drawing", "ritning över lokalen", "a drawing of the premises")
LEASE = Need("lease", "hyreskontrakt", "the lease")
SJOBO = Limits(
    nation=NATION,
    municipality=Terms({Kind.FIRST_ANSWER: WorkingDays(1)}, source="Sjöbos servicegaranti"),
    nation_topics={"complaint": Terms({Kind.FIRST_ANSWER: WorkingDays(5)}, source="nationen om klagomål")},
    topics={
        "permits": Terms({Kind.DECISION: WorkingDays(20)}, needs=(DRAWING, LEASE), source="tillstånd"),
        "permits.food": Terms(
            {Kind.DECISION: WorkingDays(10)}, waits=frozenset({Kind.FIRST_ANSWER}), source="livsmedel"
        ),
        "permits.market": Terms({Kind.DECISION: None}, renewal=WorkingMinutes(240), needs=(), source="torget"),
    },
)


@pytest.mark.parametrize(
    ("kind", "topic", "limit", "level"),
    [
        (Kind.ACKNOWLEDGEMENT, "", WorkingDays(1), Level.NATION),
        (Kind.FIRST_ANSWER, "", WorkingDays(1), Level.MUNICIPALITY),
        (Kind.FIRST_ANSWER, "complaint", WorkingDays(5), Level.NATION_TOPIC),
        (Kind.FIRST_ANSWER, "permits.food", WorkingDays(1), Level.MUNICIPALITY),
        (Kind.DECISION, "permits.food", WorkingDays(10), Level.TOPIC),
        (Kind.DECISION, "permits.alcohol", WorkingDays(20), Level.TOPIC),
        (Kind.DECISION, "permits", WorkingDays(20), Level.TOPIC),
    ],
)
def test_the_nearest_that_speaks_decides(kind: Kind, topic: str, limit: WorkingDays, level: Level) -> None:
    said = SJOBO.effective(kind, topic)
    assert said is not None
    assert (said.limit, said.origin.level) == (limit, level)


def test_no_promise_ends_the_inheritance_and_silence_is_none() -> None:
    assert SJOBO.effective(Kind.DECISION, "permits.market") is None, "the topic takes back what permits in all promise"
    assert SJOBO.effective(Kind.DECISION, "premises") is None
    assert SJOBO.explain(Kind.DECISION, "premises") == ()


def test_a_limit_is_explained_with_all_that_it_goes_before() -> None:
    chain = SJOBO.explain(Kind.FIRST_ANSWER, "complaint")
    assert [(said.limit, said.origin) for said in chain] == [
        (WorkingDays(5), Origin(Level.NATION_TOPIC, "complaint", "nationen om klagomål")),
        (WorkingDays(1), Origin(Level.MUNICIPALITY, "", "Sjöbos servicegaranti")),
        (WorkingDays(2), Origin(Level.NATION, "", "Företagslots")),
    ]
    wider = SJOBO.explain(Kind.DECISION, "permits.food")
    assert [said.origin.topic for said in wider] == ["permits.food", "permits"]


def test_needs_waits_and_renewal_are_inherited_each_by_itself() -> None:
    assert SJOBO.needs("permits.food") == (DRAWING, LEASE), "from permits"
    assert SJOBO.waits("permits.food") == {Kind.FIRST_ANSWER}
    assert SJOBO.waits("permits.alcohol") == {Kind.DECISION}
    assert SJOBO.needs("permits.market") == (), "said to need nothing"
    assert SJOBO.needs("premises") == ()
    assert SJOBO.renewal("permits.market") == WorkingMinutes(240)
    assert SJOBO.renewal("permits.food") == RENEWAL
    assert Limits(Terms()).renewal() == RENEWAL


def test_days_become_the_minutes_they_hold_from_that_moment_on() -> None:
    desk = REAL["lunch and halves"]  # 7 h 30 min a day, 4 h before a red day
    assert minutes_of(WorkingDays(2), at("2026-11-20 10.15"), desk) == 2 * 450
    assert minutes_of(WorkingDays(2), at("2026-04-29 10.15"), desk) == 450 - 135 + 240 + 135
    assert minutes_of(WorkingMinutes(90), at("2026-11-20 10.15"), desk) == 90


@pytest.mark.parametrize("limit", [WorkingDays, WorkingMinutes])
def test_a_limit_is_at_least_one(limit: type[WorkingDays] | type[WorkingMinutes]) -> None:
    with pytest.raises(ValueError, match="0 is no limit"):
        limit(0)


def test_the_words_for_a_need_are_in_both_languages() -> None:
    assert (DRAWING.label("sv"), DRAWING.label("en")) == ("ritning över lokalen", "a drawing of the premises")
