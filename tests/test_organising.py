"""Programmes at the desks of those who run them: figures, invitations, new ones; and what is refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_example import keep_example

from bot.__main__ import lots
from bot.commands import shared
from bot.desk.founding import PLANS, Founding, NotSo, Wording, code_for, pressed, told, written
from bot.desk.requests import Invite, ListProgrammes, NewProgramme, ShowFigures, requested
from bot.settings import VARIABLES
from bot.store import open_store
from bot.turn import Guide
from knowledge.added import check_days, read_added
from knowledge.names import read_register

Line = dict[str, Any]
TODAY = date(2026, 11, 23)
WORDS = {each: Wording("Företag.", "Jag är en bot.", "Driver") for each in ("sv", "en")}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Guide) -> Any:
    """Lines told to the simulated world over the worked example, and what it answered."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shared, "guide", lambda chosen: replace(guide, bot_name=chosen.bot_name))
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    store.write(keep_example)
    store.close()

    def tell(*lines: Line, **variables: str) -> list[Line]:
        told = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        env = {"LOTS_DATABASE": f"sqlite:///{tmp_path}/lots.db", **variables}
        options = ("chat", "--jsonl", "--at", "2026-11-23T10:15:00+01:00")
        result = CliRunner().invoke(lots, options, input=told, env=env)
        assert result.exit_code == 0, result.stderr
        return [json.loads(line) for line in result.stdout.splitlines()]

    return tell


def at(desk: str, text: str = "", **more: str) -> Line:
    """Somebody at a desk writes or presses."""
    return {"desk": desk, **({"text": text} if text else {}), **more}


def test_figures_come_as_pictures_and_words(world: Any) -> None:
    """To those who run the programme, where they asked; the shared stories are counted, not told."""
    (line,) = world(at("1286", "rapport sydost"))
    names = [each["attachment"]["name"] for each in line["sent"] if each["attachment"]]
    assert names == ["hur-det-gar-sydost.png", "behov-sydost.png", "svar-sydost.png", "rapport-sydost.html"]
    assert all(each["attachment"]["size"] > 10_000 for each in line["sent"][:4])
    assert "Efter 2 veckor: 20 svar av 32, 7 tysta, 5 väntar\n• Går bra: 12, 60 % (39–78 %)" in line["sent"][-1]["text"]
    assert "Berättelser att visa: 2." in line["sent"][-1]["text"]
    assert {each["to"] for each in line["sent"]} == {"desk:1286"}


def test_only_those_who_run_a_programme_see_its_figures_and_invite_to_it(world: Any) -> None:
    """Not another municipality, not a stranger in the chat, not one without the mandate."""
    figures, invitation, stranger = world(
        at("1384", "rapport sydost"), at("1384", "/inbjudan sydost"), at("1286", "rapport sydost", by="somebody")
    )
    assert [line["kind"] for line in (figures, invitation, stranger)] == ["refused"] * 3
    assert figures["sent"][0]["text"].startswith("Siffrorna för Ystadmodellen i sydöstra Skåne är för dem som driver")
    assert "bara de som driver" in invitation["sent"][0]["text"]


def test_an_invitation_is_a_link_a_picture_and_a_sheet(world: Any) -> None:
    """Without a name at Telegram it is the code alone."""
    (line,) = world(at("1265", "inbjudan sydost"), TELEGRAM_BOT_NAME="LotsBot")
    names = [each["attachment"]["name"] for each in line["sent"] if each["attachment"]]
    assert names == ["inbjudan-sydost.png", "inbjudan-sydost.pdf"]
    assert "https://t.me/LotsBot?start=sydost" in line["sent"][-1]["text"]
    assert "Den som har sagt stopp frågas inte igen om den inte själv vill." in line["sent"][-1]["text"]
    (typed,) = world(at("1265", "inbjudan sydost"))
    assert "Be företaget skriva sydost till boten." in typed["sent"][0]["text"]


def test_whose_question_it_is_can_be_invited_and_who_stopped_is_left_alone(world: Any) -> None:
    """In the question's thread: the consent goes to that person, once; a stop is a stop, whoever asks."""
    maja = {"chat": "maja"}
    lines = world(
        {**maja, "text": "Vi söker 3000 m2 industrimark i Ystad"},
        {**maja, "press": "Fråga en människa"},
        {**maja, "press": "Skicka"},
        at("1286", "inbjudan sydost"),
        at("1286", "inbjudan sydost"),
        {**maja, "press": "Ja, jag är med"},
        at("1286", "inbjudan sydost"),
        {**maja, "text": "sluta fråga mig"},
        at("1286", "inbjudan sydost"),
        {"at": "2026-12-08T12:00:00+01:00"},
    )
    consent, said = lines[3]["sent"]
    assert (consent["to"], said["to"]) == ("chat:maja", "desk:1286")
    assert "Jag sparar ditt ja, ditt mål, dina svar" in consent["text"]
    assert "Bara ett eget ja gör dem till deltagare." in said["text"]
    again, already, stopped = (lines[at]["sent"] for at in (4, 6, 8))
    assert [each["to"] for each in (*again, *already, *stopped)] == ["desk:1286"] * 3
    assert again[0]["text"].startswith("Företagaren har redan fått inbjudan")
    assert already[0]["text"] == "Företagaren är redan med i Ystadmodellen i sydöstra Skåne (sydost)."
    assert stopped[0]["text"].startswith("Företagaren har sagt stopp och blir inte tillfrågad")
    assert not [each for each in lines[9]["sent"] if each["to"] == "chat:maja" and each["kind"] in ("enrol", "checkin")]


