"""SIGKILL around every commit and every send of a follow-up's life: nothing is lost, nothing comes twice.

Each step is a child of this process that dies by kill -9 before or after its N-th commit, or before or after its N-th
message reaches the service, for every N there is. What a restart then makes of the file is looked at. The
same around a service with its channels is shown in services/test_kill_check_in.py.
"""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from following_world import MONDAY, Play

from bot.channels.console import DESK, Recorder, read
from bot.desk import NATION, DeskBook
from bot.inbox import Inbox
from bot.messages import Rendered
from bot.outbox import Outbox
from bot.simulation import simulated_desks
from bot.store import Tables, open_store
from bot.turn import Guide, take_turn
from bot.turn.due import tick

BORDERS = ("BEGIN", "COMMIT")
"""Of a transaction. What dies inside one leaves the file as what dies before its COMMIT does: nothing of it is kept."""
GOAL = "en ny ugn"
JOINED = ("/start sydost", "Ja, jag är med", "Sjöbo", GOAL, "Ja, det passar")
DUE = datetime.fromisoformat("2026-12-07T10:00:00+01:00")
ASKED = DUE.isoformat()
DEAD = -signal.SIGKILL
BROKEN = 255
"""The exit code of a child with a fault of its own; none has so many steps."""


class Steps:
    """Counts what is done for good, and ends the process by SIGKILL before the one that was chosen."""

    def __init__(self, last: int = 0) -> None:
        self.done, self._last = 0, last

    def step(self) -> None:
        self.done += 1
        if self.done == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def written(self, statement: str) -> None:
        if statement.lstrip().upper().startswith(BORDERS):
            self.step()


class Service(Recorder):
    """A service outside: what has reached it stays there, whatever becomes of us."""

    def __init__(self, name: str, reached: Path, steps: Steps) -> None:
        super().__init__(name, [])
        self._reached, self._steps = reached, steps

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        self._steps.step()
        with self._reached.open("a", encoding="utf-8") as out:
            out.write(json.dumps([address, rendered.plain]) + "\n")
        self._steps.step()
        return await super().send(address, rendered, thread)


@dataclass(frozen=True)
class Life:
    """One step: the world it begins in, what happens (a message, or only time) and when."""

    folder: Path
    guide: Guide
    at: datetime
    said: str = ""

    @property
    def reached(self) -> Path:
        return self.folder / "reached"

    @property
    def told(self) -> list[tuple[str, str]]:
        """What has reached the service: to whom and what."""
        if not self.reached.exists():
            return []
        return [(to, text) for to, text in map(json.loads, self.reached.read_text(encoding="utf-8").splitlines())]

    def lived(self, last: int = 0) -> int:
        """In a process of its own; how it ended, or how many steps it had."""
        child = os.fork()
        if child == 0:
            steps = Steps(last)
            try:
                _watch(steps)
                asyncio.run(self._live(steps))
                os._exit(min(steps.done, BROKEN))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(BROKEN)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    async def _live(self, steps: Steps) -> None:
        store = open_store(f"sqlite:///{self.folder}/lots.db", throw_away=True)
        channels = {name: Service(name, self.reached, steps) for name in ("chat", DESK)}

        def work(tables: Tables, message: Any, now: datetime) -> None:
            take_turn(tables, message, self.guide, now)

        inbox = Inbox(store, dict.fromkeys(channels, read), work, work, lambda: self.at)
        outbox = Outbox(store, channels, lambda: self.at)
        await outbox.recover()
        if self.said:  # the service brings it until it is confirmed
            update = {"id": self.said, "chat": "a", "channel": "chat", "text": self.said}
            await inbox.receive("chat", "a", self.said, update)
        while await inbox.work_one():
            pass
        while await store.done(lambda tables: tick(tables, self.guide, self.at)):
            pass
        await outbox.deliver_due()
        store.close()

    def restarted(self) -> None:
        """Up again two hours later. The service brings the message once more, as long as it was not confirmed."""
        asyncio.run(replace(self, at=self.at + timedelta(hours=2))._live(Steps()))

    def rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.folder / "lots.db")) as db:
            return [row[0] for row in db.execute(query).fetchall()]


