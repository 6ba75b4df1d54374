"""Somebody says that an answer is wrong: its owner hears of it, and they hear what came of it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import lots
from bot.chat import throw_away_store
from bot.commands import shared
from bot.conversation.reporting import part_said
from bot.desk import DeskBook
from bot.messages import Message, Press, Text
from bot.owners import ReportedPart
from bot.simulation import simulate, simulated_desks
from bot.store import Status, Store, Tables, milliseconds
from bot.turn import Guide, take_turn
from knowledge import PERMITS, TOPICS, load_atlas

START = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
ATLAS = load_atlas()
BOOK = simulated_desks(ATLAS)
QUESTION = {"chat": "a", "text": "direktupphandling i kungsbacka"}
WRONG = {"chat": "a", "press": "Fel uppgift?"}
CONTACT = {"chat": "a", "text": "näringslivskontoret i Halmstad, telefonnummer"}

Line = dict[str, Any]
Play = Callable[..., list[Line]]


@pytest.fixture
def world(guide: Guide) -> Play:
    """Plays lines; what came of each."""

    def play(*lines: Line, desks: DeskBook = BOOK) -> list[Line]:
        written: list[str] = []
        told = [json.dumps(line) for line in lines]
        with throw_away_store() as store:
            asyncio.run(simulate(store, replace(guide, desks=desks), told, START, "console", written.append))
        return [json.loads(line) for line in written]

    return play


def to_person(result: Line, chat: str = "a") -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"] == f"chat:{chat}")


def to_desk(result: Line) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith("desk:"))


def labels(result: Line) -> list[str]:
    return [button["label"] for button in result["sent"][-1]["buttons"]]


def test_one_question_and_the_owner_knows_which_entry_which_part_and_the_words(world: Play) -> None:
    answer, asked, told = world(QUESTION, WRONG, {"chat": "a", "text": "den är borta sedan i våras"})
    assert labels(answer) == ["Öppna sidan", "Hjälpte det?", "Fel uppgift?", "Fråga en människa"]
    assert labels(asked) == ["Länken", "Inget är fel", "Fråga en människa"]
    assert "Näringslivskontoret i Kungsbacka" in to_person(told)
    assert "den är borta sedan i våras" in to_desk(told)
    assert "Kungsbacka: Anmäl intresse för direktupphandling" in to_desk(told)


def test_a_part_that_is_pressed_is_shown_as_it_read(world: Play) -> None:
    *_, told = world(QUESTION, WRONG, {"chat": "a", "press": "Länken"})
    assert "säger att länken är fel: https://kungsbacka.se/" in to_desk(told)


def test_nothing_is_wrong_after_all(world: Play) -> None:
    *_, taken_back, more = world(QUESTION, WRONG, {"chat": "a", "press": "Inget är fel"}, {"chat": "a", "text": "tack"})
    assert "står det kvar" in to_person(taken_back)
    assert to_desk(taken_back) == to_desk(more) == ""


def test_whoever_said_so_hears_once_that_it_is_mended(world: Play) -> None:
    *results, more = world(
        QUESTION,
        WRONG,
        {"chat": "a", "press": "Länken"},
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "text": "https://kungsbacka.se/ny-sida"},
        {"desk": "1384", "press": "Spara"},
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "text": "0300-83 40 00"},
        {"desk": "1384", "press": "Spara"},
    )
    kept = results[5]
    assert "Du sa att länken var fel" in to_person(kept)
    assert "har ändrat. Nu står det så här:" in to_person(kept)
    (reply,) = [sent for sent in kept["sent"] if sent["to"] == "chat:a"]
    assert reply["buttons"] == [{"id": "open", "label": "Öppna sidan", "url": "https://kungsbacka.se/ny-sida"}]
    assert "Sparat" in to_desk(more)
    assert to_person(more) == ""


def test_whoever_said_so_hears_that_it_is_right(world: Play) -> None:
    *_, right = world(
        QUESTION, WRONG, {"chat": "a", "press": "Länken"}, {"desk": "1384", "press": "Det stämmer som det är"}
    )
    assert "har sett efter: det stämmer som det står" in to_person(right)


def test_everybody_who_said_so_hears_and_the_desk_has_one_matter(world: Play) -> None:
    third = ({**QUESTION, "chat": "c"}, {**WRONG, "chat": "c"}, {"chat": "c", "press": "Länken"})
    *results, right = world(
        QUESTION,
        WRONG,
        {"chat": "a", "press": "Länken"},
        {**QUESTION, "chat": "b"},
        {"chat": "b", "text": "länken funkar inte"},
        *third,
        {"desk": "1384", "press": "Det stämmer som det är"},
    )
    assert [sum("Ändra …" in str(sent["buttons"]) for sent in each["sent"]) for each in results].count(1) == 1
    assert "länken funkar inte" in to_desk(results[4])
    assert all("sett efter" in to_person(right, chat) for chat in "abc")


def test_saying_the_same_again_does_not_trouble_the_desk(world: Play) -> None:
    *_, again = world(
        QUESTION, WRONG, {"chat": "a", "press": "Länken"}, QUESTION, WRONG, {"chat": "a", "press": "Länken"}
    )
    assert "Tack." in to_person(again)
    assert to_desk(again) == ""


def test_at_night_the_owner_is_left_in_peace_until_morning(world: Play) -> None:
    *_, told, morning = world(
        {"at": "2026-11-23T22:00:00+01:00"},
        QUESTION,
        WRONG,
        {"chat": "a", "press": "Länken"},
        {"at": "2026-11-24T12:00:00+01:00"},
    )
    assert to_desk(told) == ""
    assert [sent["at"][11:16] for sent in morning["sent"]] == ["08:00"]


def test_what_holds_in_the_whole_country_goes_to_the_desk_behind_all(world: Play) -> None:
    *_, told = world(
        {"chat": "a", "text": "starta företag"},
        {"chat": "a", "text": "sidan finns inte längre"},
    )
    assert "Samordnaren" in to_person(told)
    assert [sent["to"] for sent in told["sent"] if sent["to"].startswith("desk:")] == ["desk:nation"]


def test_in_pointer_mode_the_words_stay_out_of_the_chat_service(world: Play) -> None:
    quiet = BOOK.with_desks([replace(BOOK["1384"], pointer=True)])
    *_, told = world(QUESTION, WRONG, {"chat": "a", "text": "hemligheten om sidan"}, desks=quiet)
    assert "hemligheten" not in to_desk(told)
    assert "lots knowledge reports, nummer 1" in to_desk(told)


def test_an_identity_number_never_reaches_the_desk(world: Play) -> None:
    *_, told = world(QUESTION, WRONG, {"chat": "a", "text": "sidan svarar inte, jag heter 811228-9874"})
    assert "811228" not in to_desk(told)


def test_a_new_question_in_place_of_an_answer_is_a_new_question(world: Play) -> None:
    *_, answer = world(QUESTION, WRONG, {"chat": "a", "text": "hur söker jag bygglov i Halmstad?"})
    assert answer["kind"] == "answer"
    assert to_desk(answer) == ""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("länken funkar inte", "url"),
        ("Sidan finns inte längre!", "url"),
        ("the link is dead", "url"),
        ("wrong number", "phone"),
        ("fel telefonnummer", "phone"),
        ("numret stämmer inte", "phone"),
        ("mejladressen studsar", "email"),
        ("the email address doesn't work", "email"),
        ("uppgiften är gammal", "other"),
        ("det är fel uppgift", "other"),
    ],
)
def test_a_short_message_says_by_itself_what_is_wrong(text: str, part: str) -> None:
    assert part_said(text) == part


@pytest.mark.parametrize(
    "text",
    [
        "fakturan har fel adress",
        "vart skickar jag fakturan",
        "är länken rätt?",
        "fel",
        "tack",
        "sidan om bygglov, var är den",
        "vi vill ha ett annat nummer till näringslivskontoret",
        "sidan är bra",
        "numret är 0300-834000",
    ],
)
def test_other_messages_say_no_such_thing(text: str) -> None:
    assert part_said(text) is None


def test_words_that_say_so_mean_nothing_without_an_answer_in_view(world: Play) -> None:
    assert to_desk(world({"chat": "a", "text": "länken funkar inte"})[0]) == ""


def test_every_door_can_be_said_to_be_wrong_and_no_button_is_too_many(guide: Guide) -> None:
    from bot.conversation.doors import MOST_BUTTONS, choices_of

    for code in ("1384", "1380", "2584"):
        for topic in (*TOPICS, *PERMITS):
            door = ATLAS.door(topic, code)
            for entry in door.entries:
                ids = [choice.id.partition(":")[0] for choice in choices_of(door, entry)]
                assert len(ids) <= MOST_BUTTONS
                assert {"wrong", "helped"} & set(ids)
                assert ids[-1] == "human"


def test_the_ids_of_the_buttons_fit_where_an_entry_s_id_is_as_long_as_it_may_be() -> None:
    assert all(len(f"bad:{part[0]}:{'x' * 56}") <= 64 for part in ReportedPart)
    assert len({part[0] for part in ReportedPart} | {"n"}) == len(ReportedPart) + 1


# --- without a desk ----------------------------------------------------------


def said(store: Store, guide: Guide, *contents: Text | Press) -> None:
    """What one person does, in an installation without desks."""
    for number, content in enumerate(contents):
        message = Message("chat:a", str(number), content)
        store.write(partial(take_turn, message=message, guide=guide, now=START))


def outbox(store: Store) -> list[str]:
    """All that waits to be sent."""
    return [row.rendered.plain for row in store.write(lambda tables: tables.outbox((Status.WAITING,)))]


def test_without_a_desk_it_is_kept_listed_and_answered_from_the_terminal(
    store: Store, guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTS_DATABASE", f"sqlite:///{store.path}")
    monkeypatch.setattr(shared, "clock", lambda: START)
    said(store, guide, Text("direktupphandling i kungsbacka"), Text("länken funkar inte"))
    run = CliRunner().invoke
    (row,) = json.loads(run(lots, ["knowledge", "reports", "--json"]).stdout)
    assert (row["entry"], row["part"], row["words"]) == ("1384-procurement-register", "url", "länken funkar inte")
    assert row["since"] == "2026-11-23"
    told = run(lots, ["knowledge", "answer", "1", "mended", "--by", "Redaktören"])
    assert (told.exit_code, told.stdout) == (0, "1 will hear of it.\n"), told.output
    assert run(lots, ["knowledge", "reports"]).stdout == "Nothing.\n"
    assert run(lots, ["knowledge", "answer", "1", "right"]).exit_code == 2
    log = store.write(lambda tables: tables.knowledge_log())
    assert [(line.by, line.what) for line in log] == [("Redaktören", "mended"), ("person", "reported")]
    assert outbox(store)[-1].startswith("Du sa att länken var fel")
    assert "Den som sköter uppgifterna har ändrat" in outbox(store)[-1]


def test_whoever_erases_their_data_is_forgotten_here_too_and_what_is_wrong_stays_known(
    store: Store, guide: Guide
) -> None:
    said(store, guide, Text("direktupphandling i kungsbacka"), Text("länken funkar inte"), Press("forget:yes"))
    matter = store.write(lambda tables: tables.open_matter("1384-procurement-register"))
    assert matter
    assert [(each.conversation, each.words, each.part) for each in matter.reports] == [("", "", "url")]


def test_words_are_kept_as_long_as_all_others_and_a_moved_chat_still_hears(store: Store, guide: Guide) -> None:
    said(store, guide, Text("direktupphandling i kungsbacka"), Text("länken funkar inte"))

    def work(tables: Tables) -> tuple[str, str]:
        tables.move_conversation("chat:a", "chat:b")
        tables.prune(milliseconds(START) + 1, 0)
        matter = tables.open_matter("1384-procurement-register")
        return (matter.reports[0].conversation, matter.reports[0].words) if matter else ("", "?")

    assert store.write(work) == ("chat:b", "")
