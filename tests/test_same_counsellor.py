"""A check-in that leads to a person goes to the one who had the company's last question (F7)."""

from dataclasses import replace

import pytest
from following_world import Line, Play, words

from bot.chat import throw_away_store
from bot.desk import NATION, DeskBook, Escalation
from bot.turn import Guide

JOINED = ("/start sydost", "Ja, jag är med", "Sjöbo", "öppna butik", "Ja, det passar")
FIRST = "2026-12-07T12:00:00+01:00"


def asked(world: Play) -> Play:
    for text in JOINED:
        world.say(text)
    world.until(FIRST)
    return world


def said(*texts: str) -> list[Line]:
    return [{"chat": "a", "text": text} for text in texts]


def a_case_before(world: Play, *after: Line, answered: bool = True, place: str = "Sjöbo", desk: str = "1265") -> None:
    """A question that was closed, and what comes after it in the same world: its messages count on."""
    asked_for = said(f"vi söker industrimark i {place}, vem bestämmer priset", "människa", "Skicka")
    at_desk: list[Line] = [*asked_for, {"desk": desk, "press": "Ta ärendet", "thread": 1}]
    if answered:
        at_desk.append({"desk": desk, "text": "/svara 100 kronor.", "thread": 1})
        at_desk.append({"desk": desk, "press": "Skicka", "thread": 1})
    at_desk.append({"at": "2026-11-23T10:30:00+01:00"})
    closed: list[Line] = [{"desk": desk, "press": press, "thread": 1} for press in ("Avsluta", "Klart")]
    world(*at_desk, *closed, *after)


def stuck_and_sent(world: Play) -> tuple[str, Escalation]:
    """What the entrepreneur was shown, and the case that came of their yes."""
    world.say("Står still")
    world.say("väntar på svar från kommunen")
    shown = words(world.say("Visa texten först"))
    sent = world.say("Skicka")
    assert "Du får svar senast onsdag 9 december kl. 12.00" in words(sent)
    return shown, world.store.write(lambda tables: tables.escalations())[-1]


def test_the_one_who_answered_before_has_it_at_once_and_everybody_is_told(world: Play) -> None:
    a_case_before(world)
    shown, case = stuck_and_sent(asked(world))
    assert "Näringslivskontoret i Sjöbo, för att du har haft kontakt med dem förut" in shown
    assert (case.desk, case.owner, case.again, case.stuck) == ("1265", "1265-1", 1, True)
    assert case.unowned_since is None


def test_the_card_says_that_nothing_moves_and_who_had_the_last_case(world: Play) -> None:
    a_case_before(world)
    asked(world).say("Står still")
    world.say("väntar på svar från kommunen")
    world.say("Visa texten först")
    card, line = (each["text"] for each in world.say("Skicka")["sent"] if each["to"] == "desk:1265")
    assert "Det står still för företaget." in card
    assert "Handläggaren hade företagets förra ärende (1) och har det här nu." in line


@pytest.mark.parametrize("before", ["nobody", "unanswered"])
def test_without_an_answer_before_it_is_any_question_of_that_municipality(world: Play, before: str) -> None:
    if before == "unanswered":
        a_case_before(world, answered=False)
    shown, case = stuck_and_sent(asked(world))
    assert "för att de svarar för den kommunen" in shown
    assert (case.desk, case.owner, case.stuck) == ("1265", "", True)
    assert case.unowned_since


def test_a_desk_of_the_programme_that_answered_before_is_asked_though_they_are_elsewhere(world: Play) -> None:
    a_case_before(world, place="Ystad", desk="1286")
    _, case = stuck_and_sent(asked(world))
    assert (case.desk, case.place, case.owner) == ("1286", "1265", "1286-1")


def test_a_desk_outside_the_programme_is_not_asked_again(world: Play) -> None:
    a_case_before(world, place="Nacka", desk="0182")
    _, case = stuck_and_sent(asked(world))
    assert (case.desk, case.owner) == ("1265", "")


def test_who_is_away_is_not_given_it(world: Play) -> None:
    a_case_before(world)
    world({"desk": "1265", "text": "/lots borta till 20 december"})
    _, case = stuck_and_sent(asked(world))
    assert case.desk == "1265"
    assert case.owner != "1265-1"


def test_those_who_run_the_programme_come_before_the_nation_where_there_is_no_desk(manned: Guide) -> None:
    some = [desk for desk in manned.desks.desks.values() if desk.id in (NATION, "1286", "1270")]
    with throw_away_store() as store:
        world = asked(Play(store, replace(manned, desks=DeskBook().with_desks(some))))
        shown, case = stuck_and_sent(world)
    assert "för att de driver programmet du är med i" in shown
    assert case.desk == "1286", "who leads it comes first"


def test_a_question_of_another_day_is_not_given_to_anybody(world: Play) -> None:
    a_case_before(world, *said("Ja", "vi söker en lokal i Sjöbo, vem ska jag prata med", "människa", "Skicka"))
    case = world.store.write(lambda tables: tables.escalations())[-1]
    assert (case.owner, case.again, case.stuck) == ("", 0, False)
