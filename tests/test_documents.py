"""Files that are made: whole, legible, the same each time, and read back by others' eyes."""

import os
import re
import struct
import subprocess
import sys
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pdf_words import Pdf

from bot.documents import make
from bot.documents.legible import UNKNOWN, legible
from bot.messages.files import Link, Meeting, Recipe
from bot.messages.words import Paragraph, Role, Span, Style, Table

URL = "https://t.me/foretagslots_bot?start=tillvaxtlyftet-2026"


def said(text: str, role: Role = "body", style: Style = "") -> Paragraph:
    return Paragraph((Span(text, style),), role)


TITLE = said("Samverkan i Sjöbo – åäö ÅÄÖ é ü €", "title")


def pdf(*words: Paragraph | Table, language: str = "sv") -> Pdf:
    return Pdf(make("a.pdf", Recipe(words, language)))


def markdown(*words: Paragraph | Table) -> str:
    return make("a.md", Recipe(words, "sv")).decode()


# --- all --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "about"),
    [("a.ics", None), ("a.png", None), ("a.ics", Link(URL)), ("a.xlsx", None), ("pdf", None), ("", None)],
)
def test_a_sort_that_cannot_be_made_is_an_error(name: str, about: Link | None) -> None:
    with pytest.raises(ValueError, match="no file that ends in"):
        make(name, Recipe((TITLE,), "sv", about))


def test_the_service_starts_without_loading_what_makes_files() -> None:
    heavy = ("fpdf", "segno", "icalendar", "matplotlib", "PIL", "fontTools")
    code = f"import sys, bot.serve, bot.chat; print([name for name in {heavy} if name in sys.modules])"
    assert _python(code) == "[]\n"


