"""What waits while something else is asked: a question to a person, the guide; and what goes into a calendar."""

import pytest
from case_world import LAND, MONDAY, OPENED, Line
from test_escalations import ANSWERED, Play, to_desk, to_person
from test_escalations import world as world

from bot.conversation.calendars import deadline_file, meeting_file
from bot.desk import Escalation
from bot.documents import make
from bot.guiding import Walk
from bot.messages import Moment, Reply
from bot.messages.files import Meeting, Recipe
from bot.promise import Promise
from bot.turn import Guide


def says(text: str) -> Line:
    return {"chat": "a", "text": text}


def presses(label: str) -> Line:
    return {"chat": "a", "press": label}


def files(result: Line) -> list[str]:
    return [sent["attachment"]["name"] for sent in result["sent"] if sent["attachment"]]


def buttons(result: Line) -> list[str]:
    return [each["label"] for sent in result["sent"] if sent["to"].startswith("chat:") for each in sent["buttons"]]


# --- a question that waits for a yes ------------------------------------------


def test_a_question_in_the_middle_leaves_the_waiting_one_and_shows_the_way_back(world: Play) -> None:
    *_, aside, shown, sent = world(
        *OPENED[:2], says("får jag ha uteservering utan tillstånd?"), presses("Frågan som väntar"), presses("Skicka")
    )
    assert aside["kind"] == "answer"
    assert "Frågan som väntar" in buttons(aside)
    assert LAND in to_person(shown)
    assert to_desk(shown) == ""
    assert LAND in to_desk(sent)
    assert "uteservering" not in to_desk(sent)


def test_after_something_else_a_yes_shows_the_words_before_they_leave(world: Play) -> None:
    *_, shown, sent = world(*OPENED[:2], says("bygglov i Sjöbo"), says("ja skicka"), says("ja skicka"))
    assert LAND in to_person(shown)
    assert to_desk(shown) == ""
    assert LAND in to_desk(sent)


def test_a_question_that_nobody_comes_back_to_is_forgotten(world: Play) -> None:
    others = [says(text) for text in ("bygglov i Sjöbo", "tack", "hej", "serveringstillstånd i Sjöbo")]
    results = world(*OPENED[:2], *others, says("tack"))
    assert "Frågan som väntar" in buttons(results[2])
    assert "Frågan som väntar" not in buttons(results[-1])
    assert all(to_desk(each) == "" for each in results)


# --- one's own question, in so many words --------------------------------------


@pytest.mark.parametrize("words", ["Ta tillbaka frågan", "Take it back", "withdraw my question", "återkalla ärendet"])
def test_a_question_is_taken_back_in_either_language_whatever_is_in_view(world: Play, words: str) -> None:
    *_, last = world(*OPENED, presses("Hur räknas det?"), says("tack"), says(words))
    assert last["kind"] == "ack"
    assert "Återtaget" in to_desk(last)


def test_the_promise_goes_into_a_calendar_while_there_is_one(world: Play) -> None:
    *_, sent, dated = world(*OPENED, presses("Lägg i kalendern"))
    assert "Lägg i kalendern" in buttons(sent)
    assert files(dated) == ["Svar ärende 1.ics"]
    assert "onsdag 25 november kl. 10.15" in to_person(dated)
    *_, typed = world(*OPENED, says("tack"), says("lägg det i kalendern"))
    assert files(typed) == ["Svar ärende 1.ics"]


def test_an_answered_question_has_no_date_to_put_anywhere(world: Play) -> None:
    *_, last = world(*OPENED, *ANSWERED, {"at": "2026-11-23T10:30:00+01:00"}, says("lägg i kalendern"))
    assert files(last) == []


# --- the guide and a person ------------------------------------------------------