def _watch(steps: Steps) -> None:
    """Every statement of this process, which is a child and ends after it."""
    connect = sqlite3.connect

    def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **named)
        connection.set_trace_callback(steps.written)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]


Lives = Callable[..., Iterator[tuple[str, "Life"]]]


@pytest.fixture
def lives(tmp_path: Path, guide: Guide) -> Lives:
    """Every way to die in a step: begun in the world that `before` makes, restarted after each."""

    alone = replace(guide, desks=DeskBook().with_desks([simulated_desks(guide.atlas)[NATION]]))

    def all_of_it(before: tuple[Any, ...], at: datetime, said: str = "") -> Iterator[tuple[str, Life]]:
        first = tmp_path / "first"
        first.mkdir()
        store = open_store(f"sqlite:///{first}/lots.db", throw_away=True)
        world = Play(store, alone)
        for each in before:
            world.until(each) if each.startswith("20") else world.say(each)
        store.close()
        whole = _copy(first, tmp_path / "whole", Life(first, alone, at, said))
        steps = whole.lived()
        assert 5 < steps < BROKEN, steps
        for last in range(1, steps + 1):
            life = _copy(first, tmp_path / str(last), whole)
            assert life.lived(last) == DEAD
            life.restarted()
            yield f"step {last} of {steps}", life

    return all_of_it


def _copy(first: Path, folder: Path, life: Life) -> Life:
    shutil.copytree(first, folder)
    return replace(life, folder=folder)


def asked(life: Life, words: str) -> int:
    return sum(words in text for _, text in life.told)


def marked(life: Life) -> int:
    """Messages of which a person is to say whether they are sent again."""
    return len(life.rows("SELECT 1 FROM outbox WHERE conversation = 'chat:a' AND status = 'uncertain'"))


def check_once(where: str, life: Life, words: str) -> None:
    """It arrived once; or, if that cannot be known, at most once and a person is to decide."""
    assert (asked(life, words), marked(life)) in ((1, 0), (1, 1), (0, 1)), where


def test_a_yes_to_joining_is_kept_once_and_answered(lives: Lives) -> None:
    for where, life in lives(JOINED[:1], MONDAY, JOINED[1]):
        assert life.rows("SELECT count(*) FROM enrolments") == [1], where
        assert 1 <= asked(life, "Tack, du är med") <= 2, where


def test_a_check_in_is_asked_once_or_marked(lives: Lives) -> None:
    for where, life in lives(JOINED, DUE):
        check_once(where, life, "Hur går det?")
        assert life.rows("SELECT count(*) FROM check_ins") == [1], where


def test_a_reminder_comes_once_or_is_marked(lives: Lives) -> None:
    for where, life in lives((*JOINED, ASKED), DUE + timedelta(days=4)):
        check_once(where, life, "Jag undrade häromdagen")
        assert life.rows("SELECT reminders FROM check_ins") == [1], where


def test_an_answer_is_kept_once_and_answered(lives: Lives) -> None:
    for where, life in lives((*JOINED, ASKED), DUE + timedelta(hours=1), "det går långsamt"):
        assert life.rows("SELECT state FROM check_ins") == ["slow"], where
        assert 1 <= asked(life, "Vad skulle hjälpa mest") <= 2, where


def test_a_stop_is_kept_and_nothing_comes_after_it(lives: Lives) -> None:
    for where, life in lives((*JOINED, ASKED), DUE + timedelta(hours=1), "sluta"):
        assert 1 <= asked(life, "jag slutar fråga") <= 2, where
        later = replace(life, at=life.at + timedelta(days=400), said="")
        told = len(later.told)
        later.restarted()
        assert len(later.told) == told, where


def test_a_need_reaches_a_person_once(lives: Lives) -> None:
    before = (*JOINED, ASKED, "Står still", "väntar på svar från kommunen", "Visa texten först")
    for where, life in lives(before, DUE + timedelta(hours=1), "Skicka"):
        assert life.rows("SELECT count(*) FROM escalations") == [1], where
        assert 1 <= asked(life, "Ärende 1 · Sjöbo") <= 2, where
        assert 1 <= asked(life, "Skickat till Samordnaren") <= 2, where
