"""`lots desk` as an operator uses it, and what a running service makes of it."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import lots
from bot.desk import ChangeKind, DeskBook, Escalation
from bot.desk.reading import read_desks
from bot.desk.writing import with_desk, without_desk
from bot.promise import NATION, OFFICE_WEEK, Limits, WorkingCalendar, give
from bot.store import open_store
from bot.turn.binding import readmit

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
CODE = re.compile(r"  ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})$", re.M)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(lots, ["desk", *words])


def rows(run: Run) -> list[dict[str, object]]:
    return list(json.loads(run("list", "--json").stdout))


def opened(number: int, desk: str) -> Escalation:
    calendar = WorkingCalendar.of(OFFICE_WEEK)
    return Escalation(
        number=number,
        conversation="chat:a",
        language="sv",
        desk=desk,
        words="mark",
        opened_at=NOW,
        promise=give(Limits(NATION), "", NOW, calendar),
        consent="1",
        place=desk,
        unowned_since=NOW,
    )


def test_a_desk_is_written_with_a_code_that_only_its_hash_is_kept_of(run: Run, tmp_path: Path) -> None:
    result = run("add", "--municipality", "Halmstad", "--name", 'Näringsliv "Halmstad"')
    assert result.exit_code == 0, result.output
    (code,) = CODE.findall(result.stdout)
    assert read_desks(tmp_path / "desks.toml")["1380"].name == 'Näringsliv "Halmstad"'
    assert all(code.encode() not in path.read_bytes() for path in tmp_path.glob("lots.db*"))
    (row,) = rows(run)
    assert (row["id"], row["chat"], row["note"]) == ("1380", None, "a code waits to be used")
    again = CODE.findall(run("add", "--municipality", "1380").stdout)
    assert again != [code], "asked for again, a desk gets a new code"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--municipality"),
        (("--municipality", "Atlantis"), "Atlantis"),
        (("--id", "Region Halland", "--name", "Region Halland"), "a–z"),
        (("--id", "region-halland"), "--name is missing"),
    ],
)
def test_what_cannot_be_added_is_refused_with_what_to_do(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run("add", *words)
    assert result.exit_code == 2
    assert told in result.output


def test_a_file_that_is_wrong_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "desks.toml"
    path.write_text('[[desks]]\nid = "1380"\ncolour = "red"\n', encoding="utf-8")
    result = run("add", "--municipality", "Laholm")
    assert result.exit_code == 2
    assert "colour" in result.output
    assert path.read_text(encoding="utf-8") == '[[desks]]\nid = "1380"\ncolour = "red"\n'


def test_a_removed_desk_says_where_its_cases_go_and_wants_a_yes(run: Run, tmp_path: Path) -> None:
    run("add", "--municipality", "1265")
    with_case = open_store(f"sqlite:///{tmp_path}/lots.db")
    with_case.write(lambda tables: tables.save_escalation(opened(1, "1265"), None, 0))
    with_case.close()
    assert "no desk is left" in run("remove", "1265").output
    run("add", "--id", "nation", "--name", "Samordnaren")
    path = tmp_path / "desks.toml"
    path.write_text(path.read_text().replace('"Samordnaren"', '"Samordnaren"\nchat = "telegram:-5"'), encoding="utf-8")
    asked = run("remove", "1265")
    assert asked.exit_code == 2
    assert "Samordnaren; say so with --yes" in asked.output
    done = run("remove", "1265", "--yes")
    assert "Case 1 goes on at Samordnaren" in done.stdout
    assert [row["id"] for row in rows(run)] == ["nation"]
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    assert store.write(lambda tables: tables.next_escalation_due()) is not None, "the service looks at it at once"
    store.close()
    assert run("remove", "1265").exit_code == 2


def test_a_desk_that_is_put_back_into_the_file_is_there_at_the_next_start(run: Run, tmp_path: Path) -> None:
    run("add", "--municipality", "1265")
    run("remove", "1265")
    path = tmp_path / "desks.toml"
    path.write_text(with_desk("", "1265", "Sjöbo", ("1265",)), encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    assert [each.kind for each in store.write(lambda tables: tables.desk_changes())] == [ChangeKind.REMOVED]
    store.write(lambda tables: readmit(tables, read_desks(path), NOW))
    assert store.write(lambda tables: tables.desk_changes()) == ()
    store.write(lambda tables: readmit(tables, DeskBook(), NOW))
    store.close()


def test_what_people_wrote_into_the_file_stays_when_a_desk_goes() -> None:
    before = '# ours\n[limits]\nanswer = "2 days"\n\n[[desks]]  # first\nid = "a"\n[[desks.members]]\nid = "1"\n\n'
    after = "[[desks]]\nname = 'B' # kept\nid = 'b'\n"
    assert without_desk(before + after, "a") == '# ours\n[limits]\nanswer = "2 days"\n\n' + after
    assert without_desk(before + after, "b").rstrip() == before.rstrip()
    assert without_desk(before + after, "c") == before + after


@pytest.mark.parametrize(
    "words", [("--municipality", "Halmsta"), ("--id", "syd", "--name", "Syd", "--serves", "Kungsbaka")]
)
def test_a_name_that_is_only_like_a_place_is_refused_with_what_it_may_be(run: Run, words: tuple[str, ...]) -> None:
    result = run("add", *words)
    assert result.exit_code == 2
    assert re.search(r"did you mean (Halmstad \(1380\)|Kungsbacka \(1384\))\?", result.output)
    assert rows(run) == []


def test_a_municipality_whose_desk_has_no_chat_is_answered_for_by_the_desk_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "desks.toml"
    text = with_desk(with_desk("", "1265", "Kommunen i Sjöbo", ("1265",)), "nation", "Samordnaren", ())
    path.write_text(
        text.replace('name = "Samordnaren"', 'name = "Samordnaren"\nchat = "slack:T1:C9"'), encoding="utf-8"
    )
    route = read_desks(path).route("1265")
    assert route
    assert (route.desk.id, route.why) == ("nation", "fallback")