def test_the_page_goes_to_a_desk_after_a_yes(world: Play) -> None:
    page, asked, shown, sent = world(
        says("gå igenom frågorna"),
        says("niorna ska hitta till oss"),
        says("klar"),
        presses("Skicka till kommunen"),
        says("Laholm"),
        presses("Skicka"),
    )[-4:]
    assert [name.rpartition(".")[2] for name in files(page)] == ["pdf", "md"]
    assert asked["kind"] == "ask_place"
    assert "Syfte: niorna ska hitta till oss\nÖppet: vilka som är med" in to_person(shown)
    assert "Laholm”" not in to_person(shown)
    assert to_desk(shown) == ""
    assert "Syfte: niorna ska hitta till oss" in to_desk(sent)


def test_answers_in_the_guide_are_not_passed_on_to_a_desk_that_has_a_question(world: Play) -> None:
    results = world(*OPENED, says("gå igenom frågorna"), says("vi vill ha en mötesplats"), says("du och jag"))
    assert [each["kind"] for each in results[-3:]] == ["guide"] * 3
    assert all(to_desk(each) == "" for each in results[-3:])


def test_the_guide_is_there_the_next_day(world: Play) -> None:
    *_, hello, on = world(
        says("gå igenom frågorna"),
        says("niorna ska hitta till oss"),
        {"at": "2026-11-24T09:00:00+01:00"},
        says("hej"),
        says("fortsätt"),
    )
    assert "Tillbaka till fråga 2 av 9" in buttons(hello)
    assert "2 av 9 · Vilka är med" in to_person(on)


def test_an_identity_number_is_not_kept_in_an_answer(world: Play) -> None:
    *_, shown = world(says("gå igenom frågorna"), says("Anna 811218-9876 är med"), presses("Tillbaka"))
    assert "811218" not in to_person(shown)
    assert "[personnummer]" in to_person(shown)


# --- calendar files ---------------------------------------------------------------


def made(guide: Guide, file: object) -> str:
    """A calendar file as it is read, lines unfolded."""
    (attachment,) = guide.texts.render(Reply("x", (), files=(file,)), "sv").attachments  # type: ignore[arg-type]
    assert isinstance(attachment.source, Recipe)
    return make(attachment.name, attachment.source).decode().replace("\r\n ", "").replace("\r\n", "\n")


def test_a_deadline_in_a_calendar_names_the_case_and_nobody(guide: Guide) -> None:
    case = Escalation(7, "telegram:4711", "sv", "1265", "hemligt", MONDAY, Promise(()), "2026")
    text = made(guide, deadline_file(case, Moment(MONDAY), "Näringslivskontoret i Sjöbo", MONDAY))
    assert "SUMMARY:Svar senast: ärende 7" in text
    assert "DTSTART;TZID=Europe/Stockholm:20261123T101500" in text
    assert "4711" not in text
    assert "hemligt" not in text


def test_a_meeting_has_its_agenda_and_keeps_its_place_when_it_moves(guide: Guide) -> None:
    checklist = guide.atlas.checklists["collaboration"]
    walk = Walk("collaboration", meets="2026-12-03T14:00:00+01:00", dated=1)
    first = meeting_file(walk, checklist, "sv", "chat:a", MONDAY)
    moved = meeting_file(Walk("collaboration", meets="2026-12-04", dated=2), checklist, "sv", "chat:a", MONDAY)
    assert isinstance(first.about, Meeting)
    assert isinstance(moved.about, Meeting)
    assert first.about.uid == moved.about.uid
    assert moved.about.sequence > first.about.sequence
    assert "DTSTART;TZID=Europe/Stockholm:20261203T140000" in made(guide, first)
    assert checklist.sv.opening_item in made(guide, first).replace("\\", "")
    assert "DTSTART;VALUE=DATE:20261204" in made(guide, moved)


# --- what goes to a person -----------------------------------------------------


