"""What is said of a case is true, once, and to whom it concerns: stories in which it was not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from case_world import LAND, MONDAY, OPENED, Line, at, desk, played

from bot.conversation import Conversation, Heard, Turn
from bot.conversation.person.after_end import heard_after_end
from bot.conversation.person.escalating import remembered
from bot.desk import Away
from bot.messages import Press, Text
from bot.promise.moments import opening
from bot.simulation import simulated_desks
from bot.turn import Guide
from intents import Decision

Play = Callable[..., list[Line]]

ANSWERED = (desk(text="/svara Priset är 120 kronor."), desk(press="Skicka"))
LATER = at("2026-11-23T10:30:00+01:00")
SJOBO, YSTAD, NATION = "desk:1265", "desk:1286", "desk:nation"
LATER_DAY = date(2026, 11, 25)


@pytest.fixture
def world(guide: Guide) -> Play:
    """Plays lines; what came of each."""

    def play(*lines: Line, **changes: Any) -> list[Line]:
        with played(guide, *lines, **changes) as found:
            return found.lines

    return play


def sent(results: list[Line], to: str) -> list[Line]:
    return [each for result in results for each in result["sent"] if each["to"] == to]


def said(result: Line, to: str = "chat:a") -> str:
    return "\n".join(each["text"] for each in result["sent"] if each["to"] == to)


# --- where it belongs -------------------------------------------------------


def there(name: str, wrong_at: str) -> tuple[Line, ...]:
    return (
        {"desk": wrong_at, "press": "Fel väg"},
        {"desk": wrong_at, "text": name},
        {"chat": "a", "press": "Ja, skicka dit"},
    )


def test_whoever_was_to_settle_where_it_belongs_may_send_it_there(world: Play) -> None:
    bounced = (*there("Ystad", "1265"), *there("Tomelilla", "1286"), *there("Sjöbo", "1270")[:2])
    *_, third, _, offered, moved = world(*OPENED, *bounced, *there("Sjöbo", "nation"))
    assert "skickats vidare flera gånger. Nu tar Samordnaren den" in said(third)
    assert "senast onsdag 25 november kl. 10.15" in said(third)
    assert "hör hemma hos Näringslivskontoret i Sjöbo" in said(offered)
    assert "Ingen har tagit ärendet" in said(moved, SJOBO)


def test_a_name_that_is_no_desks_may_be_followed_by_one_that_is(world: Play) -> None:
    *_, unknown, offered = world(*OPENED, desk(press="Fel väg"), desk(text="hej hopp"), desk(text="tomelilla"))
    assert "Den känner jag inte" in said(unknown, SJOBO)
    assert "hör hemma hos Näringslivskontoret i Tomelilla" in said(offered)


@pytest.mark.parametrize("name", ["Simrishamn", "österlen tillsammans"])
def test_a_shared_desk_is_named_by_a_place_it_serves_or_as_it_is_called(world: Play, guide: Guide, name: str) -> None:
    book = simulated_desks(guide.atlas)
    without = {key: each for key, each in book.desks.items() if key != "1291"}
    shared = replace(book["1286"], id="osterlen", name="Österlen tillsammans", serves=("1291",), chat="desk:osterlen")
    desks = replace(book, desks={**without, "osterlen": shared})
    *_, offered = world(*OPENED, desk(press="Fel väg"), desk(text=name), desks=desks)
    assert "hör hemma hos Österlen tillsammans" in said(offered)


def test_a_desk_that_takes_over_reads_what_was_said_since_and_gets_the_files(world: Play) -> None:
    karta = {"chat": "a", "file": "karta.pdf", "size": 900}
    added = ({"chat": "a", "press": "Lägg till något"}, {"chat": "a", "text": "Det gäller tomten vid väg 13"}, karta)
    changed = {"chat": "a", "edit": "5", "text": "Det gäller tomten vid väg 11"}
    big = {"chat": "a", "file": "film.mov", "size": 31457280}
    undone = (desk(text="/svara Nej."), desk(press="Skicka"), desk(press="Ångra"))
    *_, moved = world(*OPENED, *added, changed, big, *undone, *ANSWERED, LATER, *there("Ystad", "1265"))
    told = said(moved, YSTAD)
    assert "”Det gäller tomten vid väg 11”" in told
    assert "väg 13" not in told
    assert "”Priset är 120 kronor.” — Näringslivskontoret i Sjöbo" in told
    assert "Nej." not in told
    files = [each["attachment"]["name"] for each in sent([moved], YSTAD) if each["attachment"]]
    assert files == ["karta.pdf"]
    assert said(moved).count("film.mov") == 0, "they were told once that it did not arrive"


def test_a_pointer_desk_that_takes_over_reads_it_elsewhere(world: Play, guide: Guide) -> None:
    book = simulated_desks(guide.atlas)
    desks = book.with_desks([replace(book["1286"], pointer=True)])
    added = ({"chat": "a", "press": "Lägg till något"}, {"chat": "a", "text": "Det gäller tomten vid väg 13"})
    *_, moved = world(*OPENED, *added, *there("Ystad", "1265"), desks=desks)
    assert "Ärende 1" in said(moved, YSTAD)
    assert "väg 13" not in said(moved, YSTAD)


def test_the_card_that_is_left_behind_says_where_the_case_went(world: Play) -> None:
    *_, moved = world(*OPENED, *there("Ystad", "1265"))
    old = next(each for each in moved["sent"] if each["to"] == SJOBO and each["edits"])
    assert "hos Näringslivskontoret i Ystad" in old["text"]
    assert "Ingen har tagit" not in old["text"]
    assert not old["buttons"]


def test_a_button_of_a_case_that_is_erased_or_never_was_is_answered(world: Play) -> None:
    *_, pressed = world(*OPENED, desk(press="e:99:claim"))
    assert "inte vid det här skrivbordet" in said(pressed, SJOBO)


def test_a_question_about_two_places_is_called_by_both(world: Play) -> None:
    both = ("uteservering, halmstad eller laholm?", "människa")
    presses = ({"chat": "a", "press": "Skicka till båda"}, {"chat": "a", "press": "Skicka"})
    *_, opened = world(*({"chat": "a", "text": each} for each in both), *presses)
    assert "Ärende 1 · Halmstad, Laholm · " in said(opened, "desk:1380")
    assert "Ärende 1 · Halmstad, Laholm · " in said(opened, "desk:1381")


def test_whom_they_chose_themselves_they_reach_because_of_that(world: Play) -> None:
    chosen = ({"chat": "a", "press": "Skicka till någon annan"}, {"chat": "a", "press": "Samordnaren"})
    *_, shown = world(*OPENED[:2], *chosen)
    assert "till Samordnaren, för att du valde dem" in said(shown)


# --- answers ----------------------------------------------------------------


def test_an_answer_that_is_changed_before_it_leaves_leaves_once_as_changed(world: Play) -> None:
    changed = (desk(edit="4", text="/svara Priset är 130 kronor."), desk(press="Skicka"))
    *_, preview, confirmed, later = world(*OPENED, *ANSWERED, *changed, LATER)
    assert "Ändrat" not in said(preview, SJOBO)
    assert "Ångra dig fram till dess" in said(confirmed, SJOBO)
    assert [each["text"] for each in sent([later], "chat:a")] == [
        "Näringslivskontoret i Sjöbo svarar i ärende 1:\n\nPriset är 130 kronor."
    ]


def test_an_answer_that_was_changed_and_undone_never_leaves(world: Play) -> None:
    changed = (desk(edit="4", text="/svara Priset är 130 kronor."), desk(press="Skicka"), desk(press="Ångra"))
    *_, undone, later = world(*OPENED, *ANSWERED, *changed, LATER)
    assert "Ångrat. Inget har skickats." in said(undone, SJOBO)
    assert "Svar senast onsdag 25 november" in said(undone, SJOBO)
    assert "kronor" not in said(later)


def test_a_correction_still_says_who_answers(world: Play) -> None:
    changed = (desk(edit="4", text="/svara Priset är 130 kronor."), desk(press="Skicka"))
    *_, corrected = world(*OPENED, *ANSWERED, LATER, *changed)
    assert "Näringslivskontoret i Sjöbo svarar i ärende 1:\n\nPriset är 130 kronor." in said(corrected)
    assert "Ändrat av den som svarade" in said(corrected)


def test_what_is_taken_back_while_an_answer_waits_is_taken_back_at_once(world: Play) -> None:
    withdrawn, later = world(*OPENED, *ANSWERED, {"chat": "a", "press": "Ta tillbaka frågan"}, LATER)[-2:]
    assert "Då är frågan återtagen" in said(withdrawn)
    assert "Svaret som väntade skickas inte" in said(withdrawn, SJOBO)
    assert said(later) == ""


def test_a_proposal_that_was_approved_can_be_undone(guide: Guide) -> None:
    book = simulated_desks(guide.atlas)
    desks = book.with_desks([replace(book["1265"], risky=frozenset({"premises"}))])
    asked = ({"chat": "a", "text": LAND}, {"chat": "a", "press": "Skicka"})
    approved = (desk(press="Godkänn …"), desk(press="Skicka"))
    with played(guide, *asked, *approved, LATER, desks=desks) as left:
        assert "svarar i ärende 1" in said(left.lines[-1])
        assert not any(each.taken_back for each in left.case().lines)
    with played(guide, *asked, *approved, desk(press="Ångra"), LATER, desks=desks) as undone:
        assert "Ångrat. Inget har skickats." in said(undone.lines[-2], SJOBO)
        assert said(undone.lines[-1]) == ""
        assert any(each.taken_back for each in undone.case().lines)


def test_the_yes_under_an_older_draft_sends_no_newer_one(world: Play) -> None:
    older, newer = desk(text="/svara Priset är 120 kronor."), desk(text="/svara Priset är 130 kronor.")
    first = world(*OPENED, older)[-1]["sent"][-1]["buttons"][0]
    assert first["label"] == "Skicka"
    *_, pressed, later = world(*OPENED, older, newer, desk(press=first["id"]), LATER)
    assert "nyare utkast" in said(pressed, SJOBO)
    assert said(later) == ""


def test_whose_pen_another_takes_hears_that_their_words_are_internal(world: Play) -> None:
    both = (desk(press="Svara …"), desk(press="Svara …", by="1265-2"), desk(text="Priset är 120 kronor."))
    *_, again, taken, internal = world(*OPENED, desk(press="Svara …"), *both)
    assert "skriver nu" not in said(again, SJOBO)
    assert "Ersättaren skriver nu. Det Handläggaren skriver i tråden är internt." in said(taken, SJOBO)
    assert said(internal, SJOBO) == ""


# --- the end ----------------------------------------------------------------

CLOSED = (desk(press="Avsluta"), desk(press="Företagaren nås inte"))


def test_the_entrepreneur_reads_what_it_came_to_as_said_to_them(world: Play) -> None:
    *_, closed = world(*OPENED, *CLOSED)
    assert "avslutar din fråga: de har inte nått dig. Stämmer det?" in said(closed)
    assert "Avslutat: Företagaren nås inte" in said(closed, SJOBO)


def test_a_no_is_told_once_to_the_desk_that_closed(world: Play) -> None:
    *_, contested = world(*OPENED, *CLOSED, {"chat": "a", "press": "Nej"})
    thread = [each["text"] for each in sent([contested], SJOBO) if not each["edits"]]
    assert thread == ["Företagaren säger att det inte stämmer. Ärendet är öppet igen, hos Samordnaren."]


def test_a_no_in_words_opens_it_again_and_the_words_go_along(world: Play) -> None:
    no = {"chat": "a", "text": "nej det stämmer inte, jag har inte fått något svar om bygglov"}
    *_, contested = world(*OPENED, *CLOSED, no)
    assert said(contested).startswith("Då öppnar jag frågan igen. Samordnaren har den")
    assert "jag har inte fått något svar om bygglov" in said(contested, NATION)


def test_what_the_coordinator_got_after_a_no_did_not_go_astray(world: Play) -> None:
    *_, late = world(*OPENED, *CLOSED, {"chat": "a", "press": "Nej"}, at("2026-11-25T17:00:00+01:00"))
    assert "ingen där har tagit frågan än" in said(late)
    assert "Samordnaren har fått veta" not in said(late)  # it is they who are late


# --- late -------------------------------------------------------------------


def test_a_second_break_is_one_message_with_one_date(world: Play) -> None:
    *_, late = world(*OPENED, at("2026-11-26T16:00:00+01:00"))
    told = [each["text"] for each in sent([late], "chat:a")]
    assert len(told) == 2
    assert "Samordnaren tar frågan nu. Nytt löfte: fredag 27 november kl. 10.17." in told[1]


def test_whoever_waits_with_no_date_is_not_told_that_they_were_answered(world: Play) -> None:
    asked = {"chat": "a", "text": "hur räknas det"}
    *_, given_up, counted = world(*OPENED, at("2026-12-01T16:00:00+01:00"), asked)
    assert "Jag lovar inget nytt datum" in said(given_up)
    assert "Du har fått svar" not in said(counted)
    assert "jag lovar inget nytt datum" in said(counted)
    assert [each["text"] for each in sent([given_up], NATION)][-2].startswith("Tre löften")
    *_, answered, counted = world(
        *OPENED,
        at("2026-12-01T16:00:00+01:00"),
        {"desk": "nation", "text": "/svara Förlåt. 120 kronor."},
        {"desk": "nation", "press": "Skicka"},
        asked,
    )
    assert "Besvarat" in said(answered, NATION)
    assert "Du har fått svar" in said(counted)


def test_an_answered_case_that_goes_on_elsewhere_has_no_broken_promises(world: Play, guide: Guide) -> None:
    book = simulated_desks(guide.atlas)
    on = opening(LATER_DAY, 0)
    gone = tuple(
        replace(each, away=(Away(on, opening(LATER_DAY.replace(month=12), 0)),)) for each in book["1265"].members
    )
    desks = book.with_desks([replace(book["1265"], members=gone)])
    *_, moved = world(*OPENED, *ANSWERED, at("2026-11-26T12:00:00+01:00"), desks=desks)
    card = sent([moved], NATION)[0]["text"]
    assert "Besvarat." in card
    assert "brutna" not in card


def test_where_no_time_is_promised_none_is_broken(world: Play, guide: Guide) -> None:
    book = simulated_desks(guide.atlas)
    national = book["1265"].limits.nation
    free = replace(book["1265"], limits=replace(book["1265"].limits, nation=replace(national, limits={})))
    *_, opened, counted = world(*OPENED, {"chat": "a", "text": "hur räknas det"}, desks=book.with_desks([free]))
    assert "Ingen svarstid är lovad. Ingen har tagit ärendet." in said(opened, SJOBO)
    assert "De har inte lovat någon svarstid" in said(counted)


def test_that_nobody_is_left_is_said_once_and_the_first_back_has_it(guide: Guide) -> None:
    book = simulated_desks(guide.atlas)
    until = opening(LATER_DAY.replace(month=12), 0)
    gone = tuple(
        replace(each, away=(Away(opening(LATER_DAY.replace(day=1), 0), until),)) for each in book["1265"].members
    )
    alone = replace(book["1265"], members=gone, fallback="1265")
    desks = replace(book, desks={"1265": alone})
    with played(guide, *OPENED, at("2026-11-24T16:00:00+01:00"), at("2026-12-29T12:00:00+01:00"), desks=desks) as found:
        waits = [each["text"] for each in sent(found.lines, SJOBO) if "på plats" in each["text"]]
        assert waits == ["Ingen vid det här skrivbordet är på plats, och ingen annan kan ta över. Ärendet väntar."]
        assert found.case().escalation.owner != ""


def test_what_cannot_be_given_is_said_before_a_reason_is_written(world: Play) -> None:
    more = (desk(press="Pausa …"), desk(press="Mer tid …"))
    given = (*more, desk(text="Vi frågar polisen"), desk(press="Skicka och förläng"))
    *_, again = world(*OPENED, *given, *more)
    assert "tiden har redan förlängts en gång" in said(again, SJOBO)
    *_, answered = world(*OPENED, *ANSWERED, desk(press="Pausa …"))
    assert "inget svar väntar" in said(answered, SJOBO)


def test_who_asks_when_an_answer_comes_hears_what_is_waited_for(world: Play) -> None:
    paused = (desk(press="Pausa …"), desk(text="ritning över tomten"), desk(press="Skicka och pausa"))
    *_, told = world(*OPENED, *paused, {"chat": "a", "text": "när får jag svar?"})
    assert "Klockan står stilla, för de väntar på ritning över tomten." in said(told)


def test_a_complaint_that_is_to_go_to_those_it_is_about_says_so(world: Play) -> None:
    complaint = "jag vill klaga på hur jag blev bemött av kommunen i Sjöbo, handläggaren var otrevlig"
    asked = ({"chat": "a", "text": complaint}, {"chat": "a", "text": "människa"}, {"chat": "a", "press": "Skicka"})
    handed = ({"desk": "nation", "press": "Fel väg"}, {"desk": "nation", "text": "Sjöbo"})
    *_, offered = world(*asked, *handed)
    assert "lämna ditt klagomål till Näringslivskontoret i Sjöbo, alltså till dem som det gäller" in said(offered)


def test_what_may_be_a_complaint_is_one_when_they_say_so(guide: Guide) -> None:
    complaint = "jag vill klaga på handläggaren i Halmstad"
    sure = guide.understand(complaint, "sv")
    before = Conversation("chat:a")

    def topic(decision: Decision) -> str:
        heard = Heard(Text(complaint), "1", replace(sure, decision=decision))
        turn = Turn(replace(before, topic="complaint", said=complaint, asked="topic"))
        return remembered(before, heard, turn, MONDAY).said_topic

    assert sure.intent == "complaint"
    assert topic("answer") == "complaint"
    assert topic("clarify") == ""
    asked = replace(before, topic="complaint", said=complaint, asked="topic")
    for chosen in ("complaint", "permits"):
        pressed = Heard(Press(f"topic:{chosen}"), "2", None)
        assert remembered(asked, pressed, Turn(replace(asked, topic=chosen)), MONDAY).said_topic == chosen


def test_a_receipt_of_what_was_promised_anew_does_not_say_that_the_question_came_then(world: Play) -> None:
    asked = {"chat": "a", "text": "hur räknas det"}
    *_, broken = world(*OPENED, at("2026-11-25T12:00:00+01:00"), asked)
    assert "inom 1 arbetsdag. Det nya löftet gavs onsdag 25 november kl. 10.16." in said(broken)
    *_, reopened = world(*OPENED, LATER, *CLOSED, {"chat": "a", "press": "Nej"}, asked)
    assert "inom 2 arbetsdagar. Det nya löftet gavs måndag 23 november kl. 10.30." in said(reopened)
    *_, further = world(*OPENED, *ANSWERED, LATER, {"chat": "a", "text": "och när kan vi ses?"}, asked)
    assert "din nya fråga inom 2 arbetsdagar. Din fråga kom måndag 23 november kl. 10.30." in said(further)


DONE = (desk(press="Avsluta"), desk(press="Klart"), {"chat": "a", "press": "Ja"})
AGAIN = {"chat": "a", "text": LAND}
REOPENED = "Då öppnar jag frågan igen. Näringslivskontoret i Sjöbo har den, och du får svar senast"


def test_words_after_the_end_that_the_bot_answers_can_open_the_case_again_for_ten_working_days(world: Play) -> None:
    passes = {"chat": "a", "press": "Skicka till ärende 1"}
    *_, answered, opened = world(*OPENED, *ANSWERED, LATER, *DONE, at("2026-12-04T10:00:00+01:00"), AGAIN, passes)
    assert answered["kind"] == "answer"
    assert [each["text"] for each in sent([opened], "chat:a")] == [f"{REOPENED} tisdag 8 december kl. 10.00."]
    assert LAND in said(opened, SJOBO)
    *_, late = world(*OPENED, *ANSWERED, LATER, *DONE, at("2026-12-08T10:00:00+01:00"), AGAIN)
    assert "Skicka till ärende 1" not in [button["label"] for each in late["sent"] for button in each["buttons"]]


def test_unclear_words_after_the_end_open_it_again_also_when_they_name_its_place(guide: Guide) -> None:
    with played(guide, *OPENED, *ANSWERED, LATER, *DONE) as found:
        closed, book = found.case().escalation, found.guide.desks

    def opens(words: str) -> bool:
        unclear = replace(guide.understand(words, "sv"), decision="clarify")
        heard = Heard(Text(words), "9", unclear, desks=book, escalation=closed)
        now = datetime.fromisoformat("2026-12-04T10:00:00+01:00")
        turn = heard_after_end(Conversation("chat:a"), words, heard, closed, now)
        return turn is not None and bool(turn.effects) and not turn.replies

    assert opens("och priset då, vem bestämmer det")
    assert opens("och priset i Sjöbo då, vem bestämmer det")
    assert not opens("och priset i Ystad då, vem bestämmer det")
    assert not opens("Sjöbo")


# --- the desk of itself -----------------------------------------------------


def test_a_desk_closes_for_several_days_at_a_word_and_opens_at_one_press(guide: Guide) -> None:
    shut, undo = desk(text="stängt 24 november till 26 november"), desk(press="Ångra")
    with played(guide, shut, *OPENED, {"chat": "a", "text": "hur räknas det"}) as closed:
        assert "Stängt från tisdag 24 november till och med torsdag 26 november." in said(closed.lines[0], SJOBO)
        assert "senast måndag 30 november kl. 10.15" in said(closed.lines[-2])
        assert "tisdag 24–torsdag 26 november: räknas inte (stängt)" in said(closed.lines[-1])
    with played(guide, shut, undo, *OPENED) as undone:
        assert "Det är som förut" in said(undone.lines[1], SJOBO)
        assert "senast onsdag 25 november kl. 10.15" in said(undone.lines[-1])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("jag är sjuk idag", "borta från måndag 23 november och tillbaka tisdag 24 november"),
        ("borta v. 51", "borta från måndag 14 december och tillbaka måndag 21 december"),
        ("borta vecka 48", "borta från måndag 23 november och tillbaka måndag 30 november"),
        ("borta vecka 1", "borta från måndag 4 januari och tillbaka måndag 11 januari"),
    ],
)
def test_leave_is_told_as_people_say_it(world: Play, words: str, told: str) -> None:
    assert told in said(world(desk(text=words))[0], SJOBO)
