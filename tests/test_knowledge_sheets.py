"""`lots knowledge new`, `import` and `export`: files of facts begun, filled from sheets, filled from desks' edits."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import tomli
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.__main__ import lots
from bot.commands.knowledge.sheets import read_sheet
from bot.store import Tables, open_store
from knowledge import TOPICS, Edit, KnowledgeError, Level, entry_table, load_atlas
from knowledge.library import read_library
from knowledge.placing import place_entries
from knowledge.rows import Row, read_rows
from knowledge.sources import SHIPPED
from knowledge.writing import toml_table, toml_value, with_entry, with_national

ATLAS = load_atlas()
LIBRARY = read_library()
TODAY = date(2026, 11, 22)
LAHOLM = "municipalities/1381-laholm.toml"
HEAD = "Kommun;Ämne;Rubrik;Steg;Rubrik engelska;Steg engelska;Källa;Svarar;E-post;Telefon"
GOOD = "Laholm;premises;Ledig mark;Titta i listan | Ring oss;Vacant land;Look at the list | Call us;https://www.laholm.se/mark;Markenheten;mark@laholm.se;0430-150 00"  # noqa: E501 - a row of a sheet


def run(*words: str, **env: str) -> Result:
    """`lots knowledge …`."""
    return CliRunner().invoke(lots, ["knowledge", *words], env=env)


def sheet(folder: Path, *rows: str, name: str = "rows.csv", encoding: str = "utf-8") -> str:
    """A CSV file with these rows; gives its path."""
    path = folder / name
    path.write_bytes("\r\n".join([HEAD, *rows]).encode(encoding))
    return str(path)


def workbook(folder: Path, *rows: list[Any]) -> str:
    """An Excel file with these rows; gives its path."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(folder / "rows.xlsx")
    return str(folder / "rows.xlsx")


# --- writing -----------------------------------------------------------------


@given(st.text(max_size=200))
def test_any_text_is_written_so_that_it_is_read_back(text: str) -> None:
    assert tomli.loads(f"x = {toml_value(text)}")["x"] == text


@given(st.lists(st.text(max_size=80), max_size=6), st.booleans(), st.text(max_size=12))
def test_any_table_is_written_so_that_it_is_read_back(texts: list[str], flag: bool, key: str) -> None:
    table = {
        "texts": texts,
        "flag": flag,
        key: "x",
        "below": {"inner": texts, "deeper": {"a": "b"}},
        "rows": [{"a": "b"}] * 2,
    }
    assert tomli.loads(toml_table(table)) == table


def test_every_entry_written_back_in_its_place_leaves_its_file_as_it_was() -> None:
    unchanged = 0
    for entry_id, spot in LIBRARY.spots.items():
        entry = ATLAS.entry(entry_id)
        assert entry
        write = with_national if spot.folder == "national" else with_entry
        written = write(spot.document.text, entry_table(entry))
        assert tomli.loads(written) == tomli.loads(spot.document.text), entry_id
        unchanged += written == spot.document.text
    assert unchanged > len(LIBRARY.spots) / 2, "most are not changed by a letter"


def test_comments_and_other_entries_stay_as_they_were() -> None:
    head = '# the head\ncode = "1384"\n\n'
    text = head + '[[entry_points]]\nid = "a" # first\n\n# of the second\n[[entry_points]]\nid = "b"\n\n# the end\n'
    changed = with_entry(text, {"id": "a", "topic": "start", "sv": {"title": "[[entry_points]]"}})
    assert changed == (
        '# the head\ncode = "1384"\n\n[[entry_points]]\nid = "a"\ntopic = "start"\n[entry_points.sv]\n'
        'title = "[[entry_points]]"\n\n# of the second\n[[entry_points]]\nid = "b"\n\n# the end\n'
    )
    last = with_entry(text, {"id": "b", "topic": "start"})
    assert last.endswith('# of the second\n[[entry_points]]\nid = "b"\ntopic = "start"\n\n# the end\n')
    added = with_entry(text, {"id": "c"})
    assert added == text + '\n[[entry_points]]\nid = "c"\n'


def test_a_file_that_lists_its_entries_on_one_line_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="write each under"):
        with_entry('entry_points = [{ id = "a" }]\n', {"id": "a"})


# --- new ---------------------------------------------------------------------


