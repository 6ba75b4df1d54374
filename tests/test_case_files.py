"""A case in the terminal and in a municipality's register: whole, told by name, and what is not there is refused."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_world import LAND, OPENED, at, desk
from click.testing import CliRunner, Result
from pdf_words import Pdf

from bot.__main__ import lots
from bot.casefile import as_json
from bot.commands import shared
from bot.settings import VARIABLES
from bot.turn import Guide

DESKS = """
[[desks]]
id = "1265"
name = "Näringslivskontoret i Sjöbo"
chat = "desk:1265"
members = [{ id = "1265-1", name = "Eva Ek" }, { id = "1265-2", name = "Bo" }]

[[desks]]
id = "1286"
name = "Näringslivskontoret i Ystad"
chat = "desk:1286"
"""
STORY = (
    *OPENED,
    desk(press="Pausa …"),
    desk(text="ritning över tomten"),
    desk(press="Skicka och pausa"),
    at("2026-11-24T09:00:00+01:00"),
    {"chat": "a", "text": "här kommer det ni ville veta om huset på tomten"},
    desk(text="Vem kan priset? Bo?"),
    desk(press="Svara …"),
    desk(text="Priset är 110 kronor."),
    desk(press="Skicka"),
    desk(press="Ångra"),
    desk(press="Svara …"),
    desk(text="Priset är 120 kronor 🙂."),
    desk(press="Skicka"),
    at("2026-11-24T09:30:00+01:00"),
    desk(press="Fel väg"),
    desk(text="Ystad"),
    {"chat": "a", "press": "Ja, skicka dit"},
    {"desk": "1286", "press": "Avsluta"},
    {"desk": "1286", "press": "Klart"},
    {"chat": "a", "press": "Ja"},
    {"chat": "a", "press": "Nej"},
    {"chat": "b", "text": "vi söker industrimark i Ystad, vem bestämmer priset på tomten"},
    {"chat": "b", "text": "människa"},
    {"chat": "b", "press": "Skicka"},
)


@pytest.fixture(scope="module")
def folder(guide: Guide, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a played database and a file of desks, and the environment that names them."""
    found = tmp_path_factory.mktemp("cases")
    (found / "file.toml").write_text(DESKS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(found)
        patch.setattr(shared, "guide", lambda chosen: guide)
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("LOTS_DATABASE", f"sqlite:///{found}/lots.db")
        told = "".join(json.dumps(line) + "\n" for line in STORY)
        played = run("chat", "--jsonl", "--at", "2026-11-23T10:15:00+01:00", told=told)
        assert played.exit_code == 0, played.stderr
        patch.setenv("LOTS_DESKS", str(found / "file.toml"))
        yield found


def run(*words: str, told: str = "") -> Result:
    return CliRunner().invoke(lots, words, input=told)


def shown(*words: str) -> Any:
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.usefixtures("folder")
def test_a_case_is_read_in_the_terminal_with_the_names_of_the_desk() -> None:
    told = run("case", "show", "1").stdout
    assert told.startswith("Ärende 1 · Sjöbo · Mark och lokaler\n")
    for words in (
        LAND,
        "Eva Ek satte klockan på paus. Skrivbordet väntar på: ritning över tomten",
        "Eva Ek, Näringslivskontoret i Sjöbo (ångrat, skickades aldrig)\nPriset är 110 kronor.",
        "Tillsammans 17 timmar.",
        "Eva Ek sa att ärendet hör hemma hos Näringslivskontoret i Ystad.",
        "Stämmer det?: Företagaren säger ja.",
        "Till nytta?: Företagaren säger nej.",
        "Eva Ek skrev: Vem kan priset? Bo?",
    ):
        assert words in told
    assert told.index("Internt vid skrivbordet") < told.index("Vem kan priset")


@pytest.mark.usefixtures("folder")
def test_every_look_in_the_terminal_is_written_in_the_record() -> None:
    before = sum(each["kind"] == "read" for each in shown("case", "show", "2", "--json")["events"])
    assert sum(each["kind"] == "read" for each in shown("case", "show", "2", "--json")["events"]) == before + 1


@pytest.mark.usefixtures("folder")
def test_cases_are_listed_without_their_words() -> None:
    rows = shown("case", "list", "--json")
    assert [(row["number"], row["desk"], row["status"], row["outcome"]) for row in rows] == [
        (1, "1286", "closed", "done"),
        (2, "1286", "open", None),
    ]
    assert rows[1]["deadline"] == "2026-11-26T09:30+01:00"
    assert [row["number"] for row in shown("case", "list", "--open", "--json")] == [2]
    assert shown("case", "list", "--desk", "1265", "--json") == []
    table = run("case", "list", "--desk", "1286").stdout
    assert "2026-11-26T09:30+01:00" in table
    assert "tomten" not in table


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("case", "show", "9"), "there is no case 9; `lots case list` shows those there are"),
        (("export-case", "9"), "there is no case 9"),
        (("case", "list", "--desk", "9999"), "there is no desk '9999'; there is 1265, 1286"),
        (("export-case", "1", "--out", "file.toml/x"), "cannot be made"),
        (("case", "show", "x"), "'x' is not a valid integer"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not list(Path().glob("case-9*"))


def test_the_register_gets_the_whole_case_as_json(folder: Path) -> None:
    assert run("export-case", "1", "--out", "register/2026").exit_code == 0
    case = json.loads((folder / "register/2026/case-1.json").read_text(encoding="utf-8"))
    documented = as_json.__doc__ or ""
    assert [name for name in case if name not in documented] == []
    assert case["words"] == LAND
    assert case["consent"]["given_at"] == "2026-11-23T10:15:00+01:00"
    assert (case["outcome"], case["confirmed"], case["useful"]) == ("done", True, False)
    assert [(each["from"], each["text"], each["taken_back"]) for each in case["messages"]] == [
        ("person", LAND, False),
        ("person", "här kommer det ni ville veta om huset på tomten", False),
        ("desk", "Priset är 110 kronor.", True),
        ("desk", "Priset är 120 kronor 🙂.", False),
    ]
    (move,) = case["moves"]
    assert (move["from"]["name"], move["to"]["name"], move["cause"]) == (
        "Näringslivskontoret i Sjöbo",
        "Näringslivskontoret i Ystad",
        "wrong",
    )
    kinds = [each["kind"] for each in case["events"]]
    for kind in ("paused", "wrong", "agreed", "moved", "closed", "confirmed", "useless", "exported"):
        assert kind in kinds
    assert "Vem kan priset? Bo?" in [each["text"] for each in case["events"] if each["internal"]]


def test_counting_the_lines_of_the_register_gives_the_deadline_and_the_minutes(folder: Path) -> None:
    assert run("export-case", "1").exit_code == 0
    promises = json.loads((folder / "case-1.json").read_text(encoding="utf-8"))["promises"]
    assert [(each["kind"], each["outcome"]) for each in promises] == [
        ("acknowledgement", "kept"),
        ("first_answer", "kept"),
    ]
    for promise in promises:
        counted = [line for line in promise["lines"] if line["counted"]]
        spans = [datetime.fromisoformat(line["end"]) - datetime.fromisoformat(line["start"]) for line in counted]
        assert sum(spans, timedelta()) == timedelta(minutes=promise["minutes"])
        assert counted[-1]["end"] == promise["deadline"]
    pause = next(line for line in promises[1]["lines"] if line["cause"] == "paused")
    assert (pause["label"], pause["start"]) == ("ritning över tomten", "2026-11-23T10:15:00+01:00")


def test_the_register_gets_the_same_as_a_paper(folder: Path) -> None:
    assert run("export-case", "1").exit_code == 0
    paper = Pdf((folder / "case-1.pdf").read_bytes()).words
    for words in (
        "Ärende 1 · Sjöbo · Mark och lokaler",
        LAND,
        "Priset är 120 kronor",
        "ångrat, skickades aldrig",
        "Godkände 2026-11-23 10.15 att just de här orden skickas",
        "klockan stod still (Näringslivskontoret i Sjöbo väntade på ritning över tomten)",
        "Tillsammans 17 timmar.",
        "Löftet hölls 2026-11-24 09.00.",
        "Företagaren säger ja.",
        "Vem kan priset? Bo?",
    ):
        assert words in paper, words
