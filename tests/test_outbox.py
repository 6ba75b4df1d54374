"""The outbox, with a chat service that answers as the test says and a clock that the test moves."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from doubles.clock import Clock

from bot.conversation import Conversation
from bot.messages import Paragraph, Rendered, Span
from bot.messages.files import LARGEST, Attachment, Kept, Recipe, Remote, Source
from bot.outbox import (
    AT_ONCE,
    FETCH_GIVE_UP,
    FIRST_WAIT,
    GIVE_UP,
    LONGEST_WAIT,
    PUSHES_AT_ONCE,
    Outbox,
    Refuse,
    let_fail,
)
from bot.outbox.contents import AT_ONCE as FILES_AT_ONCE
from bot.outbox.delivery import (
    Channel,
    FileRefused,
    Moved,
    NotSent,
    TryLater,
    Uncertain,
    Unchangeable,
    Undeliverable,
)
from bot.outbox.pace import Pace, Rate
from bot.store import Lane, OutboxRow, Status, Store, Tables, open_store

UNHURRIED = Rate(1000, 1000)
TELEGRAM = (Rate(1, 3), Rate(20 / 60, 20), Rate(25, 25))
"""The paces of a chat, a group and pushes, as bot/channels/telegram/channel.py has them."""


class Scripted:
    """A chat service. An address's script says what becomes of each send: an error, or wait for an event."""

    def __init__(self, clock: Clock, rates: tuple[Rate, Rate, Rate] = (UNHURRIED, UNHURRIED, UNHURRIED)) -> None:
        self.pace = Pace(*rates, is_group=lambda address: address.startswith("-"))
        self.script: dict[str, list[Exception | asyncio.Event]] = {}
        self.tried: list[tuple[float, str, str]] = []
        self.threads: list[str | None] = []
        self.changed: list[tuple[str, str]] = []
        self.fixed: set[str] = set()
        self.sent: list[tuple[float, str, str]] = []
        self.flying: list[str] = []
        self.files: list[tuple[str, Source]] = []
        self.held: dict[str, list[bytes | Exception]] = {}
        self.again = False
        self._clock, self._begin = clock, clock.now

    async def send(self, address: str, rendered: Rendered, thread: str | None) -> str:
        seconds = (self._clock.now - self._begin).total_seconds()
        self.tried.append((seconds, address, rendered.plain))
        if steps := self.script.get(address):
            step = steps.pop(0)
            if isinstance(step, Exception):
                raise step
            self.flying.append(rendered.plain)
            await step.wait()
            self.flying.remove(rendered.plain)
        self.files += [(each.name, each.source) for each in rendered.attachments]
        self.sent.append((seconds, address, rendered.plain))
        self.threads.append(thread)
        return f"m{len(self.sent)}" + (f"/t{len(self.sent)}" if rendered.opens else "")

    async def change(self, address: str, message_id: str, rendered: Rendered) -> None:
        if message_id in self.fixed:
            raise Unchangeable("too old")
        self.changed.append((message_id, rendered.plain))

    def resends(self, reference: str) -> bool:
        return self.again

    async def fetch(self, reference: str) -> bytes:
        held = self.held[reference]
        found = held.pop(0) if len(held) > 1 else held[0]
        if isinstance(found, Exception):
            raise found
        return found

    @property
    def words(self) -> list[str]:
        return [text for _, _, text in self.sent]


class Office:
    """An outbox and its surroundings."""

    def __init__(self, store: Store, clock: Clock, channels: dict[str, Channel], refuse: Refuse = let_fail) -> None:
        self.store, self.clock = store, clock
        self.outbox = Outbox(store, channels, clock, refuse)

    def put(self, conversation: str, text: str = "Hej", lane: Lane = Lane.REPLY, file: Attachment | None = None) -> int:
        rendered = Rendered("answer", (Paragraph((Span(text),)),), attachments=(file,) if file else ())
        return self.store.write(lambda tables: tables.enqueue(conversation, rendered, self.clock.stamp, lane=lane))

    def put_many(self, number: int, lane: Lane, prefix: str = "telegram:") -> None:
        rendered = Rendered("answer", (Paragraph((Span(lane.name.lower()),)),))
        stamp = self.clock.stamp
        chats = [f"{prefix}{each}" for each in range(number)]
        self.store.write(lambda tables: [tables.enqueue(chat, rendered, stamp, lane=lane) for chat in chats])

    def row(self, row_id: int) -> OutboxRow:
        rows = self.store.write(lambda tables: tables.outbox(tuple(Status), limit=10_000))
        return next(each for each in rows if each.id == row_id)

    async def pass_time(self, seconds: float, step: float = 0.5) -> None:
        """Let time go by, sending what falls due."""
        for _ in range(round(seconds / step)):
            self.clock.move(step)
            await self.outbox.deliver_due()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(self.outbox.run())
        yield task
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(what: Sequence[object], number: int) -> None:
    """Wait, in real time but not for long, until there are so many."""
    async with asyncio.timeout(5):
        while len(what) < number:  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.005)


