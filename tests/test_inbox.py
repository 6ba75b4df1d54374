"""The inbox: kept before it is confirmed, worked off once and in order, and no message holds up the next."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from doubles.clock import Clock
from sqlite_utils import Database

from bot.inbox import TRIES, Inbox
from bot.messages import Message, Paragraph, Rendered, Span, Text
from bot.store import Status, Store, Tables, open_store

NO_REPLY = Rendered("answer", ())


def read(update: dict[str, Any]) -> Message | None:
    """A reader for updates like {"chat": "7", "text": "hej"}; one without text is not for us."""
    return Message(f"test:{update['chat']}", "1", Text(update["text"])) if "text" in update else None


class Desk:
    """An inbox whose work answers with the words it got, and fails on those in `fails`, as often as told."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.fails: dict[str, int] = {}
        self.worked: list[str] = []
        self.inbox = Inbox(store, {"test": read}, self._work, self._give_up, clock)

    def _work(self, tables: Tables, message: Message, now: datetime) -> None:
        assert isinstance(message.content, Text)
        text = message.content.text
        self.worked.append(text)
        self._say(tables, message, text)
        if self.fails.get(text, 0) > 0:
            self.fails[text] -= 1
            raise LookupError(text)

    def _give_up(self, tables: Tables, message: Message, now: datetime) -> None:
        self._say(tables, message, "sorry")
        if "sorry" in self.fails:
            raise RuntimeError

    def _say(self, tables: Tables, message: Message, text: str) -> None:
        tables.enqueue(message.conversation, Rendered("answer", (Paragraph((Span(text),)),)), 1)

    async def receive(self, update_id: str, text: str, chat: str = "7") -> bool:
        return await self.inbox.receive("test", "bot", update_id, {"chat": chat, "text": text})

    async def work_all(self) -> None:
        while await self.inbox.work_one():
            pass

    @property
    def answers(self) -> list[tuple[str, str]]:
        rows = self.store.write(lambda tables: tables.outbox((Status.WAITING,)))
        return [(row.address, row.rendered.plain) for row in rows]

    @property
    def counts(self) -> dict[str, int]:
        return self.store.write(lambda tables: tables.inbox_counts())


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    return Desk(store, clock)


async def test_what_was_received_is_on_disk_before_it_may_be_confirmed(desk: Desk) -> None:
    assert await desk.receive("1", "hej") is True
    assert desk.store.path
    with closing(sqlite3.connect(desk.store.path)) as other:
        assert other.execute("SELECT update_id, status FROM inbox").fetchall() == [("1", "waiting")]


async def test_an_update_that_is_delivered_again_is_answered_once(desk: Desk) -> None:
    assert await desk.receive("1", "hej") is True
    assert await desk.receive("1", "hej") is False
    await desk.work_all()
    assert await desk.receive("1", "hej") is False
    await desk.work_all()
    assert desk.answers == [("7", "hej")]


async def test_the_same_update_delivered_twice_at_once_is_kept_once(desk: Desk) -> None:
    assert sorted(await asyncio.gather(*(desk.receive("1", "hej") for _ in range(20)))) == [False] * 19 + [True]


async def test_updates_are_worked_in_the_order_they_came(desk: Desk) -> None:
    texts = [str(number) for number in range(20)]
    for text in texts:
        await desk.receive(f"id-{text}", text)
    await desk.work_all()
    assert desk.worked == texts
    assert desk.counts == {"done": 20}


async def test_what_is_not_for_us_is_done_without_a_word(desk: Desk) -> None:
    await desk.inbox.receive("test", "bot", "1", {"chat": "7"})
    await desk.work_all()
    assert (desk.counts, desk.answers) == ({"done": 1}, [])


async def test_a_message_that_fails_is_tried_thrice_then_set_aside_its_sender_told_and_the_next_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fails["hemlis"] = 99
    await desk.receive("1", "hemlis")
    await desk.receive("2", "hej", chat="8")
    await desk.work_all()
    assert desk.worked == ["hemlis"] * TRIES + ["hej"]
    assert desk.answers == [("7", "sorry"), ("8", "hej")]
    assert desk.counts == {"done": 1, "failed": 1}
    assert [vars(record)["final"] for record in caplog.records] == [False, False, True]
    assert all(record.message == "update failed" for record in caplog.records)
    assert "hemlis" not in caplog.text, "what somebody wrote is not for the log"


async def test_a_message_that_fails_once_is_answered_once(desk: Desk) -> None:
    desk.fails["hej"] = 1
    await desk.receive("1", "hej")
    await desk.work_all()
    assert desk.answers == [("7", "hej")]
    assert desk.counts == {"done": 1}


async def test_a_sender_who_cannot_be_told_does_not_hold_up_the_next(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fails |= {"hemlis": 99, "sorry": 1}
    await desk.receive("1", "hemlis")
    await desk.receive("2", "hej", chat="8")
    await desk.work_all()
    assert desk.answers[-1] == ("8", "hej")
    assert "could not tell the sender" in caplog.text


async def test_an_update_that_cannot_be_read_is_set_aside(desk: Desk) -> None:
    await desk.inbox.receive("test", "bot", "1", {"text": "no chat"})
    await desk.inbox.receive("unknown", "bot", "1", {})
    await desk.receive("2", "hej")
    await desk.work_all()
    assert desk.counts == {"done": 1, "failed": 1, "waiting": 1}, "another channel's update waits for its own service"


async def test_half_a_letter_can_be_kept_and_is_worked_like_any_other(desk: Desk) -> None:
    """Half a surrogate pair is JSON but not UTF-8; an update that cannot be kept would be delivered for ever."""
    half = "\ud83d"
    assert await desk.receive("1", half) is True
    desk.fails[half] = 0
    await desk.work_all()
    assert desk.worked[0] == half


async def test_a_store_that_cannot_write_makes_receiving_raise(tmp_path: Path, clock: Clock) -> None:
    open_store(f"sqlite:///{tmp_path}/lots.db").close()
    path = tmp_path / "lots.db"
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
    with closing(Store(Database(connection), path)) as store, closing(sqlite3.connect(path)) as other:
        desk = Desk(store, clock)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await desk.receive("1", "hej")
        other.rollback()
        assert await desk.receive("1", "hej") is True


async def test_running_works_off_what_waits_and_what_comes_and_says_so(desk: Desk) -> None:
    await desk.receive("1", "eins")
    running = asyncio.create_task(desk.inbox.run())
    for number, text in ((2, "zwei"), (3, "drei")):
        await asyncio.wait_for(desk.inbox.worked.wait(), 5)
        desk.inbox.worked.clear()
        await desk.receive(str(number), text)
    await asyncio.wait_for(desk.inbox.worked.wait(), 5)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert desk.worked == ["eins", "zwei", "drei"]


async def test_what_another_process_left_is_worked_after_a_wake(desk: Desk) -> None:
    running = asyncio.create_task(desk.inbox.run())
    await asyncio.sleep(0.02)
    desk.store.write(lambda tables: tables.receive("test", "bot", "9", '{"chat": "7", "text": "hej"}', 1))
    desk.inbox.wake()
    await asyncio.wait_for(desk.inbox.worked.wait(), 5)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert desk.worked == ["hej"]
