"""`lots programme list | add | link`, lists of addresses: what is made, what is refused with line and reason."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from doubles.slack import SlackDouble
from hypothesis import given
from hypothesis import strategies as st
from pdf_words import Pdf

from bot.__main__ import lots
from bot.channels import TokenRefused, Unreachable
from bot.channels.slack import members_by_email
from bot.programmes.roster import BrokenRow, NoRoster, read_roster
from bot.settings import VARIABLES
from bot.store import open_store
from knowledge import load_atlas
from knowledge.sources import SHIPPED

EXAMPLE = (SHIPPED / "programmes" / "ystadmodellen-sydost.toml").read_text(encoding="utf-8")
OWN = EXAMPLE.replace('id = "ystadmodellen-sydost"', 'id = "own"').replace('code = "sydost"', 'code = "eget"')


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, without settings."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*words: str) -> Result:
    """`lots programme …` in this process."""
    return CliRunner().invoke(lots, ("programme", *words))


def test_the_list_has_what_a_start_link_carries(empty: Path) -> None:
    """The contract of `programme list --json` (design.md)."""
    found = {each["id"]: each for each in json.loads(run("list", "--json").stdout)}
    assert (found["ystadmodellen-sydost"]["code"], found["ystadmodellen-sydost"]["enrolled"]) == ("sydost", 0)
    assert found["ystadmodellen-sydost"]["name"] == "Ystadmodellen i sydöstra Skåne"


def test_a_programme_of_ones_own_is_known_without_a_restart(empty: Path) -> None:
    """Also put in the place of a shipped one, and read from the store by whoever runs already."""
    Path("own.toml").write_text(OWN, encoding="utf-8")
    assert run("add", "own.toml").exit_code == 0
    assert {each["code"] for each in json.loads(run("list", "--json").stdout)} == {"eget", "sydost", "tillvaxtmotorn"}
    Path("own.toml").write_text(OWN.replace("Ystadmodellen i sydöstra Skåne", "Vårt eget"), encoding="utf-8")
    assert "Put in place of the one before: Vårt eget." in run("add", "own.toml").stdout
    store = open_store("sqlite:///lots.db")
    atlas = load_atlas()
    viewed = atlas.as_of(datetime(2026, 12, 1, tzinfo=UTC), store.write(lambda tables: tables.changes()))
    store.close()
    assert atlas.programme("eget") is None
    found = viewed.programme("eget")
    assert found is not None
    assert found.sv.name == "Vårt eget"


def test_a_programme_that_was_added_can_be_taken_away(empty: Path) -> None:
    """One that is a file cannot; one that stood in a file's place leaves it standing."""
    for text, name in ((OWN, "own.toml"), (EXAMPLE, "ystadmodellen-sydost.toml")):
        Path(name).write_text(text, encoding="utf-8")
        assert run("add", name).exit_code == 0
    assert "those who take part are told in their hours" in run("remove", "eget").stdout
    assert "the file of that id holds again" in run("remove", "sydost").stdout
    refused = run("remove", "sydost")
    assert (refused.exit_code, "it is a file" in refused.stderr) == (2, True)
    assert {each["code"] for each in json.loads(run("list", "--json").stdout)} == {"sydost", "tillvaxtmotorn"}


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ('at = "P14D"', 'on = "2020-03-01"', "step 'first' is on 2020-03-01, which has been; write a day to come"),
        ("[plan]\n", '[plan]\nzone = "Europe/Ystad"\n', "zone 'Europe/Ystad' is no time zone; write one of the IANA"),
        ('from = "2026-09-01"', 'from = "2019-09-01"\nuntil = "2020-09-01"', "until 2020-09-01 has been"),
        ('code = "eget"', 'code = "sydost"', "code 'sydost' is ystadmodellen-sydost's; choose another"),
        ('municipalities = ["1286"', 'municipalities = ["9286"', "'9286' is no municipality"),
    ],
)
def test_a_programme_that_would_not_work_is_refused_with_its_line(
    empty: Path, was: str, now: str, message: str
) -> None:
    """Exit code 2, the line, what to do; and nothing is added."""
    assert was in OWN
    changed = OWN.replace(was, now, 1)
    Path("own.toml").write_text(changed, encoding="utf-8")
    line = next(number for number, each in enumerate(changed.split("\n"), 1) if now.strip().split("\n")[-1] in each)
    refused = run("add", "own.toml")
    assert refused.exit_code == 2
    assert f"own.toml:{line}: " in refused.stderr
    assert message in refused.stderr
    assert len(json.loads(run("list", "--json").stdout)) == 2


