"""Words while a question is with a person: what goes to the desk, what the bot answers, and what the end does."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.chat import throw_away_store
from bot.simulation import simulate, simulated_desks
from bot.turn import Guide

MONDAY = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
Line = dict[str, Any]
Play = Callable[..., list[Line]]


def says(text: str) -> Line:
    return {"chat": "a", "text": text}


def presses(label: str) -> Line:
    return {"chat": "a", "press": label}


def desk(text: str = "", press: str = "") -> Line:
    return {"desk": "1265", "thread": 1} | ({"text": text} if text else {"press": press})


OPENED = (says("vi söker industrimark i Sjöbo"), says("människa"), presses("Skicka"))
SENT = (desk("/svara Hej! Hur stor tomt behöver ni?"), desk(press="Skicka"))
ASKED = (*OPENED, *SENT, {"at": "2026-11-23T10:30:00+01:00"})
CLOSED = (*ASKED, desk(press="Avsluta"), desk(press="Klart"))


@pytest.fixture
def world(guide: Guide) -> Play:
    """Plays lines; what came of each."""
    desks = simulated_desks(guide.atlas)

    def play(*lines: Line) -> list[Line]:
        written: list[str] = []
        with throw_away_store() as store:
            known = replace(guide, desks=desks)
            asyncio.run(simulate(store, known, [json.dumps(line) for line in lines], MONDAY, "console", written.append))
        return [json.loads(line) for line in written]

    return play


def told(result: Line, whom: str) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith(whom))


def labels(result: Line) -> list[str]:
    return [button["label"] for sent in result["sent"] for button in sent["buttons"]]


def test_what_answers_the_desk_reaches_the_desk_whatever_it_is_about(world: Play) -> None:
    answers = (
        "vi behöver lokal på 3000 kvadratmeter",
        "bygglov har vi redan",
        "vi har ekonomi för det och lån från Almi",
        "kan någon ringa mig på 070-1234567 före fredag, det är bråttom",
    )
    results = world(*ASKED, *map(says, answers))[len(ASKED) :]
    for words, result in zip(answers, results, strict=True):
        assert words in told(result, "desk:")
        assert "Skickat till dem som har ärende 1" in told(result, "chat:")


def test_a_question_to_the_bot_is_still_the_bots_after_the_desk_spoke(world: Play) -> None:
    for words in ("hur söker man bygglov i Ystad?", "radera allt", "jag vill klaga på handläggaren, hon var otrevlig"):
        assert told(world(*ASKED, says(words))[-1], "desk:") == "", words


def test_words_that_the_guidance_took_can_be_sent_with_a_press(world: Play) -> None:
    *_, answered, sent = world(*OPENED, says("vi säljer även till skolan"), presses("Skicka till ärende 1"))
    assert told(answered, "desk:") == ""
    assert "”vi säljer även till skolan”" in told(sent, "desk:")


def test_a_bare_wish_is_told_who_has_it_and_more_than_that_is_relayed(world: Play) -> None:
    bare, more = world(*OPENED, says("jag vill prata med en människa"), says("kan någon ringa på 070-1234567"))[-2:]
    assert "Ärende 1 är hos Näringslivskontoret i Sjöbo" in told(bare, "chat:")
    assert "070-1234567" in told(more, "desk:")


@pytest.mark.parametrize(
    "words", ["dra åt helvete din jävla bot", "är du en ai?", "kan du prata engelska?", "Simrishamn"]
)
def test_what_is_said_to_the_bot_is_not_relayed(words: str, world: Play) -> None:
    assert told(world(*OPENED, says(words))[-1], "desk:") == ""


def test_a_no_to_the_bots_own_question_is_not_relayed(world: Play) -> None:
    assert told(world(*OPENED, says("radera allt"), says("nej"))[-1], "desk:") == ""


@pytest.mark.parametrize(
    "words",
    [
        "när får jag svar?",
        "när får jag svar???",
        "status på ärende 1",
        "hur går det med ärendet?",
        "where is my case?",
        "vem har min fråga nu?",
        "vart har min fråga tagit vägen?",
        "vad hände med mitt ärende?",
        "what happened to my question?",
        "hallå?",
        "hallå, är det någon där?",
        "is anybody there?",
    ],
)
def test_how_ones_own_question_stands_is_told(words: str, world: Play) -> None:
    status = world(*OPENED, says(words))[-1]
    assert "onsdag 25 november" in told(status, "chat:") or "25 November" in told(status, "chat:")
    assert told(status, "desk:") == ""
    assert len(labels(status)) == 4


def test_who_calls_after_the_last_promise_broke_is_told_how_it_stands(world: Play) -> None:
    called = world(*OPENED, {"at": "2026-11-30T10:30:00+01:00"}, says("hallå?"))[-1]
    assert "Ärende 1 är hos Samordnaren" in told(called, "chat:")
    assert "Löftena är brutna" in told(called, "chat:")
    assert told(called, "desk:") == ""


def test_a_greeting_while_a_question_is_open_is_greeted(world: Play) -> None:
    assert "Ärende 1" not in told(world(*OPENED, says("hej!"))[-1], "chat:")


def test_who_asked_for_a_person_and_says_where_and_what_is_shown_what_is_sent(world: Play) -> None:
    words = "Sjöbo, gäller avfallstaxa för min restaurang"
    asked, shown = world(says("prata med människa, jag kan inte det här"), says(words))
    assert asked["kind"] == "ask_place"
    assert f"”{words}”" in told(shown, "chat:")
    assert "Skicka" in labels(shown)


@pytest.mark.parametrize(
    "said",
    [
        ("ett ställe i Sjöbo med bra folk", "vi behöver en lokal på 300 kvadratmeter"),  # after a question of which
        ("jag vill ha praktikant i Sjöbo", "gymnasiet, två veckor"),  # told that they look at just that
    ],
)
def test_what_was_meant_goes_along_with_what_was_wanted(said: tuple[str, str], world: Play) -> None:
    *_, shown = world(*map(says, said), says("människa"))
    assert f"”{said[0]} – {said[1]}”" in told(shown, "chat:")


@pytest.mark.parametrize("words", ["glöm det, vi har löst det", "I give up, withdraw it"])
def test_a_matter_that_is_settled_can_be_taken_back_with_a_yes(words: str, world: Play) -> None:
    offered, withdrawn = world(*OPENED, says(words), says("ok"))[-2:]
    assert told(offered, "desk:") == ""
    assert "återtagen" in told(withdrawn, "chat:") or "withdrawn" in told(withdrawn, "chat:")


def test_words_long_after_the_end_are_offered_as_a_new_question(world: Play) -> None:
    words = "hej igen, jag har en fråga till om tomten"
    late, sent = world(*CLOSED, {"at": "2026-12-15T10:25:00+01:00"}, says(words), presses("Skicka"))[-2:]
    assert "kan inte öppnas igen" in told(late, "chat:")
    assert f"”{words}”" in told(late, "chat:")
    assert "Skickat till dem" not in told(late, "chat:")
    assert "Ärende 2" in told(sent, "desk:")
    assert words in told(sent, "desk:")


def test_a_yes_that_it_is_over_never_opens_it_again(world: Play) -> None:
    useless, after = world(*CLOSED, says("ja det stämmer men det var inte till någon nytta"), says("nej"))[-2:]
    assert "Tack för att du berättar" in told(useless, "chat:")
    polite = world(*CLOSED, says("ja det stämmer, tack så mycket för hjälpen"))[-1]
    assert "Var det till nytta?" in told(polite, "chat:")
    for result in (useless, polite, after):
        assert "öppen igen" not in told(result, "desk:")


def test_an_offer_to_move_it_is_answered_in_words(world: Play) -> None:
    offered = (desk(press="Skicka vidare"), desk("Tomelilla"))
    refused = world(*OPENED, desk(press="Ta ärendet"), *offered, says("nej jag vill inte"))[-1]
    assert "Då är frågan kvar hos Näringslivskontoret i Sjöbo" in told(refused, "chat:")


def test_despair_is_met_at_once_though_a_desk_has_the_question(world: Play) -> None:
    met = world(*ASKED, says("jag orkar inte leva längre"))[-1]
    assert met["kind"] == "comfort"
    assert told(met, "desk:") == ""


def test_an_answer_that_was_taken_back_has_not_been_said(world: Play) -> None:
    """What they write next is then no answer to it: the bot hears what is its own."""
    undone = (
        *OPENED,
        *SENT,
        desk(press="Ångra"),
        {"at": "2026-11-23T10:30:00+01:00"},
        says("vill sälja till kommunen"),
    )
    result = world(*undone)[-1]
    assert told(result, "desk:") == ""
    assert result["kind"] == "answer"


def test_how_long_it_usually_takes_is_told_when_it_is_known(world: Play) -> None:
    lines: list[Line] = []
    for number in range(1, 6):
        chat, thread = f"c{number}", {"desk": "1265", "thread": number}
        lines += [{**line, "chat": chat} for line in OPENED]
        lines += [{"at": f"2026-11-23T{10 + number}:15:00+01:00"}]
        lines += [{**thread, "text": "/svara Fem veckor."}, {**thread, "press": f"e:{number}:confirm"}]
    results = world(*lines, {"at": "2026-11-24T09:00:00+01:00"}, *OPENED, says("när får jag svar"))
    assert "Troligen" not in told(results[2], "chat:")
    sent, asked_again = results[-2], results[-1]
    assert "senast torsdag 26 november kl. 9" in told(sent, "chat:")
    assert "Troligen går det fortare: svar före tisdag 24 november kl. 10." in told(sent, "chat:")
    assert "Troligen före tisdag 24 november kl. 10." in told(asked_again, "chat:")


def test_a_number_written_while_a_question_waits_goes_along_with_it(world: Play) -> None:
    asked = (says("vi söker industrimark i Sjöbo"), says("människa"))
    aside = world(*asked, says("och bygglov då?"), says("0701234567, ring efter tre"), presses("Skicka"))
    assert aside[-2]["kind"] == "escalate"
    assert "0701234567, ring efter tre" in told(aside[-1], "desk:")
    assert "bygglov" not in told(aside[-1], "desk:")


def test_how_long_it_takes_right_after_sending_is_about_the_answer(world: Play) -> None:
    sent, asked = world(*OPENED, says("hur lång tid tar det?"))[-2:]
    assert "senast" in told(sent, "chat:")
    assert "Ärende 1 är hos" in told(asked, "chat:")


def test_a_question_made_of_buttons_and_a_place_is_asked_for_in_words(world: Play) -> None:
    made = (says("hej"), presses("Sälja till kommunen"), says("Hjo"), presses("Fråga en människa"))
    assert "Vad vill du fråga" in told(world(*made)[-1], "chat:")


def test_a_cancelled_question_is_not_sent_on_as_words(world: Play) -> None:
    cancelled = world(*OPENED, says("nej avbryt"))[-1]
    assert not told(cancelled, "desk:")
    assert "Ja, ta tillbaka den" in labels(cancelled)
