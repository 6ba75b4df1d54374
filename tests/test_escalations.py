"""A question to a person, as both sides live it, in the simulated world of `lots chat --jsonl`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from case_world import LAND, OPENED, Line, at, played

from bot.desk.reading import read_desks
from bot.turn import Guide
from knowledge import KnowledgeError

ANSWERED = (
    {"desk": "1265", "press": "Svara …"},
    {"desk": "1265", "text": "Priset är 120 kronor."},
    {"desk": "1265", "press": "Skicka"},
)

Play = Callable[..., list[Line]]


@pytest.fixture
def world(guide: Guide) -> Play:
    """Plays lines; what came of each."""

    def play(*lines: Line) -> list[Line]:
        with played(guide, *lines) as found:
            return found.lines

    return play


def to_person(result: Line) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith("chat:"))


def to_desk(result: Line) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith("desk:"))


def test_what_is_passed_on_is_shown_before_anything_leaves(world: Play) -> None:
    _, offered, sent = world(*OPENED)
    assert offered["kind"] == "escalate"
    assert "Näringslivskontoret i Sjöbo" in to_person(offered)
    assert LAND in to_person(offered)
    assert to_desk(offered) == ""
    assert "senast onsdag 25 november kl. 10.15" in to_person(sent)
    assert LAND in to_desk(sent)
    assert sent["sent"][-1]["thread"] == 1


def test_a_question_too_long_to_pass_on_at_once_says_so_and_the_rest_follows(world: Play) -> None:
    long = {"chat": "a", "text": f"{LAND} {'och marken ska vara plan ' * 100}"}
    more = ({"chat": "a", "press": "Lägg till något"}, {"chat": "a", "text": "resten: marken ska ligga vid väg 13"})
    _, offered, sent, _, rest = world(long, *OPENED[1:], *more)
    assert "Bara början får plats, 1500 tecken" in to_person(offered)
    assert LAND in to_desk(sent)
    assert "ligga vid väg 13" in to_desk(rest)
    assert "Bara början" not in to_person(world(*OPENED)[1])


def test_the_receipt_counts_every_window(world: Play) -> None:
    result = world(*OPENED, {"chat": "a", "press": "Hur räknas det?"})[-1]
    assert "tisdag 24 november 8–16.30: 8 timmar 30 minuter" in to_person(result)
    assert "Tillsammans 17 timmar. Senast onsdag 25 november kl. 10.15." in to_person(result)


def test_words_at_the_desk_are_internal_until_somebody_says_send(world: Play) -> None:
    results = world(
        *OPENED, {"desk": "1265", "text": "Vem tar den här? Han är jobbig."}, *ANSWERED, at("2026-11-23T11:00:00+01:00")
    )
    assert all("jobbig" not in to_person(each) for each in results)
    *before, left = results
    assert all("120 kronor" not in to_person(each) for each in before)
    assert "Priset är 120 kronor." in to_person(left)


def test_an_answer_can_be_taken_back_for_two_minutes_and_no_longer(world: Play) -> None:
    undo = {"desk": "1265", "press": "Ångra"}
    undone = world(*OPENED, *ANSWERED, at("2026-11-23T10:16:30+01:00"), undo, at("2026-11-23T12:00:00+01:00"))
    assert all("120 kronor" not in to_person(each) for each in undone)
    late = world(*OPENED, *ANSWERED, at("2026-11-23T10:18:00+01:00"), undo)
    assert "120 kronor" in to_person(late[-2])
    assert "redan gått i väg" in to_desk(late[-1])


def test_a_pause_banks_the_minutes_and_both_see_it(world: Play) -> None:
    results = world(
        *OPENED,
        {"desk": "1265", "press": "Pausa …"},
        {"desk": "1265", "text": "ritning över tomten"},
        {"desk": "1265", "press": "Skicka och pausa"},
        at("2026-11-30T09:00:00+01:00"),
        {"chat": "a", "text": "här kommer det ni ville veta om huset på tomten"},
    )
    assert to_person(results[4]) == "", "nothing leaves before it was seen and agreed to"
    assert "väntar på ritning över tomten" in to_desk(results[4])
    assert "väntar på ritning över tomten" in to_person(results[5])
    assert "17 timmar finns kvar" in to_person(results[5])
    assert "brutet" not in to_desk(results[6])
    assert "klockan går igen" in to_desk(results[7])


def test_a_broken_promise_is_told_before_anybody_asks(world: Play) -> None:
    result = world(*OPENED, at("2026-11-26T09:00:00+01:00"))[-1]
    assert "Du skulle ha fått svar" in to_person(result)
    assert "Nytt löfte: torsdag 26 november" in to_person(result)
    told = [sent["at"] for sent in result["sent"] if sent["to"].startswith("desk:")]
    assert told
    assert all("08:00" <= each[11:16] <= "16:30" for each in told), "nothing reaches staff at night"


def test_after_three_broken_promises_no_date_is_promised_and_another_way_is_shown(world: Play) -> None:
    months = world(*OPENED, at("2027-03-01T12:00:00+01:00"))[-1]
    broken = [sent for sent in months["sent"] if sent["kind"] == "broken_promise"]
    assert ["Nytt löfte" in sent["text"] for sent in broken] == [True, True, False]
    assert "Jag lovar inget nytt datum" in broken[-1]["text"]
    assert [each["label"] for each in broken[-1]["buttons"]] == ["Visa kontaktuppgifter"]
    assert any(sent["to"] == "desk:nation" and LAND in sent["text"] for sent in months["sent"]), (
        "the coordinator has it"
    )
    assert len([sent for sent in months["sent"] if sent["to"].startswith("desk:")]) < 60


def test_nobody_waits_more_than_a_working_hour_for_somebody_to_own_it(world: Play) -> None:
    result = world(*OPENED, at("2026-11-23T11:20:00+01:00"))[-1]
    assert "Ingen har tagit ärendet på en arbetstimme. Ersättaren har det nu." in to_desk(result)


def test_a_wrong_desk_moves_on_with_the_time_used_if_the_entrepreneur_agrees(world: Play) -> None:
    wrong = ({"desk": "1265", "press": "Fel väg"}, {"desk": "1265", "text": "Ystad"})
    asked = world(*OPENED, *wrong)[-1]
    assert "hör hemma hos Näringslivskontoret i Ystad" in to_person(asked)
    moved = world(*OPENED, *wrong, {"chat": "a", "press": "Ja, skicka dit"})[-1]
    assert any(sent["to"] == "desk:1286" and LAND in sent["text"] for sent in moved["sent"])
    assert "Näringslivskontoret i Ystad har din fråga nu" in to_person(moved)
    stays = world(*OPENED, *wrong, {"chat": "a", "press": "Nej, låt den vara"})[-1]
    assert "kvar hos Näringslivskontoret i Sjöbo" in to_person(stays)
    assert all(sent["to"] != "desk:1286" for sent in stays["sent"])


def test_an_outcome_that_is_not_true_opens_the_case_with_the_coordinator(world: Play) -> None:
    results = world(
        *OPENED,
        {"desk": "1265", "press": "Avsluta"},
        {"desk": "1265", "press": "Klart"},
        {"chat": "a", "press": "Nej"},
    )
    assert "Stämmer det?" in to_person(results[4])
    assert any(sent["to"] == "desk:nation" for sent in results[5]["sent"])
    assert "Samordnaren har den" in to_person(results[5])


@pytest.mark.parametrize("act", [{"press": "e:1:claim"}, {"press": "e:1:close:done"}, {"text": "/svara hej"}])
def test_a_stranger_and_another_desk_change_nothing(world: Play, act: Line) -> None:
    stranger = world(*OPENED, {"desk": "1265", "by": "nobody", "thread": 1, **act})[-1]
    assert "Bara de som hör till skrivbordet" in to_desk(stranger)
    assert to_person(stranger) == ""
    if "press" in act:
        elsewhere = world(*OPENED, {"desk": "1286", **act})[-1]
        assert "inte vid det här skrivbordet" in to_desk(elsewhere)
        copied = world(*OPENED, {"chat": "b", **act})[-1]
        assert to_desk(copied) == ""


@pytest.mark.parametrize("number", ["811228-9874", "198112289874", "811228-9875", "19811228 - 9875", "811288+9875"])
def test_identity_numbers_do_not_leave(world: Play, number: str) -> None:
    """Not even mistyped: the last digit is wrong."""
    said = {"chat": "a", "text": f"vi söker industrimark i Sjöbo, mitt nummer är {number}"}
    result = world(said, *OPENED[1:])[-1]
    assert "8112" not in to_desk(result)
    assert "[personnummer]" in to_desk(result)


@pytest.mark.parametrize("number", ["556677-8899", "0701122334", "040-1234567", "8112289875"])
def test_other_numbers_do(world: Play, number: str) -> None:
    said = {"chat": "a", "text": f"vi söker industrimark i Sjöbo, numret är {number}"}
    assert number in to_desk(world(said, *OPENED[1:])[-1])


def test_a_changed_message_changes_its_copy_at_the_desk(world: Play) -> None:
    results = world(
        *OPENED,
        {"desk": "1265", "press": "Ta ärendet"},
        *ANSWERED,
        at("2026-11-23T10:30:00+01:00"),
        {"chat": "a", "text": "kan jag få det skriftligt före fredag"},
        {"chat": "a", "edit": 9, "text": "kan jag få det skriftligt före torsdag"},
    )
    (copy,) = [sent for sent in results[-1]["sent"] if sent["to"] == "desk:1265"]
    assert copy["edits"]
    assert "före torsdag" in copy["text"]


def test_desks_are_read_from_a_file_and_every_slip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desks.toml"
    path.write_text('[[desks]]\nid = "1384"\nname = "Provkontoret"\nchat = "telegram:-1"\n', encoding="utf-8")
    assert read_desks(path).at("telegram:-1")
    path.write_text('[[desks]]\nid = "1384"\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_desks(path)
    assert "name" in str(caught.value)
    assert "colour" in str(caught.value)
    path.write_text(f'[[desks]]\nid = "{"å" * 21}"\nname = "Prov"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="longer than 40 bytes"):
        read_desks(path)


PAUSED = (
    *OPENED,
    {"desk": "1265", "press": "Pausa …"},
    {"desk": "1265", "text": "Ritning över tomten."},
    {"desk": "1265", "press": "Skicka och pausa"},
)


def test_the_ladder_speaks_of_the_answer_alone_and_never_twice(world: Play) -> None:
    late = world(*OPENED, at("2026-11-25T12:00:00+01:00"))[-1]
    staff = [sent["text"] for sent in late["sent"] if sent["kind"] == "desk"]
    assert len([text for text in staff if text.startswith("Halva tiden")]) == 1
    assert len([text for text in staff if text.startswith("Fyra femtedelar")]) == 1
    assert all("Svar senast onsdag 25 november kl. 10.15" in text for text in staff if "tid" in text and "Svar" in text)
    broken = [sent["at"] for sent in late["sent"] if "är brutet" in sent["text"]]
    told = [sent["at"] for sent in late["sent"] if sent["kind"] == "broken_promise"]
    assert broken == told, "that the entrepreneur was told is said only when they were"


def test_a_question_in_a_pause_leaves_the_clock_still_and_an_answer_tells_the_new_date(world: Play) -> None:
    monday, asks = at("2026-11-30T10:00:00+01:00"), {"chat": "a", "text": "vad väntar ni på?"}
    *_, asked, sent = world(*PAUSED, monday, asks, {"chat": "a", "text": "ritningen ligger i er brevlåda nu"})
    assert "står fortfarande stilla" in to_desk(asked)
    assert "klockan går igen" not in to_desk(asked)
    assert "klockan går igen" in to_desk(sent)
    assert "Du får svar senast onsdag 2 december kl. 10.00" in to_person(sent)


def test_a_full_stop_at_the_end_of_a_reason_is_not_doubled(world: Play) -> None:
    paused = world(*PAUSED)[-1]
    assert "väntar på Ritning över tomten. Klockan" in to_person(paused)
    assert ".." not in to_person(paused) + to_desk(paused)


def test_a_complaint_among_other_words_goes_to_the_coordinator(world: Play) -> None:
    words = {"chat": "a", "text": "ni är usla på näringslivskontoret, jag vill klaga på bemötandet"}
    *_, offered = world(*OPENED, words, {"chat": "a", "press": "Fråga en människa"})
    assert "skickar frågan till Samordnaren" in to_person(offered)


def test_erasing_takes_the_question_back_and_says_what_stays(world: Play) -> None:
    *_, kept, asked, erased = world(
        *OPENED,
        {"chat": "a", "text": "integritet"},
        {"chat": "a", "text": "radera mina uppgifter"},
        {"chat": "a", "press": "Ja, radera allt"},
    )
    assert all("ligger kvar där som allmän handling" in to_person(each) for each in (kept, asked, erased))
    assert "tas då tillbaka" in to_person(asked)
    assert "är återtagen" in to_person(erased)
    assert "Avslutat: Återtaget." in to_desk(erased)
    assert "nås inte" not in to_desk(erased)
    assert "allmän handling" not in to_person(world({"chat": "b", "text": "radera mina uppgifter"})[-1])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/lots blaj", "blaj förstår jag inte"),
        ("/lots borta till 32 december", "förstår jag inte"),
        ("/svar Hej", "inget har skickats. Skriv /svara"),
        ("svara Hej på er", "inget har skickats. Skriv /svara"),
        ("ta ärendet", "Det där är en knapp"),
        ("/blaj", "/blaj förstår jag inte"),
    ],
)
def test_words_meant_for_the_bot_that_miss_get_one_line_back(world: Play, words: str, told: str) -> None:
    missed = world(*OPENED, {"desk": "1265", "text": words, "thread": 1})[-1]
    assert told in to_desk(missed)
    assert len(missed["sent"]) == 1


@pytest.mark.parametrize("words", ["jag ringer henne i morgon", "svaret dröjer, tyvärr", "hej/då", "vem tar ärendet?"])
def test_plain_words_in_the_thread_get_no_answer(world: Play, words: str) -> None:
    assert world(*OPENED, {"desk": "1265", "text": words, "thread": 1})[-1]["sent"] == []


def test_the_preview_is_in_the_language_that_the_entrepreneur_reads(world: Play) -> None:
    lines: list[Line] = [
        {"chat": "a", "text": "hello, I want to sell to the municipality of Sjöbo"},
        {"chat": "a", "text": "I want to talk to a person"},
        {"chat": "a", "press": "Send"},
        {"desk": "1265", "press": "Pausa …"},
        {"desk": "1265", "text": "a drawing"},
        {"desk": "1265", "press": "Skicka och pausa"},
    ]
    results = world(*lines)
    preview, told = to_desk(results[4]), to_person(results[5])
    assert "Så här läser företagaren det" in preview
    assert "is waiting for a drawing" in told
    assert told in preview


def test_what_is_written_after_a_no_to_the_outcome_reaches_whoever_has_the_question_then(world: Play) -> None:
    asked: list[Line] = [
        {"chat": "a", "text": "vi söker industrimark i Sjöbo"},
        {"chat": "a", "text": "människa"},
        {"chat": "a", "press": "Skicka"},
        {"desk": "1265", "press": "Avsluta"},
        {"desk": "1265", "press": "Klart"},
        {"chat": "a", "press": "Nej"},
        {"chat": "a", "text": "ni berättade aldrig om avgiften för bygglov"},
    ]
    assert "avgiften för bygglov" in to_desk(world(*asked)[-1])


def test_a_complaint_that_goes_on_is_still_one(world: Play) -> None:
    about = {"chat": "a", "text": "jag vill klaga på handläggningen av mitt bygglov i Sjöbo"}
    *_, offered = world(
        about, {"chat": "a", "text": "det har tagit 8 månader"}, {"chat": "a", "press": "Fråga en människa"}
    )
    assert "Samordnaren" in to_person(offered)
    assert "8 månader" in to_person(offered)


def test_a_municipality_in_place_of_the_words_is_where_the_question_goes(world: Play) -> None:
    *_, asked, offered = world(
        {"chat": "a", "text": "jag vill prata med en människa"},
        {"chat": "a", "text": "vet inte"},
        {"chat": "a", "text": "Sjöbo"},
        {"chat": "a", "text": "Får jag göra om ladan till kafé?"},
    )
    assert "Vad vill du fråga Näringslivskontoret i Sjöbo?" in to_person(asked)
    assert "”Får jag göra om ladan till kafé?”" in to_person(offered)


def test_a_matter_that_was_typed_though_a_button_said_it_goes_along(world: Play) -> None:
    typed = [{"chat": "a", "text": words} for words in ("/start", "samarbeta med skolan", "Sjöbo")]
    *_, offered = world(*typed, {"chat": "a", "press": "Fråga en människa"})
    assert "samarbeta med skolan" in to_person(offered)


@pytest.mark.parametrize("words", ["börja om", "nej, vi tar det från början", "start over", "can we begin again?"])
def test_starting_over_lets_go_of_what_was_not_sent_and_says_so(world: Play, words: str) -> None:
    *_, fresh, asked_for, named = world(
        *OPENED[:2], {"chat": "a", "text": words}, {"chat": "a", "text": "skicka"}, {"chat": "a", "text": "Ystad"}
    )
    assert fresh["kind"] == "greeting"
    assert fresh["state"]["topic"] is None
    assert not fresh["state"]["places"]
    assert any(said in to_person(fresh) for said in ("är inte skickad", "has not been sent"))
    assert to_desk(fresh) == to_desk(asked_for) == ""
    assert LAND not in to_person(asked_for)
    assert named["kind"] == "ask_topic"


@pytest.mark.parametrize("words", ["börja om", "start over"])
def test_starting_over_leaves_a_case_where_it_is(world: Play, words: str) -> None:
    fresh = world(*OPENED, {"chat": "a", "text": words})[-1]
    assert "1" in to_person(fresh)
    assert "Näringslivskontoret i Sjöbo" in to_person(fresh)
    assert to_desk(fresh) == ""


@pytest.mark.parametrize("words", ["vem får läsa det jag skriver?", "integritet", "who reads what I write?"])
def test_asked_who_reads_it_the_question_can_be_sent_right_there(world: Play, words: str) -> None:
    asked, sent = world(*OPENED[:2], {"chat": "a", "text": words}, {"chat": "a", "press": "Skicka frågan"})[-2:]
    assert asked["kind"] == "privacy"
    assert to_desk(asked) == ""
    assert LAND in to_desk(sent)


def test_after_more_than_that_the_question_is_shown_before_it_goes(world: Play) -> None:
    twice = ({"chat": "a", "text": "integritet"}, {"chat": "a", "text": "vem driver dig"})
    later = world(*OPENED[:2], *twice)[-1]
    labels = [button["label"] for button in later["sent"][-1]["buttons"]]
    assert "Frågan som väntar" in labels
    assert "Skicka frågan" not in labels


@pytest.mark.parametrize(
    ("lines", "along"),
    [
        (["näringslivskontoret i Sjöbo", "kan du fråga dom om industrimark"], "industrimark"),
        (["klaga på en faktura", "Halmstad", "jag har inte fått betalt"], "inte fått betalt"),
        (["I want to open a café in Halmstad", "and alcohol?", "human please"], "open a café"),
    ],
)
def test_what_a_person_is_to_be_asked_goes_along(world: Play, lines: list[str], along: str) -> None:
    offered = world(*({"chat": "a", "text": line} for line in lines))[-1]
    assert offered["kind"] == "escalate"
    assert along in to_person(offered)


@pytest.mark.parametrize(
    "words", ["glömde säga att vi behöver el också", "forgot: we need water too", "ps: helst i år"]
)
def test_what_was_forgotten_goes_to_those_who_have_the_question(world: Play, words: str) -> None:
    assert words in to_desk(world(*OPENED, {"chat": "a", "text": words})[-1])


@pytest.mark.parametrize("words", ["what will you send", "vad skickar du", "vad får dom se", "och mitt namn?"])
def test_asked_what_goes_it_is_shown_and_nothing_is_added(world: Play, words: str) -> None:
    shown = world(*OPENED[:2], {"chat": "a", "text": words})[-1]
    assert LAND in to_person(shown)
    assert words not in to_person(shown)


@pytest.mark.parametrize("words", ["actually no", "nej förresten", "nej glöm det", "ångra"])
def test_a_no_with_a_word_more_sends_nothing(world: Play, words: str) -> None:
    *_, said, after = world(*OPENED[:2], {"chat": "a", "text": words}, {"chat": "a", "press": "Skicka"})
    assert "skickar jag inget" in to_person(said) or "send nothing" in to_person(said)
    assert to_desk(said) == to_desk(after) == ""


@pytest.mark.parametrize("words", ["ställ frågan till dom", "put the question to them"])
def test_an_order_to_ask_them_leads_to_a_person(world: Play, words: str) -> None:
    offered = world(OPENED[0], {"chat": "a", "text": words})[-1]
    assert offered["kind"] == "escalate"
    assert LAND in to_person(offered)


@pytest.mark.parametrize(("words", "sent"), [("ok kör", True), ("wait, remove the last bit", False)])
def test_a_yes_as_it_is_said_sends_and_a_wish_for_other_words_does_not(world: Play, words: str, sent: bool) -> None:
    after = world(*OPENED[:2], {"chat": "a", "text": words})[-1]
    assert (LAND in to_desk(after)) is sent
    assert words not in to_person(after)


@pytest.mark.parametrize("words", ["det räcker så", "that's all"])
def test_that_is_all_adds_nothing_to_what_is_sent(world: Play, words: str) -> None:
    shown = world(*OPENED[:2], {"chat": "a", "text": words})[-1]
    assert LAND in to_person(shown)
    assert words not in to_person(shown)