@pytest.fixture
def service(clock: Clock) -> Scripted:
    return Scripted(clock)


@pytest.fixture
def office(store: Store, clock: Clock, service: Scripted) -> Office:
    return Office(store, clock, {"telegram": service})


# --- what a send can come to ------------------------------------------------


async def test_what_is_due_is_sent_and_marked(office: Office, service: Scripted) -> None:
    row_id = office.put("telegram:7", "Hej!")
    await office.outbox.deliver_due()
    assert service.sent == [(0, "7", "Hej!")]
    assert office.row(row_id).status is Status.SENT


async def test_a_chat_that_asks_to_wait_waits_with_all_its_messages_and_no_other_chat_does(
    office: Office, service: Scripted
) -> None:
    service.script["7"] = [TryLater(3)]
    first, _ = office.put("telegram:7", "eins"), office.put("telegram:7", "zwei")
    office.put("telegram:8", "drei")
    await office.outbox.deliver_due()
    assert service.words == ["drei"]
    assert (office.row(first).attempts, office.row(first).error) == (0, "asked to wait 3 s")
    await office.pass_time(2.5)
    assert service.words == ["drei"]
    await office.pass_time(1)
    assert service.words == ["drei", "eins", "zwei"]
    assert [seconds for seconds, address, _ in service.tried if address == "7"] == [0, 3, 3]


async def test_a_service_that_asks_to_wait_everywhere_is_left_in_peace(office: Office, service: Scripted) -> None:
    service.script["7"] = [TryLater(3, everywhere=True)]
    office.put("telegram:7", "eins")
    await office.outbox.deliver_due()
    office.put("telegram:8", "zwei")
    office.put("telegram:9", "drei", Lane.PUSH)
    await office.pass_time(2.5)
    assert len(service.tried) == 1
    await office.pass_time(1)
    assert sorted(service.words) == ["drei", "eins", "zwei"]