def test_the_link_comes_as_a_picture_and_a_sheet(empty: Path) -> None:
    """The sheet says the programme's name, what to do and the address; and what to write in Slack."""
    made = run("link", "sydost", "--bot", "@LotsBot", "--out", "wall")
    assert made.exit_code == 0
    assert "Telegram: https://t.me/LotsBot?start=sydost" in made.stdout
    assert "Slack: write sydost to the bot" in made.stdout
    assert Path("wall/sydost.png").read_bytes().startswith(b"\x89PNG")
    sheet = Pdf(Path("wall/sydost.pdf").read_bytes())
    assert "Ystadmodellen i sydöstra Skåne" in sheet.words
    assert sheet.links == ["https://t.me/LotsBot?start=sydost"]
    refused = run("link", "sydost")
    assert (refused.exit_code, "set TELEGRAM_BOT_NAME" in refused.stderr) == (2, True)


# --- lists of addresses -----------------------------------------------------


def test_a_list_is_read_with_the_reason_for_each_row_that_is_broken() -> None:
    """Good rows keep their numbers; an address counts once, however it is written."""
    found = read_roster(b"Namn;E-post\nMaja;maja@example.se\nOlle;olle(at)example.se\n\nEva;\nPer;MAJA@example.se\n")
    assert found.good == ((2, "maja@example.se"),)
    assert found.broken == (
        BrokenRow(3, "'olle(at)example.se' is no e-mail address; write it like maja@example.se"),
        BrokenRow(5, "has no address; write one or take the row out"),
        BrokenRow(6, "MAJA@example.se stands in row 2 too; take one out"),
    )


@pytest.mark.parametrize("content", ["a@b.se\nc@d.se\n", "\ufeffemail\r\na@b.se\r\nc@d.se\r\n", "x,a@b.se\ny,c@d.se"])
def test_lists_of_other_programs_are_read_too(content: str) -> None:
    """Without a head, with a mark and Windows' line ends, with more columns."""
    assert [address for _, address in read_roster(content.encode()).good] == ["a@b.se", "c@d.se"]
    assert [address for _, address in read_roster("Företag;E-post\nBåt & Plåt;båt@b.se".encode("cp1252")).good] == [
        "båt@b.se"
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty; write one e-mail address a line"),
        (b"\n \n;;\n", "is empty"),
        (b"email\n", "has a head and no rows below it"),
        (b"name,town\nMaja,Ystad\n", "none is called e-post or email"),
        (b"\x81\x8d\x00", "is no text"),
        (b"a" * 1_000_001, "split it"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(content: bytes, why: str) -> None:
    """One clear line."""
    with pytest.raises(NoRoster, match=why):
        read_roster(content)


@given(st.binary(max_size=200))
def test_whatever_is_in_a_file_no_row_is_lost(content: bytes) -> None:
    """Every row is good or named as broken, or the whole is no list."""
    try:
        found = read_roster(content)
    except NoRoster:
        return
    numbers = [row for row, _ in found.good] + [each.row for each in found.broken]
    assert len(numbers) == len(set(numbers)) > 0
    assert all("@" in address for _, address in found.good)


async def test_members_are_found_by_their_addresses() -> None:
    """In the workspace alone; a wait that Slack asks for is kept, a missing right is named."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    async with SlackDouble() as slack:
        slack.person("U1", "maja", email="Maja@example.se")
        slack.fail("users.lookupByEmail", status=429, retry_after=3)
        found = await members_by_email("xoxb-test", slack.base_url, ["maja@example.se", "no@example.se"], wait)
        assert (found, waited) == ({"maja@example.se": "slack:T1:U1"}, [3.0])
        slack.fail("users.lookupByEmail", error="missing_scope")
        with pytest.raises(TokenRefused, match=r"users:read\.email"):
            await members_by_email("xoxb-test", slack.base_url, ["maja@example.se"])
        with pytest.raises(TokenRefused, match="SLACK_BOT_TOKEN"):
            await members_by_email("xoxb-wrong", slack.base_url, ["maja@example.se"])
    with pytest.raises(Unreachable):
        await members_by_email("xoxb-test", slack.base_url, ["maja@example.se"])
