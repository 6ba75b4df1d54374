"""SIGKILL around a check-in that falls due: asked once, or marked for a person to decide; never twice."""

import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.programmes import Due, Enrolment, FollowUp, Starter, Wishes
from bot.store import open_store

from .over_telegram import Telegram
from .transports import NAMES, Somebody

RAISED = ("bot.followups.falling_due:send", "return", "1", "kill")
"""Inside the transaction: the check-in is written, and not yet kept."""


@pytest.mark.parametrize("name", NAMES[:1])
async def test_a_due_check_in_is_asked_once_or_marked_wherever_the_process_is_killed(
    fresh: Telegram, tmp_path: Path
) -> None:
    maja, erik = fresh.person(), fresh.person()
    await fresh.start()
    await _has_written(fresh, maja)
    await _has_written(fresh, erik)
    assert await fresh.process.stop() == 0
    _enrol(fresh, 1, maja)

    (tmp_path / "due").touch()
    await fresh.begin(str(tmp_path / "due"), *RAISED)
    assert await fresh.process.ended() == -signal.SIGKILL
    assert len(maja.heard) == 1, "nothing was asked, and nothing kept of it"

    fresh.on_send(lambda: fresh.process.kill(), recorded=True)  # of the process that is to come
    await fresh.begin()
    await fresh.process.ended()
    await fresh.hears(maja, 2)  # it had arrived, and was not marked
    _enrol(fresh, 2, erik)

    await fresh.start()
    await fresh.hears(erik, 2)
    assert ["Hur går det" in each.text for each in erik.heard] == [False, True]
    assert ["Hur går det" in each.text for each in maja.heard] == [False, True], "never a second time"
    await fresh.until(lambda: _pushes(fresh) == {"sent", "uncertain"}, "a row that a person decides on")


async def _has_written(transport: Telegram, person: Somebody) -> None:
    await person.says("hej")
    await transport.hears(person, 1)


def _enrol(transport: Telegram, number: int, person: Somebody) -> None:
    """A check-in due now, at a moment of their own, where it is noon now: the bot runs by the machine's clock."""
    now = datetime.now(UTC)  # noqa: TID251 - the bot beside us runs by this clock
    due = Due(now, "first", own=True)
    enrolment = Enrolment(
        number=number,
        programme="ystadmodellen-sydost",
        conversation=f"telegram:{person.address}",
        language="sv",
        place="1286",
        name="",
        goal="en ny ugn",
        consent_version="1",
        consented_at=now - timedelta(days=14),
        by=Starter.SELF,
        wishes=Wishes(zone=_where_it_is_noon(now), country=""),
        follow_up=FollowUp(planned=(due,)),
    )
    stamp = round(now.timestamp() * 1000)
    store = open_store(transport.database)
    try:
        store.write(lambda tables: tables.save_enrolment(enrolment, stamp, stamp))
    finally:
        store.close()


def _where_it_is_noon(now: datetime) -> str:
    # The sign of these zones is turned round: Etc/GMT-2 lies two hours east.
    east = 12 - now.hour
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"


def _pushes(transport: Telegram) -> set[str]:
    with sqlite3.connect(transport.database.removeprefix("sqlite:///")) as store:
        rows = store.execute("SELECT status FROM outbox WHERE lane = 2").fetchall()
    store.close()
    return {status for (status,) in rows}