async def test_a_failure_is_tried_again_after_doubled_waits_up_to_the_longest_and_given_up_loudly(
    office: Office, service: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    service.script["7"] = [NotSent("no route") for _ in range(200)]
    row_id = office.put("telegram:7", "hemlis")
    await office.outbox.deliver_due()
    while office.row(row_id).status is Status.WAITING:
        office.clock.now = office.clock.now.fromtimestamp(office.row(row_id).due_at / 1000, office.clock.now.tzinfo)
        assert not caplog.records
        await office.outbox.deliver_due()
    times = [seconds for seconds, _, _ in service.tried]
    waits = [after - before for before, after in pairwise(times)]
    assert waits == [min(FIRST_WAIT * 2**number, LONGEST_WAIT) for number in range(len(waits))]
    assert times[-2] < GIVE_UP <= times[-1] <= GIVE_UP + LONGEST_WAIT
    assert (office.row(row_id).status, office.row(row_id).error) == (Status.FAILED, "no route")
    (record,) = caplog.records
    assert (record.levelname, record.message) == ("ERROR", "gave up sending")
    assert (vars(record)["row"], vars(record)["channel"]) == (row_id, "telegram")
    assert "hemlis" not in repr(vars(record))


async def test_a_push_planned_weeks_ahead_is_not_given_up_at_its_first_failure(
    office: Office, service: Scripted
) -> None:
    service.script["7"] = [NotSent("no route")]
    due = office.clock.stamp + 14 * 86_400_000
    rendered = Rendered("check_in", (Paragraph((Span("Hur gick det?"),)),))
    office.store.write(
        lambda tables: tables.enqueue("telegram:7", rendered, office.clock.stamp, lane=Lane.PUSH, due_at=due)
    )
    office.clock.move(14 * 86_400)
    await office.outbox.deliver_due()
    await office.pass_time(2)
    assert service.words == ["Hur gick det?"]


@pytest.mark.parametrize("lane", [Lane.REPLY, Lane.RELAY])
async def test_a_reply_whose_fate_is_unknown_is_sent_again(office: Office, service: Scripted, lane: Lane) -> None:
    service.script["7"] = [Uncertain("timed out")]
    row_id = office.put("telegram:7", lane=lane)
    await office.outbox.deliver_due()
    assert (office.row(row_id).status, office.row(row_id).attempts) == (Status.WAITING, 1)
    await office.pass_time(1.5)
    assert office.row(row_id).status is Status.SENT


async def test_a_push_whose_fate_is_unknown_is_never_sent_twice_and_somebody_is_told(
    office: Office, service: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    service.script["7"] = [Uncertain("timed out")]
    row_id = office.put("telegram:7", lane=Lane.PUSH)
    await office.outbox.deliver_due()
    await office.pass_time(600, step=60)
    assert len(service.tried) == 1
    assert office.row(row_id).status is Status.UNCERTAIN
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_what_cannot_be_delivered_is_not_tried_again(
    office: Office, service: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    office.store.write(lambda tables: tables.save_conversation(Conversation("telegram:7"), 1))
    service.script["7"] = [Undeliverable("message is too long")]
    row_id, after = office.put("telegram:7", "eins"), office.put("telegram:7", "zwei")
    await office.outbox.deliver_due()
    await office.pass_time(600, step=60)
    assert (office.row(row_id).status, office.row(row_id).error) == (Status.FAILED, "message is too long")
    assert office.row(after).status is Status.SENT
    assert not office.store.write(lambda tables: tables.is_blocked("telegram:7"))
    assert "undeliverable" in caplog.text


async def test_nothing_more_is_pushed_to_a_person_who_has_gone(office: Office, service: Scripted) -> None:
    office.store.write(lambda tables: tables.save_conversation(Conversation("telegram:7"), 1))
    service.script["7"] = [Undeliverable("blocked by the user", gone=True)]
    reply, push = office.put("telegram:7"), office.put("telegram:7", lane=Lane.PUSH)
    await office.outbox.deliver_due()
    assert [office.row(each).status for each in (reply, push)] == [Status.FAILED, Status.CANCELLED]
    assert office.store.write(lambda tables: tables.is_blocked("telegram:7"))
    assert len(service.tried) == 1


async def test_a_chat_that_has_moved_gets_its_messages_at_the_new_address_in_order(
    office: Office, service: Scripted
) -> None:
    office.store.write(lambda tables: tables.save_conversation(Conversation("telegram:-7", place="0182"), 1))
    service.script["-7"] = [Moved("-1007")]
    office.put("telegram:-7", "eins")
    office.put("telegram:-7", "zwei")
    await office.outbox.deliver_due()
    assert service.sent == [(0, "-1007", "eins"), (0, "-1007", "zwei")]
    assert office.store.write(lambda tables: tables.conversation("telegram:-1007")).place == "0182"


async def test_a_fault_of_ours_is_loud_and_tried_again(
    office: Office, service: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    service.script["7"] = [KeyError("blocks")]
    row_id = office.put("telegram:7")
    await office.outbox.deliver_due()
    assert (office.row(row_id).status, office.row(row_id).error) == (Status.WAITING, "KeyError")
    (record,) = caplog.records
    assert (record.levelname, record.message, vars(record)["row"]) == ("ERROR", "send failed", row_id)
    assert record.exc_info
    await office.pass_time(1.5)
    assert office.row(row_id).status is Status.SENT


# --- files ------------------------------------------------------------------

PDF = "application/pdf"
WORDS = (Paragraph((Span("Mötet"),), "title"), Paragraph((Span("Vi ses."),)))


def sent_in(conversation: str, reference: str = "r", size: int = 4) -> Attachment:
    """A file that somebody sent."""
    return Attachment("plan.pdf", PDF, Remote(reference, conversation, size=size))


@pytest.fixture
def two(store: Store, clock: Clock) -> tuple[Office, Scripted, Scripted]:
    """An outbox between two services."""
    telegram, slack = Scripted(clock), Scripted(clock)
    return Office(store, clock, {"telegram": telegram, "slack": slack}), telegram, slack


async def test_kept_bytes_come_with_their_message_also_when_it_is_sent_again(office: Office, service: Scripted) -> None:
    service.script["7"] = [NotSent("no route")]
    office.put("telegram:7", file=Attachment("a.pdf", PDF, Kept(b"%PDF")))
    await office.outbox.deliver_due()
    await office.pass_time(2)
    assert service.files == [("a.pdf", Kept(b"%PDF"))]


async def test_a_file_is_made_when_it_is_sent_the_same_each_time(office: Office, service: Scripted) -> None:
    for _ in range(2):
        office.put("telegram:7", file=Attachment("a.md", "text/markdown", Recipe(WORDS, "sv")))
    await office.outbox.deliver_due()
    assert service.files == [("a.md", Kept("# Mötet\n\nVi ses.\n".encode()))] * 2


async def test_a_file_of_another_service_is_fetched_and_passed_on(two: tuple[Office, Scripted, Scripted]) -> None:
    office, telegram, slack = two
    telegram.held["r"] = [b"%PDF"]
    office.put("slack:T1:U7", "Maja", file=sent_in("telegram:7"))
    await office.outbox.deliver_due()
    assert (slack.words, slack.files) == (["Maja"], [("plan.pdf", Kept(b"%PDF"))])


async def test_a_service_that_can_send_its_own_file_again_is_only_given_the_reference(
    two: tuple[Office, Scripted, Scripted],
) -> None:
    office, telegram, slack = two
    telegram.again, slack.held["r"] = True, [b"%PDF"]
    huge = sent_in("telegram:7", size=LARGEST + 1)
    office.put("telegram:-1", file=huge)
    office.put("telegram:-2", file=sent_in("slack:T1:U7"))
    office.put("slack:T1:C1", file=sent_in("slack:T1:U7"))
    await office.outbox.deliver_due()
    assert telegram.files == [("plan.pdf", huge.source), ("plan.pdf", Kept(b"%PDF"))]
    assert slack.files == [("plan.pdf", Kept(b"%PDF"))]


@pytest.mark.parametrize("error", [NotSent("no route"), Uncertain("cut"), TryLater(1)])
async def test_a_file_that_cannot_be_fetched_now_is_fetched_later(
    two: tuple[Office, Scripted, Scripted], error: Exception
) -> None:
    office, telegram, slack = two
    telegram.held["r"] = [error, b"%PDF"]
    office.put("slack:T1:U7", file=sent_in("telegram:7"), lane=Lane.RELAY)
    await office.outbox.deliver_due()
    assert slack.tried == []
    await office.pass_time(2)
    assert slack.files == [("plan.pdf", Kept(b"%PDF"))]


@pytest.mark.parametrize(
    ("file", "held", "fault"),
    [
        (sent_in("telegram:7", size=LARGEST + 1), b"%PDF", "too_big"),
        (sent_in("telegram:7"), FileRefused("gone", "deleted"), "gone"),
        (sent_in("telegram:7"), Undeliverable("blocked", gone=True), "gone"),
        (sent_in("telegram:7"), Moved("8"), "gone"),
        (sent_in("telegram:7"), b"", "refused"),
        (sent_in("discord:7"), b"%PDF", "gone"),
        (Attachment("a.xyz", "x", Recipe(WORDS, "sv")), b"", "unmade"),
    ],
)
async def test_a_file_that_will_never_arrive_is_told_of_in_the_place_of_its_message(
    store: Store, clock: Clock, file: Attachment, held: bytes | Exception, fault: str
) -> None:
    told: list[str] = []

    def refuse(tables: Tables, row: OutboxRow, refused: FileRefused, now: datetime) -> None:
        told.append(refused.fault)
        words = replace(row.rendered, attachments=(), paragraphs=(*row.rendered.paragraphs, *WORDS))
        tables.reword(row.id, words, round(now.timestamp() * 1000))

    telegram, slack = Scripted(clock), Scripted(clock)
    office = Office(store, clock, {"telegram": telegram, "slack": slack}, refuse)
    telegram.held["r"] = [held]
    row = office.put("slack:T1:U7", "Maja", file=file)
    office.put("slack:T1:U7", "efter")
    await office.outbox.deliver_due()
    assert told == [fault]
    assert slack.words == ["Maja\n\nMötet\n\nVi ses.", "efter"]
    assert office.row(row).status is Status.SENT
    assert not office.store.write(lambda tables: tables.is_blocked("slack:T1:U7"))


async def test_a_file_that_a_service_refuses_fails_with_its_reason_if_nobody_is_to_be_told(
    office: Office, service: Scripted
) -> None:
    service.script["7"] = [FileRefused("refused", "IMAGE_PROCESS_FAILED")]
    row = office.put("telegram:7", file=Attachment("a.png", "image/png", Kept(b"x")))
    await office.outbox.deliver_due()
    assert (office.row(row).status, office.row(row).error) == (
        Status.FAILED,
        "file refused: IMAGE_PROCESS_FAILED",
    )


async def test_a_service_that_does_not_give_a_file_out_holds_up_the_other_chat_for_minutes_only(
    two: tuple[Office, Scripted, Scripted],
) -> None:
    office, telegram, slack = two
    telegram.held["r"] = [NotSent("no route")]
    row = office.put("slack:T1:U7", file=sent_in("telegram:7"))
    office.put("slack:T1:U7", "efter")
    await office.outbox.deliver_due()
    await office.pass_time(FETCH_GIVE_UP - 60, step=1)
    assert slack.words == []
    await office.pass_time(LONGEST_WAIT + 60, step=1)
    assert (slack.words, office.row(row).error) == (["efter"], "file gone: no route")


async def test_a_push_with_a_file_whose_fate_is_unknown_is_not_sent_twice(office: Office, service: Scripted) -> None:
    service.script["7"] = [Uncertain("timed out")]
    row = office.put("telegram:7", lane=Lane.PUSH, file=Attachment("a.pdf", PDF, Kept(b"%PDF")))
    await office.outbox.deliver_due()
    await office.pass_time(60, step=10)
    assert (len(service.tried), office.row(row).status) == (1, Status.UNCERTAIN)


async def test_few_files_are_in_memory_at_a_time(office: Office, service: Scripted) -> None:
    answer = asyncio.Event()
    service.script = {str(chat): [answer] for chat in range(3 * FILES_AT_ONCE)}
    for chat in range(3 * FILES_AT_ONCE):
        office.put(f"telegram:{chat}", file=Attachment("a.pdf", PDF, Kept(b"%PDF")))
    async with office.running():
        await until(service.flying, FILES_AT_ONCE)
        office.put("telegram:person", "svar")
        office.outbox.wake()
        await until(service.sent, 1)
        assert (service.words, len(service.flying)) == (["svar"], FILES_AT_ONCE)
        answer.set()
        await until(service.sent, 3 * FILES_AT_ONCE + 1)


# --- who waits for whom -----------------------------------------------------


async def test_a_slow_chat_holds_up_its_own_messages_only(office: Office, service: Scripted) -> None:
    answer = asyncio.Event()
    service.script["7"] = [answer]
    office.put("telegram:7", "eins")
    office.put("telegram:7", "zwei")
    async with office.running():
        await until(service.flying, 1)
        office.put("telegram:8", "drei")
        office.outbox.wake()
        await until(service.sent, 1)
        assert service.words == ["drei"]
        answer.set()
        await until(service.sent, 3)
    assert service.words == ["drei", "eins", "zwei"]


async def test_however_many_chats_must_wait_the_others_are_sent_at_once(office: Office, service: Scripted) -> None:
    for chat in range(3 * AT_ONCE):
        service.pace.hold(str(chat), office.clock.now.timestamp() + 60)
    office.put_many(3 * AT_ONCE, Lane.REPLY)
    office.put("telegram:free", "fri")
    await office.outbox.deliver_due()
    assert service.words == ["fri"]
    await office.pass_time(61, step=60.5)
    assert len(service.sent) == 3 * AT_ONCE + 1


async def test_slow_pushes_leave_half_of_the_sends_to_replies(office: Office, service: Scripted) -> None:
    answer = asyncio.Event()
    service.script = {str(chat): [answer] for chat in range(AT_ONCE)}
    office.put_many(AT_ONCE, Lane.PUSH)
    async with office.running():
        await until(service.flying, PUSHES_AT_ONCE)
        office.put_many(AT_ONCE - PUSHES_AT_ONCE, Lane.REPLY, prefix="telegram:person")
        office.outbox.wake()
        await until(service.sent, AT_ONCE - PUSHES_AT_ONCE)
        assert set(service.words) == {"reply"}
        assert len(service.flying) == PUSHES_AT_ONCE
        answer.set()
        await until(service.sent, 2 * AT_ONCE - PUSHES_AT_ONCE)


async def test_a_slow_service_does_not_hold_up_another(store: Store, clock: Clock) -> None:
    slow, quick, answer = Scripted(clock), Scripted(clock), asyncio.Event()
    slow.script = {str(chat): [answer] for chat in range(2 * AT_ONCE)}
    office = Office(store, clock, {"telegram": slow, "slack": quick})
    office.put_many(2 * AT_ONCE, Lane.REPLY)
    async with office.running():
        await until(slow.flying, AT_ONCE)
        office.put("slack:T1:U7")
        office.outbox.wake()
        await until(quick.sent, 1)
        assert len(slow.flying) == AT_ONCE
        answer.set()
        await until(slow.sent, 2 * AT_ONCE)


async def test_a_thousand_pushes_at_once_keep_their_rate_and_delay_no_reply(store: Store, clock: Clock) -> None:
    service = Scripted(clock, TELEGRAM)
    office = Office(store, clock, {"telegram": service})
    office.put_many(1000, Lane.PUSH)
    await office.outbox.deliver_due()
    for second in range(42):
        await office.pass_time(0.9, step=0.1)
        office.put("telegram:999" if second == 0 else f"telegram:person{second}", "svar")
        await office.pass_time(0.1, step=0.1)
    replies = [seconds for seconds, _, text in service.sent if text == "svar"]
    assert replies == [second + 1.0 for second in range(42)]
    pushes = [seconds for seconds, _, text in service.sent if text == "push"]
    assert len(pushes) == 1000
    burst, rate = TELEGRAM[2].burst, TELEGRAM[2].per_second
    for first, begin in enumerate(pushes):
        assert all(
            last - first + 1 <= burst + rate * (pushes[last] - begin) + 1e-6 for last in range(first, 1000, 25)
        ), begin


async def test_a_chat_gets_its_own_pace_in_order(store: Store, clock: Clock) -> None:
    service = Scripted(clock, TELEGRAM)
    office = Office(store, clock, {"telegram": service})
    for number in range(6):
        office.put("telegram:7", str(number))
    await office.outbox.deliver_due()
    assert service.words == ["0", "1", "2"]
    await office.pass_time(3.5, step=0.5)
    assert service.words == ["0", "1", "2", "3", "4", "5"]


# --- starting, stopping, breaking -------------------------------------------


async def test_after_a_crash_a_reply_goes_again_and_a_push_waits_for_a_person(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"sqlite:///{tmp_path}/crash.db"
    died = Office(open_store(address), clock, {"telegram": Scripted(clock)})
    reply, push = died.put("telegram:7", "svar"), died.put("telegram:8", lane=Lane.PUSH)
    died.store.write(lambda tables: tables.take_due(clock.stamp, "telegram", tuple(Lane), 9))
    died.store.close()
    with closing(open_store(address)) as store:
        service = Scripted(clock)
        office = Office(store, clock, {"telegram": service})
        async with office.running():
            await until(service.sent, 1)
            await office.outbox.drain()
        assert service.words == ["svar"]
        assert (office.row(reply).status, office.row(push).status) == (Status.SENT, Status.UNCERTAIN)
    (record,) = caplog.records
    assert record.message == "taken up after an interruption"
    assert (vars(record)["again"], vars(record)["uncertain"]) == (1, 1)


async def test_draining_waits_for_what_is_in_flight_but_not_for_what_is_due_later(
    office: Office, service: Scripted
) -> None:
    answer = asyncio.Event()
    service.script = {"7": [answer], "8": [TryLater(60)]}
    office.put("telegram:7")
    office.put("telegram:8")
    async with office.running():
        await until(service.tried, 2)
        drained = asyncio.create_task(office.outbox.drain())
        _, waiting = await asyncio.wait([drained], timeout=0.1)
        assert waiting == {drained}
        answer.set()
        await asyncio.wait_for(drained, 5)
    assert len(service.sent) == 1


@pytest.mark.parametrize("ticks", range(6))
async def test_an_outbox_that_is_woken_while_it_is_cancelled_ends_all_the_same(office: Office, ticks: int) -> None:
    task = asyncio.create_task(office.outbox.run())
    await asyncio.sleep(0.05)
    office.outbox.wake()
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=1)
    assert done == {task}


async def test_messages_of_a_service_that_is_not_served_do_not_keep_it_from_draining(office: Office) -> None:
    left = office.put("slack:T1:U7")
    async with office.running():
        await asyncio.wait_for(office.outbox.drain(), 5)
    assert office.row(left).status is Status.WAITING


async def test_an_outbox_whose_store_refuses_to_mark_a_message_stops_instead_of_leaving_a_chat_silent(
    office: Office, service: Scripted
) -> None:
    assert office.store.path
    with closing(sqlite3.connect(office.store.path)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON outbox WHEN NEW.status = 'sent' "
            "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    row_id = office.put("telegram:7")
    with pytest.raises(sqlite3.IntegrityError, match="disk is full"):
        await asyncio.wait_for(office.outbox.run(), 5)
    assert len(service.sent) == 1
    assert office.row(row_id).status is Status.SENDING  # taken up at the next start


def told(text: str, opens: str = "", anew: str = "") -> Rendered:
    return Rendered("answer", (Paragraph((Span(text),)),), opens=opens, anew=anew)


async def test_a_message_follows_the_one_whose_thread_it_belongs_in(store: Store, clock: Clock) -> None:
    """The thread is known only when the first has been sent; until then our own name stands for it."""
    scripted = Scripted(clock)
    office = Office(store, clock, {"slack": scripted})

    def put(tables: Tables) -> None:
        tables.enqueue("slack:T:C", told("card"), clock.stamp, handle="e1/card")
        tables.enqueue("slack:T:C", told("note"), clock.stamp, under="e1/card")
        tables.enqueue("slack:T:D", told("topic", opens="Ärende 2"), clock.stamp, handle="e2/card")
        tables.enqueue("slack:T:D", told("note"), clock.stamp, under="e2/card")

    store.write(put)
    await office.outbox.deliver_due()
    assert dict(zip(scripted.words, scripted.threads, strict=False)) == {"card": None, "topic": None, "note": "/t2"}
    assert sorted(filter(None, scripted.threads)) == ["/t2", "m1"]
    assert store.write(lambda tables: tables.handle_of("slack:T:C", "m1")) == "e1/card"
    assert store.write(lambda tables: tables.handle_of("slack:T:D", "/t2")) == "e2/card"
    assert store.write(lambda tables: tables.handle_of("slack:T:D", "m1")) is None


async def test_a_change_reaches_the_message_it_is_about_or_is_told_anew(store: Store, clock: Clock) -> None:
    scripted = Scripted(clock)
    office = Office(store, clock, {"slack": scripted})
    store.write(lambda tables: tables.enqueue("slack:a", told("first"), clock.stamp, handle="e1/1"))
    store.write(lambda tables: tables.enqueue("slack:a", told("second", anew="Rättelse"), clock.stamp, onto="e1/1"))
    await office.outbox.deliver_due()
    assert (scripted.words, scripted.changed) == (["first"], [("m1", "second")])
    scripted.fixed.add("m1")
    store.write(lambda tables: tables.enqueue("slack:a", told("third", anew="Rättelse"), clock.stamp, onto="e1/1"))
    await office.outbox.deliver_due()
    assert scripted.words == ["first", "Rättelse\n\nthird"]


async def test_what_has_not_left_can_be_taken_back(store: Store, clock: Clock) -> None:
    scripted = Scripted(clock)
    office = Office(store, clock, {"slack": scripted})
    later = clock.stamp + 120_000
    store.write(lambda tables: tables.enqueue("slack:a", told("wait"), clock.stamp, due_at=later, handle="e1/1"))
    await office.outbox.deliver_due()
    assert store.write(lambda tables: tables.cancel("e1/1"))
    await office.pass_time(121, step=40)
    assert scripted.words == []
    assert not store.write(lambda tables: tables.cancel("e1/1"))
