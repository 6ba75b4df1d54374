"""SIGKILL at every step of a question to a person: nothing is lost, nothing doubled but the one message in flight.

At each step the process is killed twice: inside the transaction, when all is written and nothing kept; and when the
first message that comes of it has arrived and is not marked. `pytest --all-pairs` does so at all of the steps.
"""

import asyncio
import re
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from .over_slack import Slack
from .over_telegram import Telegram
from .transports import NAMES, Somebody, Told

GROUP, CHANNEL = -7001, "C7"
DESKS = """
[[desks]]
id = "1265"
name = "Näringslivskontoret i Sjöbo"
chat = "{chat}"
[desks.hours]
open_on_red_days = true
weekdays = ["0-24"]
saturday = ["0-24"]
sunday = ["0-24"]
"""
WORKED_ON = ("bot.turn.taking:take_turn", "return", "1", "kill")
"""Inside the transaction: what came of it is written, and not yet kept."""


@dataclass
class Case:
    """A question under way: who takes part, and which messages were in flight when the process died."""

    bot: Telegram | Slack
    maja: Somebody = field(init=False)
    eva: Any = field(init=False)
    said: Told | None = None
    in_flight: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.maja = self.bot.person()
        if isinstance(self.bot, Telegram):
            self.bot.double.open_chat(GROUP)
            self.eva = self.bot.double.person(8001, "Eva")
        else:
            self.eva = self.bot.double.person("U8", "Eva")
            self.bot.double.channel(CHANNEL, members=["U8"])

    @property
    def chat(self) -> str:
        """The desk's, as its file names it."""
        return f"telegram:{GROUP}" if isinstance(self.bot, Telegram) else f"slack:T1:{CHANNEL}"

    @property
    def at_desk(self) -> list[str]:
        """All messages there, without marks."""
        if isinstance(self.bot, Telegram):
            return [sent.text for sent in self.bot.double.to(GROUP)]
        sent = [each for each in self.bot.double.sent if each.is_to(CHANNEL) and each.method == "chat.postMessage"]
        return [re.sub(r"(?<!\w)[*_]|[*_](?!\w)", "", each.text) for each in sent]

    @property
    def changed_at_desk(self) -> list[str]:
        """What earlier messages there say now."""
        if isinstance(self.bot, Telegram):
            return [sent.text for sent in self.bot.double.edits if sent.chat_id == GROUP]
        return [each.text for each in self.bot.double.sent if each.is_to(CHANNEL) and each.method == "chat.update"]

    @property
    def to_maja(self) -> list[str]:
        """All that she has got."""
        return [each.text for each in self.maja.heard]

    def is_settled(self) -> bool:
        """Is all worked on, and nothing on its way but an answer that can still be taken back?"""
        soon = "(unixepoch() + 60) * 1000"
        due = f"SELECT 1 FROM outbox WHERE status = 'sending' OR (status = 'waiting' AND due_at <= {soon})"
        return not _rows(self, f"{due} UNION ALL SELECT 1 FROM inbox WHERE status = 'waiting'")

    async def eva_presses(self, label: str) -> None:
        """A button at the desk."""
        await self.eva.presses(label, **({"chat": GROUP} if isinstance(self.bot, Telegram) else {}))

    async def eva_writes(self, words: str) -> None:
        """In the thread of the case: under its card, the later one if the first was in flight when the bot died."""
        if isinstance(self.bot, Telegram):
            cards = [each for each in self.bot.double.to(GROUP) if each.text.startswith("Ärende")]
            await self.eva.says(words, chat=GROUP, reply_to=cards[-1].message_id)
        else:
            posted = [
                each for each in self.bot.double.sent if each.is_to(CHANNEL) and each.method == "chat.postMessage"
            ]
            await self.eva.says(words, CHANNEL, [each.ts for each in posted if "Ärende 1 ·" in each.text][-1])

    async def maja_writes(self, words: str) -> None:
        """To whoever has her question."""
        self.said = await self.maja.says(words)

    async def maja_changes(self, words: str) -> None:
        """What she wrote last."""
        assert self.said
        await self.maja.edits(self.said, words)

    async def time_passes(self) -> None:
        """The two minutes for regret are over, and the bot looks at what is due."""
        with sqlite3.connect(self.bot.database.removeprefix("sqlite:///")) as store:
            store.execute("UPDATE outbox SET due_at = 0 WHERE status = 'waiting'")
        store.close()


@dataclass(frozen=True)
class Step:
    """Somebody does something, and these words are then seen: at the desk, or by the entrepreneur.

    It falls due `by_itself`, or it `changes` a message and sends none.
    """

    act: Callable[[Case], Awaitable[object]]
    desk: str = ""
    maja: str = ""
    by_itself: bool = False
    changes: bool = False

    def is_done(self, case: Case) -> bool:
        """Has everybody seen what comes of it?"""
        at_desk = case.changed_at_desk if self.changes else case.at_desk
        return any(self.desk in text for text in at_desk) and any(self.maja in text for text in case.to_maja)


