"""kill -9 at every point between a message's arrival and its mark in the outbox: nobody stays unanswered."""

import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

from .transports import Somebody, Transport

QUESTION = "vill sälja till kommunen i Nacka"
POINTS = {
    "kept, not yet confirmed": ("bot.inbox:Inbox.receive", "call", "2", "kill"),
    "confirmed, not yet worked on": ("bot.turn.taking:take_turn", "call", "1", "hold"),
    "while the handler works": ("bot.store.tables:Tables.save_conversation", "return", "1", "kill"),
}
"""Inbox.receive is called the second time when it goes on after its one await, the commit."""


async def test_every_message_is_answered_wherever_the_process_is_killed(fresh: Transport, tmp_path: Path) -> None:
    """Once, but for the one that had arrived and was not marked: twice."""
    people: dict[str, Somebody] = {}
    for where, point in POINTS.items():
        await _started(fresh, people, str(tmp_path / where), *point)
        people[where] = await _killed_inside(fresh, (tmp_path / where).touch, hold=point[-1] == "hold")
    for where, recorded in {"committed, not yet sent": False, "sent, not yet marked": True}.items():
        await _started(fresh, people)
        people[where] = await _killed_at_send(fresh, recorded=recorded)
    await fresh.start()
    last = people.pop("sent, not yet marked")
    first, again = await fresh.hears(last, 2)
    assert first == again
    assert {where: len(person.heard) for where, person in people.items()} == dict.fromkeys(people, 1)
    await fresh.until(lambda: _rows(fresh, "outbox") == {"sent": 5}, "all rows to be marked")
    assert _rows(fresh, "inbox") == {"done": 5}


async def _started(transport: Transport, people: dict[str, Somebody], *launcher: str) -> None:
    """A new process, which has answered those before."""
    await transport.start(*launcher)
    for person in people.values():
        await transport.hears(person)


async def _killed_inside(transport: Transport, arm: Callable[[], None], *, hold: bool) -> Somebody:
    """Somebody who had written when the process died at its point."""
    person = transport.person()
    arm()
    told = await person.says(QUESTION)
    if hold:
        await transport.until(told.confirmed, "the confirmation")
        transport.process.strike()
    assert await transport.process.ended() == -signal.SIGKILL
    assert person.heard == []
    return person


async def _killed_at_send(transport: Transport, *, recorded: bool) -> Somebody:
    """Somebody whose reply was on its way when the process died."""
    person = transport.person()
    transport.on_send(transport.process.kill, recorded=recorded)
    await person.says(QUESTION)
    await transport.until(lambda: not transport.process.running, "the end of the process")
    await transport.until(lambda: len(person.heard) == recorded, "the message, or none")
    return person


def _rows(transport: Transport, table: str) -> dict[str, int]:
    with sqlite3.connect(transport.database.removeprefix("sqlite:///")) as store:
        rows = store.execute(f"SELECT status, count(*) FROM {table} GROUP BY status").fetchall()
    store.close()
    return dict(rows)
