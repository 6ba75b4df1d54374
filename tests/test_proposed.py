"""A wrong desk's cause becomes a proposed example: for a person to read, in agreed words, with nobody in it."""

import json

import pytest
import tomli
from case_world import LAND, OPENED, Line, desk, played
from click.testing import CliRunner, Result

from bot.__main__ import lots
from bot.settings import VARIABLES
from bot.turn import Guide

WRONG = (desk(press="Fel väg"), desk(text="Ystad"))
YES, NO = {"chat": "a", "press": "Ja, skicka dit"}, {"chat": "a", "press": "Nej, låt den vara"}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def proposed(guide: Guide, *lines: Line, options: tuple[str, ...] = ("--json",)) -> Result:
    with played(guide, *lines) as found:
        told = ("understand", "--proposed", *options)
        result = CliRunner().invoke(lots, told, env={"LOTS_DATABASE": f"sqlite:///{found.store.path}"})
    assert result.exit_code == 0, result.stderr
    return result


def test_a_move_from_a_wrong_desk_proposes_the_agreed_words(guide: Guide) -> None:
    (told,) = json.loads(proposed(guide, *OPENED, *WRONG, YES).stdout)
    assert told["text"] == LAND.replace("Sjöbo", "{place}")
    assert (told["came_to"], told["belongs_to"], told["intent"]) == ("1265", "1286", "premises")
    assert (told["file"], told["day"]) == ("intents/sv/premises.toml", "2026-11-23")


def test_what_is_printed_can_be_pasted_into_an_intents_file(guide: Guide) -> None:
    said = (
        {"chat": "a", "text": 'vi söker "billig" industrimark i Sjöbo, vem bestämmer \\ priset på tomten'},
        *OPENED[1:],
    )
    printed = proposed(guide, *said, *WRONG, YES, options=()).stdout
    assert "# intents/sv/premises.toml" in printed
    assert "understood as premises in 1265; from desk 1265 to 1286" in printed
    (example,) = tomli.loads(f"examples = [\n{printed}\n]")["examples"]
    assert example == 'vi söker "billig" industrimark i {place}, vem bestämmer \\ priset på tomten'


def test_nobody_can_be_found_in_a_proposal(guide: Guide) -> None:
    numbers = "mitt nummer är 811228-9874, ring 070-123 45 67 eller skriv till maja@exempel.se"
    said = ({"chat": "a", "text": f"{LAND}. {numbers}"}, *OPENED[1:])
    printed = proposed(guide, *said, *WRONG, YES).stdout
    for each in ("811228", "9874", "123 45", "maja", "exempel.se"):
        assert each not in printed
    for mask in ("[personnummer]", "[telefon]", "[e-post]"):
        assert mask in printed


def test_words_that_came_later_and_were_not_in_the_agreed_text_are_not_proposed(guide: Guide) -> None:
    later = {"chat": "a", "text": "vi har också en rabarberkvarn som luktar lite"}
    (told,) = json.loads(proposed(guide, *OPENED, desk(press="Ta ärendet"), later, *WRONG, YES).stdout)
    assert "rabarberkvarn" not in told["text"]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (*WRONG, NO),
        WRONG,
        (desk(press="Skicka vidare"), desk(text="Ystad"), YES),
        (*WRONG, YES, {"chat": "a", "press": "forget:yes"}),
        (*WRONG, YES, {"desk": "1286", "press": "e:1:close:done"}, {"chat": "a", "press": "forget:yes"}),
    ],
    ids=["never moved", "refused", "not answered", "passed on with help", "erased", "erased when it was over"],
)
def test_nothing_is_proposed_where_nobody_agreed_that_it_was_wrong(guide: Guide, lines: tuple[Line, ...]) -> None:
    assert json.loads(proposed(guide, *OPENED, *lines).stdout) == []
    assert "Nothing is proposed" in proposed(guide, *OPENED, *lines, options=()).stdout


def test_proposed_stands_alone() -> None:
    result = CliRunner().invoke(lots, ("understand", "--proposed", "hej"))
    assert result.exit_code == 2