STEPS = {
    "passed on": Step(lambda case: case.maja.presses("Skicka"), "Ärende 1", "Skickat till"),
    "taken": Step(lambda case: case.eva_presses("Ta ärendet"), "Eva har tagit ärendet", "har tagit din fråga"),
    "pen": Step(lambda case: case.eva_presses("Svara …"), "skriv svaret i tråden"),
    "preview": Step(lambda case: case.eva_writes("Priset är 120 kronor."), "Så här läser företagaren det"),
    "approved": Step(lambda case: case.eva_presses("Skicka"), "Skickas om 2 minuter"),
    "answered": Step(lambda case: case.time_passes(), maja="Priset är 120 kronor.", by_itself=True),
    "more words": Step(lambda case: case.maja_writes("tack, ingår moms i priset"), "ingår moms", "ärende 1"),
    "changed words": Step(
        lambda case: case.maja_changes("tack, ingår moms och lagfart i priset"), "och lagfart", changes=True
    ),
    "pause": Step(lambda case: case.eva_presses("Pausa …"), "väntar på"),
    "reason": Step(lambda case: case.eva_writes("karta över tomten"), "karta över tomten"),
    "paused": Step(lambda case: case.eva_presses("Skicka och pausa"), "står stilla", "karta över tomten"),
    "closing": Step(lambda case: case.eva_presses("Avsluta"), "Vad blev det av ärendet?"),
    "closed": Step(lambda case: case.eva_presses("Klart"), "Avslutat", "Stämmer det?"),
    "true": Step(lambda case: case.maja.presses("Ja"), maja="Var det till nytta?"),
}
ONCE = ("passed on", "approved", "answered")
"""Where a message changes hands: at these steps whenever the tests are run."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`--all-pairs` kills at all steps, over both services."""
    if "steps" in metafunc.fixturenames:
        every = metafunc.config.getoption("--all-pairs")
        metafunc.parametrize("steps", [tuple(STEPS) if every else ONCE], ids=["killed"])
        metafunc.parametrize("name", [NAMES[0], NAMES[2]] if every else [NAMES[0]])


async def test_a_question_and_its_answer_survive_a_kill_at_every_step(
    fresh: Telegram | Slack, tmp_path: Path, steps: tuple[str, ...]
) -> None:
    case = Case(fresh)
    desks = tmp_path / "desks.toml"
    desks.write_text(DESKS.format(chat=case.chat), encoding="utf-8")
    arms = _arms(tmp_path)
    armed = next(arms)
    await fresh.start(str(armed), *WORKED_ON, LOTS_DESKS=str(desks))
    await case.maja.says("vi söker industrimark i Sjöbo, vem bestämmer priset på tomten")
    await case.maja.says("människa")
    await fresh.hears(case.maja, 2)
    for name, step in STEPS.items():
        if name not in steps:
            await step.act(case)
        else:
            await _killed_twice(case, step, armed, str(desks))
            armed = next(arms)
            await fresh.start(str(armed), *WORKED_ON, LOTS_DESKS=str(desks))
        await fresh.until(
            partial(step.is_done, case), f"what comes of {name!r}; {case.at_desk[-2:]}, {case.to_maja[-2:]}"
        )
        await fresh.until(case.is_settled, "all that is due to be sent and marked")
    assert _rows(case, "SELECT DISTINCT status FROM outbox") == [("sent",)]
    _nothing_lost_or_doubled(case, steps)


async def _killed_twice(case: Case, step: Step, armed: Path, desks: str) -> None:
    if step.by_itself:  # nobody's message: only its sending can be killed
        await case.bot.process.kill()
        await step.act(case)
    else:
        seen = len(case.at_desk) + len(case.to_maja)
        armed.touch()  # noqa: ASYNC240 - the other process waits for it
        await step.act(case)
        assert await case.bot.process.ended() == -signal.SIGKILL
        assert len(case.at_desk) + len(case.to_maja) == seen, "nothing was kept, and nothing said"
    if step.changes:
        return
    before = (len(case.at_desk), len(case.to_maja))
    case.bot.on_send(lambda: case.bot.process.kill(), recorded=True)
    await case.bot.begin(LOTS_DESKS=desks)
    await case.bot.process.ended()
    await case.bot.until(lambda: (len(case.at_desk), len(case.to_maja)) != before, "the message, which had arrived")
    await asyncio.sleep(0.1)  # what was on its way to the other chat at that moment lands too
    arrived = (case.at_desk[before[0] :], case.to_maja[before[1] :])
    assert all(len(each) <= 1 for each in arrived), "one in flight in each chat"
    case.in_flight += [*arrived[0], *arrived[1]]


def _arms(folder: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield folder / f"armed-{number}"


def _nothing_lost_or_doubled(case: Case, steps: tuple[str, ...]) -> None:
    counts = Counter(case.at_desk) + Counter(case.to_maja)
    doubled = [text for text, count in counts.items() if count > 1]
    assert sorted(doubled) == sorted(case.in_flight), "each in flight once more, and no other"
    assert all(counts[text] == 2 for text in doubled)
    assert len(case.in_flight) >= sum(not STEPS[each].changes for each in steps)
    record = Counter(kind for (kind,) in _rows(case, "SELECT kind FROM escalation_record"))
    once = ("opened", "claimed", "draft", "answer", "said", "edited", "paused", "closed", "confirmed")
    assert {kind: record[kind] for kind in once} == dict.fromkeys(once, 1) | {"draft": 2}
    assert _rows(case, "SELECT DISTINCT status FROM inbox") == [("done",)]


def _rows(case: Case, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(case.bot.database.removeprefix("sqlite:///")) as store:
        rows = store.execute(question).fetchall()
    store.close()
    return rows
