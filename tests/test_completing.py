"""A clock that begins when the case is complete: what is missing is said, and the clock begins when it has come."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest
from case_world import OPENED, Line, Played, at, desk, played

from bot.promise import Kind, Limit, Limits, WorkingDays
from bot.promise.limits import Need, Terms
from bot.simulation import simulated_desks
from bot.turn import Guide

SJOBO = "desk:1265"
NEEDS = (Need("drawing", "ritning över tomten", "a drawing of the site"), Need("plan", "tidplan", "a time plan"))
THERE = {"chat": "a", "press": "Allt är med"}
COUNTED = {"chat": "a", "text": "hur räknas det"}


BOTH: Mapping[Kind, Limit | None] = {Kind.FIRST_ANSWER: WorkingDays(2), Kind.DECISION: WorkingDays(10)}


@contextmanager
def waiting(
    guide: Guide,
    *lines: Line,
    waits: tuple[Kind, ...] = (Kind.FIRST_ANSWER, Kind.DECISION),
    limits: Mapping[Kind, Limit | None] = BOTH,
) -> Iterator[Played]:
    """A world where an answer about land waits for a drawing and a time plan."""
    book = simulated_desks(guide.atlas)
    terms = Terms(limits, needs=NEEDS, waits=frozenset(waits), source="Servicegarantin 2026")
    nation = replace(book["1265"].limits.nation, limits={})
    desk = replace(book["1265"], limits=Limits(nation, topics={"premises": terms}))
    with played(guide, *OPENED, *lines, desks=book.with_desks([desk])) as found:
        yield found


def said(result: Line, to: str = "chat:a") -> str:
    return "\n".join(each["text"] for each in result["sent"] if each["to"] == to)


def test_both_sides_see_what_is_missing_and_that_no_clock_goes(guide: Guide) -> None:
    with waiting(guide, COUNTED) as found:
        opened, counted = found.lines[2:]
        assert "ärende 1.\n" in said(opened)
        assert "inte lovat någon svarstid" not in said(opened)
        assert "Det som saknas: ritning över tomten och tidplan. Skriv eller skicka det här" in said(opened)
        assert "Klockan börjar gå när allt finns. Det som saknas: ritning över tomten och tidplan." in said(
            opened, SJOBO
        )
        assert "Det som saknas: ritning över tomten och tidplan." in said(counted)
        assert "Allt är med" in [each["label"] for each in counted["sent"][0]["buttons"]]


def test_the_clock_begins_when_the_entrepreneur_says_that_all_is_there(guide: Guide) -> None:
    sent = {"chat": "a", "file": "ritning.pdf", "size": 900}
    with waiting(guide, at("2026-11-24T09:00:00+01:00"), sent, THERE, COUNTED) as found:
        asked, begun, counted = found.lines[-3:]
        assert "Tryck när Näringslivskontoret i Sjöbo har allt: ritning över tomten och tidplan." in said(asked)
        assert "Då börjar klockan gå. Du får svar senast torsdag 26 november kl. 9.00." in said(begun)
        assert "Svar senast torsdag 26 november kl. 9.00." in said(begun, SJOBO)
        assert "Allt fanns tisdag 24 november kl. 9.00, och då började klockan gå." in said(counted)
        assert "all_there" in [line.kind for line in found.case().lines]


def test_the_clock_begins_when_the_desk_has_all(guide: Guide) -> None:
    has_all = desk(press="Allt finns")
    with waiting(guide, at("2026-11-24T09:00:00+01:00"), has_all, has_all, THERE) as found:
        begun, again, late = found.lines[-3:]
        assert "har allt. Du får svar senast torsdag 26 november kl. 9.00." in said(begun)
        assert "Klockan går. Svar senast torsdag 26 november kl. 9.00." in said(begun, SJOBO)
        assert "Klockan går redan." in said(again, SJOBO)
        assert said(again) == ""
        assert "Frågan är öppen" in said(late)


def test_only_what_waits_begins_with_it(guide: Guide) -> None:
    answered = (desk(text="/svara Ring oss."), desk(press="Skicka"))
    with waiting(guide, *answered, at("2026-11-24T09:00:00+01:00"), THERE, waits=(Kind.DECISION,)) as found:
        opened, begun = found.lines[2], found.lines[-1]
        assert "Du får svar senast onsdag 25 november kl. 10.15." in said(opened)
        assert "Inför beslutet saknas: ritning över tomten och tidplan." in said(opened, SJOBO)
        assert "Då börjar klockan gå. Du får beslut senast tisdag 8 december kl. 9.00." in said(begun)
        assert "Beslut senast tisdag 8 december kl. 9.00." in said(begun, SJOBO)


@pytest.mark.parametrize(("outcome", "kept"), [("Klart", "kept"), ("Inte kommunens sak", "released")])
def test_a_decision_is_made_when_the_case_is_done(guide: Guide, outcome: str, kept: str) -> None:
    with waiting(guide, THERE, desk(press="Avsluta"), desk(press=outcome)) as found:
        clock = found.case().escalation.promise.of(Kind.DECISION)
        assert clock is not None
        assert clock.ended is not None
        assert str(clock.ended.outcome) == kept


def test_whoever_waits_for_a_late_decision_is_told_of_a_decision(guide: Guide) -> None:
    with waiting(guide, THERE, at("2026-12-08T12:00:00+01:00"), limits={Kind.DECISION: WorkingDays(10)}) as found:
        late = found.lines[-1]
        assert "beslutet är inte fattat. Ersättaren, ta tag i ärendet. Beslut senast" in said(late, SJOBO)
        assert "inte besvarad" not in said(late, SJOBO)
        assert "Du skulle ha fått beslut från Näringslivskontoret i Sjöbo" in said(late)
