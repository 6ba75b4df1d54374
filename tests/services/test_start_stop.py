"""Starting, waiting for a service, stopping with work in hand, and refusing to start."""

import asyncio
import signal
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.store import open_store

from .line import Line
from .over_slack import Slack
from .over_telegram import Telegram
from .process import ROOT, STARTING, lots
from .transports import NAMES, Transport

QUESTION = "vill sälja till kommunen i Nacka"


async def test_a_service_that_is_away_is_waited_for_at_the_start_and_later(fresh: Telegram | Slack) -> None:
    """And SIGTERM ends the bot while its service is away."""
    name = "TELEGRAM_API_BASE_URL" if isinstance(fresh, Telegram) else "SLACK_API_BASE_URL"
    async with Line(fresh.account[name]) as line:
        fresh.account[name] = line.url
        await line.down()
        process = await fresh.begin()
        await fresh.until(lambda: "not reached" in process.complaints, "a word that it waits")
        await line.up()
        await process.wait_ready()
        await line.down()
        maja = fresh.person()
        await maja.says(QUESTION)
        await fresh.until(lambda: _is_stuck(fresh), "a send, or a look for updates, that failed")
        await line.up()
        assert "Nacka" in (await fresh.hears(maja))[0].text
        await line.down()
        if isinstance(fresh, Slack):
            await fresh.double.cut()
        assert await process.stop() == 0
    assert len(maja.heard) == 1


def _is_stuck(transport: Transport) -> bool:
    with sqlite3.connect(transport.database.removeprefix("sqlite:///")) as store:
        [(tries,)] = store.execute("SELECT coalesce(max(attempts), 0) FROM outbox").fetchall()
    store.close()
    return bool(tries) or "polling failed" in transport.process.complaints


@pytest.mark.parametrize("served", NAMES[:1], indirect=True, scope="session")
@pytest.mark.asyncio(loop_scope="session")
async def test_a_second_bot_on_the_same_file_is_refused(served: Transport) -> None:
    code, said, complaint = await lots("serve", environment=served.environment, folder=served.folder)
    assert (code, said) == (2, "")
    _is_one_line(complaint, "is served by another")
    maja = served.person()
    await maja.says("hej")
    await served.hears(maja)


async def test_sigterm_ends_the_bot_with_work_in_hand_finished(fresh: Transport) -> None:
    process = await fresh.start()
    maja, erik = fresh.person(), fresh.person()
    fresh.fail(maja, hang=0.5, delivered=True)
    told = [await maja.says(QUESTION), await erik.says(QUESTION)]
    await fresh.until(lambda: len(fresh.calls(maja)) == 1, "the first send")
    await fresh.until(lambda: all(each.confirmed() for each in told), "the confirmations")
    process.strike(signal.SIGTERM)
    assert await process.ended(10) == 0
    assert [len(maja.heard), len(erik.heard)] == [1, 1]
    store = open_store(fresh.database)
    counts = store.write(lambda tables: (tables.inbox_counts(), tables.outbox_counts()))
    store.close()
    assert counts == ({"done": 2}, {"sent": 2})


@pytest.mark.parametrize("name", NAMES[1:2])
async def test_started_from_nothing_it_says_when_all_is_served_and_ends_when_told(fresh: Transport) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        env={"PYTHONPATH": str(ROOT), **fresh.environment},
        cwd=fresh.folder,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(STARTING):
        said = [(await process.stdout.readline()).decode() for _ in range(2)]
        assert said[1] == f"ready telegram (webhook), http 127.0.0.1:{fresh.port}\n"
        maja = fresh.person()
        await maja.says(QUESTION)
        assert "Nacka" in (await fresh.hears(maja))[0].text
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("telegram polling", "TELEGRAM_BOT_TOKEN"),
        ("telegram webhook", "TELEGRAM_BOT_TOKEN"),
        ("slack socket mode", "SLACK_BOT_TOKEN"),
        ("slack socket mode", "SLACK_APP_TOKEN"),
        ("slack http", "SLACK_BOT_TOKEN"),
    ],
)
async def test_a_wrong_token_is_refused_in_one_line_that_names_it(fresh: Transport, variable: str) -> None:
    environment = fresh.environment | {variable: "2:wrong"}
    code, _, complaint = await lots("serve", environment=environment, folder=fresh.folder)
    assert code == 2
    _is_one_line(complaint, variable)


@pytest.fixture
def account() -> dict[str, str]:
    """A token that is never tried: all that is looked at comes first."""
    return {"TELEGRAM_BOT_TOKEN": "1:test", "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9/bot"}


@pytest.fixture
def old_store(tmp_path: Path) -> Path:
    """A store with something in it."""
    path = tmp_path / "lots.db"
    store = open_store(f"sqlite:///{path}")
    store.write(lambda tables: tables.receive("telegram", "1", "1", "{}", 1))
    store.close()
    return path


async def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(
    old_store: Path, tmp_path: Path, account: dict[str, str]
) -> None:
    db = Database(old_store)
    newer = Migrations("lots")
    newer(name="9999_newer")(lambda _: None)
    newer.apply(db)
    db.close()
    before = _bytes(old_store)
    environment = account | {"LOTS_DATABASE": f"sqlite:///{old_store}"}
    for command in ("serve", "outbox"):
        code, said, complaint = await lots(command, environment=environment, folder=tmp_path)
        assert (code, said) == (2, "")
        _is_one_line(complaint, "newer version")
        assert _bytes(old_store) == before


async def test_a_broken_knowledge_file_is_refused_by_name_and_the_store_left_as_it_is(
    old_store: Path, tmp_path: Path, account: dict[str, str]
) -> None:
    broken = tmp_path / "knowledge" / "municipalities" / "1384-kungsbacka.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text('code = "1384"\nname = [not toml\n')
    before = _bytes(old_store)
    environment = account | {"LOTS_DATABASE": f"sqlite:///{old_store}", "LOTS_KNOWLEDGE": str(tmp_path / "knowledge")}
    code, said, complaint = await lots("serve", environment=environment, folder=tmp_path)
    assert (code, said) == (2, "")
    assert complaint.startswith("lots: ")
    assert "1384-kungsbacka.toml" in complaint
    assert "Traceback" not in complaint
    assert _bytes(old_store) == before


async def test_a_store_that_is_no_database_is_refused(tmp_path: Path, account: dict[str, str]) -> None:
    path = tmp_path / "lots.db"
    path.write_bytes(b"not a database" * 100)
    environment = account | {"LOTS_DATABASE": f"sqlite:///{path}"}
    code, _, complaint = await lots("serve", environment=environment, folder=tmp_path)
    assert code == 2
    _is_one_line(complaint, "cannot be")
    assert _bytes(path) == b"not a database" * 100


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def _is_one_line(complaint: str, words: str) -> None:
    assert complaint.startswith("lots: ")
    assert complaint.count("\n") == 1
    assert words in complaint
