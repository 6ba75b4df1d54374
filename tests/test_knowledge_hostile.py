"""Hostile and huge files of facts: a clear complaint, or shown as the words they are; nothing breaks."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from facts_files import NAME, SOUND, complaints, faults, lay, many
from hypothesis import example, given
from hypothesis import strategies as st
from test_formats import Balanced, mrkdwn

import knowledge
from bot.__main__ import lots
from bot.channels.formats import console as console_format
from bot.channels.formats import slack as slack_format
from bot.channels.formats import telegram as telegram_format
from bot.conversation.doors import door_reply
from bot.messages import Numbers, Rendered, Reply
from bot.texts import load_texts
from bot.turn import Guide
from knowledge import Door, EntryPoint, KnowledgeError, Level, Link, Municipality, Problem, Rule, RuleStatus, load_atlas
from knowledge.documents import parse
from knowledge.facts import municipality
from knowledge.names import read_register

MARKUP = (
    "<b>x</b> <script>alert(1)</script> & &lt; <a href='https://e.se'>x</a> <!channel> <@U1> <#C1|x> @channel @here "
    "<https://e.se|x> *b* _i_ **f** ~s~ `c` ```c``` [t](http://e.se) {name} %s [/red] [bold red]x[/] :wave: \\u202e"
)
ANY_PLACE = Municipality("1384", "Kungsbacka", "Hallands län")
TEN_MEGABYTES = 10 * 2**20


def quoted(text: str) -> str:
    """A text as TOML has it, every character escaped that may be."""
    return '"' + "".join(letter if letter.isalnum() else f"\\U{ord(letter):08x}" for letter in text) + '"'


def entry_with(text: str) -> tuple[EntryPoint, list[Problem]]:
    """The second entry of the sound file with this for its title and its only step."""
    problems: list[Problem] = []
    written = SOUND.replace('"Andra"', quoted(text)).replace('"Skriv."', quoted(text))
    document = parse(written.encode(), NAME, problems)
    assert document
    return municipality(document, read_register()).entry_points[1], problems


def said_of(entry: EntryPoint, guide: Guide) -> list[Rendered]:
    """Every reply with words of an entry, in both languages."""
    place = guide.atlas.municipality("1384")
    replies = [
        door_reply(Door("start", Level.OWN, (entry, replace(entry, id="another")), place), via="Byn"),
        Reply("rules", (Numbers(entry),)),
    ]
    return [guide.texts.render(reply, language) for reply in replies for language in ("sv", "en")]


def assert_no_injection(rendered: Rendered) -> None:
    """Each service gets its own few marks and otherwise the very words."""
    telegram = telegram_format.parameters(rendered)
    assert "".join(Balanced(telegram["text"]).words) == rendered.plain
    slack = slack_format.parameters(rendered)
    for text in mrkdwn(slack):
        assert not re.search(r"[<>]", text)
        assert re.sub("&(amp|lt|gt);", "", text).count("&") == 0
    assert all(part["verbatim"] for part in mrkdwn_objects(slack["blocks"])), "an @channel in the words would ping"
    labels = [element["text"] for block in slack["blocks"] for element in block.get("elements", ()) if "url" in element]
    assert all(label["type"] == "plain_text" for label in labels)
    assert json.loads(json.dumps(slack)) == slack
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", console_format.plain(rendered)), "a terminal would obey"


def mrkdwn_objects(blocks: object) -> list[dict[str, object]]:
    """Every text object in which Slack looks for marks."""
    if isinstance(blocks, list):
        return [each for block in blocks for each in mrkdwn_objects(block)]
    if isinstance(blocks, dict):
        inner = [each for value in blocks.values() for each in mrkdwn_objects(value)]
        return [blocks, *inner] if blocks.get("type") == "mrkdwn" else inner
    return []


def check(folder: Path) -> Result:
    """`lots knowledge check` with a folder laid over."""
    return CliRunner().invoke(lots, ["knowledge", "check"], env={"LOTS_KNOWLEDGE": str(folder)})


# --- markup ------------------------------------------------------------------


def test_markup_in_every_text_of_an_entry_is_shown_as_the_words_it_is(guide: Guide) -> None:
    entry, problems = entry_with(MARKUP)
    assert problems == []
    rule = Rule(MARKUP, MARKUP, MARKUP, MARKUP, "https://e.se/?a=1&b=<", RuleStatus.OFFICIAL)
    wording = replace(entry.sv, title=MARKUP, steps=(MARKUP, MARKUP), prepare=(MARKUP,), about=MARKUP)
    worst = replace(
        entry,
        sv=wording,
        en=wording,
        contact=replace(entry.contact, role=MARKUP),
        promise=MARKUP,
        rules=(rule,),
        links=(Link(MARKUP, "https://e.se"),),
    )
    told = said_of(worst, guide)
    assert [rendered.plain.count(MARKUP) for rendered in told] == [7, 7, 3, 3]
    for rendered in told:
        assert_no_injection(rendered)


@given(
    text=st.one_of(
        st.text(max_size=60),
        st.text("<>&\"'*_~`[](){}|@#!/\\:\u202e\u200b\x00\x1b\ufeff ab\n", max_size=40),
        st.sampled_from(["<!here>", "</b>", "&amp;lt;", "]]>", "<!--", "\u2066x\u2069", "å" * 1999, "x" * 2001]),
    )
)
@example(text="\u200f<b>")
@example(text="\x1b[31m")
def test_whatever_stands_in_a_file_is_refused_or_shown_escaped(text: str) -> None:
    entry, problems = entry_with(text)
    assert bool(problems) == (entry.sv.title != text.strip() or not text.strip())
    if not problems:
        texts, door = load_texts(), Door("start", Level.OWN, (entry,), ANY_PLACE)
        for language in ("sv", "en"):
            assert_no_injection(texts.render(door_reply(door), language))
        assert text.strip() in texts.render(door_reply(door), "sv").plain


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("\u200b", "zero width space"),
        ("\u200d", "zero width joiner"),
        ("\u200f", "right-to-left mark"),
        ("\u202e", "right-to-left override"),
        ("\u2067", "right-to-left isolate"),
        ("\u061c", "Arabic letter mark"),
        ("\u2060", "word joiner"),
        ("\u00ad", "soft hyphen"),
        ("\ufeff", "byte order mark"),
        ("\u2028", "line separator"),
        ("\x00", "null"),
        ("\x1b", "escape"),
        ("\x9b", "control sequence"),
        ("\ue000", "private use"),
        ("\U000e0041", "tag"),
    ],
)
def test_what_cannot_be_seen_is_refused_by_its_number(letter: str, name: str) -> None:
    _, problems = entry_with(f"Sök{letter}tillstånd")
    assert {problem.message for problem in problems} == {
        f"{key} holds an invisible character (U+{ord(letter):04X}); take it out" for key in ("title", "steps")
    }, name


@pytest.mark.parametrize("garbled", ["SÃ¶k", "Ã„ngelholm", "Ã–rebro", "â€“ och", "Malm\ufffd"])
def test_letters_read_in_another_encoding_are_told(garbled: str) -> None:
    _, problems = entry_with(garbled)
    assert all("read in another encoding; write it anew" in problem.message for problem in problems)
    assert len(problems) == 2


@pytest.mark.parametrize("name", ["Åre", "Ängelholm", "Örebro", "Sorsele – Sámi siida", "100 m² à 5 €", "“så” ñ ß"])
def test_letters_that_are_meant_are_no_mistake(name: str) -> None:
    entry, problems = entry_with(name)
    assert problems == []
    assert entry.sv.title == name


def test_markup_is_shown_in_a_table_as_the_words_it_is(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND.replace('"Andra"', f"'{MARKUP.replace(chr(39), '')}'"))
    result = CliRunner().invoke(lots, ["knowledge", "show", "1384", "start"], env={"LOTS_KNOWLEDGE": str(folder)})
    assert result.exit_code == 0
    assert MARKUP.replace("'", "") in result.stdout


# --- encodings ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (SOUND.encode("utf-16"), 1, "is not UTF-8; save it as UTF-8"),
        (SOUND.encode("utf-16-le"), 3, "is not UTF-8; save it as UTF-8"),
        (SOUND.encode("latin-1"), 3, "is not UTF-8; save it as UTF-8"),
        (SOUND.encode() + b"\xed\xa0\x80", 53, "is not UTF-8; save it as UTF-8"),
        (SOUND.encode() + b"\x00", 53, "is not valid TOML"),
        (b"\x1f\x8b\x08" + b"\x00" * 99, 1, "is not UTF-8; save it as UTF-8"),
    ],
    ids=["UTF-16", "UTF-16 without mark", "Latin-1", "half a pair", "null", "compressed"],
)
def test_a_file_in_another_encoding_is_told_with_its_line(content: bytes, line: int, says: str) -> None:
    [problem] = faults(content)
    assert (problem.line, says in problem.message) == (line, True), problem


# --- large -------------------------------------------------------------------


@pytest.mark.parametrize("old", ['"Andra"', '"Skriv."', '"naringsliv@kungsbacka.se"', "needs_place = true"])
def test_a_megabyte_in_one_place_is_refused_in_one_short_line(old: str) -> None:
    new = f'"{"å" * 2**20}"'
    [problem] = faults(SOUND.replace(old, f"needs_place = {new}" if "=" in old else new))
    assert len(str(problem)) < 300


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("x = " + "[" * TEN_MEGABYTES, 1, "dots nested without end); mend the line"),
        ("\n\nx = " + "{a = " * 100_000, 3, "dots nested without end); mend the line"),
        ("\n" + ".".join("a" * 500_000) + " = 1", 2, "dots nested without end); mend the line"),
        ("[" + ".".join("a" * 20_000) + "]\n", 1, "dots nested without end); mend the line"),
        ("\nx = " + "9" * 100_000, 2, "is not valid TOML"),
        ('"' * TEN_MEGABYTES, 1, "is not valid TOML"),
        ("=" * TEN_MEGABYTES, 1, "is not valid TOML"),
        ('x = "' + "\\\\" * 1_000_000, 1, "is not valid TOML"),
    ],
    ids=["brackets", "tables", "dots", "header", "digits", "quotes", "equals", "backslashes"],
)
def test_a_monster_is_one_problem_at_its_line_told_in_time(text: str, line: int, says: str) -> None:
    began = time.monotonic()
    [problem] = faults(text)
    assert (problem.line, says in problem.message) == (line, True), problem
    assert len(str(problem)) < 400
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("value", ["[" * 400 + "]" * 400, "{a=" * 300 + "1" + "}" * 300])
def test_what_is_nested_deep_but_closed_is_told_short(value: str) -> None:
    [problem] = faults(SOUND.replace("needs_place = true", f"needs_place = {value}"))
    assert "needs_place must be true or false" in problem.message
    assert len(str(problem)) < 300


def test_ten_megabytes_of_entries_load_in_time_and_answer(tmp_path: Path, guide: Guide) -> None:
    text = many(20_000, "premises")
    assert len(text) > 9_500_000
    began = time.monotonic()
    door = load_atlas(lay(tmp_path, text)).door("premises", "1384")
    assert len(door.entries) == 20_000
    reply = guide.texts.render(door_reply(door), "sv")
    assert len(reply.buttons) <= 5
    assert_no_injection(reply)
    assert time.monotonic() - began < 30


def test_twenty_thousand_mistakes_are_told_in_time_and_only_the_first_are_listed(tmp_path: Path) -> None:
    began = time.monotonic()
    folder = lay(tmp_path, many(20_000, "premises").replace("https://", ""))
    problems = complaints(folder)
    assert len(problems) == 20_000
    assert len({problem.line for problem in problems}) == 20_000
    assert time.monotonic() - began < 30
    lines = str(KnowledgeError(problems)).splitlines()
    assert lines[:200] == [str(problem) for problem in problems[:200]]
    assert lines[200:] == ["… and 19,800 more; mend these first"]


def test_a_hundred_thousand_unknown_keys_are_told_in_time(tmp_path: Path) -> None:
    began = time.monotonic()
    keys = "\n".join(f"k{number} = 1" for number in range(100_000))
    assert len(complaints(lay(tmp_path, SOUND.replace("needs_place = true", keys)))) == 100_000
    assert time.monotonic() - began < 30


def test_a_file_beyond_all_measure_is_not_even_read(tmp_path: Path) -> None:
    path = lay(tmp_path, "") / "municipalities" / NAME
    with path.open("wb") as file:
        file.truncate(40 * 2**30)  # a hole: takes no room on the disk, but would in memory
    [problem] = complaints(tmp_path)
    assert "is 40,960 MB; a file of facts holds 32 MB at most, so split it" in problem.message


def test_a_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "municipalities").mkdir()
    (tmp_path / "municipalities" / NAME).symlink_to("/dev/zero")
    [problem] = complaints(tmp_path)
    assert "(it is not a file); take it away" in problem.message


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "municipalities").mkdir()
    (tmp_path / "municipalities" / NAME).symlink_to(tmp_path / "gone.toml")
    [problem] = complaints(tmp_path)
    assert "cannot be read (No such file or directory); mend it or take it away" in problem.message


def test_the_command_ends_with_2_and_a_line_of_file_line_and_remedy(tmp_path: Path) -> None:
    shipped = sorted((Path(knowledge.__file__).parent / "municipalities").glob("*.toml"))
    contents = (b"\xff" * 1000, b"[" * 1_000_000, "x = \u202e".encode(), b"\x00", b"")
    for path, content in zip(shipped, contents, strict=False):
        lay(tmp_path, content, f"municipalities/{path.name}")
    result = check(tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    head, *lines = result.stderr.splitlines()
    assert re.fullmatch(r"lots: \d+ to mend:", head)
    for path in shipped[: len(contents)]:
        told = [line for line in lines if path.name in line]
        assert told
        assert all(re.fullmatch(rf".*{path.name}:\d+: .*(mend|save|add|write|name).*", line) for line in told)
