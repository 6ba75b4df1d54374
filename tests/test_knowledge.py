"""Files of facts in, an atlas out – or every mistake with its file, its line and what to do."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from facts_files import NAME, SECOND, SOUND, complaints, faults, lay, line_with

from bot.__main__ import lots
from knowledge import PERMITS, TOPICS, Atlas, EntryPoint, KnowledgeError, Level, load_atlas, sources


def check(folder: Path) -> Result:
    """`lots knowledge check` with a folder laid over."""
    return CliRunner().invoke(lots, ["knowledge", "check"], env={"LOTS_KNOWLEDGE": str(folder)})


@dataclass(frozen=True)
class Mistake:
    """A line of the sound file changed, the line that must be named, and the words that must be said."""

    name: str
    old: str
    new: str
    at: str
    says: str


MISTAKES = [
    Mistake(
        "unknown code", 'code = "1384"', 'code = "9999"', "code", "'9999' is no municipality; write the four digits"
    ),
    Mistake("another's code", 'code = "1384"', 'code = "1382"', "code", "differ; name the file 1382-….toml"),
    Mistake("code as number", 'code = "1384"', "code = 1384", "code", 'must be text in quotes, like "…", not 1384'),
    Mistake("wrong name", '"Kungsbacka"', '"Kungälv"', "name", "must be 'Kungsbacka' for code 1384"),
    Mistake("wrong county", '"Hallands län"', '"Skåne län"', "county", "must be 'Hallands län' for code 1384"),
    Mistake(
        "a number without a source",
        'name = "Kungsbacka"\n',
        'name = "Kungsbacka"\nswitchboard = "0300-83 40 00"\n',
        "code",
        "switchboard_source is missing; add switchboard_source = …",
    ),
    Mistake("missing name", 'name = "Kungsbacka"\n', "", "code", "name is missing; add name = …"),
    Mistake("slip in topic", '"start"', '"strat"', 'topic = "strat"', "'strat' is not known; did you mean start?"),
    Mistake("odd topic", '"start"', '"zzz"', 'topic = "zzz"', "'zzz' is not known; use one of procurement.register"),
    Mistake("slip in also", '["funding"]', '["fundin"]', "also", "'fundin' is no topic; did you mean funding?"),
    Mistake(
        "missing source", 'source = "https://kungsbacka.se/source"\n', "", SECOND, "source is missing; add source = …"
    ),
    Mistake(
        "link without scheme", '"https://kungsbacka.se/two"', '"kungsbacka.se/two"', 'url = "kungs', "write it whole"
    ),
    Mistake(
        "link with spaces", "kungsbacka.se/two", "kungsbacka.se/t wo", 'url = "https://kungsbacka.se/t w', "web address"
    ),
    Mistake("script as link", '"https://kungsbacka.se/two"', '"javascript:alert(1)"', 'url = "java', "web address"),
    Mistake("link without host", '"https://kungsbacka.se/two"', '"https:///two"', 'url = "https:///', "web address"),
    Mistake("link with password", "//kungsbacka.se/two", "//a:b@kungsbacka.se", 'url = "https://a', "web address"),
    Mistake("bad date", "2024-03-15", "15 mars 2024", 'seen = "15', "is not a date; write 2024, 2024-03 or 2024-03-15"),
    Mistake("no such day", "2024-03-15", "2023-02-29", 'seen = "2023-', "'2023-02-29' is not a date"),
    Mistake("date bare", '"2024-03-15"', "2024-03-15", "seen = 2024", 'text in quotes, like "…", not 2024-03-15'),
    Mistake("bad mail", "naringsliv@kungsbacka.se", "naringsliv(a)kungsbacka.se", "email", "write one like inkop@"),
    Mistake("empty sv title", '"Andra"', '" "', 'title = " "', "title is empty; write it or take the entry out"),
    Mistake("empty en title", '"Second"', '""', 'title = ""', "title is empty; write it or take the entry out"),
    Mistake("missing steps", 'steps = ["Write."]\n', "", "[entry_points.en] #", "steps is missing; add steps = …"),
    Mistake("no steps", '["Write."]', "[]", "steps = []", "steps is empty; write at least one"),
    Mistake(
        "empty step", '["Write."]', '["Write.", ""]', 'steps = ["Write.", ', "must hold texts in quotes, none of them"
    ),
    Mistake(
        "missing language",
        '[entry_points.en] # of the second\ntitle = "Second"\nsteps = ["Write."]\n',
        "",
        SECOND,
        "en is missing",
    ),
    Mistake(
        "empty language",
        'title = "Second"\nsteps = ["Write."]\n',
        "",
        "[entry_points.en] #",
        "en is empty; write it or",
    ),
    Mistake("unknown key", 'seen = "2024', 'sen = "2024', "sen =", "sen is not a key here; did you mean seen?"),
    Mistake("key from nowhere", "needs_place = true", "zzz = 1", "zzz", "zzz is not a key here; take it out"),
    Mistake(
        "wrong type", "needs_place = true", 'needs_place = "yes"', "needs_place", "must be true or false, not 'yes'"
    ),
    Mistake("text for list", '["Write."]', '"Write."', 'steps = "W', "must be a list, like [ … ], not 'Write.'"),
    Mistake("text for table", "[entry_points.contact]\nemail", "contact", "contact", "contact must be a table"),
    Mistake(
        "unknown standing", '"confirmed"', '"sure"', 'standing = "sure"', "'sure' is not known; use one of confirmed"
    ),
    Mistake(
        "bad second link", "https://kungsbacka.se/link-two", "link-two", 'url = "link-two"', "is not a web address"
    ),
    Mistake("rule without year", 'seen = "2023"\n', "", "[[entry_points.rules]]", "add seen or take it out"),
    Mistake("id that cannot be pressed", '"1384-two"', '"1384:two"', 'id = "1384:', "must be at most 56 of a–z"),
    Mistake(
        "id of another entry", '"1384-two"', '"1384-one" # again', 'id = "1384-one" # again', "too; give each entry an"
    ),
    Mistake(
        "reversed letters", '"Andra"', r'"\u202egnus"', 'title = "\\u202e', "invisible character (U+202E); take it"
    ),
    Mistake(
        "escape codes", '"Andra"', r'"\u001b[31mröd"', 'title = "\\u001b', "invisible character (U+001B); take it out"
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[each.name for each in MISTAKES])
def test_a_mistake_is_told_by_file_line_and_remedy(mistake: Mistake) -> None:
    assert SOUND.count(mistake.old) == 1
    text = SOUND.replace(mistake.old, mistake.new)
    found = faults(text)
    expected = line_with(text, mistake.at)
    told = [problem for problem in found if mistake.says in problem.message and problem.line == expected]
    assert told, [str(problem) for problem in found]
    assert {problem.file for problem in found} == {f"municipalities/{NAME}"}
    assert len({problem.line for problem in found}) == 1, "one mistake, one line"


def test_the_sound_file_is_sound(tmp_path: Path) -> None:
    found = load_atlas(lay(tmp_path, SOUND)).municipality("1384")
    assert [entry.id for entry in found.entry_points] == ["1384-one", "1384-two"]


def test_a_mark_at_the_beginning_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    text = SOUND.replace("\n", "\r\n").encode("utf-8-sig")
    assert load_atlas(lay(tmp_path, text)).municipality("1384").entry_points[1].sv.steps == ("Skriv.",)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('code = "1384"\nname = Kungsbacka\n', 2, "is not valid TOML"),
        ('code = "1384"\ncode = "1384"\n', 2, "is not valid TOML"),
        ('code = "1384\n', 1, "is not valid TOML"),
        ("x = " + "[" * 100_000, 1, "is not valid TOML"),
        ('code = "1384"\nname = "K\x00"', 2, "is not valid TOML"),
        ("name = 'Överkalix'".encode("latin-1"), 1, "is not UTF-8; save it as UTF-8"),
        (b"\xff\xfe\x00", 1, "is not UTF-8; save it as UTF-8"),
    ],
    ids=["bare word", "key twice", "open quote", "brackets without end", "null", "latin-1", "bytes"],
)
def test_a_file_that_cannot_be_parsed_is_one_problem(text: str | bytes, line: int, says: str) -> None:
    [problem] = faults(text)
    assert problem.line == line
    assert says in problem.message


def test_a_folder_with_the_name_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "municipalities" / NAME).mkdir(parents=True)
    [problem] = complaints(tmp_path)
    assert "cannot be read" in problem.message


ORGANISATION = """\
id = "joint"
name = "Gemensam inköpsenhet"
source = "https://example.se"
standing = "published"
serves = [ "1384", "1382" ]
"""
REGION = """\
id = "coast"
name = "Kusten"
source = "https://example.se"
members = ["1384"]
"""


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("organisations/joint.toml", ORGANISATION.replace("1382", "1"), 5, "serves: '1' is no municipality"),
        ("organisations/other.toml", ORGANISATION, 1, "name the file joint.toml"),
        ("organisations/joint.toml", ORGANISATION.replace("published", "publised"), 4, "did you mean published?"),
        ("organisations/joint.toml", ORGANISATION + "[sv]\nfor_whom = 'Alla'\n", 6, "role is missing"),
        ("organisations/joint.toml", ORGANISATION + "closed = 'snart'", 6, "closed 'snart' is not a date"),
        ("regions/coast.toml", REGION.replace("1384", "hela Halland"), 4, "members: 'hela Halland' is no municipality"),
        ("regions/coast.toml", REGION.replace('["1384"]', "[]"), 4, "members is empty; write at least one"),
        ("regions/coast.toml", REGION.replace("example.se", "example"), 3, "is not a web address"),
    ],
)
def test_a_mistake_in_a_body_is_told_by_line(name: str, text: str, line: int, says: str) -> None:
    [problem] = faults(text, name)
    assert (problem.file, problem.line) == (name, line)
    assert says in problem.message


def test_two_files_for_one_municipality_are_told(tmp_path: Path) -> None:
    [problem] = complaints(lay(tmp_path, SOUND.split("\n\n")[0], "municipalities/1384-mine.toml"))
    assert "stands in knowledge/municipalities/1384-kungsbacka.toml too; keep one file a municipality" in str(problem)


def test_a_national_file_by_another_name_is_told(tmp_path: Path) -> None:
    text = (sources.SHIPPED / "national" / "start.toml").read_text(encoding="utf-8")
    problems = complaints(lay(tmp_path, text.replace('"start"', '"funding"'), "national/start.toml"))
    assert ["name the file funding.toml" in problem.message for problem in problems] == [True]


def test_a_missing_file_is_told_by_the_name_it_should_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A municipality without a file, or a topic without a national way, would be a hole in the answers."""
    shutil.copytree(sources.SHIPPED, tmp_path / "knowledge")
    (tmp_path / "knowledge/national/permits.food.toml").unlink()
    (tmp_path / f"knowledge/municipalities/{NAME}").unlink()
    monkeypatch.setattr(sources, "SHIPPED", tmp_path / "knowledge")
    with pytest.raises(KnowledgeError) as caught:
        load_atlas()
    assert [str(problem) for problem in caught.value.problems] == [
        "knowledge/municipalities/1384-….toml:1: no file for Kungsbacka; add one with code, name and county",
        "knowledge/national/permits.food.toml:1: no national way for permits.food; add the file",
    ]


