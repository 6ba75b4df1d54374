"""SIGKILL at every step of a question to a person: nothing is lost, nothing doubled but the one message in flight."""

import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from doubles import telegram_people
from doubles.telegram import Call

from .over_telegram import Telegram
from .transports import NAMES, Somebody

GROUP = -7001
DESKS = f"""
[[desks]]
id = "1265"
name = "Näringslivskontoret i Sjöbo"
chat = "telegram:{GROUP}"
[desks.hours]
open_on_red_days = true
weekdays = ["0-24"]
saturday = ["0-24"]
sunday = ["0-24"]
"""
WORKED_ON = ("bot.cases:carry_out", "return", "1", "kill")
"""Inside the transaction: what came of it is written, and not yet kept."""


@pytest.mark.parametrize("name", NAMES[:1])
async def test_a_question_and_its_answer_survive_a_kill_at_every_step(fresh: Telegram, tmp_path: Path) -> None:
    desks = tmp_path / "desks.toml"
    desks.write_text(DESKS, encoding="utf-8")
    fresh.double.open_chat(GROUP)
    maja, awake = fresh.person(), fresh.person()
    eva = fresh.double.person(8001, "Eva")

    await fresh.start(str(tmp_path / "opened"), *WORKED_ON, LOTS_DESKS=str(desks))
    await maja.says("vi söker industrimark i Sjöbo, vem bestämmer priset på tomten")
    await maja.says("människa")
    await fresh.hears(maja, 2)
    (tmp_path / "opened").touch()
    await maja.presses("Skicka")
    assert await fresh.process.ended() == -signal.SIGKILL
    assert len(maja.heard) == 2
    assert fresh.double.to(GROUP) == []

    _kill_at_send(fresh, GROUP, "Ärende 1")
    await fresh.start(LOTS_DESKS=str(desks))
    await _dead(fresh)
    await fresh.until(lambda: len(fresh.double.to(GROUP)) == 1, "the card, which had arrived")

    await fresh.start(str(tmp_path / "sent"), *WORKED_ON, LOTS_DESKS=str(desks))
    await _answered(fresh, eva, (tmp_path / "sent").touch)
    assert await fresh.process.ended() == -signal.SIGKILL

    await fresh.start(LOTS_DESKS=str(desks))
    await _shown(fresh, "Skickas om 2 minuter")
    _kill_at_send(fresh, int(maja.address), "120 kronor")
    _hurry(fresh)
    await awake.says("hej")  # the next look at the outbox
    await _dead(fresh)

    await fresh.start(LOTS_DESKS=str(desks))
    await fresh.until(lambda: sum("120 kronor" in each.text for each in maja.heard) == 2, "the answer once more")
    await fresh.until(lambda: _statuses(fresh, "outbox") == {"sent"}, "all to be marked")
    _nothing_lost_or_doubled(fresh, maja)


async def _answered(transport: Telegram, eva: telegram_people.Person, arm: Callable[[], None]) -> None:
    """Somebody at the desk writes an answer, and approves it in the moment of the kill."""
    await _shown(transport, "Ingen har tagit ärendet", 2)
    await eva.presses("Svara …", chat=GROUP)
    await _shown(transport, "skriv svaret i tråden")
    await eva.says("Priset är 120 kronor.", chat=GROUP, reply_to=transport.double.to(GROUP)[-1].message_id)
    await _shown(transport, "Så här läser företagaren det")
    arm()
    await eva.presses("Skicka", chat=GROUP)


def _nothing_lost_or_doubled(transport: Telegram, maja: Somebody) -> None:
    at_desk = Counter(sent.text.splitlines()[0] for sent in transport.double.to(GROUP))
    assert {text: count for text, count in at_desk.items() if count > 1} == {"Ärende 1 · Sjöbo · Mark och lokaler": 2}
    to_maja = Counter(each.text for each in maja.heard)
    assert [text for text, count in to_maja.items() if count > 1] == [each for each in to_maja if "120 kronor" in each]
    record = _counts(transport, "SELECT kind, count(*) FROM escalation_record GROUP BY 1")
    assert (record["opened"], record["answer"]) == (1, 1)
    assert _statuses(transport, "inbox") == {"done"}


def _kill_at_send(transport: Telegram, chat: int, words: str) -> None:
    """The process dies when a message with these words has arrived."""

    async def hook(call: Call) -> None:
        if call.method == "sendMessage" and call.chat_id == chat and words in call.params["text"]:
            transport.double.on_call = None
            await transport.process.kill()

    transport.double.on_call = hook


async def _dead(transport: Telegram) -> None:
    await transport.until(lambda: not transport.process.running, "the end of the process")


async def _shown(transport: Telegram, words: str, times: int = 1) -> None:
    def seen() -> bool:
        return sum(words in sent.text for sent in transport.double.to(GROUP)) >= times

    await transport.until(seen, f"{words!r} at the desk")


def _hurry(transport: Telegram) -> None:
    """The two minutes for regret are over."""
    with sqlite3.connect(transport.database.removeprefix("sqlite:///")) as store:
        store.execute("UPDATE outbox SET due_at = 0 WHERE status = 'waiting'")
    store.close()


def _statuses(transport: Telegram, table: str) -> set[str]:
    return set(_counts(transport, f"SELECT status, count(*) FROM {table} GROUP BY 1"))


def _counts(transport: Telegram, question: str) -> dict[str, int]:
    with sqlite3.connect(transport.database.removeprefix("sqlite:///")) as store:
        rows = store.execute(question).fetchall()
    store.close()
    return dict(rows)