def test_the_same_recipe_gives_the_same_file_in_every_process() -> None:
    code = (
        "import hashlib; from bot.documents import make;"
        "from bot.messages.files import *; from bot.messages.words import *;"
        "words = (Paragraph((Span('Åsa 😀 fi'),), 'title'), Table((('a', 'b'), ('c', 'd'))));"
        f"print([hashlib.sha256(make(name, Recipe(words, 'sv', about))).hexdigest() for name, about in "
        f"(('a.pdf', None), ('a.pdf', Link({URL!r})), ('a.png', Link({URL!r})), ('a.md', None))])"
    )
    first, second = (_python(code, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first == second


def _python(code: str, **more: str) -> str:
    root = str(Path(__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": root} | more  # noqa: TID251 - another process of the same kind
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout


# --- Markdown ---------------------------------------------------------------


def test_markdown_has_headings_lists_tables_and_small_print() -> None:
    mixed = Paragraph((Span("Mål: ", "bold"), Span("tre kvällar"), Span(" i höst ", "italic"), Span("och fler.")))
    table = Table((("Vem", "Vad"), ("Åsa | co", "<b>*allt*\nnu")))
    made = markdown(
        TITLE, mixed, said("Frågor", "title"), said("• en\n• två\n1. tre"), table, said("Källa: a_b", "note")
    )
    assert made == (
        "# Samverkan i Sjöbo – åäö ÅÄÖ é ü €\n\n"
        "**Mål:** tre kvällar _i höst_ och fler.\n\n"
        "## Frågor\n\n"
        "- en\n- två\n1. tre\n\n"
        "| Vem | Vad |\n| --- | --- |\n| Åsa \\| co | \\<b\\>\\*allt\\* nu |\n\n"
        "Källa: a\\_b\n"
    )
    assert markdown(said("Källa: sjobo.se", "note")) == "_Källa: sjobo.se_\n"
    assert markdown(said("en\ntvå")) == "en  \ntvå\n"
    assert markdown(Table(())) == "\n"


@given(st.text(max_size=60), st.sampled_from(["", "bold", "italic"]))
def test_what_somebody_wrote_is_never_markup(text: str, style: Style) -> None:
    made = markdown(said(text.replace("\n", " "), style=style))
    bare = re.sub(r"\\[\\`*_\[\]<>|#]", "", made.strip().removeprefix("**").removesuffix("**"))
    if style == "italic":
        bare = bare.removeprefix("_").removesuffix("_")
    assert not set(bare) & set("`*_[]<>|#")


# --- PDF --------------------------------------------------------------------


def test_every_word_can_be_read_and_searched() -> None:
    mixed = Paragraph((Span("Mål: ", "bold"), Span("tre kvällar "), Span("i höst.", "italic")))
    table = Table((("Vem", "Vad"), ("Åsa Öst", "Allt"), ("Bo",)))
    made = pdf(TITLE, mixed, said("Frågor", "title"), said("• en\n12. två"), table, said("Källa: sjobo.se", "note"))
    expected = (
        "Samverkan i Sjöbo – åäö ÅÄÖ é ü € Mål: tre kvällar i höst. Frågor • en 12. två Vem Vad Åsa Öst Allt Bo "
        "Källa: sjobo.se"
    )
    assert made.words == expected
    assert len(made.pages) == 1


def test_several_pages_are_numbered_and_named_and_one_page_is_not() -> None:
    made = pdf(TITLE, *[said("Ett längre stycke om samverkan. " * 20)] * 20)
    assert len(made.pages) > 2
    for number, page in enumerate(made.pages, 1):
        assert page.endswith(f"{number} / {len(made.pages)}")
        assert page.count("Samverkan i Sjöbo") == 1


@pytest.mark.parametrize("lines", range(38, 50))
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(lines: int) -> None:
    made = pdf(TITLE, said("\n".join(["rad"] * lines)), said("Rubriken", "title"), said("Brödtexten."))
    (page,) = (page for page in made.pages if "Rubriken" in page)
    assert "Brödtexten." in page


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    rows = tuple((str(number), f"rad {number}") for number in range(120))
    made = pdf(TITLE, Table((("Nummer", "Händelse"), *rows)))
    assert len(made.pages) > 2
    assert all("Nummer" in page and "Händelse" in page for page in made.pages)
    assert all(f"rad {number}" in made.words for number in range(120))


@pytest.mark.parametrize(
    "table",
    [
        Table(()),
        Table(((),)),
        Table((("",),)),
        Table((("a" * 4000, "b"), ("c", "d" * 4000))),
        Table((("ord " * 2000,),)),
        Table((tuple(f"kolumn{number}" for number in range(14)),)),
        Table((("en", "två", "tre"), ("en",), ("1", "2", "3", "4"))),
    ],
)
def test_no_table_is_too_odd_to_print(table: Table) -> None:
    assert "Sist." in pdf(TITLE, table, said("Sist.")).pages[-1]


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    assert "Handlarföreningen" in pdf(Table((("Vem", "Vad"), ("Handlarföreningen", "ett långt ord " * 30)))).words


def test_addresses_can_be_pressed() -> None:
    made = pdf(said("Läs på https://www.sjobo.se/a?b=1, eller (https://a.se/x)."))
    assert made.links == ["https://www.sjobo.se/a?b=1", "https://a.se/x"]
    assert made.words == "Läs på https://www.sjobo.se/a?b=1 , eller ( https://a.se/x )."


WRITTEN = st.one_of(st.text(max_size=80), st.text("aå (\\)[]/\n😀👍🦄中ع\u202e\x00", max_size=60))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(WRITTEN, st.sampled_from(["title", "body", "note"])), max_size=3), WRITTEN)
def test_whatever_is_written_can_be_printed(paragraphs: list[tuple[str, Role]], cell: str) -> None:
    words = tuple(said(text, role) for text, role in paragraphs)
    made = pdf(*words, Table(((cell, "x"),)), said("slut"), language="en")
    assert "slut" in made.pages[-1]


LATIN = {*range(32, 127), *map(ord, "åäöÅÄÖ✓★→☺é–•\u00a0□")}


@pytest.mark.parametrize(
    ("written", "sv", "en"),
    [
        ("Hej åäö", "Hej åäö", "Hej åäö"),
        ("Klart ✅", "Klart ✓", "Klart ✓"),
        ("👍🏽 bra", "(tummen upp) bra", "(thumbs up) bra"),
        ("🇸🇪 och 🦄", "SE och (unicorn face)", "SE och (unicorn face)"),
        ("e\u0301n\tgång\u2003till", "én gång till", "én gång till"),
        ("a\u202eb\u200bc\x00d\ud800", "abcd", "abcd"),
        ("10\u00a0000", "10\u00a0000", "10\u00a0000"),
        ("中文 ع", f"{UNKNOWN}{UNKNOWN} {UNKNOWN}", f"{UNKNOWN}{UNKNOWN} {UNKNOWN}"),
        ("en\ntvå", "en\ntvå", "en\ntvå"),
    ],
)
def test_what_no_font_has_is_said_in_another_way(written: str, sv: str, en: str) -> None:
    assert (legible(written, LATIN, "sv"), legible(written, LATIN, "en")) == (sv, en)


@given(st.text())
def test_legible_words_are_in_letters_that_the_font_has(text: str) -> None:
    assert {ord(letter) for letter in legible(text, LATIN)} <= LATIN | {ord("\n")}


def test_every_sign_that_stands_in_for_an_emoji_is_in_the_font() -> None:
    assert pdf(said("✅ ❌ ⭐ 🙂 🙁 📞 📧 💙 🔹 👉")).words == "✓ ✗ ★ ☺ ☹ ☎ ✉ ♥ • →"


# --- QR codes ---------------------------------------------------------------

SHEET = (said("Tillväxtlyftet", "title"), said("Rikta kameran mot rutan."))


def modules(url: str) -> list[list[int]]:
    """What a camera must see."""
    return [list(row) for row in segno.make(url, error="q", micro=False).matrix_iter(border=4)]


@pytest.mark.parametrize(
    "url", [URL, "https://a.se", "https://t.me/lots?start=" + "x" * 64, "https://å.se/" + "ö" * 300]
)
def test_the_picture_is_the_code_with_its_quiet_edge_and_large_enough(url: str) -> None:
    made = make("a.png", Recipe((), "sv", Link(url)))
    assert modules(url) == _pixels(made)
    (side,) = struct.unpack(">I", made[16:20])
    assert 500 <= side <= 1000


def _pixels(png: bytes) -> list[list[int]]:
    """The modules of a picture of one bit a pixel, unfiltered, as segno writes it."""
    width, height, depth = struct.unpack(">IIB", png[16:25])
    assert depth == 1
    data = zlib.decompress(b"".join(re.findall(rb"IDAT(.*?)....(?=....IEND|....IDAT)", png, re.DOTALL)))
    row_bytes = (width + 7) // 8 + 1
    rows = [data[at + 1 : at + row_bytes] for at in range(0, len(data), row_bytes)]
    assert len(rows) == height
    bits = [[row[x // 8] >> (7 - x % 8) & 1 for x in range(width)] for row in rows]
    light = bits[0][0]
    scale = next(x for x in range(width) if bits[x][x] != light) // 4
    return [[int(bits[y][x] != light) for x in range(0, width, scale)] for y in range(0, height, scale)]


def test_the_sheet_shows_the_same_code_its_title_what_to_do_and_the_link() -> None:
    made = Pdf(make("a.pdf", Recipe(SHEET, "sv", Link(URL))))
    assert made.words == f"Tillväxtlyftet Rikta kameran mot rutan. {URL}"
    assert (len(made.pages), made.links) == (1, [URL])
    wanted = modules(URL)
    module = 128 / 25.4 * 72 / len(wanted)
    runs = [(x, y, width, height) for x, y, width, height in made.rectangles() if abs(-height / module - 1.02) < 0.01]
    top = max(y for _, y, _, _ in runs) + 4 * module
    left = min(x for x, _, _, _ in runs) - 4 * module
    seen = [[0] * len(wanted) for _ in wanted]
    for x, y, width, _ in runs:
        row, first = round((top - y) / module), round((x - left) / module)
        seen[row][first : first + round(width / module)] = [1] * round(width / module)
    assert seen == wanted


@pytest.mark.parametrize("title", ["", "Kort", "Ett mycket långt namn på ett program i sex kommuner " * 3])
def test_a_sheet_is_one_page_however_long_its_words(title: str) -> None:
    words = (said(title, "title"), said("Gör så här. " * 12))
    made = Pdf(make("a.pdf", Recipe(words, "sv", Link("https://t.me/" + "x" * 400))))
    assert len(made.pages) == 1


# --- calendar ---------------------------------------------------------------

MEETING = Meeting(
    uid="moete-1@lots",
    start=datetime(2026, 12, 1, 13, 0, tzinfo=UTC),
    end=datetime(2026, 12, 1, 14, 0, tzinfo=UTC),
    changed=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    place="Gamla torg 3; rum 2, Sjöbo",
    url="https://sjobo.se/a,b",
    organizer="Näringslivskontoret i Sjöbo",
    mailbox="naringsliv@sjobo.se",
)
ABOUT = (
    said("Möte om\nindustrimark", "title"),
    said("Ta med ritning, mått; foto.\nVi ses \\o/."),
    said("Källa: a", "note"),
)


def event(meeting: Meeting, *words: Paragraph | Table) -> Any:
    """The meeting as the library that many calendars use reads it."""
    (found,) = Calendar.from_ical(make("a.ics", Recipe(words or ABOUT, "sv", meeting))).walk("VEVENT")
    return found


def test_a_calendar_reads_what_was_meant() -> None:
    read = event(MEETING)
    assert read["uid"] == "moete-1@lots"
    assert read["summary"] == "Möte om industrimark"
    assert read["description"] == "Ta med ritning, mått; foto.\nVi ses \\o/.\n\nKälla: a"
    assert (read["location"], read["url"]) == ("Gamla torg 3; rum 2, Sjöbo", "https://sjobo.se/a,b")
    assert (read.decoded("dtstart"), read.decoded("dtend")) == (MEETING.start, MEETING.end)
    assert read.decoded("dtstamp") == MEETING.changed
    assert (read["organizer"], read["organizer"].params["cn"]) == (
        "mailto:naringsliv@sjobo.se",
        "Näringslivskontoret i Sjöbo",
    )
    assert (read["status"], read["sequence"]) == ("CONFIRMED", 0)


def test_a_meeting_without_an_office_names_nobody_and_an_office_without_a_mailbox_gets_no_address() -> None:
    bare = Meeting("1@lots", MEETING.start, MEETING.end, MEETING.changed)
    assert not {"organizer", "location", "url", "description", "attendee"} & set(event(bare, TITLE))
    named = Meeting("1@lots", MEETING.start, MEETING.end, MEETING.changed, organizer="Kommunen")
    assert event(named)["organizer"] == "invalid:nomail"


def test_a_changed_meeting_keeps_its_uid_and_a_cancelled_one_says_so() -> None:
    changed = Meeting(MEETING.uid, MEETING.start, MEETING.end, MEETING.changed, sequence=2, cancelled=True)
    read = event(changed)
    assert (read["uid"], read["sequence"], read["status"]) == (MEETING.uid, 2, "CANCELLED")


def test_a_whole_day_has_no_hours_and_needs_no_zone() -> None:
    day = Meeting("1@lots", date(2026, 6, 6), date(2026, 6, 7), MEETING.changed)
    made = make("a.ics", Recipe(ABOUT, "sv", day)).decode()
    assert "DTSTART;VALUE=DATE:20260606\r\n" in made
    assert "VTIMEZONE" not in made
    assert event(day).decoded("dtend") == date(2026, 6, 7)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_is_the_same_by_the_zone_that_comes_with_it(start: datetime) -> None:
    start = start.replace(microsecond=0)
    if (start.month, start.hour) == (10, 1):  # the hour that comes twice in autumn
        start += timedelta(hours=1)
    made = make("a.ics", Recipe(ABOUT, "sv", Meeting("1", start, start + timedelta(hours=1), start))).decode()
    zoned = re.search(r"DTSTART;TZID=Europe/Stockholm:(\d{8}T\d{6})", made)
    assert zoned
    local = datetime.strptime(zoned[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a clock on a wall
    assert local - _offset(made, local) == start.replace(tzinfo=None)


def _offset(ics: str, local: datetime) -> timedelta:
    """What the file's own rules say of a moment on the wall clock: the last Sundays of March and October."""
    (zone,) = Calendar.from_ical(ics).walk("VTIMEZONE")
    changes: list[tuple[datetime, timedelta, timedelta]] = []
    halves: list[Any] = zone.subcomponents
    for half in halves:
        rule, begins = half["rrule"], half.decoded("dtstart")
        assert (rule["byday"], rule["freq"]) == (["-1SU"], ["YEARLY"])
        last = datetime(local.year, rule["bymonth"][0], 31, begins.hour)  # noqa: DTZ001
        last -= timedelta(days=(last.weekday() + 1) % 7)
        changes.append((last, half.decoded("tzoffsetfrom"), half.decoded("tzoffsetto")))
    (spring, before, summer), (autumn, _, winter) = sorted(changes)
    assert before == winter
    return summer if spring <= local < autumn else winter


@given(st.text(min_size=1, max_size=300))
def test_no_words_can_add_a_line_to_the_calendar(text: str) -> None:
    made = make("a.ics", Recipe((said(text, "title"), said(text)), "sv", MEETING))
    lines = made.decode("utf-8", "replace").split("\r\n")
    starts = [line.partition(":")[0].partition(";")[0] for line in lines if line and not line.startswith(" ")]
    assert starts.count("UID") == starts.count("SUMMARY") == 1
    assert set(starts) <= {
        *("BEGIN", "END", "VERSION", "PRODID", "METHOD", "TZID", "DTSTART", "RRULE", "TZNAME", "TZOFFSETFROM"),
        *("TZOFFSETTO", "SUMMARY", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "DESCRIPTION", "LOCATION", "ORGANIZER"),
        *("STATUS", "URL"),
    }
    assert all(len(line.encode()) <= 75 for line in lines)
