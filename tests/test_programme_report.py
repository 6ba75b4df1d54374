"""The report of a programme: the same figures as words, charts, a page, a workbook and rows; small groups in none."""

import csv
import io
import json
import re
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from worked_example import keep_example

from bot.__main__ import lots
from bot.settings import VARIABLES
from bot.store import open_store


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worked example in the store of an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    store.write(keep_example)
    store.close()


def run(*words: str) -> Result:
    """`lots programme …` in this process."""
    return CliRunner().invoke(lots, ("programme", *words))


def test_the_words_tell_the_worked_example() -> None:
    """As counted by hand in `worked_example`."""
    told = run("report", "sydost").stdout
    assert "Med i programmet: 33 företag. Har slutat: 6." in told
    assert "Efter 2 veckor: 20 svar av 32, 7 tysta, 5 väntar\n• Går bra: 12, 60 % (39–78 %)\n" in told
    assert "• Långsamt: visas inte\n• Står still: visas inte\n\n" in told
    assert "Efter 2 månader: 21 svar av 26, 5 tysta, 0 väntar\n• Går bra: 8, 38 % (21–59 %)\n" in told
    assert "Efter 6 månader: färre än fem, visas inte" in told
    assert "Vad som behövs, bland 41 svar\n• Pengar och lån: 9, 22 % (12–37 %)\n• Hitta personal: 6, 15 %" in told
    english = run("report", "SYDOST", "--language", "en").stdout
    assert "After 2 weeks: 20 answers of 32, 7 silent, 5 waiting\n• Going well: 12, 60% (39–78%)" in english


def test_json_and_rows_tell_the_same() -> None:
    """Null and an empty cell are a group that is not shown."""
    found = json.loads(run("report", "sydost", "--json").stdout)
    assert found["steps"][0]["states"]["well"] == {"count": 12, "of": 20, "share": 0.6, "low": 0.3866, "high": 0.7812}
    assert found["steps"][0]["states"]["slow"] is found["steps"][2]["answered"] is None
    assert found["needs"]["topics"]["funding"]["count"] == 9
    assert run("report", "sydost", "--csv", "figures.csv").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("figures.csv").read_text(encoding="utf-8-sig"))))
    cells = {(row["what"], row["step"], row["measure"]): (row["count"], row["of"], row["per_cent"]) for row in rows}
    assert cells["state", "first", "well"] == ("12", "20", "60")
    assert cells["state", "first", "slow"] == ("", "20", "")
    assert cells["answers", "two-months", "answered"] == ("21", "26", "81")
    assert cells["need", "", "pooled"] == ("5", "41", "12")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_stands_by_itself(language: str) -> None:
    """One file: three pictures in it, nothing fetched, people's words escaped, unshared stories left out."""
    assert run("report", "sydost", "--html", "report.html", "--language", language).exit_code == 0
    page = Path("report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert not re.search(r"""(src|href)=["'](?!#)|url\((?!#)|@import|<script|<link""", page)
    assert "Maja &lt;Plåt &amp; co&gt;" in page
    assert "Kommunen svarade på en vecka." in page
    assert not re.search("Hemligt|Ångrat|Olle", page)
    assert f'<html lang="{language}">' in page
    assert ("39–78 %" if language == "sv" else "39–78%") in page


def test_the_workbook_holds_numbers_and_no_formulas() -> None:
    """A story that begins like one is shown as it was written."""
    assert run("report", "sydost", "--xlsx", "report.xlsx").exit_code == 0
    book = load_workbook("report.xlsx")
    assert book.sheetnames == ["Uppföljningar", "Behov", "Berättelser", "Om siffrorna"]
    assert [cell.value for cell in book["Uppföljningar"][2]][:6] == ["Efter 2 veckor", 32, 20, 7, 5, "63 %"]
    story = book["Berättelser"]["A2"]
    assert (story.value, story.data_type, story.quotePrefix) == ("=1+1 Vi fick två nya kunder.", "s", True)


def test_the_charts_are_pictures_of_a_phones_width() -> None:
    """Named in the language, 1080 pixels wide."""
    assert run("report", "sydost", "--png", "charts").exit_code == 0
    names = sorted(path.name for path in Path("charts").iterdir())
    assert names == ["behov-sydost.png", "hur-det-gar-sydost.png", "svar-sydost.png"]
    for name in names:
        head = Path("charts", name).read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert struct.unpack(">I", head[16:20]) == (1080,)


def test_what_cannot_be_done_is_said_and_nothing_is_lost() -> None:
    """An unknown code, a file that cannot be written: exit code 2, and what was there is there."""
    unknown = run("report", "sydvast")
    assert (unknown.exit_code, unknown.stderr.strip()) == (
        2,
        "lots: programme 'sydvast' is not known; the codes are: sydost, tillvaxtmotorn",
    )
    Path("there").mkdir()
    refused = run("report", "sydost", "--html", "there")
    assert (refused.exit_code, "cannot be written" in refused.stderr) == (2, True)
    assert run("report", "sydost", "--csv", "no/such/folder/a.csv").exit_code == 2
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []
