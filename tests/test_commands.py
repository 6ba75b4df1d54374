"""The `lots` command keeps its contract (../shared/design.md section 6), and refuses in one clear line."""

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import lots, main
from bot.channels.console import Terminal
from bot.commands import shared
from bot.messages import Paragraph, Rendered, Span
from bot.messages.files import Attachment, Kept, Recipe
from bot.settings import VARIABLES
from bot.store import Status, Tables, open_store
from bot.turn import Guide
from knowledge import PERMITS, TOPICS

Line = dict[str, Any]
ENGLISH = "Source: "
SWEDISH = "Källa: "


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Guide) -> Path:
    """An empty folder to stand in, an environment without settings, and the files read only once."""
    monkeypatch.setattr(shared, "guide", lambda chosen: guide)
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*words: str, told: str = "", **variables: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(lots, words, input=told, env=variables)


def process(*words: str, told: str | bytes = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, as a shell would start it."""
    environ = {**os.environ, **variables}  # noqa: TID251 - what a shell would pass on
    told = told.encode() if isinstance(told, str) else told
    command = [sys.executable, "-m", "bot", *words]
    done = subprocess.run(command, input=told, env=environ, capture_output=True, timeout=60)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def world(*lines: Line, options: tuple[str, ...] = (), **variables: str) -> list[Line]:
    """Lines told to the simulated world, and what it answered."""
    told = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    result = run("chat", "--jsonl", *options, told=told, **variables)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def say(text: str, chat: str = "a") -> Line:
    """A line that says something."""
    return {"chat": chat, "text": text}


def links(line: Line) -> list[str]:
    """The addresses of the buttons of the first reply."""
    return [button["url"] for button in line["sent"][0]["buttons"] if button["url"]]


# --- the questions it must answer ---------------------------------------------

MUST_SHOW = [
    ("Hur anmäler jag intresse för direktupphandling i Kungsbacka?", "1384", "procurement.register", "kungsbacka.se"),
    ("boka möte med upphandlare kungsbacka", "1384", "procurement.dialogue", "Boka ett möte med en upphandlare"),
    ("vi vill samarbeta med skolan i Falkenberg", "1382", "school.collaborate", "Falkenberg"),
    ("finns det nån centrumförening i Ystad", "1286", "centre.association", "Ystad i Centrum"),
    ("hur lyfter vi en branschfråga i Norrköpings näringslivsråd", "0581", "council", "13 branscher"),
    ("vem sköter inköp i Tomelilla", "1270", "procurement.register", "Inköpsenheten för Ystad och Tomelilla"),
    ("I run a café in Halmstad, who do I talk to at the municipality?", "1380", "business.contact", "Halmstad"),
]


@pytest.mark.parametrize(("text", "code", "topic", "words"), MUST_SHOW, ids=[each[0] for each in MUST_SHOW])
def test_a_question_of_the_foundation_is_answered_in_one_turn(text: str, code: str, topic: str, words: str) -> None:
    [line] = world(say(text))
    [sent] = line["sent"]
    assert line["kind"] in ("answer", "human"), line["kind"]
    assert (line["state"]["places"], line["state"]["topic"]) == ([code], topic)
    assert words in sent["text"]
    assert links(line)
    assert all(url.startswith("http") for url in links(line))
    last = sent["text"].split("\n\n")[-1]
    assert (ENGLISH if text.startswith("I ") else SWEDISH) in last


def test_tomelilla_is_told_that_the_unit_is_shared_with_ystad() -> None:
    [line] = world(say("intresseanmälan direktupphandling Tomelilla"))
    assert "Inköpsenheten Ystad–Tomelilla är gemensam ingång för Tomelilla." in line["sent"][0]["text"]


def test_a_municipality_without_an_entry_gets_the_national_way_and_is_told_so() -> None:
    [line] = world(say("hur anmäler vi intresse för direktupphandling i Överkalix"))
    text = line["sent"][0]["text"]
    assert (line["kind"], line["state"]["places"]) == ("answer", ["2513"])
    assert "Hur Överkalix själv gör här känner jag inte till." in text
    assert SWEDISH in text.split("\n\n")[-1]
    assert links(line)


# --- files ----------------------------------------------------------------------

NOTES = Attachment("möte.md", "text/markdown", Recipe((Paragraph((Span("Mötet"),), "title"),), "sv"))


def test_a_file_that_comes_is_told_of_and_laid_into_a_folder_only_when_asked(elsewhere: Path) -> None:
    start, later = ("--at", "2098-12-31T23:59:00+01:00"), {"at": "2099-01-01T00:00:00+01:00"}
    url = f"sqlite:///{elsewhere}/lots.db"
    with closing(open_store(url)) as store:
        for words in ((Paragraph((Span("Här."),)),), ()):
            sent = Rendered("files", words, attachments=(NOTES,))
            store.write(lambda tables, sent=sent: tables.enqueue("chat:a", sent, 1))  # type: ignore[misc]
    (line,) = world(later, options=start, LOTS_DATABASE=url)
    told = {"name": "möte.md", "type": "text/markdown", "size": 9}
    assert [(each["text"], each["attachment"]) for each in line["sent"]] == [("Här.", told), ("", told)]
    assert line["sent"][0]["shown"] == "📎 möte.md (9 B)\n\nHär."
    assert not list(elsewhere.rglob("*.md"))
    with closing(open_store(url)) as store:
        other = replace(NOTES, source=Kept(b"annat"))
        for file in (NOTES, NOTES, other):
            sent = Rendered("files", (), attachments=(file,))
            store.write(lambda tables, sent=sent: tables.enqueue("chat:a", sent, 1))  # type: ignore[misc]
    world(later, options=(*start, "--files", "in/here"), LOTS_DATABASE=url)
    saved = {path.name: path.read_text() for path in (elsewhere / "in/here").iterdir()}
    assert saved == {"möte.md": "# Mötet\n", "möte (2).md": "annat"}


def test_a_message_without_a_file_says_so() -> None:
    (line,) = world(say("hej"))
    assert [each["attachment"] for each in line["sent"]] == [None]


def test_a_file_that_is_sent_is_answered_by_its_words_or_by_its_sort() -> None:
    spoken, photo, file = world(
        {"chat": "a", "file": "plan.pdf", "text": "vill sälja till kommunen i Nacka"},
        {"chat": "a", "file": "bild.jpg", "size": 31_000_000},
        {"chat": "a", "file": "plan.pdf"},
    )
    assert spoken["kind"] == "answer"
    assert "Nacka" in spoken["sent"][0]["text"]
    assert "Jag kan inte läsa bilder eller se film" in photo["sent"][0]["text"]
    assert "Jag kan inte ta emot filer" in file["sent"][0]["text"]


@pytest.mark.parametrize(
    ("size", "told"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (12_345, "12.3 kB"), (2 * 10**7, "20 MB")]
)
def test_the_terminal_shows_a_files_name_and_size(capsys: pytest.CaptureFixture[str], size: int, told: str) -> None:
    file = Attachment("plan.pdf", "application/pdf", Kept(bytes(size)))
    Terminal().show(Rendered("files", (), attachments=(file,)))
    assert capsys.readouterr().out == f"📎 plan.pdf ({told})\n"


# --- lots chat --jsonl ----------------------------------------------------------

KUNGSBACKA = say("anmäla intresse för direktupphandling i Kungsbacka")


def test_every_line_out_has_the_shape_of_the_contract() -> None:
    told = (
        KUNGSBACKA,
        {"chat": "a", "press": "human"},
        {"at": "2027-11-05T09:00:00+01:00"},
        {"chat": "b", "file": "x"},
    )
    lines = world(*told)
    assert [line["in"] for line in lines] == [1, 2, 3, 4]
    for line in lines:
        assert {"in", "sent", "understood", "kind", "state"} <= line.keys()
        assert isinstance(line["kind"], str)
        assert {"places", "topic"} <= line["state"].keys()
        for sent in line["sent"]:
            assert {"to", "thread", "at", "text", "buttons", "attachment"} <= sent.keys()
            assert sent["to"] in ("chat:a", "chat:b")
            assert all(button.keys() == {"id", "label", "url"} for button in sent["buttons"])


def test_every_line_of_fact_is_told_with_the_id_of_its_entry() -> None:
    (line,) = world(KUNGSBACKA)
    (sent,) = line["sent"]
    facts = sent["facts"]
    assert {entry for fact in facts for entry in fact["entries"]} == {"1384-procurement-register"}
    assert all(fact["text"] in sent["text"] for fact in facts)
    assert facts[-1]["text"].startswith("Källa: kungsbacka.se")
    (greeted,) = world(say("hej"))
    assert greeted["sent"][0]["facts"] == []


def test_what_was_understood_comes_with_words_only() -> None:
    words, pressed = world(KUNGSBACKA, {"chat": "a", "press": "human"})
    assert words["understood"]["intent"] == "procurement.register"
    assert words["understood"]["places"][0]["codes"] == ["1384"]
    assert pressed["understood"] is None


def test_a_button_is_pressed_by_its_id_or_by_its_label() -> None:
    by_id, by_label = ({"chat": "a", "press": press} for press in ("human", "Fråga en människa"))
    first, second = (world(KUNGSBACKA, press)[1] for press in (by_id, by_label))
    assert first["kind"] == second["kind"] == "escalate"
    assert first["sent"][0]["text"] == second["sent"][0]["text"]


def test_a_label_belongs_to_its_own_chat() -> None:
    _, _, line = world(say("English"), say("hej", "b"), {"chat": "b", "press": "Fråga en människa"})
    assert line["sent"][0]["to"] == "chat:b"
    assert line["kind"] in ("human", "ask_place")


def test_a_button_from_nowhere_is_answered_kindly() -> None:
    [line] = world({"chat": "a", "press": "door:9999:nowhere"})
    assert line["kind"] == "ack"
    assert line["sent"][0]["buttons"]


def test_a_position_is_a_municipality() -> None:
    _, inside = world(say("hej"), {"chat": "a", "location": [57.487, 12.076]})
    assert inside["state"]["places"] == ["1384"]


@pytest.mark.parametrize("location", [[59.91, 10.75], [0, 0], [1000.0, -1000], [-90, 180]])
def test_a_position_outside_sweden_asks_for_a_name(location: list[float]) -> None:
    [line] = world({"chat": "a", "location": location})
    assert "ligger utanför Sverige. Skriv namnet" in line["sent"][0]["text"]
    assert line["state"]["places"] == []


def test_an_edit_of_what_was_not_understood_is_answered() -> None:
    lost, mended = world(say("qwrtp zxcvb"), {"chat": "a", "edit": 1, "text": KUNGSBACKA["text"]})
    assert lost["kind"] == "refuse"
    assert (mended["kind"], mended["state"]["places"]) == ("answer", ["1384"])


def test_an_edit_of_what_was_answered_is_left_in_peace() -> None:
    _, edited = world(KUNGSBACKA, {"chat": "a", "edit": 1, "text": "samma i Kungsbacka, tack"})
    assert edited["sent"] == []


def test_a_file_is_answered_with_what_works_instead() -> None:
    [line] = world({"chat": "a", "file": "anbud.pdf"})
    assert "filer" in line["sent"][0]["text"]


@pytest.mark.parametrize(("payload", "kind"), [("", "greeting"), (" 1384", "greeting"), (" no-such", "greeting")])
def test_a_start_link_greets_and_remembers_its_municipality(payload: str, kind: str) -> None:
    [line] = world(say("/start" + payload))
    assert line["kind"] == kind
    assert line["state"]["places"] == (["1384"] if "1384" in payload else [])


def test_a_start_link_with_a_topic_goes_straight_to_the_door() -> None:
    [line] = world(say("/start procurement-register_1384"))
    assert (line["kind"], line["state"]["topic"]) == ("answer", "procurement.register")


def test_chats_do_not_know_of_each_other() -> None:
    _, other = world(KUNGSBACKA, say("vi vill samarbeta med skolan", "b"))
    assert other["kind"] == "ask_place"
    assert other["sent"][0]["to"] == "chat:b"


def test_the_clock_starts_where_it_is_told_and_is_moved_by_hand() -> None:
    lines = world(
        say("hej"),
        {"at": "2026-12-05T10:00:00+01:00"},
        say("hej"),
        options=("--at", "2026-12-05T09:00:00+01:00"),
    )
    assert lines[0]["sent"][0]["at"] == "2026-12-05T09:00:00+01:00"
    assert lines[1] == {**lines[1], "sent": [], "kind": "none"}
    assert lines[2]["sent"][0]["at"] == "2026-12-05T10:00:00+01:00"


def test_empty_lines_are_passed_over() -> None:
    result = run("chat", "--jsonl", told='\n{"chat":"a","text":"hej"}\n\n  \n')
    assert [json.loads(line)["in"] for line in result.stdout.splitlines()] == [2]


@pytest.mark.parametrize("channel", ["telegram", "slack", "console"])
def test_a_channel_shows_the_parameters_of_its_service(channel: str) -> None:
    [line] = world(KUNGSBACKA, options=("--channel", channel))
    sent = line["sent"][0]
    match channel:
        case "telegram":
            assert sent["shown"]["parse_mode"] == "HTML"
            assert "<b>Kungsbacka: Anmäl intresse för direktupphandling</b>" in sent["shown"]["text"]
            assert sent["shown"]["reply_markup"]["inline_keyboard"][0][0]["url"] == links(line)[0]
        case "slack":
            kinds = {block["type"] for block in sent["shown"]["blocks"]}
            assert kinds == {"section", "context", "actions"}
            assert sent["shown"]["text"] == sent["text"].replace("&", "&amp;")
        case _:
            assert sent["shown"].startswith(sent["text"])
            assert f"Öppna sidan: {links(line)[0]}" in sent["shown"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("hej", "is not JSON (Expecting value); write one object a line"),
        ("[" * 100_000, "is not JSON that can be read"),
        ("9" * 5000, "is not JSON that can be read"),
        ('["hej"]', "is not a JSON object"),
        ("{}", 'give "chat" or "desk" (a name) or "at" (a moment)'),
        ('{"chat":1,"text":"hej"}', 'give "chat" or "desk" (a name) or "at" (a moment)'),
        ('{"chat":"a"}', "give one of text, press, location, file, or edit with text"),
        ('{"chat":"a","text":5}', "give one of text, press"),
        ('{"chat":"a","edit":1}', "or edit with text"),
        ('{"chat":"a","location":[57.4]}', "location is two numbers"),
        ('{"chat":"a","location":["57","12"]}', "location is two numbers"),
        ('{"chat":"a","location":[true,false]}', "location is two numbers"),
        ('{"chat":"a","location":[1e999,12]}', "location is two numbers"),
        ('{"chat":"a","location":{"lat":57}}', "location is two numbers"),
        ('{"at":"snart"}', "'snart' is no moment; write 2026-12-05T09:00:00+01:00"),
        ('{"at":"2036-12-05T09:00:00"}', "has no offset"),
        ('{"at":"2020-12-05T09:00:00+01:00"}', "is before the world's clock"),
        ('{"at":17}', "17 is no moment"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_line_is_refused_with_its_number(line: str, says: str) -> None:
    result = run("chat", "--jsonl", told=f'{{"chat":"a","text":"hej"}}\n{line}\n')
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 1, "what came before is answered"
    assert result.stderr.startswith("lots: line 2: ")
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\u202e", " ", "", "<b>&", "*_`", "{name}", "x" * 100_000])
def test_odd_words_are_answered(text: str) -> None:
    result = run("chat", "--jsonl", told=f'{{"chat":"a","text":"{text}"}}\n')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["sent"]


# --- lots chat ------------------------------------------------------------------


def test_piped_lines_are_answered_and_the_talk_ends() -> None:
    done = process("chat", told="Hur anmäler jag intresse för direktupphandling i Kungsbacka?\n")
    assert done.returncode == 0
    assert "Anmäl intresse för direktupphandling" in done.stdout
    assert "Källa: kungsbacka.se" in done.stdout
    assert "↗ Öppna sidan: https://kungsbacka.se" in done.stdout
    assert done.stderr.startswith("Database: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_piped_talk_leaves_nothing_behind(elsewhere: Path) -> None:
    result = run("chat", told="hej\n")
    assert result.exit_code == 0
    assert "(thrown away at the end)" in result.stderr
    assert list(elsewhere.iterdir()) == []


def test_bytes_that_are_no_text_do_not_end_the_talk() -> None:
    done = process("chat", told=b"\xff\xfe hej\nhej\n", LANG="C")
    assert done.returncode == 0
    assert "Företagslots" in done.stdout


def test_the_database_that_is_set_is_used_and_named(elsewhere: Path) -> None:
    result = run("chat", told="hej\n", LOTS_DATABASE="sqlite:///mine.db")
    assert result.stderr == f"Database: {elsewhere.resolve() / 'mine.db'}\n"
    assert (elsewhere / "mine.db").exists()


def test_the_simulated_world_remembers_in_the_database_that_is_set() -> None:
    world(KUNGSBACKA, LOTS_DATABASE="sqlite:///mine.db")
    [line] = world(say("vem ordnar prao?"), LOTS_DATABASE="sqlite:///mine.db")
    assert line["state"]["places"] == ["1384"]


@pytest.mark.parametrize("words", [("--at", "2026-12-05T09:00:00+01:00"), ("--channel", "slack")])
def test_the_world_s_options_are_refused_without_it(words: tuple[str, ...]) -> None:
    result = run("chat", *words)
    assert result.exit_code == 2
    assert "add --jsonl" in result.stderr


def test_serve_without_a_token_says_how_to_get_one_and_talks_here() -> None:
    result = run("serve", told="hej\n")
    assert result.exit_code == 0
    assert "@BotFather" in result.stderr
    assert "slack-manifest.yaml" in result.stderr
    assert "Företagslots" in result.stdout


# --- lots understand --------------------------------------------------------------

UNDERSTOOD = {"id", "text", "language", "intent", "confidence", "candidates", "places", "decision"}


def test_a_text_is_understood_in_the_shape_of_the_contract() -> None:
    result = run("understand", "sälja", "till", "kommunen", "i", "Kungsbacka")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found.keys() >= UNDERSTOOD
    assert found["text"] == "sälja till kommunen i Kungsbacka"
    assert found["intent"] == "procurement.register"
    assert found["places"] == [{"text": "Kungsbacka", "codes": ["1384"], "kind": "municipality"}]
    assert found["decision"] in ("answer", "clarify", "refuse")
    assert found["language"] == "sv"
    assert 0 <= found["confidence"] <= 1
    assert all(isinstance(intent, str) and 0 <= chance <= 1 for intent, chance in found["candidates"])


def test_lines_are_understood_one_by_one_with_their_ids() -> None:
    asked: list[Line] = [
        {"id": 1, "text": "hur söker jag bygglov i Ystad?"},
        {"id": "b", "text": "I want to sell to the municipality"},
        {"text": ""},
    ]
    result = run("understand", "--jsonl", told="\n".join(map(json.dumps, asked)))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["id"], each["text"]) for each in found] == [(each.get("id"), each["text"]) for each in asked]
    assert [each["language"] for each in found[:2]] == ["sv", "en"]
    assert all(each.keys() >= UNDERSTOOD for each in found)


@pytest.mark.parametrize(
    ("line", "says"),
    [("x", "is not JSON"), ("[]", "is not a JSON object"), ('{"id":1}', "has no text"), ('{"text":1}', "has no text")],
)
def test_a_bad_line_to_understand_is_refused_with_its_number(line: str, says: str) -> None:
    result = run("understand", "--jsonl", told=f'{{"text":"hej"}}\n{line}\n')
    assert result.exit_code == 2
    assert result.stderr.startswith("lots: line 2: ")
    assert says in result.stderr


# --- lots knowledge ---------------------------------------------------------------


def test_the_shipped_knowledge_is_sound() -> None:
    result = run("knowledge", "check")
    assert result.exit_code == 0
    assert result.stdout.startswith("290 municipalities, ")
    assert result.stdout.endswith("all sound.\n")


@pytest.mark.parametrize("place", ["Kungsbacka", "kungsbacka", "1384", "Särö", "Kungsbacka kommun"])
def test_a_place_is_shown_by_name_code_or_locality(place: str) -> None:
    result = run("knowledge", "show", place, "procurement.register")
    assert result.exit_code == 0
    assert result.stdout.startswith("Kungsbacka (1384)")
    assert "https://kungsbacka.se/foretagande-och-jobb/leverantor-upphandling-och-inkop/inkop" in result.stdout
    assert "Kungsbacka" in result.stdout


def test_a_place_is_shown_with_every_topic_and_its_own_permits() -> None:
    result = run("knowledge", "show", "1384")
    topics = {line.split()[0] for line in result.stdout.splitlines()[2:]}
    assert set(TOPICS) <= topics
    assert topics - set(TOPICS) <= set(PERMITS)
    assert "permits.alcohol" in topics


def test_no_link_is_cut_in_a_pipe() -> None:
    result = run("knowledge", "show", "0643")
    assert "…" not in result.stdout


def test_a_door_is_shown_as_json() -> None:
    result = run("knowledge", "show", "Tomelilla", "procurement.register", "--json")
    [door] = json.loads(result.stdout)
    assert (door["level"], door["body"]) == ("shared", "Inköpsenheten Ystad–Tomelilla")
    [entry] = door["entries"]
    assert entry.keys() >= {"id", "title", "steps", "url", "contact", "source", "seen", "standing", "owner"}
    assert entry["contact"]["email"] == "upphandling@tomelilla.se"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Atlantis",), "place 'Atlantis' is not known; give a municipality, a locality or a four-digit code"),
        (("9999",), "place '9999' is not known"),
        (("",), "place '' is not known"),
        (("Halland",), "may be Hylte (1315), Halmstad (1380), Laholm (1381)"),
        (("1384", "strat"), "topic 'strat' is not known; use one of procurement.register"),
    ],
)
def test_a_place_or_topic_that_is_not_one_is_refused(words: tuple[str, ...], says: str) -> None:
    result = run("knowledge", "show", *words)
    assert result.exit_code == 2
    assert says in result.stderr


def test_coverage_keeps_the_contract() -> None:
    found = json.loads(run("knowledge", "coverage", "--json").stdout)
    assert found.keys() == {"municipalities"}
    assert len(found["municipalities"]) == 290
    for code, each in found["municipalities"].items():
        assert len(code) == 4
        assert each["name"]
        assert each["topics"].keys() == set(TOPICS)
        assert {topic["level"] for topic in each["topics"].values()} <= {"own", "shared", "region", "nation"}
    topics = {code: found["municipalities"][code]["topics"] for code in ("1384", "1270", "2513")}
    assert topics["1384"]["procurement.register"]["level"] == "own"
    assert topics["1270"]["procurement.register"]["level"] == "shared"
    assert topics["2513"]["procurement.register"]["level"] == "nation"
    assert topics["1384"]["permits"]["level"] == "own", "a door for one permit is a door for permits"


def test_coverage_is_a_table_for_people() -> None:
    result = run("knowledge", "coverage")
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.split()[0] in TOPICS}
    assert rows.keys() == set(TOPICS)
    assert all(sum(map(int, numbers)) == 290 for numbers in rows.values())


# --- lots outbox ------------------------------------------------------------------


@pytest.fixture
def database(elsewhere: Path) -> str:
    """A database with a message of each fate (1 failed, 2 uncertain, 3 waiting, 4 sent); gives its address."""
    address = f"sqlite:///{elsewhere}/out.db"
    with closing(open_store(address)) as store:
        store.write(_fill)
    return address


def _fill(tables: Tables) -> None:
    rendered = Rendered("answer", (Paragraph((Span("secret words"),)),))
    failed, uncertain, _, sent = (tables.enqueue(f"telegram:{at}", rendered, 0) for at in range(4))
    tables.ended(failed, Status.FAILED, "blocked [/b]")
    tables.ended(uncertain, Status.UNCERTAIN, "interrupted")
    tables.sent(sent, "99", 1)


def test_the_outbox_of_a_store_that_is_not_there_is_refused() -> None:
    result = run("outbox", LOTS_DATABASE="sqlite:///nowhere.db")
    assert result.exit_code == 2
    assert "there is no store at nowhere.db" in result.stderr


def test_an_empty_outbox_says_so(elsewhere: Path) -> None:
    address = f"sqlite:///{elsewhere}/empty.db"
    open_store(address).close()
    assert run("outbox", LOTS_DATABASE=address).stdout == "The outbox is empty.\n"
    assert json.loads(run("outbox", "--json", LOTS_DATABASE=address).stdout) == []


def test_the_outbox_shows_what_is_in_trouble_and_never_its_words(database: str) -> None:
    result = run("outbox", LOTS_DATABASE=database)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[1:-1]] == ["1", "2"]
    assert "blocked [/b]" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 failed, 1 sent, 1 uncertain, 1 waiting"
    everything = run("outbox", "--all", "--json", LOTS_DATABASE=database)
    fates = [(row["id"], row["status"]) for row in json.loads(everything.stdout)]
    assert fates == [(1, "failed"), (2, "uncertain"), (3, "waiting")]
    assert "secret" not in result.stdout + everything.stdout


def test_a_row_of_the_outbox_keeps_its_shape(database: str) -> None:
    row = json.loads(run("outbox", "--json", LOTS_DATABASE=database).stdout)[0]
    assert row.keys() == {"id", "status", "to", "kind", "lane", "attempts", "due_at", "error"}
    assert (row["to"], row["lane"], row["due_at"]) == ("telegram:0", "reply", "1970-01-01T00:00:00+00:00")


def test_all_that_failed_is_tried_again_but_the_uncertain_only_by_id(database: str) -> None:
    assert run("outbox", "retry", "--all", LOTS_DATABASE=database).stdout == "1 will be tried again.\n"
    assert [row["id"] for row in json.loads(run("outbox", "--json", LOTS_DATABASE=database).stdout)] == [2]
    said = run("outbox", "retry", "2", "3", LOTS_DATABASE=database).stdout
    assert said == "1 will be tried again. 1 were not in trouble.\n"


def test_forty_thousand_ids_are_tried_again(database: str) -> None:
    result = run("outbox", "retry", *map(str, range(1, 40_001)), LOTS_DATABASE=database)
    assert result.exit_code == 0
    assert result.stdout == "2 will be tried again. 39998 were not in trouble.\n"


def test_a_line_that_was_sent_is_traced_to_its_entry_and_an_entry_to_its_messages(elsewhere: Path) -> None:
    address = f"sqlite:///{elsewhere}/told.db"
    told = "\n".join(map(json.dumps, (say("hemligt: anmäla intresse för direktupphandling i Kungsbacka"), say("tack"))))
    assert run("chat", "--jsonl", told=told, LOTS_DATABASE=address).exit_code == 0
    entry = "1384-procurement-register"
    assert [row["id"] for row in json.loads(run("outbox", "told", entry, "--json", LOTS_DATABASE=address).stdout)] == [
        1
    ]
    assert run("outbox", "told", entry, LOTS_DATABASE=address).stdout.splitlines()[1].split()[:3] == [
        "1",
        "sent",
        "chat:a",
    ]
    assert "No message that is kept" in run("outbox", "told", "1384", LOTS_DATABASE=address).stdout
    facts = json.loads(run("outbox", "facts", "1", "--json", LOTS_DATABASE=address).stdout)
    assert {entry for fact in facts for entry in fact["entries"]} == {entry}
    assert "Källa: kungsbacka.se" in facts[-1]["text"]
    table = run("outbox", "facts", "1", LOTS_DATABASE=address).stdout
    assert "Boka ett möte med en upphandlare" in table
    assert "en bot" not in table, "what is no fact is not shown"
    assert run("outbox", "facts", "2", LOTS_DATABASE=address).stdout == "Message 2 tells no fact.\n"
    gone = run("outbox", "facts", "99", LOTS_DATABASE=address)
    assert (gone.exit_code, "there is no message 99" in gone.stderr) == (2, True)


# --- refusals ---------------------------------------------------------------------

REFUSALS: list[tuple[tuple[str, ...], dict[str, str], str]] = [
    (("fly",), {}, "No such command 'fly'"),
    (("knowledge", "chek"), {}, "No such command 'chek'"),
    (("chat", "--fast"), {}, "No such option '--fast'"),
    (("chat", "--jsonl", "--channel", "fax"), {}, "'fax' is not one of 'console', 'telegram', 'slack'"),
    (("chat", "--jsonl", "--at", "snart"), {}, "--at 'snart' is no moment; write it like 2026-12-05T09:00:00+01:00"),
    (("chat", "--jsonl", "--at", "2026-12-05T09:00"), {}, "has no offset"),
    (("chat", "extra"), {}, "unexpected extra argument (extra)"),
    (("understand",), {}, "give a text, like lots understand"),
    (("knowledge", "show"), {}, "Missing argument 'PLACE'"),
    (("outbox", "retry"), {}, "give the ids that `lots outbox` shows"),
    (("outbox", "retry", "x"), {}, "'x' is not a valid integer"),
    (("outbox",), {"LOTS_DATABASE": "mysql://x"}, "write sqlite:///PATH"),
    (("chat",), {"LOTS_DATABASE": "sqlite:////proc/none/lots.db"}, "cannot be opened"),
    (("knowledge", "check"), {"LOTS_KNOWLEDGE": "/nowhere"}, "is not a folder; set LOTS_KNOWLEDGE to one"),
    (("serve",), {"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is missing"),
]


@pytest.mark.parametrize(("words", "variables", "says"), REFUSALS, ids=[" ".join(each[0]) for each in REFUSALS])
def test_a_refusal_is_clear_and_ends_with_exit_code_2(
    words: tuple[str, ...],
    variables: dict[str, str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["lots", *words])
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert told.err.startswith("lots: ")
    assert says in told.err
    assert "Traceback" not in told.err
    assert len(told.err.splitlines()) == 1 or words == ("knowledge", "check")


def test_a_shell_gets_the_refusal_too() -> None:
    done = process("knowledge", "check", LOTS_KNOWLEDGE="/nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("lots: ")
    assert "is not a folder; set LOTS_KNOWLEDGE to one" in done.stderr


def test_no_command_at_all_shows_the_help_with_exit_code_2() -> None:
    done = process()
    assert done.returncode == 2
    assert all(command in done.stderr for command in ("chat", "serve", "understand", "knowledge", "outbox"))


def test_a_reader_that_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m bot knowledge coverage --json | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, '{"municipa', "")
