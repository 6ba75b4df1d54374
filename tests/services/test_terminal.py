"""Somebody at the terminal, beside a running service on the same store: a person at a desk in Slack answers them."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest

from .over_slack import Slack
from .process import ROOT, STARTING
from .transports import NAMES

CHANNEL = "C7"
DESKS = f"""
[[desks]]
id = "1265"
name = "Näringslivskontoret i Sjöbo"
chat = "slack:T1:{CHANNEL}"
[desks.hours]
open_on_red_days = true
weekdays = ["0-24"]
saturday = ["0-24"]
sunday = ["0-24"]
"""


@pytest.mark.parametrize("name", NAMES[2:3])
async def test_a_person_in_slack_answers_somebody_at_the_terminal(fresh: Slack, tmp_path: Path) -> None:
    desks = tmp_path / "desks.toml"
    desks.write_text(DESKS, encoding="utf-8")
    eva = fresh.double.person("U8", "Eva")
    fresh.double.channel(CHANNEL, members=["U8"])
    await fresh.start(LOTS_DESKS=str(desks))
    terminal = await _terminal(fresh, desks)
    await _typed(terminal, "vi söker industrimark i Sjöbo, vem bestämmer priset på tomten", "människa")
    await _typed(terminal, "Skicka")
    await _shown(fresh, "vem bestämmer priset på tomten")
    [card, *_] = _at_desk(fresh)

    await eva.says("/svara Priset är 120 kronor.", CHANNEL, card[0])
    await _shown(fresh, "Så här läser företagaren det")
    await eva.presses("Skicka")
    await _shown(fresh, "Skickas om 2 minuter")
    _hurry(fresh)  # the two minutes for regret are over

    neighbour = await _terminal(fresh, desks)
    said, _ = await asyncio.wait_for(neighbour.communicate(b"hej\n"), STARTING)
    assert "Företagslots" in said.decode()
    assert "120 kronor" not in said.decode(), "what is meant for another terminal waits for whoever sits there"
    _hurry(fresh)
    said, _ = await asyncio.wait_for(terminal.communicate(b"\n"), STARTING)  # an empty line: has something come?
    assert "Priset är 120 kronor." in said.decode()


async def _terminal(transport: Slack, desks: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "chat"),
        env={"PYTHONPATH": str(ROOT), "LOTS_DATABASE": transport.database, "LOTS_DESKS": str(desks)},
        cwd=transport.folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _typed(terminal: asyncio.subprocess.Process, *lines: str) -> None:
    assert terminal.stdin is not None
    terminal.stdin.write("".join(f"{line}\n" for line in lines).encode())
    await terminal.stdin.drain()


def _hurry(transport: Slack) -> None:
    with sqlite3.connect(transport.database.removeprefix("sqlite:///")) as store:
        store.execute("UPDATE outbox SET due_at = 0 WHERE status = 'waiting'")
    store.close()


def _at_desk(transport: Slack) -> list[tuple[str, str]]:
    return [(sent.ts, sent.text) for sent in transport.double.sent if sent.is_to(CHANNEL)]


async def _shown(transport: Slack, words: str) -> None:
    await transport.until(lambda: any(words in text for _, text in _at_desk(transport)), f"{words!r} at the desk")