def test_talk_among_colleagues_gets_no_answer(world: Any) -> None:
    """Only a whole line with a known code, or what is marked for the bot."""
    for line in world(at("1286", "rapport"), at("1286", "rapport sydvast"), at("1286", "har du sett rapporten?")):
        assert line["sent"] == []
    unknown, listed = world(at("1286", "/rapport sydvast"), at("1286", "/program"))
    assert unknown["sent"][0]["text"].startswith("Något program med koden sydvast känner jag inte.")
    labels = [each["label"] for each in listed["sent"][0]["buttons"]]
    assert labels == ["Siffror: sydost", "Inbjudan: sydost", "Nytt program"]


def test_a_programme_is_made_at_a_desk_and_is_there_at_once(world: Any) -> None:
    """Question by question in a thread; what cannot be used is asked again; a colleague's words do not count."""
    lines = world(
        at("1286", "/nytt program"),
        at("1286", "Grön omställning i Österlen"),
        at("1286", "Kaffe?", by="1286-2"),
        at("1286", "överallt"),
        at("1286", "Ystad och Sjöbo"),
        at("1286", "2020-01-01 – 2020-12-31"),
        at("1286", "2027-01-15 – 2027-12-31"),
        at("1286", press="Fyra gånger på ett år"),
        at("1286", press="Skapa"),
        at("1286", press="Skapa"),
        at("1286", "rapport gron-omstallning-i"),
    )
    assert lines[2]["sent"] == []
    assert lines[3]["sent"][0]["text"].startswith("Jag känner inte igen någon kommun där.")
    assert lines[5]["sent"][0]["text"].startswith("De datumen kan jag inte använda.")
    preview = lines[7]["sent"][0]["text"]
    assert "Kommuner: Ystad och Sjöbo\nGå med: 15 januari 2027 – 31 december 2027\n" in preview
    assert "med koden gron-omstallning-i." in lines[8]["sent"][0]["text"]
    assert lines[9]["sent"] == []
    assert "Ingen har fått någon fråga än." in lines[10]["sent"][0]["text"]
    found = json.loads(CliRunner().invoke(lots, ("programme", "list", "--json")).stdout)
    made = next(each for each in found if each["code"] == "gron-omstallning-i")
    assert (made["organisers"], made["until"]) == (["1286"], "2027-12-31")


def test_a_plan_is_told_in_ones_own_words(world: Any) -> None:
    """Spans or days; what tells none, or has been, is asked again."""
    begun = (at("1286", "/program nytt"), at("1286", "Klimatlotsen"), at("1286", "Ystad"), at("1286", "tills vidare"))
    *_, vague, past, told, made = world(
        *begun,
        at("1286", "lite då och då"),
        at("1286", "2020-03-01"),
        at("1286", "efter tre veckor och ett halvår"),
        at("1286", press="Skapa"),
    )
    assert vague["sent"][0]["text"].startswith("Det förstår jag inte.")
    assert past["sent"][0]["text"].startswith("Det förstår jag inte.")
    assert "Frågor: Efter 3 veckor och 6 månader." in told["sent"][0]["text"]
    assert "med koden klimatlotsen." in made["sent"][0]["text"]
    listed = json.loads(CliRunner().invoke(lots, ("programme", "list", "--json")).stdout)
    assert next(each for each in listed if each["code"] == "klimatlotsen")["steps"] == ["step-1", "step-2"]


def test_a_programme_that_is_put_away_leaves_nothing(world: Any) -> None:
    """Cancelled at any question."""
    *_, last, after = world(
        at("1286", "/nytt program"), at("1286", "Ett namn"), at("1286", press="Avbryt"), at("1286", "Ystad")
    )
    assert last["sent"][0]["text"] == "Avbrutet. Inget har sparats."
    assert after["sent"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rapport sydost", (ShowFigures("sydost"), False)),
        ("/report@LotsBot sydost", (ShowFigures("sydost"), True)),
        ("!inbjudan", (Invite(""), True)),
        ("/nytt program", (NewProgramme(), True)),
        ("nytt program", (NewProgramme(), True)),
        ("/program nytt", (NewProgramme(), True)),
        ("/program", (ListProgrammes(), True)),
        ("rapport", None),
        ("/rapporten sydost", None),
        ("rapport sydost blev bra", None),
    ],
)
def test_requests_are_told_from_talk(text: str, found: object) -> None:
    """Whole lines alone."""
    assert requested(text) == found


@settings(max_examples=60)
@given(
    st.one_of(st.text(min_size=3, max_size=60), st.from_regex(r"[A-Öa-ö0-9 &\\'\"/-]{3,60}", fullmatch=True)),
    st.lists(st.sampled_from(["1286", "1265", "1384"]), min_size=1, max_size=3),
    st.dates(TODAY, date(2040, 1, 1)),
    st.integers(0, 500),
    st.sampled_from(sorted(PLANS)),
)
def test_whatever_is_made_at_a_desk_is_as_sound_as_a_file(
    name: str, codes: list[str], begins: date, days: int, plan: str
) -> None:
    """Any name that is taken, any municipalities, days and plan: read and checked without a complaint."""
    ends = date.fromordinal(begins.toordinal() + days)
    try:
        founding = told(Founding(1, "x"), name, (), TODAY)
    except NotSo:
        return
    founding = told(told(founding, "", codes, TODAY), f"{begins} – {ends}", (), TODAY)
    founding = pressed(founding, plan, TODAY)
    assert founding.wants == "confirm"
    assert Founding.from_json(founding.to_json()) == founding
    code = code_for(founding.name, ["sydost"])
    text = written(founding, code, 'body = "1286"', TODAY, WORDS)
    made, document = read_added(text.encode(), f"{code}.toml", read_register(), ())
    check_days(made, document, TODAY)
    assert (made.sv.name, made.begins, made.ends) == (founding.name, begins, ends)
    assert made.plan.steps[-1].outcome
