"""Thousands of pushes due at once, over the real Telegram library and its double, while people go on asking."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from services.over_telegram import Telegram

from bot.messages import Paragraph, Rendered, Span
from bot.store import Lane, Tables, open_store

ASKED = 20
WORDS = "Hur går det med ugnen?"
PER_SECOND = 30
"""What Telegram allows a bot in all (its FAQ on broadcasting)."""


@dataclass(frozen=True, slots=True)
class Drained:
    """How it went: pushes a second, 429s, and the seconds a reply took while nothing and while all was due."""

    sent: int
    seconds: float
    refused: int
    idle: list[float]
    busy: list[float]

    @property
    def share(self) -> float:
        """Of the rate that is allowed, pushes and the replies that went between them."""
        return (self.sent + len(self.busy)) / self.seconds / PER_SECOND


async def drained(number: int, folder: Path) -> Drained:
    """So many pushes, all due now, to people of their own; somebody else goes on asking."""
    async with Telegram("telegram polling", folder) as telegram:
        limits = telegram.double.enforce_limits(overall_per_second=PER_SECOND)
        await telegram.start()
        idle = [await _asked(telegram) for _ in range(ASKED)]
        _plan([_met(telegram) for _ in range(number)], telegram.database)
        begun, before = time.monotonic(), _pushes(telegram)
        busy: list[float] = []
        while _pushes(telegram) - before < number:
            busy.append(await _asked(telegram))
        return Drained(number, time.monotonic() - begun, limits.violations, idle, busy)


async def _asked(telegram: Telegram) -> float:
    """Seconds until somebody's question is answered; half a second apart at least."""
    person = telegram.person()
    begun = time.monotonic()
    await person.says("uteservering i Halmstad")
    await telegram.hears(person)
    took = time.monotonic() - begun
    await asyncio.sleep(max(0.0, 0.5 - took))
    return took


def _met(telegram: Telegram) -> int:
    """Somebody who has written before."""
    person = int(telegram.person().address)
    telegram.double.open_chat(person)
    return person


def _pushes(telegram: Telegram) -> int:
    return sum(sent.text == WORDS for sent in telegram.double.sent)


def _plan(people: list[int], database: str) -> None:
    words = Rendered("push", (Paragraph((Span(WORDS),)),))
    now = round(datetime.now(UTC).timestamp() * 1000)  # noqa: TID251 - the bot beside us runs by this clock
    store = open_store(database)

    def enqueue(tables: Tables) -> None:
        for person in people:
            tables.enqueue(f"telegram:{person}", words, now, lane=Lane.PUSH, due_at=now)

    try:
        store.write(enqueue)
    finally:
        store.close()


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share lies below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def run(number: int) -> Drained:
    """It all, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(drained(number, Path(folder)))