@pytest.mark.parametrize("place", ["Laholm", "2513", "Särö"])
def test_a_new_file_is_sound_and_has_a_place_for_every_topic_that_lacks_a_door(place: str, tmp_path: Path) -> None:
    result = run("new", place, "--to", str(tmp_path))
    assert result.exit_code == 0
    [path] = tmp_path.glob("municipalities/*.toml")
    assert str(path) in result.stdout
    code = path.name[:4]
    text = path.read_text(encoding="utf-8")
    assert load_atlas(tmp_path) == ATLAS, "what is known stays, what is marked out says nothing"
    lacking = {topic for topic in TOPICS if ATLAS.door(topic, code).level is not Level.OWN}
    assert {line.split('"')[1] for line in text.splitlines() if line.startswith("# topic = ")} == lacking
    unmarked = "\n".join(re.sub(r"^# (?=\[|\w+ = )", "", line) for line in text.splitlines())
    entries = tomli.loads(unmarked)["entry_points"]
    ids = [entry["id"] for entry in entries]
    assert len(set(ids)) == len(ids) >= len(lacking)
    new = [date.fromisoformat(entry["best_before"]) for entry in entries if ATLAS.entry(entry["id"]) is None]
    a_year_on = datetime.now(UTC).date() + timedelta(days=365)  # noqa: TID251 - a command goes by the clock on the wall
    assert new
    assert all(abs((until - a_year_on).days) <= 1 for until in new)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    run("new", "Laholm", "--to", str(tmp_path))
    (tmp_path / LAHOLM).write_text("mine", encoding="utf-8")
    result = run("new", "Laholm", "--to", str(tmp_path))
    assert result.exit_code == 2
    (tmp_path / LAHOLM).unlink()
    assert run("new", "Laholm").exit_code == 2
    assert "name your folder of knowledge with --to" in run("new", "Laholm").stderr


# --- import ------------------------------------------------------------------


def test_a_dry_run_tells_what_each_row_would_do_and_writes_nothing(tmp_path: Path) -> None:
    rows = sheet(
        tmp_path,
        GOOD,
        "1381;centre.association;Attraktiva Laholm;Bli medlem.;;;;;;",
        "Atlantis;start;x;y;x;y;https://a.se;;;",
        "1381;starta;x;y;z;w;https://a.se;;;",
        "",
        "1381;events;Träffar;;Meetings;Come;laholm.se;;anna.andersson@laholm.se;070-123 45 67",
    )
    result = run("import", rows, "--to", str(tmp_path / "own"), "--json")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert told["written"] is False
    assert [(row["row"], row["does"], row["id"]) for row in told["rows"]] == [
        (2, "new", "1381-premises"),
        (3, "changed", "1381-centre-association"),
        (4, "bad", None),
        (5, "bad", None),
        (7, "bad", None),
    ]
    atlantis, topic, many = (row["problems"] for row in told["rows"][2:])
    assert atlantis == ["municipality 'Atlantis' is not known; write its name or its four digits"]
    assert topic == ["topic 'starta' is not known; did you mean start?"]
    assert len(many) == 4
    assert any(each.startswith("steps_sv: steps is missing") for each in many)
    assert any("'laholm.se' is not a web address" in each for each in many)
    assert any(each.startswith("phone: '070-123 45 67' is a mobile number") for each in many)
    assert not (tmp_path / "own").exists()
    people = run("import", rows, "--to", str(tmp_path / "own"))
    assert (
        people.stdout.splitlines()[-1]
        == "1 new, 1 changed, 3 bad. Nothing is written yet; --write writes the good rows."
    )


def test_good_rows_are_written_and_told_by_the_bot_and_the_bad_are_named(tmp_path: Path) -> None:
    own = tmp_path / "own"
    rows = sheet(tmp_path, GOOD, "1381;starta;x;y;z;w;https://a.se;;;")
    result = run("import", rows, "--to", str(own), "--write")
    assert result.exit_code == 2
    assert result.stdout.splitlines()[-1] == "1 new, 1 bad. Written."
    door = load_atlas(own).door("premises", "1381")
    assert (door.level, door.entries[0].sv.steps) == (Level.OWN, ("Titta i listan", "Ring oss"))
    assert door.entries[0].contact.email == "mark@laholm.se"
    assert door.entries[0].standing == "reported"
    shipped = (SHIPPED / LAHOLM).read_text(encoding="utf-8")
    assert (own / LAHOLM).read_text(encoding="utf-8").startswith(shipped.rstrip("\n"))
    again = run("import", rows, "--to", str(own), "--write")
    assert again.stdout.splitlines()[-1] == "1 same, 1 bad. Nothing is written yet; --write writes the good rows."


