"""Every question and every change that the rest of the program may put to the store."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database

from bot.conversation import Conversation
from bot.messages import Rendered

from .records import FeedbackCount, InboxRow, Lane, OutboxRow, Status

_OPEN = "status IN ('waiting', 'sending')"


class Tables:
    """The store within one transaction. Times are milliseconds since 1970 in UTC."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return list(self._db.query(sql, values))

    def _change(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).rowcount

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is undone if it raises; the transaction around it goes on."""
        with self._db.atomic():
            yield

    # --- inbox ---

    def receive(self, channel: str, account: str, update_id: str, payload: str, now: int) -> bool:
        """Keep an update; False if it is here already."""
        return bool(
            self._change(
                "INSERT INTO inbox (channel, account, update_id, payload, received_at, status, attempts, error) "
                "VALUES (?, ?, ?, ?, ?, 'waiting', 0, '') ON CONFLICT DO NOTHING",
                *(channel, account, update_id, payload, now),
            )
        )

    def next_update(self) -> InboxRow | None:
        """The oldest update that waits."""
        sql = (
            "SELECT id, channel, payload, received_at, attempts FROM inbox WHERE status = 'waiting' ORDER BY id LIMIT 1"
        )
        return next((InboxRow(**row) for row in self._rows(sql)), None)

    def update_done(self, row_id: int) -> None:
        """The update has been worked on. Its words go; its key stays, so that a repeat is known."""
        self._change("UPDATE inbox SET status = 'done', payload = '' WHERE id = ?", row_id)

    def update_failed(self, row_id: int, error: str, *, final: bool) -> None:
        """Working on the update raised; after the final try it is set aside."""
        status = "failed" if final else "waiting"
        self._change(
            "UPDATE inbox SET attempts = attempts + 1, error = ?, status = ? WHERE id = ?", error, status, row_id
        )

    def inbox_counts(self) -> dict[str, int]:
        """How many updates have each status."""
        rows = self._rows("SELECT status, count(*) AS n FROM inbox GROUP BY status")
        return {row["status"]: row["n"] for row in rows}

    # --- conversations ---

    def conversation(self, conversation_id: str) -> Conversation:
        """The state of a conversation, new if it is unknown."""
        rows = self._rows("SELECT state FROM conversations WHERE id = ?", conversation_id)
        if not rows:
            return Conversation(conversation_id)
        # The row's id, not the one kept in the state: the chat may have moved.
        return Conversation.from_json(json.loads(rows[0]["state"]) | {"id": conversation_id})

    def save_conversation(self, conversation: Conversation, now: int) -> None:
        """Keep the state of a conversation."""
        state = json.dumps(conversation.to_json(), ensure_ascii=False)
        self._change(
            "INSERT INTO conversations (id, state, updated_at) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
            *(conversation.id, state, now),
        )

    def set_blocked(self, conversation_id: str, now: int | None) -> None:
        """The person blocked the bot (or, with None, came back); a block ends every push that waits."""
        self._change("UPDATE conversations SET blocked_at = ? WHERE id = ?", now, conversation_id)
        if now is not None:
            self._change(
                "UPDATE outbox SET status = 'cancelled', error = 'blocked by the person' "
                "WHERE conversation = ? AND status = 'waiting' AND lane = ?",
                *(conversation_id, Lane.PUSH),
            )

    def is_blocked(self, conversation_id: str) -> bool:
        """Has the person blocked the bot?"""
        return bool(self._rows("SELECT 1 FROM conversations WHERE id = ? AND blocked_at IS NOT NULL", conversation_id))

    def move_conversation(self, old: str, new: str) -> None:
        """A chat got another address (Telegram's supergroups)."""
        self._change("UPDATE OR REPLACE conversations SET id = ? WHERE id = ?", new, old)
        self._change("UPDATE OR REPLACE feedback SET conversation = ? WHERE conversation = ?", new, old)
        self._change("UPDATE outbox SET conversation = ? WHERE conversation = ?", new, old)

    def forget(self, conversation_id: str) -> None:
        """Erase what is kept on a conversation, but for what is on its way out right now."""
        for table in ("feedback", "outbox"):
            kept = f" AND NOT ({_OPEN})" if table == "outbox" else ""
            self._change(f"DELETE FROM {table} WHERE conversation = ?{kept}", conversation_id)
        self._change("DELETE FROM conversations WHERE id = ?", conversation_id)

    # --- outbox ---

    def enqueue(
        self,
        conversation_id: str,
        rendered: Rendered,
        now: int,
        *,
        lane: Lane = Lane.REPLY,
        thread: str | None = None,
        due_at: int | None = None,
    ) -> int:
        """Put a message in the outbox; its id. `created_at` is when its tries begin, so that a push that was
        planned long ago is not given up at its first failure."""
        due = now if due_at is None else due_at
        row = {
            "channel": conversation_id.partition(":")[0],
            "conversation": conversation_id,
            "thread": thread,
            "lane": int(lane),
            "rendered": json.dumps(rendered.to_json(), ensure_ascii=False),
            "status": "waiting",
            "due_at": due,
            "attempts": 0,
            "created_at": max(now, due),
            "error": "",
        }
        return int(self._db.table("outbox").insert(row).last_pk)  # type: ignore[arg-type]

    def take_due(self, now: int, channel: str, lanes: Sequence[Lane], limit: int) -> list[OutboxRow]:
        """A channel's rows that are due, marked as being sent.

        One a conversation, the oldest, and none while another of it is on its way: order within a chat
        holds. Only a push gives way: a reply that is due passes one that has not left yet.
        """
        marks, push = ", ".join("?" * len(lanes)), int(Lane.PUSH)
        rows = self._rows(
            f"""
            SELECT o.* FROM outbox o
            WHERE o.status = 'waiting' AND o.channel = ? AND o.lane IN ({marks}) AND o.due_at <= ?
              AND NOT EXISTS (
                SELECT 1 FROM outbox p
                WHERE p.conversation = o.conversation AND p.id <> o.id
                  AND (p.status = 'sending'
                       OR (p.status = 'waiting' AND p.id < o.id AND (p.lane < {push} OR o.lane = {push}))
                       OR (p.status = 'waiting' AND p.due_at <= ? AND p.lane < {push} AND o.lane = {push})))
            ORDER BY o.lane, o.due_at, o.id LIMIT ?
            """,
            *(channel, *lanes, now, now, limit),
        )
        taken = [_outbox_row(row) for row in rows]
        self._set_many("UPDATE outbox SET status = 'sending' WHERE id = ?", ((row.id,) for row in taken))
        return taken

    def _set_many(self, sql: str, values: Iterable[tuple[object, ...]]) -> None:
        for each in values:
            self._db.execute(sql, each)

    def next_due(self, channels: Sequence[str] = ()) -> int | None:
        """When the next row that waits is due: of these channels, or of all."""
        only = f" AND channel IN ({', '.join('?' * len(channels))})" if channels else ""
        found = self._rows(f"SELECT min(due_at) AS due FROM outbox WHERE status = 'waiting'{only}", *channels)
        return None if found[0]["due"] is None else int(found[0]["due"])

    def sent(self, row_id: int, service_id: str, now: int) -> None:
        """The service has it."""
        self._change(
            "UPDATE outbox SET status = 'sent', sent_at = ?, service_id = ?, error = '' WHERE id = ?",
            *(now, service_id, row_id),
        )

    def again(self, row_id: int, due_at: int, error: str, *, counts: bool) -> None:
        """Try again later; `counts` when it was a failure and not just the service's pace."""
        self._change(
            "UPDATE outbox SET status = 'waiting', due_at = ?, attempts = attempts + ?, error = ? WHERE id = ?",
            *(due_at, int(counts), error, row_id),
        )

    def ended(self, row_id: int, status: Status, error: str) -> None:
        """No more tries: failed, uncertain or cancelled."""
        self._change("UPDATE outbox SET status = ?, error = ? WHERE id = ?", status, error, row_id)

    def recover(self, now: int) -> tuple[int, int]:
        """After a start: what was on its way when the process died. Replies and relays go again, pushes are
        uncertain. How many of each."""
        unsure = "interrupted while it was being sent; it may have arrived"
        again = self._change(
            "UPDATE outbox SET status = 'waiting', due_at = ?, error = ? WHERE status = 'sending' AND lane < ?",
            *(now, unsure, Lane.PUSH),
        )
        uncertain = self._change(
            "UPDATE outbox SET status = 'uncertain', error = ? WHERE status = 'sending'",
            unsure,
        )
        return again, uncertain

    def outbox(self, statuses: Sequence[Status], limit: int = 200) -> list[OutboxRow]:
        """Rows with one of the statuses, oldest first."""
        marks = ", ".join("?" * len(statuses))
        rows = self._rows(f"SELECT * FROM outbox WHERE status IN ({marks}) ORDER BY id LIMIT ?", *statuses, limit)
        return [_outbox_row(row) for row in rows]

    def outbox_counts(self) -> dict[str, int]:
        """How many rows have each status."""
        return {
            row["status"]: row["n"] for row in self._rows("SELECT status, count(*) AS n FROM outbox GROUP BY status")
        }

    def retry(self, row_ids: Sequence[int], now: int) -> int:
        """Failed and uncertain rows are tried again from the start; how many."""
        marks = ", ".join("?" * len(row_ids))
        return self._change(
            f"UPDATE outbox SET status = 'waiting', due_at = ?, attempts = 0, created_at = ?, error = '' "
            f"WHERE id IN ({marks}) AND status IN ('failed', 'uncertain')",
            *(now, now, *row_ids),
        )

    # --- feedback and keeping clean ---

    def note_feedback(self, conversation_id: str, entry_id: str, helped: bool, now: int) -> None:
        """Whether an entry helped."""
        row = {"conversation": conversation_id, "entry_id": entry_id, "helped": int(helped), "given_at": now}
        self._db.table("feedback").upsert(row, pk=("conversation", "entry_id"))

    def feedback(self) -> list[FeedbackCount]:
        """What is said of each entry."""
        sql = (
            "SELECT entry_id, sum(helped) AS helped, sum(1 - helped) AS not_helped FROM feedback GROUP BY 1 ORDER BY 1"
        )
        return [FeedbackCount(**row) for row in self._rows(sql)]

    def prune(self, before: int) -> int:
        """Erase words older than a time: updates done or failed, messages sent or ended. How many rows."""
        gone = self._change("DELETE FROM inbox WHERE received_at < ? AND status <> 'waiting'", before)
        return gone + self._change(f"DELETE FROM outbox WHERE created_at < ? AND NOT ({_OPEN})", before)


def _outbox_row(row: dict[str, Any]) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        conversation=row["conversation"],
        thread=row["thread"],
        lane=Lane(row["lane"]),
        rendered=Rendered.from_json(json.loads(row["rendered"])),
        status=Status(row["status"]),
        due_at=row["due_at"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        error=row["error"],
    )
