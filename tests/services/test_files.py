"""Files on their way out: killed, cut, held up and refused, they arrive all the same, or both sides are told."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bot.messages import Paragraph, Rendered, Span
from bot.messages.files import Attachment, Kept, Recipe
from bot.store import Lane, Status, Store, open_store

from .transports import NAMES, Somebody, Transport

ONE_OF_EACH = (NAMES[0], NAMES[3])
"""How updates come in makes no difference to what goes out."""


EACH = pytest.mark.parametrize("served", ONE_OF_EACH, indirect=True, scope="session")

WORDS = (Paragraph((Span("Mötet"),), "title"),)
PLAN = Attachment("plan.bin", "application/octet-stream", Kept(bytes(range(256)) * 4000))
NOTES = Attachment("möte.md", "text/markdown", Recipe(WORDS, "sv"))
NOTES_MADE = ("möte.md", "# Mötet\n".encode())


@pytest.mark.parametrize("name", ONE_OF_EACH)
async def test_a_file_arrives_wherever_the_process_is_killed(fresh: Transport) -> None:
    """Once, but for the one that had arrived and was not marked: twice; a push never twice."""
    before, after, pushed, awake = (fresh.person() for _ in range(4))
    await fresh.start()
    for person in (before, after, pushed):
        await person.says("hej")
        await fresh.hears(person)
    await _killed_at(fresh, before, NOTES, Lane.REPLY, awake, recorded=False)
    await fresh.start()
    await fresh.until(lambda: fresh.files(before) == [NOTES_MADE], "the file that had not arrived")
    await _killed_at(fresh, after, PLAN, Lane.RELAY, awake, recorded=True)
    await fresh.start()
    plan = (PLAN.name, bytes(range(256)) * 4000)
    await fresh.until(lambda: fresh.files(after) == [plan, plan], "the file once more")
    await _killed_at(fresh, pushed, PLAN, Lane.PUSH, awake, recorded=True)
    await fresh.start()
    await fresh.until(lambda: _statuses(fresh)[Status.UNCERTAIN] == 1, "the push to be uncertain")
    assert (fresh.files(before), fresh.files(pushed)) == ([NOTES_MADE], [plan])


async def _killed_at(
    transport: Transport, person: Somebody, file: Attachment, lane: Lane, awake: Somebody, *, recorded: bool
) -> None:
    """The process dies when the file is at the service, taken by it or not."""
    transport.on_send(transport.process.kill, recorded=recorded, file=True)
    with _store(transport) as store:
        _attach(transport, person, file, store, lane)
    await awake.says("hej")  # the next look at the outbox
    await transport.until(lambda: not transport.process.running, "the end of the process")
    await transport.until(lambda: len(transport.files(person)) == recorded, "the file, or none")


def _statuses(transport: Transport) -> Counter[str]:
    with _store(transport) as store:
        return Counter(store.write(lambda tables: tables.outbox_counts()))


@EACH
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("how", "times"),
    [
        ({"status": 429, "retry_after": 1}, 1),
        ({"status": 502}, 1),
        ({"drop": True}, 1),
        ({"drop": True, "delivered": True}, 2),
    ],
)
async def test_a_file_that_failed_is_sent_again_in_its_place(
    served: Transport, how: dict[str, object], times: int
) -> None:
    maja, erik = served.person(), served.person()
    await maja.says("hej")
    await served.hears(maja)
    served.fail(maja, file=True, **how)
    with _store(served) as store:
        _attach(served, maja, NOTES, store)
        _say(served, maja, store, "efter")
    await erik.says("hej")  # the next look at the outbox
    await served.until(lambda: [each.text for each in maja.heard][-1:] == ["efter"], "the message after the file")
    assert served.files(maja) == [NOTES_MADE] * times


@EACH
@pytest.mark.asyncio(loop_scope="session")
async def test_a_file_that_is_refused_leaves_its_words_and_a_note(served: Transport) -> None:
    maja, erik = served.person(), served.person()
    await maja.says("hej")
    await served.hears(maja)
    refusal = {"status": 400, "description": "Bad Request: file must be non-empty"}
    served.fail(maja, file=True, **(refusal if "telegram" in served.name else {"error": "file_type_not_allowed"}))
    with _store(served) as store:
        _attach(served, maja, NOTES, store, words="Här är planen.")
    await erik.says("hej")
    await served.until(lambda: len(maja.heard) == 2, "the words")
    assert "Här är planen." in maja.heard[1].text
    assert "Filen möte.md kom inte med: den togs inte emot." in maja.heard[1].text
    assert served.files(maja) == []


@contextmanager
def _store(transport: Transport) -> Iterator[Store]:
    store = open_store(transport.database)
    try:
        yield store
    finally:
        store.close()


def _attach(
    transport: Transport,
    person: Somebody,
    file: Attachment,
    store: Store,
    lane: Lane = Lane.REPLY,
    words: str = "",
) -> None:
    paragraphs = (Paragraph((Span(words),)),) if words else ()
    _put(transport, person, store, Rendered("files", paragraphs, attachments=(file,)), lane)


def _say(transport: Transport, person: Somebody, store: Store, words: str) -> None:
    _put(transport, person, store, Rendered("words", (Paragraph((Span(words),)),)), Lane.REPLY)


def _put(transport: Transport, person: Somebody, store: Store, rendered: Rendered, lane: Lane) -> None:
    now = round(datetime.now(UTC).timestamp() * 1000)  # noqa: TID251 - the bot beside us runs by this clock
    conversation = f"{transport.name.split()[0]}:{person.address}"
    store.write(lambda tables: tables.enqueue(conversation, rendered, now, lane=lane))
