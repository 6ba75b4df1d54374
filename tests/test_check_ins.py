"""Follow-ups as an entrepreneur lives them, in the simulated world of `lots chat --jsonl` with its clock moved."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tomli
from click.testing import CliRunner
from following_world import MONDAY, Play, buttons, days, words

from bot.__main__ import lots
from bot.messages import Blocked, Message
from bot.programmes import Ended, Share, Starter, State
from bot.store import Lane, milliseconds
from bot.turn import Guide, take_turn
from bot.turn.followups import Invited, Known, invite, stop_all, tick

SWEDEN = ZoneInfo("Europe/Stockholm")
GOAL = "en hållbarhetspolicy på plats före jul"
JOINED = (
    {"chat": "a", "text": "/start sydost"},
    {"chat": "a", "press": "Ja, jag är med"},
    {"chat": "a", "press": "Sjöbo"},
    {"chat": "a", "text": GOAL},
    {"chat": "a", "press": "Ja, det passar"},
)
FIRST, LAST = {"at": "2026-12-07T12:00:00+01:00"}, {"at": "2027-11-23T12:00:00+01:00"}


@pytest.fixture
def joined(world: Play) -> Play:
    world(*JOINED)
    return world


@pytest.fixture
def asked(joined: Play) -> Play:
    joined(FIRST)
    return joined


def the_enrolment(world: Play):  # type: ignore[no-untyped-def]
    return world.store.write(lambda tables: tables.enrolments())[-1]


def the_check_in(world: Play):  # type: ignore[no-untyped-def]
    return world.store.write(lambda tables: tables.check_ins())[-1]


# --- joining ------------------------------------------------------------------


def test_a_start_link_shows_the_consent_and_nothing_is_kept_before_the_yes(world: Play) -> None:
    (shown,) = world({"chat": "a", "text": "/start sydost"})
    assert "Jag sparar ditt ja, ditt mål, dina svar" in words(shown)
    assert buttons(shown) == ["Ja, jag är med", "Nej tack", "Fråga en människa"]
    assert world.store.write(lambda tables: tables.enrolments()) == []
    assert "Jag sparar inget" in words(world.say("nej tack"))
    assert world.store.write(lambda tables: tables.enrolments()) == []


def test_the_yes_is_kept_with_the_version_of_the_text_and_its_time(joined: Play) -> None:
    enrolment = the_enrolment(joined)
    assert (enrolment.consent_version, enrolment.consented_at, enrolment.by) == ("2026-11-22", MONDAY, Starter.SELF)
    assert (enrolment.programme, enrolment.place, enrolment.goal) == ("ystadmodellen-sydost", "1265", GOAL)


@pytest.fixture
def goal_asked(world: Play) -> Play:
    world(*JOINED[:3])
    return world


@pytest.mark.parametrize("typed", ["nej jag vill inte vara med", "jag ångrar mig", "I don't want to take part"])
def test_a_refusal_is_no_goal_but_the_way_out(goal_asked: Play, typed: str) -> None:
    goal_asked.say(typed)
    assert (the_enrolment(goal_asked).goal, the_enrolment(goal_asked).follow_up.ended) == ("", Ended.STOPPED)


@pytest.mark.parametrize(
    ("typed", "place"), [("ja", "1265"), ("nej tack", "1265"), ("Ystad", "1286"), ("vi ligger i Ystad", "1286")]
)
def test_a_yes_a_no_and_a_place_are_no_goals(goal_asked: Play, typed: str, place: str) -> None:
    goal_asked.say(typed)
    assert (the_enrolment(goal_asked).goal, the_enrolment(goal_asked).place) == ("", place)
    assert GOAL in words(goal_asked.say(GOAL))


@pytest.mark.parametrize("typed", ["ok", "japp", "det blir bra", "sounds good", "great", "Ja, det passar bra!"])
def test_a_plain_yes_confirms_the_dates(goal_asked: Play, typed: str) -> None:
    goal_asked.say("bli klar med ugnen.")
    told = words(goal_asked.say(typed))
    assert "hörs vi måndag 7 december" in told or "talk to you Monday 7 December" in told
    assert "bli klar med ugnen." in told
    assert "ugnen.." not in told


def test_a_question_before_the_yes_keeps_the_invitation(world: Play) -> None:
    world({"chat": "a", "text": "/start sydost"})
    asked = world.say("vad är det här för något?")
    assert words(asked).endswith("Vill du vara med i Ystadmodellen i sydöstra Skåne?")
    assert buttons(asked) == ["Ja, jag är med", "Nej tack"]
    assert "Vilken kommun" in words(world.say("ja, jag är med"))


def test_who_is_in_another_language_sees_the_consent_in_it_before_the_yes(world: Play) -> None:
    world({"chat": "a", "text": "/start sydost"})
    world.say("Hi, I don't speak Swedish. What is this?")
    assert "I keep your yes, your goal" in words(world.say("English"))
    assert "Which municipality" in words(world.say("yes I am in"))


def test_a_no_ends_the_invitation(world: Play) -> None:
    world({"chat": "a", "text": "/start sydost"})
    world.say("hur säljer jag till Sjöbo?")
    world.say("nej tack")
    assert "Ystadmodellen" not in words(world.say("hej"))
    assert world.store.write(lambda tables: tables.enrolments()) == []


def test_an_invitation_is_repeated_three_times_at_most_and_a_plain_ok_later_is_no_yes(world: Play) -> None:
    world({"chat": "a", "text": "/start sydost"})
    told = [words(world.say("hur säljer jag till Sjöbo?")) for _ in range(4)]
    assert ["Vill du vara med" in each for each in told] == [True, True, True, False]
    world.say("ok")
    assert world.store.write(lambda tables: tables.enrolments()) == []


def test_a_question_in_the_middle_leaves_the_place_the_goal_and_the_dates_asked_for(world: Play) -> None:
    world(*JOINED[:2])
    asked = world.say("vilka andra är med?")
    assert words(asked).endswith("Vilken kommun hör ditt företag till?")
    assert "Sjöbo" in buttons(asked)
    world.say("Sjöbo")
    assert "Vad vill du ha fått gjort" in words(world.say("hur säljer jag till Sjöbo?"))
    world.say("hitta en säljare")
    assert "Passar det?" in words(world.say("vem ser mina svar?"))
    assert "hörs vi måndag 7 december" in words(world.say("ok"))
    enrolment = the_enrolment(world)
    assert (enrolment.place, enrolment.goal) == ("1265", "hitta en säljare")


def test_the_place_of_another_question_is_not_theirs(world: Play) -> None:
    world(*JOINED[:2])
    world.say("hur säljer jag till kommunen?")
    assert words(world.say("Ystad")).endswith("Vilken kommun hör ditt företag till?")
    assert the_enrolment(world).place == ""


def test_another_language_in_the_middle_asks_the_same_in_it(goal_asked: Play) -> None:
    assert words(goal_asked.say("English please")).startswith("What would you like to have done")
    assert the_enrolment(goal_asked).goal == ""


def test_the_goal_is_changed_in_ones_own_words(joined: Play) -> None:
    joined.say("hur säljer jag till Sjöbo?")
    assert "i stället" in words(joined.say("ändra målet"))
    joined.say("öppna en butik")
    assert the_enrolment(joined).goal == "öppna en butik"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nej, i höst", "1 september 2027"),
        ("nej förresten på julafton", "28 december"),
        ("no, in the autumn", "1 September 2027"),
        ("nej", "Vilken dag menar du?"),
        ("nej tack", "Vilken dag menar du?"),
    ],
)
def test_a_no_to_a_date_is_heard_and_never_answered_with_the_same_date(joined: Play, typed: str, told: str) -> None:
    assert "8 februari" in words(joined.say("hör av dig 8 februari"))
    assert told in words(joined.say(typed))


@pytest.mark.parametrize(("typed", "told"), [("kl 23", True), ("kl 15", False)])
def test_an_hour_of_the_night_is_not_changed_without_a_word(goal_asked: Play, typed: str, told: bool) -> None:
    goal_asked.say(GOAL)
    assert ("aldrig på natten" in words(goal_asked.say(typed))) is told


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("på julafton", "Det är helgdag torsdag 24 december"),
        ("den 6 januari", "Det är helgdag onsdag 6 januari"),
        ("15 juli", "Programmet har uppehåll torsdag 15 juli"),
        ("efter jul", ""),
        ("på lördag", ""),
        ("om två månader", ""),
    ],
)
def test_a_day_that_is_not_taken_is_told_with_why(goal_asked: Play, typed: str, why: str) -> None:
    goal_asked.say(GOAL)
    told = words(goal_asked.say(typed))
    assert why in told
    assert ("skriver jag inte" in told or "uppehåll" in told) is bool(why)


def test_who_names_another_day_has_the_plan_back(goal_asked: Play) -> None:
    goal_asked.say(GOAL)
    assert "25 januari" not in words(goal_asked.say("15 juli"))
    told = words(goal_asked.say("nej, om en månad"))
    assert "• onsdag 23 december kl. 10.00\n• måndag 25 januari 2027 kl. 10.00\n• måndag 24 maj 2027" in told


def test_a_day_soon_before_the_next_check_in_stands_for_both(goal_asked: Play) -> None:
    goal_asked.say(GOAL)
    told = words(goal_asked.say("20 januari"))
    assert "• onsdag 20 januari 2027 kl. 10.00\n• måndag 24 maj 2027" in told


@pytest.mark.parametrize("typed", ["Habo", "vi ligger i Habo"])
def test_a_municipality_outside_the_programme_is_told(world: Play, typed: str) -> None:
    world(*JOINED[:2])
    told = world.say(typed)
    assert "Habo är inte med i programmet." in words(told)
    assert buttons(told)[-1] == "Ingen av dem"
    world.say("Ingen av dem")
    assert the_enrolment(world).follow_up.ended is Ended.STOPPED
    assert days(world.until("2027-11-30T12:00:00+01:00")) == []


def test_of_two_municipalities_the_first_is_kept_and_told(world: Play) -> None:
    world(*JOINED[:2])
    assert "Jag skriver upp Sjöbo." in words(world.say("vi ligger i både Sjöbo och Ystad"))
    world.say("Ystad")
    assert the_enrolment(world).place == "1286"


def test_only_tuesdays_moves_a_wednesday_of_their_own_too(goal_asked: Play) -> None:
    goal_asked.say(GOAL)
    assert "onsdag 25 november" in words(goal_asked.say("i övermorgon"))
    told = words(goal_asked.say("bara tisdagar"))
    assert "onsdag" not in told
    assert "tisdag 1 december" in told


@pytest.mark.parametrize(
    "typed", ["gå ur programmet", "avsluta mitt deltagande", "stop everything", "I want to quit", "vi hoppar av"]
)
def test_leaving_in_whatever_words_stops(joined: Play, typed: str) -> None:
    joined.say("hur säljer jag till Sjöbo?")
    joined.say(typed)
    assert the_enrolment(joined).follow_up.ended is Ended.STOPPED


def test_the_way_back_names_every_programme_that_was_left(joined: Play) -> None:
    joined.say("gå med i tillvaxtmotorn")
    joined.press("Ja, jag är med")
    told = words(joined.say("sluta"))
    assert "gå med i sydost" in told
    assert "gå med i tillvaxtmotorn" in told


@pytest.mark.parametrize(
    "typed",
    [
        "sydost",
        "gå med i sydost",
        "gå me i sydöst",
        "vi vill vara med i sydost",
        "I'd like to join sydost",
        "Gå med i SYDOST!",
        "jag vill gå med i sydost",
        "join sydost",
    ],
)
def test_a_code_can_be_typed(world: Play, typed: str) -> None:
    assert "Ystadmodellen" in words(world.say(typed))


def test_the_dates_are_shown_moved_and_read_back(world: Play) -> None:
    *_, dates = world(*JOINED[:4])
    assert "• måndag 7 december kl. 10.00\n• måndag 25 januari 2027 kl. 10.00" in words(dates)
    assert "• tisdag 8 december kl. 10.00\n• tisdag 26 januari 2027 kl. 10.00" in words(world.say("inte måndagar"))
    assert "• tisdag 8 december kl. 8.00" in words(world.say("klockan 8"))
    assert "• torsdag 7 januari 2027 kl. 8.00\n• tisdag 26 januari 2027" in words(world.say("efter jul"))
    assert "då hörs vi torsdag 7 januari 2027 kl. 8.00" in words(world.say("ja"))
    assert days(world.until("2027-01-08T12:00:00+01:00")) == ["2027-01-07T08:00 checkin"]


def snoozes() -> list[tuple[str, str, str]]:
    """Phrases of the issue and forty more, of both languages, with the day they mean. An hour alone has no day."""
    tables = tomli.loads((Path(__file__).parent / "snoozes.toml").read_text(encoding="utf-8"))
    now = [each for each in tables["said"] if each["now"] == "2026-11-23T13:00"]
    found = [
        (each["language"], text, expected[0].partition(" ")[2])
        for each in now
        for text, *expected in each["phrases"]
        if len(expected) == 1 and expected[0].partition(" ")[2].startswith("202") and not text.startswith(("kl", "at "))
    ]
    swedish = [each for each in found if each[0] == "sv"][:36]
    return swedish + [each for each in found if each[0] == "en"][:24]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_sixty_ways_to_put_off_move_the_next_date_and_read_it_back(joined: Play, language: str) -> None:
    joined.until("2026-11-23T13:00:00+01:00")
    if language == "en":
        joined.say("English please")
    joined.say("mina uppföljningar" if language == "sv" else "my follow-ups")
    start = joined.store.write(lambda tables: (tables.enrolments()[-1], tables.conversation("chat:a")))
    wrong = {}
    for _, text, day in (each for each in snoozes() if each[0] == language):
        result = joined.say(text)
        moved = the_enrolment(joined).follow_up.planned[0].at.astimezone(SWEDEN)
        if f"{moved:%Y-%m-%d}" != day[:10] or f" {moved.day} " not in words(result):
            wrong[text] = (day, f"{moved:%Y-%m-%d}", words(result)[-200:])
        joined.store.write(lambda tables: tables.save_enrolment(start[0], milliseconds(start[0].consented_at) * 2, 0))
        joined.store.write(lambda tables: tables.save_conversation(start[1], 0))
    assert len(snoozes()) == 60
    assert wrong == {}


# --- a check-in -----------------------------------------------------------------


def test_a_check_in_quotes_the_goal_and_asks_two_questions_at_most(joined: Play) -> None:
    result = joined.until(FIRST["at"])
    assert days(result) == ["2026-12-07T10:00 checkin"]
    assert GOAL in words(result)
    assert words(result).count("?") <= 2
    assert buttons(result) == ["Går bra", "Långsamt", "Står still", "Klart!", "Sluta fråga"]


def test_words_tell_how_it_goes_and_open_the_door_to_what_is_needed(asked: Play) -> None:
    result = asked.say("det går bra men vi behöver hjälp med finansiering")
    assert "Vi hörs måndag 25 januari 2027 kl. 10.00" in words(result)
    assert "Almi" in words(result)
    record = the_check_in(asked)
    assert (record.state, record.need, record.need_topic) == (
        State.WELL,
        "vi behöver hjälp med finansiering",
        "funding",
    )


def test_a_button_and_a_next_step_are_kept_and_quoted_the_next_time(asked: Play) -> None:
    assert "nästa steg" in words(asked.press("Går bra"))
    asked.say("skriva klart och skicka på remiss")
    assert (the_check_in(asked).state, the_check_in(asked).next) == (State.WELL, "skriva klart och skicka på remiss")
    assert "Sist var ditt nästa steg: skriva klart och skicka på remiss" in words(
        asked.until("2027-01-25T12:00:00+01:00")
    )


def test_a_need_goes_to_a_person_with_a_summary_that_was_seen_and_a_yes(asked: Play) -> None:
    asked.press("Står still")
    asked.say("väntar på svar från kommunen")
    shown = asked.press("Visa texten först")
    told = "2026-12-07: Står still. Väntar på svar från kommunen"
    summary = f"Uppföljning: Ystadmodellen i sydöstra Skåne\nMål: {GOAL}\n{told}"
    assert summary in words(shown)
    assert [sent["to"] for sent in shown["sent"]] == ["chat:a"]
    assert not the_check_in(asked).to_person
    sent = asked.press("Skicka")
    assert "Du får svar senast onsdag 9 december kl. 12.00" in words(sent)
    assert any(each["to"] == "desk:1265" and summary in each["text"] for each in sent["sent"])
    assert the_check_in(asked).to_person


def test_a_question_of_another_day_to_a_person_is_not_the_check_ins(asked: Play) -> None:
    asked.press("Går bra")
    asked.press("Inget just nu")
    asked.say("vi söker industrimark i Sjöbo, vem bestämmer priset på tomten")
    asked.say("människa")
    asked.press("Skicka")
    assert not the_check_in(asked).to_person


def test_an_answer_can_be_changed_and_the_earlier_one_stays_in_the_history(asked: Play) -> None:
    asked.press("Går bra")
    asked.press("Inget just nu")
    asked.press("Ändra mitt svar")
    asked.press("Står still")
    assert the_check_in(asked).state is State.STUCK
    assert asked.store.write(lambda tables: tables.check_in_history(1, "first")) == [{"state": "well"}]


def test_a_need_without_a_word_of_how_it_goes_is_answered_and_asked_about(asked: Play) -> None:
    result = asked.say("vi behöver hjälp att hitta kapital")
    assert "Almi" in words(result)
    assert buttons(result) == ["Går bra", "Långsamt", "Står still", "Klart!"]
    asked.say("går långsamt")
    assert (the_check_in(asked).state, the_check_in(asked).need_topic) == (State.SLOW, "funding")


def test_words_that_are_not_understood_are_kept_and_asked_about_once(asked: Play) -> None:
    once = asked.say("kransen blev grön igår kväll")
    assert buttons(once) == ["Går bra", "Långsamt", "Står still", "Klart!"]
    twice = asked.say("och kransen doftar gran")
    assert "Sparat." in words(twice)
    assert the_check_in(asked).next == "kransen blev grön igår kväll och kransen doftar gran"


# --- when -------------------------------------------------------------------------


def test_two_reminders_each_shorter_then_silence_that_counts_as_silence(asked: Play) -> None:
    result = asked.until("2027-01-20T12:00:00+01:00")
    assert days(result) == ["2026-12-11T10:00 checkin", "2026-12-18T10:00 checkin"]
    first, second = (sent["text"] for sent in result["sent"] if sent["to"] == "chat:a")
    assert len(second) < len(first)
    record = the_check_in(asked)
    assert (record.reminders, record.silent, record.state, record.answered_at) == (2, True, None, None)


def test_after_two_silences_it_says_goodbye_once_and_leaves_the_door_open(asked: Play) -> None:
    result = asked.until("2027-11-30T12:00:00+01:00")
    told = [sent["text"] for sent in result["sent"] if sent["to"] == "chat:a"]
    assert [text for text in told if "Jag slutar fråga nu." in text] == told[-1:]
    assert the_enrolment(asked).follow_up.ended is Ended.SILENT
    assert "Ystadmodellen" in words(asked.press("Börja om"))


def test_an_answer_that_comes_late_is_no_silence(asked: Play) -> None:
    asked.until("2027-01-20T12:00:00+01:00")
    asked.say("det går bra")
    assert (the_check_in(asked).state, the_check_in(asked).silent) == (State.WELL, False)


def test_how_it_goes_and_when_to_ask_again_in_one_message(asked: Play) -> None:
    result = asked.say("Står still, hinner inte. hör av er efter jul")
    assert "Det förstår jag." in words(result)
    assert "hör jag av mig torsdag 7 januari 2027 kl. 10.00" in words(result)
    assert the_check_in(asked).state is State.STUCK
    assert days(asked.until("2027-01-07T12:00:00+01:00")) == ["2027-01-07T10:00 checkin"]


@pytest.mark.parametrize("farewell", ["Sluta fråga", "sluta", "stop", "aldrig mer", "jag vill inte ha fler frågor"])
def test_one_tap_or_word_stops_for_good_and_says_how_to_come_back(asked: Play, farewell: str) -> None:
    result = asked.say(farewell)
    assert result["kind"] == "stopped"
    assert "gå med i sydost" in words(result)
    assert days(asked.until("2027-11-30T12:00:00+01:00")) == []
    assert the_enrolment(asked).follow_up.ended is Ended.STOPPED


def test_a_stop_is_for_every_programme(asked: Play) -> None:
    for text in ("/start tillvaxtmotorn", "ja", "Laholm", "två praktikanter"):
        asked.say(text)
    asked.say("sluta")
    assert days(asked.until("2027-11-30T12:00:00+01:00")) == []


def staff_invite(world: Play, guide: Guide, code: str = "sydost", chat: str = "chat:a") -> Invited:
    known = Known(guide.atlas, guide.texts)
    return world.store.write(lambda tables: invite(tables, known, chat, code, datetime(2027, 2, 1, 9, tzinfo=UTC)))


def test_who_has_stopped_cannot_be_enrolled_again_by_staff_but_by_themselves(asked: Play, guide: Guide) -> None:
    asked.say("sluta")
    asked.until("2027-02-01T10:00:00+01:00")
    assert staff_invite(asked, guide) is Invited.STOPPED
    assert staff_invite(asked, guide, "tillvaxtmotorn") is Invited.STOPPED
    assert days(asked.until("2027-02-02T12:00:00+01:00")) == []
    asked.say("gå med i sydost")
    asked.say("ja")
    assert the_enrolment(asked).follow_up.ended is None
    assert staff_invite(asked, guide) is Invited.ALREADY


def test_a_stop_holds_also_when_all_else_is_erased(asked: Play, guide: Guide) -> None:
    asked.say("sluta")
    assert "Raderat" in words(asked.press("Ja, radera"))
    assert asked.store.write(lambda tables: (tables.enrolments(), tables.check_ins())) == ([], [])
    assert staff_invite(asked, guide) is Invited.STOPPED


def test_whom_staff_invite_sees_the_consent_in_agreed_hours_and_says_yes_themselves(world: Play, guide: Guide) -> None:
    world.until("2027-02-01T10:00:00+01:00")
    assert staff_invite(world, guide) is Invited.INVITED
    assert staff_invite(world, guide, "nothing") is Invited.UNKNOWN
    assert world.store.write(lambda tables: tables.enrolments()) == []
    shown = world.until("2027-02-01T12:00:00+01:00")
    assert "Jag sparar ditt ja" in words(shown)
    world.say("ja")
    assert the_enrolment(world).by is Starter.STAFF


def test_what_is_kept_of_a_follow_up_is_told_with_the_rest_and_erased_with_it(asked: Play) -> None:
    told = asked.say("integritet")
    assert "ditt mål, dina svar och din berättelse" in words(told)
    asked.press("Radera mina uppgifter")
    asked.press("Ja, radera allt")
    assert asked.store.write(lambda tables: (tables.enrolments(), tables.check_ins())) == ([], [])
    assert days(asked.until("2027-11-30T12:00:00+01:00")) == []


def test_a_milestone_starts_the_next_step_once(joined: Play) -> None:
    result = joined.say("bygglovet kom äntligen!")
    assert "Vi hörs måndag 30 november kl. 10.00" in words(result)
    assert "redan skrivit upp" in words(joined.say("vi har fått bygglovet nu"))
    asked = joined.until("2026-11-30T12:00:00+01:00")
    assert "Tillståndet har kommit." in words(asked)


@pytest.mark.parametrize(
    "typed",
    [
        "vi har inte fått bygglovet än",
        "det står still, kommunen svarar inte på bygglovet",
        "bygglovet kommer i mars",
        "vi väntar på att bygglovet ska bli klart",
        "we haven't got the permit yet",
    ],
)
def test_what_has_not_happened_is_not_congratulated(asked: Play, typed: str) -> None:
    assert "Grattis" not in words(asked.say(typed))
    assert all(due.step != "after-permit" for due in the_enrolment(asked).follow_up.planned)


def test_a_milestone_told_in_answer_is_the_answer(asked: Play) -> None:
    assert "Grattis" in words(asked.say("nu kom bygglovet!!!"))
    assert the_enrolment(asked).follow_up.asked is None
    assert the_check_in(asked).next == "nu kom bygglovet!!!"


@pytest.mark.parametrize("said", ["vet inte", "ingen aning", "I don't know", "no idea tbh"])
def test_who_does_not_know_their_goal_is_helped(goal_asked: Play, said: str) -> None:
    assert len(buttons(goal_asked.say(said))) == 5
    assert the_enrolment(goal_asked).goal == ""


def test_an_hour_is_of_the_day_they_have_just_chosen(goal_asked: Play) -> None:
    goal_asked.say(GOAL)
    goal_asked.say("om tre veckor")
    assert "• måndag 14 december kl. 8.00\n• måndag 25 januari 2027 kl. 8.00" in words(goal_asked.say("klockan 8"))


def test_where_they_are_sets_the_clock_and_the_holidays(goal_asked: Play) -> None:
    assert "klockan och helgdagarna i Finland" in words(goal_asked.say("jag är i Finland"))
    assert "• måndag 7 december kl. 10.00 (tid i Helsinki)" in words(goal_asked.say(GOAL))
    goal_asked.say("ja")
    assert the_enrolment(goal_asked).wishes.country == "FI"
    assert days(goal_asked.until("2026-12-07T09:30:00+01:00")) == ["2026-12-07T09:00 checkin"]
    goal_asked.say("norska helgdagar tack")
    assert "Det är helgdag måndag 17 maj" in words(goal_asked.say("hör av dig 17 maj"))
    goal_asked.say("jag är i Sverige igen")
    assert the_enrolment(goal_asked).wishes.country is None
    assert "måndag 17 maj 2027 kl. 10.00" in words(goal_asked.say("hör av dig 17 maj"))


def test_who_closes_down_is_met_with_a_person_within_reach(asked: Play) -> None:
    told = asked.say("det är katastrof, vi lägger ner")
    assert "Det låter tungt." in words(told)
    assert "En kontakt" in buttons(told)
    shown = words(asked.press("En kontakt"))
    assert "2026-12-07: Står still. Det är katastrof, vi lägger ner. En kontakt" in shown


def test_who_is_not_answered_is_offered_to_have_it_asked_for_them(asked: Play) -> None:
    told = words(asked.say("det står still, kommunen svarar inte"))
    assert "Ska jag fråga Näringslivskontoret i Sjöbo hur det går?" in told


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("👍", State.WELL),
        ("👎🏽", State.STUCK),
        ("it went badly, we lost the premises", State.STUCK),
        ("rätt ok", None),
    ],
)
def test_how_it_goes_is_told_in_few_words_or_a_sign(asked: Play, typed: str, state: State | None) -> None:
    asked.say(typed)
    assert the_check_in(asked).state is state


def test_a_change_of_mind_in_a_whole_sentence_changes_the_answer(asked: Play) -> None:
    asked.say("det går bra")
    asked.say("ringa banken imorgon")
    asked.say("eller nej det står faktiskt still, ingen svarar oss på kommunen")
    assert the_check_in(asked).state is State.STUCK


def test_a_draft_of_another_day_does_not_stand_before_the_answer(joined: Play) -> None:
    joined.say("vi söker industrimark i Sjöbo, vem bestämmer priset på tomten")
    joined.say("människa")
    joined.until(FIRST["at"])
    joined.say("det går långsamt")
    assert the_check_in(joined).state is State.SLOW


def test_a_question_of_a_milestones_words_is_a_question(joined: Play) -> None:
    assert "Grattis" not in words(joined.say("hur lång tid tar det innan bygglovet kommer?"))


def test_my_dates_are_told_when_asked_for(joined: Play) -> None:
    result = joined.say("mina uppföljningar")
    assert "• måndag 7 december kl. 10.00" in words(result)
    assert GOAL in words(result)
    assert buttons(result) == ["Annan dag", "Nytt mål", "Tillståndet kom", "Första affären", "Sluta fråga"]


def test_who_blocks_the_bot_is_not_asked_until_they_are_back(joined: Play, guide: Guide) -> None:
    def blocks(*, back: bool) -> None:
        message = Message("chat:a", "1", Blocked(back))
        at = datetime(2026, 12, 1, 9, tzinfo=UTC)
        joined.store.write(lambda tables: take_turn(tables, message, guide, at))

    blocks(back=False)
    assert days(joined.until("2027-02-01T12:00:00+01:00")) == []
    blocks(back=True)
    assert days(joined.until("2027-02-02T12:00:00+01:00")) == ["2027-02-01T12:00 checkin"]


# --- what came of it --------------------------------------------------------------


@pytest.fixture
def at_the_end(joined: Play) -> Play:
    """One who has answered all the way to the last check-in."""
    for moment in ("2026-12-07", "2027-01-25", "2027-05-24"):
        joined.until(f"{moment}T12:00:00+02:00")
        joined.say("det går bra")
        joined.press("Inget just nu")
    result = joined.until(LAST["at"])
    assert "Blev det som du ville" in words(result)
    return joined


STORY = "Vi har fått två nya kunder och slipper krångel."


def test_a_story_is_shown_as_it_will_be_read_before_it_is_shared_with_a_name(at_the_end: Play) -> None:
    at_the_end.say(STORY)
    assert "Vilket namn ska stå?" in words(at_the_end.press("Ja, med namn"))
    assert f"”{STORY} — Maja på Bageriet”" in words(at_the_end.say("Maja på Bageriet"))
    (kept,) = at_the_end.store.write(lambda tables: tables.stories())
    assert not kept.is_shown
    at_the_end.press("Ja, visa")
    (kept,) = at_the_end.store.write(lambda tables: tables.stories())
    assert (kept.words, kept.share, kept.name, kept.is_shown) == (STORY, Share.NAMED, "Maja på Bageriet", True)


def test_a_story_without_a_name_can_be_mended_and_taken_back(at_the_end: Play) -> None:
    at_the_end.say(STORY)
    assert f"”{STORY}”" in words(at_the_end.press("Ja, utan namn"))
    at_the_end.press("Ändra")
    assert "”Två nya kunder.”" in words(at_the_end.say("Två nya kunder."))
    at_the_end.press("Ja, visa")
    (kept,) = at_the_end.store.write(lambda tables: tables.stories())
    assert (kept.words, kept.share, kept.name) == ("Två nya kunder.", Share.ANONYMOUS, "")
    assert "borttagen" in words(at_the_end.say("ta bort min berättelse"))
    (kept,) = at_the_end.store.write(lambda tables: tables.stories())
    assert not kept.is_shown


def test_a_question_of_ones_dates_is_no_story(at_the_end: Play) -> None:
    at_the_end.say("mina uppföljningar")
    assert at_the_end.store.write(lambda tables: tables.stories()) == []


def test_nothing_special_is_no_lesson(asked: Play) -> None:
    asked.press("Klart!")
    assert "Blev det som du ville" in words(asked.say("inget särskilt"))
    assert asked.store.write(lambda tables: tables.stories()) == []


def test_a_story_that_is_not_to_be_shared_stays_theirs(at_the_end: Play) -> None:
    at_the_end.say(STORY)
    at_the_end.press("Nej, bara jag")
    (kept,) = at_the_end.store.write(lambda tables: tables.stories())
    assert (kept.share, kept.is_shown) == (Share.NOT, False)
    assert the_enrolment(at_the_end).follow_up.ended is Ended.DONE


# --- a programme that is gone ---------------------------------------------------------


def without(guide: Guide, programme: str) -> Guide:
    kept = tuple(each for each in guide.atlas.programmes if each.id != programme)
    return replace(guide, atlas=replace(guide.atlas, programmes=kept))


def test_those_of_a_programme_that_is_gone_are_told_once_in_their_hours_and_the_operator_too(
    joined: Play, manned: Guide, caplog: pytest.LogCaptureFixture
) -> None:
    gone = Play(joined.store, without(manned, "ystadmodellen-sydost"))
    result = gone.say("hej", chat="somebody")
    assert days(result) == ["2026-11-23T10:15 greeting", "2026-11-23T10:15 checkin"]
    assert "finns inte längre" in words(result)
    assert days(gone.until("2027-11-30T12:00:00+01:00")) == []
    assert "ystadmodellen-sydost is gone while 1 are enrolled" in caplog.text
    assert the_enrolment(joined).follow_up.ended is Ended.CLOSED


def test_a_button_of_a_programme_that_is_gone_is_answered(asked: Play, manned: Guide) -> None:
    gone = Play(asked.store, without(manned, "ystadmodellen-sydost"))
    gone.until(FIRST["at"])
    assert "finns inte längre" in words(gone.press("Går bra"))
    assert days(gone.until("2027-06-01T12:00:00+01:00")) == []


# --- what waits in the outbox -----------------------------------------------------------


def test_what_waits_to_be_sent_is_taken_back_by_a_stop_and_never_tried_again(guide: Guide, joined: Play) -> None:
    at = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
    known = Known(guide.atlas, guide.texts)
    joined.store.write(lambda tables: tick(tables, known, at))
    (row,) = joined.store.write(lambda tables: tables.take_due(milliseconds(at), "chat", [Lane.PUSH], 5))
    joined.store.write(lambda tables: stop_all(tables, "chat:a", at))
    joined.store.write(lambda tables: tables.again(row.id, milliseconds(at), "it failed on its way", counts=True))
    later = milliseconds(at) + 60_000
    assert joined.store.write(lambda tables: tables.take_due(later, "chat", [Lane.PUSH], 5)) == []


def test_what_is_not_sent_within_the_hours_waits_for_the_next_ones(guide: Guide, joined: Play) -> None:
    """Asked at 15:59, when the window ends at 16: what the service could not take then comes the next morning."""
    known = Known(guide.atlas, guide.texts)
    late = datetime(2026, 12, 7, 15, 59, tzinfo=SWEDEN)
    joined.store.write(lambda tables: tick(tables, known, late))

    def sendable(at: datetime) -> int:
        joined.store.write(lambda tables: tick(tables, known, at))
        return len(joined.store.write(lambda tables: tables.take_due(milliseconds(at), "chat", [Lane.PUSH], 5)))

    assert sendable(datetime(2026, 12, 7, 16, 1, tzinfo=SWEDEN)) == 0
    assert sendable(datetime(2026, 12, 8, 8, 59, tzinfo=SWEDEN)) == 0
    assert sendable(datetime(2026, 12, 8, 9, 0, tzinfo=SWEDEN)) == 1


def test_what_is_due_by_a_moment_is_listed_without_sending_it(joined: Play) -> None:
    url = f"sqlite:///{joined.store.path}"
    run = partial(CliRunner().invoke, lots, env={"LOTS_DATABASE": url})
    before = run(["checkins", "due", "--at", "2026-12-01T09:00:00+01:00"])
    assert "Nothing is due" in before.output
    after = run(["checkins", "due", "--at", "2026-12-07T12:00:00+01:00", "--json"])
    assert json.loads(after.output) == [
        {
            "enrolment": 1,
            "programme": "ystadmodellen-sydost",
            "what": "check-in",
            "step": "first",
            "at": "2026-12-07T09:00+00:00",
        }
    ]
    assert days(joined.until(FIRST["at"])) == ["2026-12-07T10:00 checkin"]