def test_every_problem_of_every_file_is_told_at_once_with_exit_code_2(tmp_path: Path) -> None:
    text = SOUND
    for mistake in MISTAKES:
        text = text.replace(mistake.old, mistake.new) if mistake.name in ("bad date", "bad mail", "odd topic") else text
    lay(tmp_path, text)
    lay(tmp_path, "x = ", "municipalities/0114-upplands-vasby.toml")
    lay(tmp_path, ORGANISATION.replace("1382", "1"), "organisations/joint.toml")
    result = check(tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    head, *lines = result.stderr.splitlines()
    expected = [line_with(text, start) for start in ('topic = "zzz"', 'seen = "15', "email")]
    assert head == "lots: 5 to mend:"
    assert [line.removeprefix(f"{tmp_path}/").split(" ")[0] for line in lines] == [
        "municipalities/0114-upplands-vasby.toml:1:",
        *(f"municipalities/{NAME}:{line}:" for line in expected),
        "organisations/joint.toml:5:",
    ]


@pytest.mark.parametrize("made", ["nothing", "file", "empty"])
def test_a_folder_that_holds_no_knowledge_is_refused(tmp_path: Path, made: str) -> None:
    folder = tmp_path / "mine"
    if made == "file":
        folder.write_text("")
    elif made == "empty":
        folder.mkdir()
    result = check(folder)
    assert result.exit_code == 2
    assert "put the files in those" in result.stderr if made == "empty" else "is not a folder" in result.stderr


def test_the_bot_does_not_start_on_knowledge_with_a_mistake(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND.replace('"start"', '"strat"'))
    result = CliRunner().invoke(lots, ["chat", "--jsonl"], input="", env={"LOTS_KNOWLEDGE": str(folder)})
    assert result.exit_code == 2
    assert result.stderr.startswith("lots: the knowledge cannot be used, nothing was started:\n")
    assert f"{NAME}:19: topic 'strat' is not known; did you mean start?" in result.stderr


# --- looking up --------------------------------------------------------------


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The shipped knowledge."""
    return load_atlas()


def at_levels(atlas: Atlas, topic: str, *levels: Level) -> Atlas:
    """An atlas where Kungsbacka has a door for a topic at these levels only."""
    own, shared, region = (_entry(atlas, topic, level) if level in levels else () for level in list(Level)[:3])
    kungsbacka = replace(atlas.municipality("1384"), entry_points=own)
    others = tuple(each for each in atlas.municipalities if each.code != "1384")
    body = replace(atlas.organisations[0], serves=("1384", "1382"), closed="", entry_points=shared)
    group = replace(atlas.regions[0], members=("1384",), entry_points=region)
    return replace(atlas, municipalities=(*others, kungsbacka), organisations=(body,), regions=(group,))


def _entry(atlas: Atlas, topic: str, level: Level) -> tuple[EntryPoint, ...]:
    return (replace(atlas.national["start"], id=f"{level}-{topic}", topic=topic),)


@pytest.mark.parametrize("topic", ["premises", "permits.alcohol"])
def test_the_nearest_level_wins(atlas: Atlas, topic: str) -> None:
    levels = list(Level)
    for at, nearest in enumerate(levels):
        door = at_levels(atlas, topic, *levels[at:]).door(topic, "1384")
        assert door.level is nearest
        assert [entry.id for entry in door.entries] == (
            [f"{nearest}-{topic}"] if nearest is not Level.NATION else [atlas.national[topic].id]
        )


def test_a_permit_falls_back_to_permits_in_general_before_the_nation(atlas: Atlas) -> None:
    general = at_levels(atlas, "permits", Level.OWN).door("permits.alcohol", "1384")
    assert (general.topic, general.level, general.entries[0].id) == ("permits", Level.OWN, "own-permits")
    nation = at_levels(atlas, "permits").door("permits.alcohol", "1384")
    assert (nation.topic, nation.level) == ("permits.alcohol", Level.NATION)
    assert nation.entries == (atlas.national["permits.alcohol"],)


def test_permits_in_general_are_not_answered_with_one_permit(atlas: Atlas) -> None:
    assert at_levels(atlas, "permits.alcohol", Level.OWN).door("permits", "1384").level is Level.NATION


def test_also_makes_one_door_serve_several_topics(atlas: Atlas) -> None:
    door = atlas.door("procurement.dialogue", "1384")
    assert door.level is Level.OWN
    assert "procurement.dialogue" in door.entries[0].also
    assert door.entries[0].topic == "procurement.register"


def test_a_closed_body_never_gives_a_door(atlas: Atlas) -> None:
    with_body = at_levels(atlas, "premises", Level.SHARED)
    closed = replace(with_body, organisations=(replace(with_body.organisations[0], closed="2024"),))
    assert with_body.door("premises", "1384").level is Level.SHARED
    assert closed.door("premises", "1384").level is Level.NATION
    shut = {body.id for body in atlas.organisations if body.closed}
    bodies = {atlas.door(topic, each.code).body for topic in TOPICS + PERMITS for each in atlas.municipalities}
    assert shut.isdisjoint({body.id for body in bodies if body})


@pytest.mark.parametrize(("topic", "code"), [("start", "0000"), ("start", ""), ("strat", "1384"), ("strat", None)])
def test_an_unknown_topic_or_code_is_a_key_error(atlas: Atlas, topic: str, code: str | None) -> None:
    with pytest.raises(KeyError):
        atlas.door(topic, code)


def test_an_unknown_code_is_in_no_atlas(atlas: Atlas) -> None:
    assert "0000" not in atlas
    assert 1384 not in atlas
    with pytest.raises(KeyError):
        atlas.municipality("0000")


def test_tomelilla_buys_through_the_unit_it_shares_with_ystad(atlas: Atlas) -> None:
    door = atlas.door("procurement.register", "1270")
    assert door.level is Level.SHARED
    assert door.body
    assert door.body.name == "Inköpsenheten Ystad–Tomelilla"
    assert set(door.serves) == {"1270", "1286"}


def test_every_topic_has_a_door_with_an_entry_in_all_290(atlas: Atlas) -> None:
    doors = [atlas.door(topic, each.code) for topic in TOPICS + PERMITS for each in atlas.municipalities]
    assert len(doors) == 290 * len(TOPICS + PERMITS)
    assert all(door.entries and door.municipality for door in doors)


def test_an_entry_is_found_by_its_id(atlas: Atlas) -> None:
    found = atlas.entry("1384-procurement-register")
    assert found
    assert found.owner == "1384"
    assert atlas.entry("no-such-entry") is None
