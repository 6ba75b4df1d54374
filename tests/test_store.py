"""The store on a real file: what it promises to the rest, seen where it matters from a second connection."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.conversation import Conversation, Offer
from bot.messages import Button, Paragraph, Rendered, Span
from bot.messages.files import Attachment, Kept, Link, Meeting, Recipe, Remote
from bot.messages.words import Table
from bot.store import FeedbackCount, Lane, OutboxRow, Status, Store, StoreError, Tables, lock, open_store, store_path
from bot.store.migrations import migrations

HELLO = Rendered("greeting", (Paragraph((Span("Hej!", "bold"),)),), (Button("human", "Fråga en människa"),), "Dela")
NOW = 1_800_000_000_000
CHANNELS = ("telegram", "slack", "console")


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/lots.db"


def beside(store: Store, timeout: float = 5.0) -> sqlite3.Connection:
    """A second connection to the same file, as another process would have."""
    assert store.path
    return sqlite3.connect(store.path, isolation_level=None, timeout=timeout)


def see(store: Store, sql: str) -> list[tuple[object, ...]]:
    with closing(beside(store)) as other:
        return other.execute(sql).fetchall()


def receive(name: str, now: int = NOW) -> Callable[[Tables], bool]:
    return lambda tables: tables.receive("telegram", "bot", name, "{}", now)


def enqueue(
    store: Store, conversation: str = "telegram:7", lane: Lane = Lane.REPLY, due_at: int | None = None, now: int = NOW
) -> int:
    return store.write(lambda tables: tables.enqueue(conversation, HELLO, now, lane=lane, due_at=due_at))


FILE = Attachment("plan.pdf", "application/pdf", Kept(b"%PDF"))


def enqueue_file(store: Store, conversation: str = "telegram:7") -> int:
    sent = replace(HELLO, attachments=(FILE,))
    return store.write(lambda tables: tables.enqueue(conversation, sent, NOW))


def take(store: Store, *lanes: Lane, now: int = NOW, channel: str = "telegram") -> list[OutboxRow]:
    return store.write(lambda tables: tables.take_due(now, channel, lanes or tuple(Lane), 100))


def save(store: Store, conversation: Conversation) -> None:
    store.write(lambda tables: tables.save_conversation(conversation, NOW))


def note(store: Store, chat: str, helped: bool) -> None:
    store.write(lambda tables: tables.note_feedback(chat, "nacka", helped, NOW))


def end(store: Store, row_id: int, status: Status) -> None:
    store.write(lambda tables: tables.ended(row_id, status, "no answer"))


def row(store: Store, row_id: int) -> OutboxRow:
    rows = store.write(lambda tables: tables.outbox(tuple(Status)))
    return next(each for each in rows if each.id == row_id)


@dataclass
class Traced:
    """A store whose statements can be read."""

    store: Store
    statements: list[str]

    @classmethod
    def on(cls, path: Path, timeout: float = 5.0) -> "Traced":
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=timeout)
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        return cls(Store(Database(connection), path), statements)


# --- opening ----------------------------------------------------------------


def test_an_empty_place_gets_every_table_and_the_folder_it_lies_in(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/new/folder/lots.db")) as store:
        tables = {name for (name,) in see(store, "SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {"inbox", "conversations", "outbox", "feedback"} <= tables


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    with closing(open_store(url(tmp_path))) as store:
        store.write(receive("1"))
    with closing(open_store(url(tmp_path))) as store:
        assert store.write(lambda tables: tables.inbox_counts()) == {"waiting": 1}


@pytest.mark.parametrize("table", ["inbox", "conversations", "outbox", "feedback", "files"])
def test_every_table_is_strict(store: Store, table: str) -> None:
    assert see(store, f"SELECT strict FROM pragma_table_list WHERE name = '{table}'") == [(1,)]


def test_a_word_in_a_column_of_numbers_is_refused(store: Store) -> None:
    with closing(beside(store)) as other, pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        other.execute("INSERT INTO feedback VALUES ('telegram:7', 'a', 'yes', 1)")


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_the_connection_is_set_to_survive_a_power_cut(store: Store, pragma: str, value: object) -> None:
    assert store.write(lambda tables: tables._rows(f"PRAGMA {pragma}")) == [{pragma: value}]


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    open_store(url(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / "lots.db")) as other, other:
        (applied,) = other.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('lots', '0099_later', '')"
        )
    with pytest.raises(StoreError, match=r"newer version of lots \(it has 0099_later\); install that version"):
        open_store(url(tmp_path))
    with closing(sqlite3.connect(tmp_path / "lots.db")) as other:
        assert other.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (applied + 1,)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "lots.db").write_text("Köttbullar och potatis. " * 100)
    with pytest.raises(StoreError, match=r"lots.db cannot be .*LOTS_DATABASE"):
        open_store(url(tmp_path))
    assert (tmp_path / "lots.db").read_text().startswith("Köttbullar")


@pytest.mark.parametrize("place", ["a-file/lots.db", ""])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-file").write_text("")
    with pytest.raises(StoreError, match=r"cannot be opened .*LOTS_DATABASE"):
        open_store(f"sqlite:///{tmp_path}/{place}")


@pytest.mark.parametrize("address", ["postgres://host/lots", "lots.db", "sqlite:///", ""])
def test_an_address_of_another_kind_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(StoreError, match=r"write sqlite:///PATH, like sqlite:///lots\.db"):
        store_path(address)


def test_two_services_cannot_have_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "lots.db"
    with lock(path), pytest.raises(StoreError, match="served by another"):
        lock(path)
    lock(path).close()


def folder_that_is_a_file(tmp_path: Path) -> Path:
    """A place where nothing can be written, even by root."""
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    return path


def test_a_lock_that_cannot_be_written_is_a_refusal_too(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        lock(folder_that_is_a_file(tmp_path) / "lots.db")


# --- writing ----------------------------------------------------------------


@contextmanager
def busy(store: Store) -> Iterator[None]:
    """While the writer is held up: what is handed in inside shares the next commit."""
    begun, gate = threading.Event(), threading.Event()

    def work(_: Tables) -> None:
        begun.set()
        gate.wait(5)

    store.submit(work)
    assert begun.wait(5)
    yield
    gate.set()


def test_writes_that_wait_share_a_commit(tmp_path: Path) -> None:
    open_store(url(tmp_path)).close()
    traced = Traced.on(tmp_path / "lots.db")
    with busy(traced.store):
        for number in range(200):
            traced.store.submit(receive(str(number)))
    traced.store.close()
    assert traced.statements.count("COMMIT") == 2  # the one that held it up, and all the others
    assert traced.statements.count("BEGIN IMMEDIATE") == 2


def test_a_job_that_raises_undoes_only_itself(store: Store) -> None:
    def bad(tables: Tables) -> None:
        tables.receive("telegram", "bot", "bad", "{}", NOW)
        tables.enqueue("telegram:7", HELLO, NOW)
        raise LookupError("mine")

    with busy(store):
        before, failed, after = store.submit(receive("before")), store.submit(bad), store.submit(receive("after"))
    assert before.result(5) is True
    assert after.result(5) is True
    with pytest.raises(LookupError, match="mine"):
        failed.result()
    assert see(store, "SELECT update_id FROM inbox ORDER BY id") == [("before",), ("after",)]
    assert see(store, "SELECT count(*) FROM outbox") == [(0,)]


def test_a_savepoint_undoes_only_what_is_inside(store: Store) -> None:
    def work(tables: Tables) -> None:
        tables.receive("telegram", "bot", "kept", "{}", NOW)
        with suppress(LookupError), tables.savepoint():
            tables.enqueue("telegram:7", HELLO, NOW)
            raise LookupError

    store.write(work)
    assert see(store, "SELECT update_id FROM inbox") == [("kept",)]
    assert see(store, "SELECT count(*) FROM outbox") == [(0,)]


def test_a_result_is_given_out_only_when_everybody_can_see_what_was_written(store: Store) -> None:
    seen: list[list[tuple[object, ...]]] = []
    with busy(store):
        futures = [store.submit(receive(str(number))) for number in range(5)]
        for future in futures:
            future.add_done_callback(lambda _: seen.append(see(store, "SELECT count(*) FROM inbox")))
        assert see(store, "SELECT count(*) FROM inbox") == [(0,)]
    store.write(lambda _: None)  # the callbacks have run
    assert seen == [[(5,)]] * 5


def test_a_commit_that_fails_fails_every_job_of_it_and_the_next_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_store(url(tmp_path)).close()
    store = Traced.on(tmp_path / "lots.db", timeout=0).store
    with closing(beside(store)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            store.write(receive("1"))
        other.execute("ROLLBACK")
    assert "the store could not commit" in caplog.text
    assert store.write(receive("1")) is True
    store.close()


def test_the_place_to_write_is_taken_before_the_first_read(store: Store) -> None:
    """Else two that read and then write would fail one another."""

    def work(tables: Tables) -> str:
        assert tables.next_update() is None
        with closing(beside(store, timeout=0)) as other, pytest.raises(sqlite3.OperationalError) as refused:
            other.execute("BEGIN IMMEDIATE")
        return str(refused.value)

    assert store.write(work) == "database is locked"


def test_a_second_writer_is_waited_for(store: Store) -> None:
    with closing(beside(store)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO feedback VALUES ('telegram:7', 'a', 1, 1)")
        future = store.submit(lambda tables: tables.feedback())
        _, waiting = wait([future], 0.05)
        assert waiting == {future}
        other.execute("COMMIT")
        assert future.result(5) == [FeedbackCount("a", 1, 0)]


def test_closing_finishes_what_was_submitted(tmp_path: Path) -> None:
    store = open_store(url(tmp_path))
    futures = [store.submit(receive(str(number))) for number in range(1000)]
    store.close()
    assert all(future.done() and future.result() for future in futures)


def test_a_write_that_was_cancelled_while_it_waited_is_not_done(store: Store) -> None:
    with busy(store):
        assert store.submit(receive("1")).cancel()
    assert store.write(lambda tables: tables.inbox_counts()) == {}


# --- inbox ------------------------------------------------------------------


def test_an_update_is_kept_once_by_channel_account_and_id(store: Store) -> None:
    assert store.write(receive("1")) is True
    assert store.write(receive("1")) is False
    assert store.write(lambda tables: tables.receive("telegram", "another", "1", "{}", NOW)) is True
    assert store.write(lambda tables: tables.receive("slack", "bot", "1", "{}", NOW)) is True


def test_an_update_done_loses_its_words_and_is_still_known(store: Store) -> None:
    store.write(receive("1"))
    found = store.write(lambda tables: tables.next_update())
    assert found
    store.write(lambda tables: tables.update_done(found.id))
    assert see(store, "SELECT status, payload FROM inbox") == [("done", "")]
    assert store.write(receive("1")) is False
    assert store.write(lambda tables: tables.next_update()) is None


def test_updates_come_oldest_first_and_a_failed_one_keeps_its_place_until_it_is_set_aside(store: Store) -> None:
    for name in ("a", "b"):
        store.write(receive(name))
    first = store.write(lambda tables: tables.next_update())
    assert first
    store.write(lambda tables: tables.update_failed(first.id, "KeyError", final=False))
    again = store.write(lambda tables: tables.next_update())
    assert again == replace(first, attempts=1)
    store.write(lambda tables: tables.update_failed(first.id, "KeyError", final=True))
    then = store.write(lambda tables: tables.next_update())
    assert then
    assert then.id > first.id
    assert store.write(lambda tables: tables.inbox_counts()) == {"failed": 1, "waiting": 1}


# --- conversations ----------------------------------------------------------


def test_a_conversation_comes_back_as_it_was_saved(store: Store) -> None:
    kept = Conversation(
        "telegram:7",
        language="en",
        language_chosen=True,
        greeted=True,
        place="0182",
        beside=("1384",),
        home="1384",
        topic="permits",
        also=("funding",),
        asked="place",
        missed=1,
        last_message="55",
        offered=(Offer("a", "Å"),),
    )
    save(store, kept)
    assert store.write(lambda tables: tables.conversation("telegram:7")) == kept
    assert store.write(lambda tables: tables.conversation("telegram:8")) == Conversation("telegram:8")


def test_a_state_of_another_version_can_still_be_read(store: Store) -> None:
    with closing(beside(store)) as other:
        state = '{"id": "telegram:7", "language": "en", "from_the_future": 1}'
        other.execute("INSERT INTO conversations (id, state, updated_at) VALUES ('telegram:7', ?, 1)", (state,))
    assert store.write(lambda tables: tables.conversation("telegram:7")) == Conversation("telegram:7", "en")


def test_a_chat_that_moves_takes_its_state_its_feedback_and_its_messages_along(store: Store) -> None:
    save(store, Conversation("telegram:7", place="0182"))
    note(store, "telegram:7", True)
    waiting = enqueue(store)
    store.write(lambda tables: tables.move_conversation("telegram:7", "telegram:-100"))
    moved = store.write(lambda tables: tables.conversation("telegram:-100"))
    assert moved == Conversation("telegram:-100", place="0182"), "saved again it must not go to the old address"
    assert row(store, waiting).address == "-100"
    end(store, waiting, Status.FAILED)
    store.write(lambda tables: tables.forget("telegram:-100"))
    for table in ("conversations", "feedback", "outbox"):
        assert see(store, f"SELECT count(*) FROM {table}") == [(0,)], table


def test_a_chat_that_moves_to_a_known_address_replaces_what_was_there(store: Store) -> None:
    for chat, place in (("telegram:7", "0182"), ("telegram:8", "1384")):
        save(store, Conversation(chat, place=place))
    store.write(lambda tables: tables.move_conversation("telegram:7", "telegram:8"))
    assert store.write(lambda tables: tables.conversation("telegram:8")).place == "0182"


def test_a_block_ends_the_pushes_that_wait_but_no_reply(store: Store) -> None:
    save(store, Conversation("telegram:7"))
    reply, push = enqueue(store), enqueue(store, lane=Lane.PUSH)
    elsewhere = enqueue(store, "telegram:8", Lane.PUSH)
    store.write(lambda tables: tables.set_blocked("telegram:7", NOW))
    assert store.write(lambda tables: tables.is_blocked("telegram:7"))
    assert [row(store, each).status for each in (reply, push, elsewhere)] == ["waiting", "cancelled", "waiting"]
    store.write(lambda tables: tables.set_blocked("telegram:7", None))
    assert not store.write(lambda tables: tables.is_blocked("telegram:7"))


def test_forgetting_erases_one_chat_but_not_what_is_on_its_way_to_it(store: Store) -> None:
    for chat in ("telegram:7", "telegram:8"):
        save(store, Conversation(chat))
        note(store, chat, True)
    old, other = enqueue(store), enqueue(store, "telegram:8")
    for each in (old, other):
        end(store, each, Status.SENT)
    going = enqueue(store)
    store.write(lambda tables: tables.forget("telegram:7"))
    assert see(store, "SELECT id FROM conversations") == [("telegram:8",)]
    assert see(store, "SELECT conversation FROM feedback") == [("telegram:8",)]
    assert see(store, "SELECT id FROM outbox ORDER BY id") == [(other,), (going,)]


def test_a_file_is_erased_with_its_message_by_whatever_erases_it(store: Store) -> None:
    forgotten, old, going = (enqueue_file(store, chat) for chat in ("telegram:7", "telegram:8", "telegram:9"))
    for each in (forgotten, old):
        end(store, each, Status.SENT)
    store.write(lambda tables: tables.forget("telegram:7"))
    assert see(store, "SELECT message FROM files ORDER BY 1") == [(old,), (going,)]
    store.write(lambda tables: tables.prune(NOW + 1, NOW + 1))
    assert see(store, "SELECT message, content FROM files") == [(going, b"%PDF")]


def test_a_message_that_is_reworded_loses_its_file_and_keeps_its_place(store: Store) -> None:
    row_id, after = enqueue_file(store), enqueue(store)
    take(store)
    store.write(lambda tables: tables.reword(row_id, HELLO, NOW + 5))
    assert see(store, "SELECT count(*) FROM files") == [(0,)]
    (taken,) = take(store, now=NOW + 5)
    assert (taken.id, taken.rendered, taken.created_at, taken.attempts) == (row_id, HELLO, NOW + 5, 0)
    assert row(store, after).status is Status.WAITING


def test_a_message_holds_one_file_at_most(store: Store) -> None:
    two = replace(HELLO, attachments=(FILE, FILE))
    with pytest.raises(ValueError, match="split the reply first"):
        store.write(lambda tables: tables.enqueue("telegram:7", two, NOW))


MEETING = Meeting(
    "m1", datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
)
SOURCES = [
    Remote("photo/abc", "telegram:7", "/5", 10),
    Recipe((Paragraph((Span("Hej", "bold"),), "title"), Table((("a", "b"), ("c", "d")))), "en", Link("https://a.se")),
    Recipe((), "sv", MEETING),
    Recipe((), "sv", replace(MEETING, start=date(2026, 12, 1), end=date(2026, 12, 2), organizer="Sjöbo", sequence=2)),
]


@pytest.mark.parametrize("source", SOURCES)
def test_what_a_file_is_made_of_comes_out_as_it_went_in(store: Store, source: Remote | Recipe) -> None:
    sent = replace(HELLO, attachments=(Attachment("plan.pdf", "application/pdf", source),))
    store.write(lambda tables: tables.enqueue("telegram:7", sent, NOW))
    assert take(store)[0].rendered == sent
    assert see(store, "SELECT count(*) FROM files") == [(0,)]


def test_kept_bytes_lie_beside_the_message_and_not_in_its_words(store: Store) -> None:
    row_id = enqueue_file(store)
    assert store.write(lambda tables: tables.file_content(row_id)) == b"%PDF"
    assert store.write(lambda tables: tables.file_content(row_id + 1)) is None
    assert "%PDF" not in str(see(store, "SELECT rendered FROM outbox"))
    assert "%PDF" not in repr(FILE)


def test_the_last_word_of_a_chat_on_an_entry_counts(store: Store) -> None:
    for chat, helped in (("telegram:7", True), ("telegram:7", False), ("telegram:8", True)):
        note(store, chat, helped)
    assert store.write(lambda tables: tables.feedback()) == [FeedbackCount("nacka", 1, 1)]


# --- outbox -----------------------------------------------------------------


def test_a_message_comes_out_as_it_went_in(store: Store) -> None:
    row_id = store.write(lambda tables: tables.enqueue("slack:T1:U7", HELLO, NOW, thread="17.5"))
    (taken,) = take(store, channel="slack")
    assert taken == OutboxRow(row_id, "slack:T1:U7", "17.5", Lane.REPLY, HELLO, Status.WAITING, NOW, 0, NOW, "")
    assert (taken.channel, taken.address) == ("slack", "T1:U7")
    assert row(store, row_id).status is Status.SENDING


def test_nothing_is_taken_before_its_time_or_for_another_channel(store: Store) -> None:
    enqueue(store, due_at=NOW + 1)
    enqueue(store, "slack:T1:U7")
    assert take(store) == []
    assert [each.address for each in take(store, now=NOW + 1)] == ["7"]


def test_the_next_due_time_is_that_of_the_channels_asked_for(store: Store) -> None:
    assert store.write(lambda tables: tables.next_due(CHANNELS, NOW)) is None
    enqueue(store, due_at=NOW + 5)
    enqueue(store, "slack:T1:U7", due_at=NOW + 2)
    assert store.write(lambda tables: tables.next_due(CHANNELS, NOW)) == NOW + 2
    assert store.write(lambda tables: tables.next_due(["telegram"], NOW)) == NOW + 5
    assert store.write(lambda tables: tables.next_due(["console"], NOW)) is None


def test_the_tries_of_a_planned_push_are_counted_from_when_it_is_due(store: Store) -> None:
    push = enqueue(store, lane=Lane.PUSH, due_at=NOW + 14 * 86_400_000)
    assert row(store, push).created_at == NOW + 14 * 86_400_000


def test_trying_again_counts_failures_but_not_the_pace(store: Store) -> None:
    row_id = enqueue(store)
    store.write(lambda tables: tables.again(row_id, NOW + 1, "asked to wait", counts=False))
    assert (row(store, row_id).attempts, row(store, row_id).due_at) == (0, NOW + 1)
    store.write(lambda tables: tables.again(row_id, NOW + 2, "no answer", counts=True))
    assert (row(store, row_id).attempts, row(store, row_id).error) == (1, "no answer")


def test_after_a_crash_replies_and_relays_go_again_and_pushes_are_uncertain(store: Store) -> None:
    rows = [enqueue(store, f"telegram:{lane}", lane) for lane in Lane]
    later = enqueue(store, "telegram:9")
    take(store)
    store.write(lambda tables: tables.again(later, NOW, "", counts=False))
    assert store.write(lambda tables: tables.recover(CHANNELS, NOW + 7)) == (2, 1)
    assert [row(store, each).status for each in rows] == ["waiting", "waiting", "uncertain"]
    assert [row(store, each).due_at for each in (*rows[:2], later)] == [NOW + 7, NOW + 7, NOW]
    assert "may have arrived" in row(store, rows[0]).error
    assert store.write(lambda tables: tables.recover(CHANNELS, NOW + 8)) == (0, 0)


def test_only_rows_in_trouble_can_be_retried_and_they_begin_anew(store: Store) -> None:
    failed, uncertain, sent, waiting = (enqueue(store, f"telegram:{number}") for number in range(4))
    store.write(lambda tables: tables.again(failed, NOW, "", counts=True))
    end(store, failed, Status.FAILED)
    end(store, uncertain, Status.UNCERTAIN)
    store.write(lambda tables: tables.sent(sent, "m1", NOW))
    assert store.write(lambda tables: tables.retry([failed, uncertain, sent, waiting, 99], NOW + 9)) == 2
    assert store.write(lambda tables: tables.retry([], NOW + 9)) == 0
    again = row(store, failed)
    assert (again.status, again.due_at, again.attempts, again.created_at, again.error) == (
        Status.WAITING,
        NOW + 9,
        0,
        NOW + 9,
        "",
    )
    assert row(store, sent).status is Status.SENT


def test_pruning_erases_what_is_old_and_ended_but_nothing_that_waits(store: Store) -> None:
    for name in ("waiting", "done", "failed", "new"):
        store.write(receive(name, NOW + 10 if name == "new" else NOW))
    ids = dict(store.write(lambda tables: [(each["update_id"], each["id"]) for each in tables._rows(ALL_UPDATES)]))
    store.write(lambda tables: tables.update_done(ids["done"]))
    store.write(lambda tables: tables.update_failed(ids["failed"], "KeyError", final=True))
    store.write(lambda tables: tables.update_done(ids["new"]))
    for number, status in enumerate(Status):
        end(store, enqueue(store, f"telegram:{number}"), status)
    assert store.write(lambda tables: tables.prune(NOW + 5, NOW + 5)) == 2 + 4
    assert see(store, "SELECT update_id FROM inbox ORDER BY id") == [("waiting",), ("new",)]
    assert store.write(lambda tables: tables.outbox_counts()) == {"waiting": 1, "sending": 1}


ALL_UPDATES = "SELECT id, update_id FROM inbox"


# --- the order of the outbox, against a model -------------------------------


@dataclass
class Queued:
    """A row of the model."""

    id: int
    chat: str
    lane: Lane
    due_at: int
    status: str = "waiting"


def blocked(one: Queued, rows: list[Queued], now: int) -> bool:
    """Must it wait for another of its chat?"""
    others = [each for each in rows if each.chat == one.chat and each.id != one.id]
    waiting = [each for each in others if each.status == "waiting"]
    if any(each.status == "sending" for each in others):
        return True
    if one.lane is Lane.PUSH:
        return any(each.id < one.id or (each.lane < Lane.PUSH and each.due_at <= now) for each in waiting)
    return any(each.id < one.id and each.lane < Lane.PUSH for each in waiting)


def expected(rows: list[Queued], now: int, lanes: tuple[Lane, ...], limit: int) -> list[int]:
    due = [each for each in rows if each.status == "waiting" and each.due_at <= now and each.lane in lanes]
    free = [each for each in due if not blocked(each, rows, now)]
    return [each.id for each in sorted(free, key=lambda each: (each.lane, each.due_at, each.id))][:limit]


def order_held(one: Queued, rows: list[Queued]) -> bool:
    """When a row leaves, only pushes before it may still be there, and only if it is none itself."""
    left = [each for each in rows if each.chat == one.chat and each.id < one.id and each.status != "gone"]
    return all(each.lane is Lane.PUSH and one.lane is not Lane.PUSH for each in left)


LANES = st.sampled_from([(Lane.REPLY, Lane.RELAY), (Lane.PUSH,), tuple(Lane)])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("queue"), st.sampled_from("ab"), st.sampled_from(Lane), st.integers(0, 4)),
        st.tuples(st.just("take"), LANES, st.integers(1, 3)),
        st.tuples(st.just("land"), st.integers(0, 9)),
        st.tuples(st.just("again"), st.integers(0, 9), st.integers(1, 3)),
        st.tuples(st.just("pass"), st.integers(1, 3)),
    ),
    max_size=40,
)

DATABASE = Database(sqlite3.connect(":memory:", isolation_level=None))
migrations.apply(DATABASE)


class World:
    """The tables and the model, told the same."""

    def __init__(self) -> None:
        DATABASE.execute("DELETE FROM outbox")
        self.tables, self.rows, self.now = Tables(DATABASE), list[Queued](), 0

    def queue(self, chat: str, lane: Lane, delay: int) -> None:
        due = self.now + delay
        row_id = self.tables.enqueue(f"telegram:{chat}", HELLO, self.now, lane=lane, due_at=due)
        self.rows.append(Queued(row_id, chat, lane, due))

    def take(self, lanes: tuple[Lane, ...], limit: int) -> None:
        wanted = expected(self.rows, self.now, lanes, limit)
        assert [each.id for each in self.tables.take_due(self.now, "telegram", lanes, limit)] == wanted
        for each in self.rows:
            each.status = "sending" if each.id in wanted else each.status
        flying = [each.chat for each in self.rows if each.status == "sending"]
        assert len(flying) == len(set(flying)), "two of a chat are on their way"

    def land(self, which: int) -> None:
        for each in self.flying(which):
            assert order_held(each, self.rows)
            self.tables.sent(each.id, "m", self.now)
            each.status = "gone"

    def again(self, which: int, delay: int) -> None:
        for each in self.flying(which):
            self.tables.again(each.id, self.now + delay, "", counts=True)
            each.status, each.due_at = "waiting", self.now + delay

    def flying(self, which: int) -> list[Queued]:
        flying = [each for each in self.rows if each.status == "sending"]
        return [flying[which % len(flying)]] if flying else []


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_outbox_keeps_the_order_of_every_chat_whatever_happens(steps: list[tuple[str, ...]]) -> None:
    """Never two of a chat in flight; in order but for replies that pass pushes; replies first; nothing stuck."""
    world = World()
    for name, *told in steps:
        if name == "pass":
            world.now += int(told[0])
        else:
            getattr(world, name)(*told)
    world.now += 100
    for _ in range(2 * len(world.rows) + 1):
        world.take(tuple(Lane), 3)
        world.land(0)
    assert all(each.status == "gone" for each in world.rows)


# --- what belongs to others ---------------------------------------------------


def test_an_update_is_handed_only_to_who_reads_its_channel(store: Store) -> None:
    """A chat in the terminal may share the file with a service."""
    store.write(lambda tables: tables.receive("telegram", "1", "1", "{}", NOW))
    store.write(lambda tables: tables.receive("console", "1", "2", "{}", NOW))
    found = store.write(lambda tables: tables.next_update(("console",)))
    assert found is not None
    assert found.channel == "console"


def test_forgetting_takes_the_words_of_an_update_that_failed(store: Store) -> None:
    store.write(lambda tables: tables.receive("telegram", "1", "1", '{"text": "hemlis"}', NOW))
    update = store.write(lambda tables: tables.next_update())
    assert update is not None
    store.write(lambda tables: tables.update_failed(update.id, "KeyError", "telegram:7", final=True))
    store.write(lambda tables: tables.forget("telegram:7"))
    assert see(store, "SELECT update_id, payload FROM inbox") == [("1", "")]


def test_a_talk_nobody_touched_for_long_is_forgotten(store: Store) -> None:
    save(store, Conversation("telegram:7", place="0182"))
    store.write(lambda tables: tables.note_feedback("telegram:7", "x", True, NOW))
    assert store.write(lambda tables: tables.prune(NOW + 5, NOW - 5)) == 0
    assert store.write(lambda tables: tables.prune(NOW + 5, NOW + 5)) == 2


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE accounts (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="accounts"):
        open_store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as other:
        assert [row[0] for row in other.execute("SELECT name FROM sqlite_master")] == ["accounts"]
    assert before


def test_a_quick_look_tells_what_is_due_in_which_lane(store: Store) -> None:
    enqueue(store, "slack:T1:U7", Lane.PUSH)
    enqueue(store, "telegram:7", Lane.RELAY)
    enqueue(store, "telegram:8", Lane.REPLY, due_at=NOW + 5)
    assert store.write(lambda tables: tables.due_lanes(CHANNELS, NOW)) == {
        "telegram": [Lane.RELAY],
        "slack": [Lane.PUSH],
    }
    assert store.write(lambda tables: tables.due_lanes(("telegram",), NOW + 5)) == {
        "telegram": [Lane.REPLY, Lane.RELAY]
    }
    assert store.write(lambda tables: tables.due_lanes(CHANNELS, NOW - 1)) == {}