def test_what_is_passed_on_leaves_out_places_and_moves_and_keeps_what_leans(world: Play) -> None:
    lines = ("sälja till kommunen sjöbo", "o i tomelilla", "jämför dem", "hur lång tid tar det", "människa")
    shown = world(*map(says, lines))[-1]
    assert "”sälja till kommunen sjöbo – hur lång tid tar det”" in to_person(shown)


def test_a_place_alone_sends_the_waiting_question_there_with_what_was_added(world: Play) -> None:
    *_, added, moved, sent = world(
        *OPENED[:2], says("fråga också om de har el framdraget"), says("i Tomelilla"), presses("Skicka")
    )
    assert f"{LAND}\nfråga också om de har el" in to_person(added)
    assert "Näringslivskontoret i Tomelilla" in to_person(moved)
    assert "fråga också om de har el" in to_person(moved)
    assert {each["to"] for each in sent["sent"] if each["to"].startswith("desk:")} == {"desk:1270"}


def test_more_of_the_same_matter_is_added_and_a_question_of_it_is_answered(world: Play) -> None:
    added, asked = world(*OPENED[:2], says("vi söker mark på tre hektar"), says("hur köper man mark av kommunen?"))[-2:]
    assert f"{LAND}\nvi söker mark på tre hektar" in to_person(added)
    assert "Frågan som väntar" in buttons(asked)


def test_a_plain_yes_with_more_words_is_a_yes(world: Play) -> None:
    closed = ({"desk": "1265", "press": "Avsluta"}, {"desk": "1265", "press": "Klart"})
    *_, last = world(*OPENED, *ANSWERED, {"at": "2026-11-23T10:30:00+01:00"}, *closed, says("ja det stämmer"))
    assert last["kind"] == "ask_useful"


def test_after_a_desk_has_written_it_is_asked_whom_words_in_the_guide_are_for(world: Play) -> None:
    begun = (*OPENED, says("gå igenom frågorna"), {"desk": "1265", "press": "Ta ärendet"}, says("på fredag kl 10"))
    *_, asked, mine, after = world(*begun, presses("Det är vårt svar"), says("vi tre"))
    assert "fråga 1 av 9, eller till dem som har ärende 1?" in to_person(asked)
    assert "2 av 9" in to_person(mine)
    assert "3 av 9" in to_person(after)
    assert [to_desk(each) for each in (asked, mine, after)] == ["", "", ""]
    *_, asked, passed = world(*begun, presses("Till dem som har ärende 1"))
    assert to_desk(asked) == ""
    assert "på fredag kl 10" in to_desk(passed)
    assert "Tillbaka till fråga 1 av 9" in buttons(passed)


@pytest.mark.parametrize(
    "words", ["ja skicka det", "Ok, tack!", "japp gör det nu", "yes please send it", "skicka frågan"]
)
def test_a_yes_and_nothing_but_a_yes_sends(world: Play, words: str) -> None:
    assert LAND in to_desk(world(*OPENED[:2], says(words))[-1])


@pytest.mark.parametrize(
    "words", ["ja men ändra texten", "skicka inte", "nej vänta lite", "don't send it", "bygglovet kom inte i tid"]
)
def test_what_is_more_than_a_yes_does_not_send(world: Play, words: str) -> None:
    assert to_desk(world(*OPENED[:2], says(words))[-1]) == ""


def test_a_sentence_with_a_no_in_it_is_no_refusal(world: Play) -> None:
    assert "Då skickar jag inget" not in to_person(world(*OPENED[:2], says("tomten har inte vatten"))[-1])
    cancelled = world(*OPENED[:2], says("nej tack"))[-1]
    assert "Då skickar jag inget" in to_person(cancelled)


def test_other_words_can_be_asked_for_in_words(world: Play) -> None:
    *_, asked, shown = world(*OPENED[:2], says("ja men ändra texten"), says("vad kostar tomten vid väg 13"))
    assert "Vad vill du fråga" in to_person(asked)
    assert "”vad kostar tomten vid väg 13”" in to_person(shown)
