"""`lots programme enrol`: a list becomes invitations; nobody takes part without a yes, nobody is asked after a stop."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from doubles.slack import SlackDouble

from bot.__main__ import lots
from bot.commands import shared
from bot.settings import VARIABLES
from bot.store import Status, Tables, open_store
from bot.turn import Guide

LIST = (
    "E-post\nmaja@example.se\nolle(at)example.se\nmaja@example.se\neva@example.se\nper@example.se\nborta@example.se\n"
)


def lay(content: str) -> None:
    """Lay a list into the folder."""
    Path("list.csv").write_text(content, encoding="utf-8")


@pytest.fixture
async def slack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Guide) -> AsyncIterator[SlackDouble]:
    """A workspace with three members who have addresses, and an empty folder with the list in it."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shared, "guide", lambda chosen: guide)
    lay(LIST)
    async with SlackDouble() as double:
        for user in ("Maja", "Eva", "Per"):
            double.person(f"U{user.upper()}", email=f"{user}@example.se")
        yield double


async def run(slack: SlackDouble, *words: str) -> Result:
    """`lots programme enrol …` with the workspace's token."""
    env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test", "SLACK_API_BASE_URL": slack.base_url}
    return await asyncio.to_thread(CliRunner().invoke, lots, ("programme", "enrol", *words), env=env)


def waiting() -> dict[str, list[str]]:
    """What waits to be sent: conversation → the labels of the buttons."""
    store = open_store("sqlite:///lots.db")
    rows = store.write(lambda tables: tables.outbox((Status.WAITING,)))
    enrolled = store.write(lambda tables: tables.enrolments())
    store.close()
    assert enrolled == [], "nobody takes part without a yes of their own"
    return {row.conversation: [button.label for button in row.rendered.buttons] for row in rows}


async def test_each_broken_row_is_named_and_the_good_ones_are_offered(slack: SlackDouble) -> None:
    """Nothing is sent as long as somebody has not decided about the broken rows."""
    refused = await run(slack, "sydost", "list.csv")
    assert refused.exit_code == 2
    assert refused.stderr.splitlines() == [
        "lots: nobody was invited; 3 of the rows in list.csv cannot be used:",
        "list.csv:3: 'olle(at)example.se' is no e-mail address; write it like maja@example.se",
        "list.csv:4: maja@example.se stands in row 2 too; take one out",
        "list.csv:7: nobody in the Slack workspace has borta@example.se; ask them, or take the row out",
        "3 can: mend the others and run this again, or invite those alone with --skip-broken",
    ]
    assert waiting() == {}


async def test_members_are_shown_the_consent_and_who_stopped_is_left_alone(slack: SlackDouble) -> None:
    """Once: whoever was invited already is not written to again."""

    def stop(tables: Tables) -> None:
        tables.stop_check_ins("slack:T1:UPER", 1)

    store = open_store("sqlite:///lots.db")
    store.write(stop)
    store.close()
    done = await run(slack, "sydost", "list.csv", "--skip-broken")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("2 invited: each is shown the consent, and takes part with a yes of their own.\n")
    assert "row 6: per@example.se has said stop, and is not asked again" in done.stdout
    assert "row 3: left out, 'olle(at)example.se' is no e-mail address" in done.stdout
    sent = waiting()
    assert sent.keys() == {"slack:T1:UMAJA", "slack:T1:UEVA"}
    assert all("Ja" in labels[0] for labels in sent.values())
    again = await run(slack, "sydost", "list.csv", "--skip-broken")
    assert "0 invited" in again.stdout
    assert "row 2: maja@example.se was invited before" in again.stdout


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "is empty; write one e-mail address a line"), ("namn,ort\nMaja,Ystad\n", "none is called e-post or email")],
)
async def test_what_is_no_list_is_refused_in_one_line(slack: SlackDouble, content: str, why: str) -> None:
    """An empty list, a list without addresses, no list at all, no such programme, no workspace."""
    lay(content)
    refused = await run(slack, "sydost", "list.csv")
    assert (refused.exit_code, why in refused.stderr, refused.stderr.count("\n")) == (2, True, 1)
    assert (await run(slack, "sydost", "no.csv")).exit_code == 2
    assert "the codes are" in (await run(slack, "nosuch", "list.csv")).stderr


async def test_without_a_workspace_it_says_what_to_set(slack: SlackDouble) -> None:
    """And one that cannot be reached says so, and that nobody was invited."""
    alone = CliRunner().invoke(lots, ("programme", "enrol", "sydost", "list.csv"))
    assert (alone.exit_code, "set SLACK_BOT_TOKEN first" in alone.stderr) == (2, True)
    slack.fail("users.lookupByEmail", error="missing_scope")
    refused = await run(slack, "sydost", "list.csv")
    assert refused.exit_code == 2
    assert "users:read.email" in refused.stderr
    assert "nobody was invited" in refused.stderr
