"""`lots knowledge check` and `stale`: what sound files can still have wrong, and which links lead nowhere."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from facts_files import NAME, SOUND, lay, line_with

import knowledge
from bot.__main__ import lots
from bot.reports.links import Limits, Verdict, check_links, links_of
from bot.reports.staleness import stale_entries
from bot.store import Tables, open_store
from knowledge import Atlas, Edit, KnowledgeError, edited, load_atlas
from knowledge.private import private_in
from knowledge.review import reached, review

FOLDER = Path(knowledge.__file__).parent


def run(*words: str, **env: str) -> Result:
    """`lots knowledge …`."""
    return CliRunner().invoke(lots, ["knowledge", *words], env=env)


def found_in(folder: Path) -> tuple[list[str], list[str]]:
    """Problems and notes about the files of a folder."""
    result = review(folder)
    ours = str(folder)
    return (
        [str(each).removeprefix(f"{ours}/") for each in result.problems if each.file.startswith(ours)],
        [str(each).removeprefix(f"{ours}/") for each in result.notes if each.file.startswith(ours)],
    )


ORGANISATION = """\
id = "joint"
name = "Gemensam inköpsenhet"
source = "https://example.se"
standing = "published"
serves = ["1384"]
[[entry_points]]
id = "joint-one"
topic = "procurement.register"
source = "https://example.se"
standing = "published"
[entry_points.sv]
title = "Ett"
steps = ["Gör."]
[entry_points.en]
title = "One"
steps = ["Do."]
"""


# --- check -------------------------------------------------------------------


def test_the_shipped_files_have_nothing_wrong() -> None:
    assert [str(each) for each in review().problems] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ring Anna på 070-123 45 67", "'070-123 45 67' is a mobile number"),
        ("+46 73 555 55 55", "is a mobile number"),
        ("0046701234567", "is a mobile number"),
        ("anna.andersson@laholm.se svarar", "'anna.andersson@laholm.se' seems to be a person's own mailbox"),
        ("800101-1234", "seems to be a personal identity number"),
        ("19800101-1234", "seems to be a personal identity number"),
    ],
)
def test_what_is_somebody_s_own_is_found(text: str, says: str) -> None:
    [found] = private_in(text)
    assert says in found


@pytest.mark.parametrize(
    "text",
    [
        "0430-150 00",
        "0771-567 567",
        "08-508 00 000",
        "naringsliv@laholm.se",
        "kommunens.upphandling@laholm.se",
        "https://e.se/070-1234567",
        "organisationsnummer 556677-8899",
        "diarienummer 2024/07012345678",
        "1 januari 2026 kl. 07.00–16.30",
        "SFS 1998:808",
    ],
)
def test_what_is_public_is_left_alone(text: str) -> None:
    assert list(private_in(text)) == []


PAGE = "https://kungsbacka.se/two"
TELL_TALES = [
    ("naringsliv@kungsbacka.se", "eva.ek@kungsbacka.se", "email", "a person's own mailbox"),
    ('"Write."', '"Sms 0701-23 45 67."', 'steps = ["Sms', "a mobile number"),
    (PAGE, "https://intranat.kungsbacka.se/two", 'url = "https://intra', "only insiders"),
    (PAGE, "http://10.0.0.1/two", 'url = "http://10', "a number for its host"),
    (PAGE, "https://kungsbacka.se:8443/x", 'url = "https://kungsbacka.se:', "port 8443"),
    (PAGE, "https://a.se/two.", 'url = "https://a.se/two."', "a mark that"),
    (PAGE, "https://a.se/https://b.se", 'url = "https://a.se', "another inside it"),
    (PAGE, "https://kungsbacka.1/x", 'url = "https://kungsbacka.1', "ends in no domain"),
]


def test_a_private_detail_or_a_link_to_nowhere_is_told_by_line(tmp_path: Path) -> None:
    """Each in a file of its own, and nothing else of those files."""
    expected = []
    for (old, new, at, says), place in zip(TELL_TALES, load_atlas().municipalities, strict=False):
        text = SOUND.replace(old, new).replace("1384", place.code)
        text = text.replace('"Kungsbacka"', f'"{place.name}"').replace('"Hallands län"', f'"{place.county}"')
        lay(tmp_path, text, f"municipalities/{place.code}-x.toml")
        [shipped] = (FOLDER / "municipalities").glob(f"{place.code}-*.toml")
        (tmp_path / f"municipalities/{place.code}-x.toml").rename(tmp_path / "municipalities" / shipped.name)
        expected.append((f"municipalities/{shipped.name}:{line_with(text, at)}: ", says))
    problems, _ = found_in(tmp_path)
    for problem, (where, says) in zip(problems, expected, strict=True):
        assert problem.startswith(where)
        assert says in problem
    result = run("check", LOTS_KNOWLEDGE=str(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{len(expected)} to mend:" in result.stderr
    assert [line.removeprefix(f"{tmp_path}/") for line in result.stderr.splitlines()[1:]] == problems


def test_a_source_may_be_where_others_cannot_go(tmp_path: Path) -> None:
    text = SOUND.replace('source = "https://kungsbacka.se/source"', 'source = "http://10.0.0.1/x"')
    assert found_in(lay(tmp_path, text))[0] == []


def test_a_desk_may_not_write_somebody_s_own_number_either() -> None:
    entry = load_atlas().entry("1384-permits")
    assert entry
    with pytest.raises(KnowledgeError, match="is a mobile number"):
        edited(entry, {"contact": {"phone": "070-123 45 67"}})


def test_two_entries_that_say_the_same_are_told(tmp_path: Path) -> None:
    first = SOUND.split("\n\n")[1]
    problems, _ = found_in(lay(tmp_path, SOUND + "\n" + first.replace("1384-one", "1384-three")))
    assert ["1384-three has the same topic, title and link as 1384-one" in each for each in problems] == [True]


def joint(name: str, changed: str = ORGANISATION, head: str = "") -> dict[str, str]:
    """An organisation's file, by another name than the others'."""
    return {"text": head + changed.replace("joint", name), "name": f"organisations/{name}.toml"}


def test_an_entry_that_no_look_up_reaches_is_worth_a_look(tmp_path: Path) -> None:
    gone = 'closed = "2024"\nreplaced_by = "Kommunen"\nreplaced_by_en = "The municipality"\n'
    lay(tmp_path / "a", **joint("joint", ORGANISATION.replace('["1384"]', "[]")))
    lay(tmp_path / "b", **joint("first", ORGANISATION.replace("1384", "2513")))
    lay(tmp_path / "b", **joint("beside"))
    lay(tmp_path / "b", **joint("closed", head=gone))
    nobody, others = found_in(tmp_path / "a"), found_in(tmp_path / "b")
    where, why = (
        "organisations/joint.toml:6: no look-up reaches joint-one: ",
        "Gemensam inköpsenhet serves no municipality",
    )
    assert nobody == ([], [f"{where}{why}; add serves = [ … ]"])
    assert others[0] == []
    [closed] = others[1]
    assert closed.startswith("organisations/closed.toml:")
    assert "is closed; move it to what replaced it" in closed
    result = run("check", LOTS_KNOWLEDGE=str(tmp_path / "a"))
    assert result.exit_code == 0
    assert "worth a look: " in result.stderr
    assert result.stdout.endswith("all sound.\n")
    strict = run("check", "--strict", LOTS_KNOWLEDGE=str(tmp_path / "a"))
    assert strict.exit_code == 2
    assert "no look-up reaches joint-one" in strict.stderr


def test_reached_is_what_some_door_shows() -> None:
    atlas = load_atlas()
    known = reached(atlas)
    assert known <= {entry.id for entry in atlas.entries()}
    assert {entry.id for entry in atlas.municipality("1384").entry_points} <= known
    assert {entry.id for entry in atlas.national.values()} <= known


def test_a_successor_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    for heir in ("nobody", "joint"):
        text = f'successor = "{heir}"\n{ORGANISATION}'
        result = run("check", LOTS_KNOWLEDGE=str(lay(tmp_path, text, "organisations/joint.toml")))
        assert result.exit_code == 2
        assert f"successor '{heir}' is no other organisation's id" in result.stderr


def test_what_would_be_passed_over_in_silence_is_told(tmp_path: Path) -> None:
    lay(tmp_path, SOUND)
    lay(tmp_path, SOUND, f"municipality/{NAME}")
    lay(tmp_path, SOUND, "municipalities/1381-laholm.tml")
    problems, _ = found_in(tmp_path)
    assert problems == [
        "municipalities/1381-laholm.tml:1: is not read; name it ….toml, or take it away",
        "municipality:1: is no folder of knowledge and is not read; did you mean municipalities?",
    ]


def test_check_as_json_has_all_of_it(tmp_path: Path) -> None:
    sound = json.loads(run("check", "--json").stdout)
    assert (sound["municipalities"], sound["problems"]) == (290, [])
    assert sound["entries"] == sum(1 for _ in load_atlas().entries())
    text = SOUND.replace('"start"', '"strat"')
    wrong = run("check", "--json", LOTS_KNOWLEDGE=str(lay(tmp_path, text)))
    assert wrong.exit_code == 2
    [problem] = json.loads(wrong.stdout)["problems"]
    assert problem["line"] == line_with(text, 'topic = "strat')
    assert "did you mean start?" in problem["message"]
    private = run("check", "--json", LOTS_KNOWLEDGE=str(lay(tmp_path, SOUND.replace("Skriv.", "Ring 070-123 45 67."))))
    assert private.exit_code == 2
    assert "mobile" in json.loads(private.stdout)["problems"][0]["message"]


def test_an_edit_that_fits_no_file_any_more_is_worth_a_look(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    now = datetime(2026, 12, 5, tzinfo=UTC)
    store.write(lambda tables: tables.edit_entry(Edit("1384-gone", {"url": "https://a.se"}, "x", now)))
    store.write(lambda tables: tables.edit_entry(Edit("1384-permits", {"url": "https://a.se"}, "x", now)))
    store.close()
    result = run("check", LOTS_DATABASE=f"sqlite:///{tmp_path}/lots.db")
    assert "the edit of 1384-gone fits its file no more" in result.stderr
    assert "1384-permits" not in result.stderr


# --- links -------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """A site with every kind of page."""

    together = most_together = 0
    lock = threading.Lock()

    def do_GET(self) -> None:
        """Answer by the path."""
        match self.path.strip("/").partition("/")[0]:
            case "slow":
                time.sleep(2)
            case "moved":
                self._reply(301, Location="/fine")
            case "moment":
                self._reply(302, Location="/fine")
            case "circle":
                self._reply(302, Location="/circle")
            case "busy":
                with Site.lock:
                    Site.together += 1
                    Site.most_together = max(Site.most_together, Site.together)
                time.sleep(0.05)
                with Site.lock:
                    Site.together -= 1
                self._reply(200)
            case "fine":
                self._reply(200)
            case status:
                self._reply(int(status))

    def _reply(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def asked(*urls: str, **limits: Any) -> dict[str, tuple[Verdict, str]]:
    """What became of links, by their path."""
    done = []
    found = asyncio.run(check_links(dict.fromkeys(urls, ("1384-one",)), Limits(**limits), lambda: done.append(1)))
    assert len(done) == len(urls)
    assert all(each.used_by == ("1384-one",) for each in found)
    return {each.url.rpartition("/")[2]: (each.verdict, each.detail) for each in found}


def test_each_kind_of_answer_has_its_verdict(site: str) -> None:
    paths = ("fine", "404", "410", "403", "429", "500", "503", "moved", "moment", "circle", "slow")
    found = asked(*(f"{site}/{path}" for path in paths), seconds=0.5)
    assert found == {
        "fine": (Verdict.FINE, "200"),
        "moment": (Verdict.FINE, "200"),
        "404": (Verdict.GONE, "404"),
        "410": (Verdict.GONE, "410"),
        "403": (Verdict.CLOSED, "403"),
        "429": (Verdict.CLOSED, "429"),
        "500": (Verdict.BROKEN, "500"),
        "503": (Verdict.BROKEN, "503"),
        "moved": (Verdict.MOVED, f"{site}/fine"),
        "circle": (Verdict.BROKEN, "leads in a circle"),
        "slow": (Verdict.UNREACHABLE, "no answer in 0.5 s"),
    }
    assert list(found.values()) == sorted(found.values(), key=lambda each: list(Verdict).index(each[0]))


def test_a_site_that_is_not_there_is_unreachable() -> None:
    found = asked("http://127.0.0.1:1/x", seconds=1)
    assert found["x"][0] is Verdict.UNREACHABLE


def test_one_site_is_asked_for_few_pages_at_once(site: str) -> None:
    Site.most_together = 0
    found = asked(*(f"{site}/busy/{number}" for number in range(12)), of_one_site=2)
    assert len(found) == 12
    assert 1 <= Site.most_together <= 2


def test_every_address_that_is_told_is_asked_for_once_with_where_it_stands() -> None:
    atlas = load_atlas()
    links = links_of(atlas)
    entry = atlas.entry("1384-procurement-register")
    assert entry
    assert entry.id in links[entry.url]
    assert entry.id in links[entry.source]
    assert "1384" in links[atlas.municipality("1384").website]
    assert all(url.startswith("http") for url in links)
    assert all(len(set(places)) == len(places) for places in links.values())


def test_the_command_asks_for_the_links_of_one_site_and_ends_with_2_if_any_is_dead(site: str, tmp_path: Path) -> None:
    good = SOUND.replace("https://kungsbacka.se/two", f"{site}/fine")
    host = site.removeprefix("http://")
    result = run("check", "--links", "--site", host, LOTS_KNOWLEDGE=str(lay(tmp_path, good)))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 fine")
    bad = SOUND.replace("https://kungsbacka.se/two", f"{site}/404")
    result = run("check", "--links", "--site", host, LOTS_KNOWLEDGE=str(lay(tmp_path, bad)))
    assert result.exit_code == 2
    assert result.stdout.splitlines()[-1] == "1 gone"
    assert "1384-two" in result.stdout
    as_json = run("check", "--links", "--site", host, "--json", LOTS_KNOWLEDGE=str(tmp_path))
    assert json.loads(as_json.stdout) == {
        "links": [{"url": f"{site}/404", "verdict": "gone", "detail": "404", "used_by": ["1384-two"]}]
    }


# --- stale -------------------------------------------------------------------


def with_dates(**dates: str) -> Atlas:
    """The atlas with Kungsbacka's first entry dated."""
    atlas = load_atlas()
    kungsbacka = atlas.municipality("1384")
    entry = replace(kungsbacka.entry_points[0], **dates)  # type: ignore[arg-type]
    others = tuple(each for each in atlas.municipalities if each.code != "1384")
    return replace(atlas, municipalities=(*others, replace(kungsbacka, entry_points=(entry,))))


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ({"best_before": "2026-12-04", "seen": "2026"}, "past its date"),
        ({"best_before": "2026-12-05", "seen": "2026"}, "near its date"),
        ({"best_before": "2027-01-04", "seen": "2026"}, "near its date"),
        ({"best_before": "2027-01-05", "seen": "2026"}, None),
        ({"best_before": "2026-11", "seen": ""}, "past its date"),
        ({"seen": "2023"}, None),
        ({"seen": "2023-12-01"}, "seen long ago"),
        ({"seen": "2022"}, "seen long ago"),
        ({"seen": ""}, "of unknown age"),
    ],
)
def test_an_entry_is_stale_for_its_most_urgent_reason(dates: dict[str, str], why: str | None) -> None:
    found = stale_entries(with_dates(**dates), date(2026, 12, 5), days=30, years=3)
    assert [each.why for each in found if each.entry.owner == "1384"] == ([why] if why else [])


