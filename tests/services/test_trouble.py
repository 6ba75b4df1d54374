"""Sends that fail: in one chat, while the others are served. All side by side, as trouble comes."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Paragraph, Rendered, Span
from bot.store import Lane, OutboxRow, Status, Store, open_store

from .over_telegram import Telegram
from .process import lots
from .transports import NAMES, Heard, Somebody, Transport, settings

pytestmark = pytest.mark.asyncio(loop_scope="session")
TELEGRAM = pytest.mark.parametrize("served", NAMES[:2], indirect=True, scope="session")

QUESTION = "vill sälja till kommunen i Nacka"
LONG_BUSY = 2


async def test_a_send_that_failed_arrives_and_holds_up_nobody_else(served: Transport) -> None:
    """One busy chat, one cut line, two broken answers, and somebody whom all this must not concern."""
    busy, cut, broken, gateway, calm = (served.person() for _ in range(5))
    served.fail(busy, status=429, retry_after=LONG_BUSY)
    served.fail(cut, drop=True, delivered=True)
    served.fail(broken, status=500)
    served.fail(gateway, status=502)
    async with asyncio.TaskGroup() as all_at_once:
        for person, times in ((busy, 1), (cut, 2), (broken, 1), (gateway, 1)):
            all_at_once.create_task(_asks(served, person, times))
        all_at_once.create_task(_asks(served, calm, 1, seconds=1.5))
    refused, arrived = served.calls(busy)
    assert arrived - refused >= LONG_BUSY
    first, again = cut.heard
    assert first == again
    assert [len(served.calls(each)) for each in (cut, broken, gateway, calm)] == [2, 2, 2, 1]


async def test_a_person_who_left_ends_the_row_and_all_later_pushes(served: Transport) -> None:
    maja = served.person()
    await maja.says(QUESTION)
    await served.hears(maja)
    with _store(served) as store:
        push = _enqueue(served, maja, store, Lane.PUSH, timedelta(hours=1))
        gone = {"status": 403} if isinstance(served, Telegram) else {"error": "user_not_found"}
        served.fail(maja, **gone)
        await maja.says("tack")
        await served.until(lambda: _row(store, push, Status.CANCELLED) is not None, "the end of the push")
        assert [row.error for row in _troubles(served, maja, store)] != []


@TELEGRAM
async def test_a_person_who_blocks_the_bot_ends_all_pushes_and_may_come_back(served: Telegram) -> None:
    maja = served.person()
    await maja.says(QUESTION)
    await served.hears(maja)
    with _store(served) as store:
        push = _enqueue(served, maja, store, Lane.PUSH, timedelta(hours=1))
        await maja.whole.blocks()
        await served.until(lambda: _row(store, push, Status.CANCELLED) is not None, "the end of the push")
        assert store.write(lambda tables: tables.is_blocked(f"telegram:{maja.address}"))
        await maja.whole.unblocks()
        await maja.says("hej")
        await served.hears(maja, 2)
        assert not store.write(lambda tables: tables.is_blocked(f"telegram:{maja.address}"))


@TELEGRAM
async def test_html_that_telegram_refuses_arrives_as_plain_text(served: Telegram) -> None:
    maja = served.person()
    served.fail(maja, status=400, description="Bad Request: can't parse entities: Unsupported start tag")
    await maja.says(QUESTION)
    await served.hears(maja)
    [sent] = served.double.to(int(maja.address))
    assert "parse_mode" not in sent.params
    assert "Nacka" in sent.text
    assert "<b>" not in sent.html


async def test_a_final_failure_is_listed_without_its_words_and_sent_when_retried(served: Transport) -> None:
    maja, erik = served.person(), served.person()
    final = {"status": 400, "description": "Bad Request: chat not found"}
    served.fail(maja, **(final if isinstance(served, Telegram) else {"error": "restricted_action"}))
    await maja.says(QUESTION)
    with _store(served) as store:
        await served.until(lambda: _troubles(served, maja, store) != [], "the final failure")
        [failed] = _troubles(served, maja, store)
    code, listed, _ = await lots("outbox", "--json", environment=settings(served), folder=served.folder)
    assert code == 0
    assert "Nacka" not in listed
    assert (failed.id, "failed") in {(row["id"], row["status"]) for row in json.loads(listed)}
    code, said, _ = await lots("outbox", "retry", str(failed.id), environment=settings(served), folder=served.folder)
    assert (code, said) == (0, "1 will be tried again.\n")
    await erik.says("hej")  # the next look at the outbox
    [answer] = await served.hears(maja)
    assert "Nacka" in answer.text


async def test_a_push_that_may_have_arrived_waits_for_a_person_to_decide(served: Transport) -> None:
    maja, erik = served.person(), served.person()
    await maja.says("hej")
    await served.hears(maja)
    served.fail(maja, drop=True, delivered=True)
    with _store(served) as store:
        push = _enqueue(served, maja, store, Lane.PUSH, timedelta())
        await erik.says("hej")  # the next look at the outbox
        await served.until(lambda: _row(store, push, Status.UNCERTAIN) is not None, "the row to be uncertain")
    assert maja.heard[1:] == [Heard("Hur gick det?", ())]


async def _asks(transport: Transport, person: Somebody, times: int, seconds: float = 15) -> None:
    await person.says(QUESTION)
    await transport.hears(person, times, seconds)


@contextmanager
def _store(transport: Transport) -> Iterator[Store]:
    """The store that the bot is using at the same time, as another command of `lots` opens it."""
    store = open_store(transport.database)
    try:
        yield store
    finally:
        store.close()


def _enqueue(transport: Transport, person: Somebody, store: Store, lane: Lane, later: timedelta) -> int:
    words = Rendered("push", (Paragraph((Span("Hur gick det?"),)),))
    now = datetime.now(UTC)  # noqa: TID251 - the bot beside us runs by this clock
    stamp, due = (round(at.timestamp() * 1000) for at in (now, now + later))
    conversation = _conversation(transport, person)
    return store.write(lambda tables: tables.enqueue(conversation, words, stamp, lane=lane, due_at=due))


def _conversation(transport: Transport, person: Somebody) -> str:
    return f"{transport.name.split()[0]}:{person.address}"


def _row(store: Store, row_id: int, status: Status) -> OutboxRow | None:
    rows = store.write(lambda tables: tables.outbox((status,)))
    return next((row for row in rows if row.id == row_id), None)


def _troubles(transport: Transport, person: Somebody, store: Store) -> list[OutboxRow]:
    rows = store.write(lambda tables: tables.outbox((Status.FAILED,)))
    return [row for row in rows if row.conversation == _conversation(transport, person)]
