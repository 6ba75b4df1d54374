"""SIGKILL of the whole service as a check-in goes out; every other moment is in ../test_kill_everywhere.py."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from bot.programmes import Due, Enrolment, FollowUp, Starter, Wishes
from bot.store import open_store

from .over_telegram import Telegram
from .transports import NAMES, Somebody


@pytest.mark.parametrize("name", NAMES[:1])
async def test_a_check_in_that_had_arrived_when_the_process_was_killed_is_marked_and_not_asked_again(
    fresh: Telegram,
) -> None:
    maja, erik = fresh.person(), fresh.person()
    await fresh.start()
    await _has_written(fresh, maja)
    fresh.on_send(fresh.process.kill, recorded=True)
    _enrol(fresh, 1, maja)
    await fresh.until(lambda: not fresh.process.running, "the end of the process")
    await fresh.hears(maja, 2)  # it had arrived, and was not marked; the double writes it down once the process is gone

    await fresh.start()
    await _has_written(fresh, erik)
    _enrol(fresh, 2, erik)
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
