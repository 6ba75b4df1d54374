"""`lots knowledge coverage` and `map`: the same levels in a matrix, on a page and on a map."""

import itertools
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from facts_files import SOUND, lay

from bot.__main__ import lots
from bot.reports.coverage import coverage, nearest
from bot.reports.levels import COLOURS, INK, SIGNS
from bot.reports.map import draw, image, map_page, words_of
from bot.reports.matrix import matrix_lines, matrix_page
from bot.reports.projection import metres
from bot.texts import load_texts
from knowledge import TOPICS, Level, load_atlas

ATLAS = load_atlas()
TEXTS = load_texts()
DAY = date(2026, 12, 5)
TOPIC = "procurement.register"


def run(*words: str, **env: str) -> Result:
    """`lots knowledge …`."""
    return CliRunner().invoke(lots, ["knowledge", *words], env=env)


class Page(HTMLParser):
    """Reads a page: its tags, what it would fetch, its cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.cells: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.fetched += [given[name] for name in ("src", "href") if given.get(name, "#")[0] != "#"]
        if tag == "td" and "title" in given:
            self.cells.append((given["class"].split()[0], given["title"]))


# --- the matrix --------------------------------------------------------------


def test_the_matrix_has_a_line_a_municipality_with_a_sign_a_topic() -> None:
    lines = [line.plain for line in matrix_lines(ATLAS, frozenset())]
    rows = {line[:4]: line for line in lines if line[:4].isdecimal()}
    assert rows.keys() == {each.code for each in ATLAS.municipalities}
    for code in ("1384", "1270", "2513"):
        signs = rows[code].split()[-len(TOPICS) :]
        assert signs == [SIGNS[nearest(topic, code, ATLAS).level] for topic in TOPICS]
    head = [line for line in lines if not line[:4].isdecimal()][:-1]
    columns = ["".join(line.ljust(200)[at] for line in head).strip() for at in range(200)]
    assert [column for column in columns if column] == list(TOPICS), "each topic reads downwards above its column"


def test_one_county_is_shown_alone() -> None:
    result = run("coverage", "--county", "halland")
    rows = [line for line in result.stdout.splitlines() if line[:4].isdecimal()]
    assert [row[:4] for row in rows] == ["1315", "1380", "1381", "1382", "1383", "1384"]
    assert result.stdout.splitlines()[-1].endswith("of 6 have a door of their own or a shared one.")
    refused = run("coverage", "--county", "Atlantis")
    assert refused.exit_code == 2
    assert "use one of Stockholms län (01)" in refused.stderr


def test_the_page_stands_by_itself_and_says_the_same(tmp_path: Path) -> None:
    told = coverage(ATLAS)["municipalities"]
    for language in ("sv", "en"):
        page = Page(matrix_page(ATLAS, TEXTS, language, DAY))
        assert page.fetched == []
        assert len(page.cells) == 290 * len(TOPICS)
        expected = [each["topics"][topic]["level"] for each in told.values() for topic in TOPICS]
        assert [level for level, _ in page.cells] == expected
        topic = TEXTS.plain(f"topic.{TOPIC}", language)
        assert any(words.startswith(f"Kungsbacka, {topic}: ") for _, words in page.cells)
    result = run("coverage", "--html", str(tmp_path / "c.html"))
    assert result.stdout.startswith(f"{tmp_path}/c.html: 290 municipalities, 20 topics")
    assert (tmp_path / "c.html").read_text(encoding="utf-8").count("<tr data-find") == 290


def test_what_is_past_its_date_is_seen_in_the_matrix_and_on_the_page(tmp_path: Path) -> None:
    old = SOUND.replace('topic = "start"', 'topic = "start"\nbest_before = "2024"')
    folder = lay(tmp_path, old.replace("Andra", "<b>Andra"))
    atlas = load_atlas(folder).as_of(datetime(2026, 12, 5, tzinfo=UTC))
    found = coverage(atlas)["municipalities"]["1384"]["topics"]["start"]
    assert (found["level"], found["withheld"]) == ("nation", True)
    html = matrix_page(atlas, TEXTS, "sv", DAY)
    assert html.count('class="nation old"') == 2, "start, and funding that the same entry serves"
    assert "&lt;b&gt;Andra" in html
    assert "<b>Andra" not in html


def test_coverage_as_json_names_the_entries() -> None:
    found = json.loads(run("coverage", "--json").stdout)["municipalities"]["1270"]["topics"][TOPIC]
    assert found["level"] == "shared"
    assert ATLAS.entry(found["entries"][0])


DESKS = """\
[[desks]]
id = "1384"
name = "Kungsbacka"
chat = "slack:C1"
members = [{ id = "U1", name = "Eva" }, { id = "U2", name = "Bo" }]
[[desks]]
id = "osterlen"
name = "Österlen"
chat = "slack:C2"
serves = ["1286", "1291"]
members = [{ id = "U3", name = "Ann" }]
[[desks]]
id = "1380"
name = "Halmstad"
chat = "slack:C3"
"""
NATION = """\
[[desks]]
id = "nation"
name = "Samordnaren"
chat = "slack:C4"
members = [{ id = "U4", name = "Mo" }]
"""


def test_where_desks_are_set_it_is_seen_who_answers_and_what_hangs_on_one_person(tmp_path: Path) -> None:
    path = tmp_path / "desks.toml"
    path.write_text(DESKS, encoding="utf-8")
    found = json.loads(run("coverage", "--json", LOTS_DESKS=str(path)).stdout)["municipalities"]
    assert found["1384"]["answers"] == {"desk": "1384", "by": "own", "people": 2}
    assert found["1291"]["answers"] == {"desk": "osterlen", "by": "shared", "people": 1}
    assert found["0180"]["answers"] == {"desk": None, "by": None, "people": 0}
    *_, first, nobody, one, unnamed = run("coverage", LOTS_DESKS=str(path)).stdout.splitlines()
    assert first == "4 of 290 have a desk of their own or a shared one, 0 lean on another."
    assert nobody == "Nobody answers for 286: no desk that can be reached serves them."
    assert one == "Only one person is known at Österlen."
    assert unnamed == "Nobody is named at Halmstad."
    leaning = path.with_name("more.toml")
    nation = (
        '[[desks]]\nid = "nation"\nname = "Samordnaren"\nchat = "slack:C4"\nmembers = [{ id = "U4", name = "Mo" }]\n'
    )
    leaning.write_text(DESKS + nation, encoding="utf-8")
    told = run("coverage", "--county", "halland", LOTS_DESKS=str(leaning)).stdout.splitlines()
    assert told[-3:] == [
        "2 of 6 have a desk of their own or a shared one, 4 lean on another.",
        "Only one person is known at Samordnaren.",
        "Nobody is named at Halmstad.",
    ]
    assert "answers" not in json.loads(run("coverage", "--json").stdout)["municipalities"]["1384"]


# --- colours -----------------------------------------------------------------


def lightness(colour: str) -> float:
    """CIELAB's L of an sRGB colour: 0 black, 100 white."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in (red, green, blue)]
    y = sum(each * weight for each, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return float(116 * y ** (1 / 3) - 16)


def test_the_levels_are_told_apart_by_lightness_alone() -> None:
    """So they are in print, and by the colour-blind."""
    found = [lightness(COLOURS[level]) for level in Level]
    assert found == sorted(found)
    assert min(after - before for before, after in itertools.pairwise(found)) >= 15


def test_the_letters_on_each_colour_can_be_read() -> None:
    """WCAG 2: contrast of at least 4.5."""

    def luminance(colour: str) -> float:
        return float(((lightness(colour) + 16) / 116) ** 3)

    for level in Level:
        light, dark = sorted((luminance(COLOURS[level]), luminance(INK[level])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, level


# --- the map -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lat", "lon", "east", "north"),
    # Lantmäteriet's control points for SWEREF 99 TM (kontrollpunkter_sweref99tm.pdf).
    [
        (55.0, 12.75, 356083.438, 6097106.672),
        (55.0, 14.25, 452024.069, 6095048.642),
        (57.0, 19.5, 773251.054, 6326392.707),
        (69.0, 21.0, 739639.195, 7666089.698),
    ],
)
def test_the_projection_is_sweref_99_tm(lat: float, lon: float, east: float, north: float) -> None:
    found = metres(lat, lon)
    assert found == pytest.approx((east, north), abs=0.01)


def figure(language: str = "sv") -> object:
    """The map of a topic."""
    levels = {each.code: nearest(TOPIC, each.code, ATLAS).level for each in ATLAS.municipalities}
    return draw(levels, ATLAS.borders, words_of(TOPIC, TEXTS, language, DAY, places=len(levels)))


@pytest.fixture(scope="module")
def drawn() -> bytes:
    """The map as SVG."""
    return image(figure(), "svg")  # type: ignore[arg-type]


def test_every_municipality_is_drawn_in_the_colour_of_its_level_with_a_legend_title_and_date(drawn: bytes) -> None:
    tree = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    groups = {each.get("id", ""): each for each in tree.iter(f"{space}g")}
    shapes = {name: each for name, each in groups.items() if re.fullmatch(r"m\d{4}", name)}
    assert shapes.keys() == {f"m{each.code}" for each in ATLAS.municipalities}
    for each in ATLAS.municipalities:
        [path] = list(shapes[f"m{each.code}"].iter(f"{space}path"))
        assert f"fill: {COLOURS[nearest(TOPIC, each.code, ATLAS).level]}" in path.get("style", "")
    texts = ["".join(each.itertext()) for each in tree.iter(f"{space}text")]
    levels = [nearest(TOPIC, each.code, ATLAS).level for each in ATLAS.municipalities]
    assert {"Sälja till kommunen", "Så nära finns en väg in till kommunen, 5 december 2026"} <= set(texts)
    for level in Level:
        assert TEXTS.plain(f"report.{level}", "sv") in texts
        assert str(levels.count(level)) in texts


def test_a_map_is_the_same_each_time_it_is_drawn(drawn: bytes) -> None:
    assert image(figure(), "svg") == drawn  # type: ignore[arg-type]


def test_the_page_of_a_map_stands_by_itself_and_tells_of_each_municipality() -> None:
    doors = {each.code: nearest(TOPIC, each.code, ATLAS) for each in ATLAS.municipalities}
    html = map_page(figure("en"), doors, TEXTS, "en")  # type: ignore[arg-type]
    assert [each for each in Page(html).fetched if not each.startswith("#")] == []
    told = json.loads(re.search(r"const told = (\{.*?\});\n", html)[1])  # type: ignore[index]
    assert told.keys() == doors.keys()
    assert told["1270"].startswith("Tomelilla, ")
    assert "shared with others" in told["1270"]


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("html", b"<!doctype html>")])
def test_the_command_draws_each_kind(tmp_path: Path, kind: str, begins: bytes) -> None:
    path = tmp_path / f"map.{kind}"
    result = run("map", "school.internship", "-o", str(path), "--language", "en")
    assert result.exit_code == 0
    assert path.read_bytes().startswith(begins)
    assert path.stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("map", "strat"), "topic 'strat' is not known"),
        (("map", "start", "-o", "x.jpg"), "end its name with .png, .svg, .html"),
        (("map", "start", "-o", "/nowhere/x.png"), "/nowhere/x.png cannot be written"),
        (("coverage", "--html", "/nowhere/x.html"), "/nowhere/x.html cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused(words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.stderr