def test_stale_tells_the_most_urgent_first_and_of_one_place(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND.replace('seen = "2024-03-15"', 'seen = "2024-03-15"\nbest_before = "2024"'))
    rows = json.loads(run("stale", "--json", LOTS_KNOWLEDGE=str(folder)).stdout)
    assert (rows[0]["why"], rows[0]["id"], rows[0]["date"]) == ("past its date", "1384-two", "2024")
    order = ["past its date", "near its date", "seen long ago", "of unknown age"]
    assert [row["why"] for row in rows] == sorted((row["why"] for row in rows), key=order.index)
    here = run("stale", "--place", "Kungsbacka", LOTS_KNOWLEDGE=str(folder))
    [line] = [line.split() for line in here.stdout.splitlines() if "1384-two" in line]
    assert line[:6] == ["past", "its", "date", "2024-03-15", "2024", "–"]
    assert here.stdout.splitlines()[-1] == "1 past its date, 1 of unknown age"
    assert run("stale", "--place", "Zzzz").exit_code == 2


def test_stale_tells_whether_the_owner_was_asked_about_the_date_it_has(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND.replace('seen = "2024-03-15"', 'seen = "2024-03-15"\nbest_before = "2024"'))
    kept = {"LOTS_KNOWLEDGE": str(folder), "LOTS_DATABASE": f"sqlite:///{tmp_path}/lots.db"}
    for date_asked, told in (("2023", False), ("2024", True)):
        store = open_store(kept["LOTS_DATABASE"])
        store.write(
            partial(
                Tables.note_asked, entry_id="1384-two", best_before=date_asked, now=datetime(2026, 12, 5, tzinfo=UTC)
            )
        )
        store.close()
        rows = json.loads(run("stale", "--json", **kept).stdout)
        assert [row["id"] for row in rows if row["asked"]] == ["1384-two"] * told