def test_what_one_s_own_folder_holds_already_is_kept(tmp_path: Path) -> None:
    own = tmp_path / "own"
    assert run("import", sheet(tmp_path, GOOD), "--to", str(own), "--write").exit_code == 0
    second = GOOD.replace("premises", "start").replace("Ledig mark", "Starta här")
    assert run("import", sheet(tmp_path, second), "--write", LOTS_KNOWLEDGE=str(own)).exit_code == 0
    atlas = load_atlas(own)
    assert atlas.entry("1381-premises")
    assert atlas.entry("1381-start")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_as_excel_and_others_write_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "x.csv"
    lines = ["Kommun;Ämne;Rubrik;Steg", 'Åre;start;Så här;"Först ""det"""']
    path.write_bytes("\r\n".join(line.replace(";", delimiter) for line in lines).encode(encoding))
    [row] = read_sheet(path)
    assert row == Row(2, {"municipality": "Åre", "topic": "start", "sv.title": "Så här", "sv.steps": 'Först "det"'})


def test_excel_is_read_with_its_dates_numbers_and_lines_in_a_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["kommun", None, "topic", "title_sv", "steps_sv", "title_en", "steps_en", "source", "seen", "best_before"],
        [
            114.0,
            "passed over",
            "start",
            "Ett",
            "1. Först\n2. Sedan",
            "One",
            "- First\n- Then",
            "https://a.se",
            datetime(2026, 3, 15),  # noqa: DTZ001 - as Excel has them
            2027,
        ],
        [],
        ["Sigtuna", None, "start", "Två", "Gör", "Two", "Do", "https://a.se"],
    )
    rows = read_sheet(Path(path))
    assert [row.number for row in rows] == [2, 4]
    first, second = (read.entry for read in read_rows(rows, ATLAS, "rows.xlsx", TODAY))
    assert first
    assert second
    assert (first.id, first.owner, first.seen, first.best_before) == ("0114-start", "0114", "2026-03-15", "2027")
    assert first.sv.steps == ("Först", "Sedan")
    assert first.en.steps == ("First", "Then")
    assert (second.owner, second.best_before) == ("0191", "2027-11-22"), "a new one is to be checked in a year"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("Kommun;Ämne;Rubrikk", "column 'Rubrikk' is not known; use municipality"),
        ("Kommun;Ämne;Code", "column 'Code' stands for municipality again; keep one"),
        ("Kommun;Rubrik", "there is no column topic; add it"),
        ("", "holds nothing; the first row names the columns"),
    ],
)
def test_columns_that_cannot_be_understood_are_told(tmp_path: Path, head: str, says: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(head, encoding="utf-8")
    result = run("import", str(path))
    assert result.exit_code == 2
    assert says in result.stderr
    assert "x.csv:1: " in result.stderr


def packed(size: int) -> bytes:
    """A zip file that unpacks to so many bytes of nothing."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.xlsx", b"", "is not an Excel file that can be read"),
        ("x.xlsx", b"Kommun;topic", "is not an Excel file that can be read"),
        ("x.xlsx", packed(10), "is not an Excel file that can be read"),
        ("x.xlsx", packed(200 * 2**20), "unpacks to more than 128 MB; split it"),
        ("x.csv", b'"Kommun;topic\nLaholm;start', "is not CSV that can be read"),
        ("x.csv", b"Kommun;topic\n" + b'"' + b"x" * 200_000 + b'";start', "is not CSV that can be read"),
        ("x.csv", b"kommun;topic\n" + b"Laholm;start\n" * 20_001, "has more than 20,000 rows; split it"),
    ],
    ids=["empty", "no workbook", "another zip", "bomb", "open quote", "huge cell", "many rows"],
)
def test_a_sheet_that_cannot_be_read_is_one_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("import", str(tmp_path / name))
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 2


def test_a_sheet_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be read (No such file or directory)" in run("import", str(tmp_path / "x.csv")).stderr
    (tmp_path / "y.csv").mkdir()
    assert "is not a file" in run("import", str(tmp_path / "y.csv")).stderr


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"municipality": ""}, "municipality is empty; write it"),
        ({"id": "1384-permits"}, "1384-permits is not an entry of 1381; leave id empty"),
        ({"id": "x-1"}, "id 'x-1' must begin with 1381"),
        ({"id": "1381-permits"}, "topic cannot be changed"),
        ({"sv.title": "a\u202eb"}, "title_sv: title holds an invisible character (U+202E)"),
        ({"sv.steps": "x" * 2500}, "steps_sv: steps is 2,500 characters long"),
        ({"en.title": ""}, "title_en: title is empty"),
        ({"source": ""}, "source is missing"),
        ({"best_before": "snart"}, "best_before 'snart' is not a date"),
        ({"standing": "säker"}, "standing 'säker' is not known"),
    ],
)
def test_a_bad_row_says_what_is_wrong_in_it(cells: dict[str, str], says: str) -> None:
    sound = {
        "municipality": "Laholms kommun",
        "topic": "premises",
        "sv.title": "Mark",
        "sv.steps": "Titta",
        "en.title": "Land",
        "en.steps": "Look",
        "source": "https://a.se",
    }
    good, bad = read_rows([Row(2, sound), Row(3, sound | cells)], ATLAS, "x.csv", TODAY)
    assert good.problems == ()
    assert [(each.file, each.line) for each in bad.problems[:1]] == [("x.csv", 3)]
    assert any(says in each.message for each in bad.problems), bad.problems


def test_two_rows_about_one_entry_are_told() -> None:
    cells = {"municipality": "1381", "id": "1381-permits", "topic": "permits.alcohol", "promise": "Två veckor"}
    first, second = read_rows([Row(2, cells), Row(3, cells)], ATLAS, "x.csv", TODAY)
    assert first.does == "changed"
    known = ATLAS.entry("1381-permits")
    assert first.entry
    assert known
    assert first.entry == replace(known, promise="Två veckor"), "a cell that is not there changes nothing"
    assert "is about 1381-permits as row 2 is" in second.problems[0].message


KEYS = ("municipality", "id", "topic", "sv.title", "sv.steps", "contact.email", "seen", "url")


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=30)))
def test_no_row_breaks_the_reading(cells: dict[str, str]) -> None:
    [read] = read_rows([Row(2, cells)], ATLAS, "x.csv", TODAY)
    assert bool(read.entry) != bool(read.problems)


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_the_empty_sheet_can_be_filled_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert run("import", str(path), "--template").exit_code == 0
    assert read_sheet(path) == []
    assert run("import", str(path)).stdout.splitlines()[-1].startswith("No rows.")
    assert run("import", str(path), "--template").exit_code == 2


# --- export ------------------------------------------------------------------

NOW = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A store with an edit of each kind of file."""
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    edits: list[tuple[str, dict[str, Any]]] = [
        ("1384-permits", {"promise": "Två veckor", "sv": {"about": "Nytt."}}),
        ("1384-procurement-register", {"contact": {"phone": "0300-83 40 00"}}),
        (ATLAS.national["start"].id, {"promise": "Samma dag"}),
        (ATLAS.door("procurement.register", "1270").entries[0].id, {"seen": "2026-12-01"}),
    ]
    for days, (entry_id, fields) in enumerate(edits):
        edit = Edit(entry_id, fields, "Kungsbacka", NOW + timedelta(days=days))
        store.write(partial(Tables.edit_entry, edit=edit))
    store.close()
    return f"sqlite:///{tmp_path}/lots.db"


def test_edits_are_written_into_files_that_say_the_same(database: str, tmp_path: Path) -> None:
    own = tmp_path / "own"
    result = run("export", "--to", str(own), LOTS_DATABASE=database)
    assert result.exit_code == 0
    assert result.stdout.startswith("4 entries in 3 files.")
    store = open_store(database)
    changes = store.write(lambda tables: tables.changes())
    store.close()
    seen = ATLAS.as_of(NOW, changes)
    exported = load_atlas(own).as_of(NOW)
    assert [entry for entry in exported.entries() if entry not in list(seen.entries())] == []
    assert exported.entry("1384-permits").promise == "Två veckor"  # type: ignore[union-attr]
    kungsbacka = (own / "municipalities/1384-kungsbacka.toml").read_text(encoding="utf-8")
    shipped = (SHIPPED / "municipalities/1384-kungsbacka.toml").read_text(encoding="utf-8")
    gone = set(shipped.splitlines()) - set(kungsbacka.splitlines())
    assert all("about" in line or "phone" in line for line in gone), "only what was changed is written anew"


def test_only_what_is_newer_is_written(database: str, tmp_path: Path) -> None:
    result = run("export", "--since", "2026-12-07", "--to", str(tmp_path / "own"), LOTS_DATABASE=database)
    assert result.stdout.startswith("2 entries in 2 files.")
    rows = json.loads(run("export", "--since", "2026-12-08", "--json", LOTS_DATABASE=database).stdout)
    assert [(row["by"], row["fields"]) for row in rows] == [("Kungsbacka", {"seen": "2026-12-01"})]
    assert run("export", "--since", "nyss", LOTS_DATABASE=database).exit_code == 2


def test_without_edits_or_a_database_nothing_is_written(tmp_path: Path) -> None:
    result = run("export", LOTS_DATABASE=f"sqlite:///{tmp_path}/none.db")
    assert result.stdout.startswith("0 entries in 0 files.")
    assert not (tmp_path / "none.db").exists()


def test_files_that_would_not_be_sound_are_never_written() -> None:
    """All files are looked at as they would be, before anything is on disk."""
    entry = ATLAS.entry("1384-permits")
    assert entry
    with pytest.raises(KnowledgeError, match="is not a web address"):
        place_entries([replace(entry, source="nowhere")], LIBRARY)
