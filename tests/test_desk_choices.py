"""One need to several desks with one lead, answers that a person approves first, and complaints."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from case_world import Line, played

from bot.desk import DeskBook
from bot.simulation import simulated_desks
from bot.turn import Guide

YSTAD, SIMRISHAMN, SJOBO = "1286", "1291", "1265"
BOTH = (
    {"chat": "a", "text": "uteservering i Ystad och Simrishamn, jag vill fråga båda kommunerna om samma sak"},
    {"chat": "a", "text": "människa"},
    {"chat": "a", "press": "Skicka till båda"},
    {"chat": "a", "press": "Skicka"},
)
RISKY = ({"chat": "a", "text": "serveringstillstånd i Sjöbo"}, {"chat": "a", "press": "Skicka"})

Play = Callable[..., list[Line]]


@pytest.fixture
def book(guide: Guide) -> DeskBook:
    """The simulated desks; one of them approves answers on serving alcohol."""
    book = simulated_desks(guide.atlas)
    return book.with_desks([replace(book[SJOBO], risky=frozenset({"permits.alcohol"}))])


@pytest.fixture
def world(guide: Guide, book: DeskBook) -> Play:
    """Plays lines; what came of each."""

    def play(*lines: Line) -> list[Line]:
        with played(guide, *lines, desks=book) as found:
            return found.lines

    return play


def said_to(result: Line, whom: str) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"] == whom)


def buttons(result: Line, whom: str) -> list[str]:
    return [button["label"] for sent in result["sent"] if sent["to"] == whom for button in sent["buttons"]]


# --- several desks ----------------------------------------------------------


def test_one_need_goes_to_all_who_may_lead_and_the_entrepreneur_sees_whom(world: Play) -> None:
    _, one, every, sent = world(*BOTH)
    assert "Skicka till båda" in buttons(one, "chat:a")
    assert "Näringslivskontoret i Ystad och Näringslivskontoret i Simrishamn" in said_to(every, "chat:a")
    assert said_to(every, f"desk:{SIMRISHAMN}") == "", "nothing leaves before a yes"
    assert "Ta ärendet" in buttons(sent, f"desk:{YSTAD}")
    assert buttons(sent, f"desk:{SIMRISHAMN}") == ["Vi leder", "Inte vi"]
    assert "båda kommunerna" in said_to(sent, f"desk:{SIMRISHAMN}")


def test_the_first_to_accept_leads_and_the_rest_are_released(world: Play) -> None:
    led = world(*BOTH, {"desk": SIMRISHAMN, "press": "e:1:lead"})[-1]
    assert "Ta ärendet" not in buttons(led, f"desk:{SIMRISHAMN}"), "taken by whoever said so"
    assert "Ärendet är nu hos Näringslivskontoret i Simrishamn" in said_to(led, f"desk:{YSTAD}")
    assert "Simrishamn" in said_to(led, "chat:a")
    own = world(*BOTH, {"desk": YSTAD, "press": "Ta ärendet"})[-1]
    assert "Näringslivskontoret i Ystad leder. Inget mer behöver göras." in said_to(own, f"desk:{SIMRISHAMN}")


def test_whoever_comes_second_is_too_late(world: Play) -> None:
    late = world(*BOTH, {"desk": YSTAD, "press": "Ta ärendet"}, {"desk": SIMRISHAMN, "press": "e:1:lead"})[-1]
    assert "inte vid det här skrivbordet" in said_to(late, f"desk:{SIMRISHAMN}")
    assert said_to(late, "chat:a") == ""


def test_a_desk_may_stand_aside_and_the_other_still_has_it(world: Play) -> None:
    results = world(
        *BOTH,
        {"desk": SIMRISHAMN, "press": "e:1:decline"},
        {"desk": YSTAD, "press": "Ta ärendet"},
    )
    assert "Ärende 1: de andra tar det." in said_to(results[-2], f"desk:{SIMRISHAMN}")
    assert said_to(results[-1], f"desk:{SIMRISHAMN}") == ""


def test_words_in_an_invitations_thread_are_internal(world: Play) -> None:
    noted = world(*BOTH, {"desk": SIMRISHAMN, "text": "har vi tid för den här?"})[-1]
    assert noted["sent"] == []


# --- answers that a person approves first -----------------------------------


def test_a_risky_answer_is_not_given_before_somebody_approved_it(world: Play) -> None:
    offered, sent = world(*RISKY)
    assert "läses av en människa innan du får dem" in said_to(offered, "chat:a")
    assert "Källa" not in said_to(offered, "chat:a")
    assert "Mitt förslag till svar" in said_to(sent, f"desk:{SJOBO}")
    assert "Källa" in said_to(sent, f"desk:{SJOBO}")
    assert "Källa" not in said_to(sent, "chat:a")
    assert "Redan visat" not in said_to(sent, f"desk:{SJOBO}"), "it was not shown"


def test_an_approved_answer_is_seen_and_confirmed_like_any_other(world: Play) -> None:
    *_, approved, confirmed, later = world(
        *RISKY,
        {"desk": SJOBO, "press": "Godkänn …"},
        {"desk": SJOBO, "press": "Skicka"},
        {"at": "2026-11-23T10:30:00+01:00"},
    )
    assert "Så här läser företagaren det" in said_to(approved, f"desk:{SJOBO}")
    assert said_to(confirmed, "chat:a") == ""
    assert "Källa" in said_to(later, "chat:a")
    assert "Näringslivskontoret i Sjöbo svarar" in said_to(later, "chat:a")


def test_other_topics_and_other_municipalities_are_answered_at_once(world: Play) -> None:
    for text in ("serveringstillstånd i Ystad", "bygglov för skylt i Sjöbo"):
        assert "Källa" in said_to(world({"chat": "a", "text": text})[-1], "chat:a")


# --- complaints -------------------------------------------------------------


def test_a_complaint_is_received_at_once_by_somebody_else_than_those_it_is_about(world: Play) -> None:
    *_, offered, sent = world(
        {"chat": "a", "text": "jag vill klaga på bemötandet från näringslivskontoret i Sjöbo"},
        {"chat": "a", "text": "människa"},
        {"chat": "a", "press": "Skicka"},
    )
    assert "klagomål inte går till dem som klagomålet gäller" in said_to(offered, "chat:a")
    assert "Klagomålet är mottaget." in said_to(sent, "chat:a")
    assert "Klagomål" in said_to(sent, "desk:nation")
    assert said_to(sent, f"desk:{SJOBO}") == ""
