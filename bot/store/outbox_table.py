"""What is to be sent, and what became of it."""

import json
from collections.abc import Sequence
from itertools import islice
from typing import Any

from bot.messages import Rendered
from bot.messages.files import Kept

from .queries import Queries
from .records import Lane, OutboxRow, Status

_OTHERS = (
    "SELECT 1 FROM outbox p INDEXED BY outbox_open "
    "WHERE p.conversation = o.conversation AND p.status IN ('waiting', 'sending')"
)
"""What else of a chat has not left yet. By its own index: a desk's chat holds tens of thousands of rows, few of them on
their way; the index is used only where its condition stands word for word."""

_FIRST_DUE = f"""
    SELECT o.due_at AS due FROM outbox o
    WHERE o.status = 'waiting' AND o.channel = ? AND o.lane = ?
      AND (o.good_until IS NULL OR o.good_until > ?)
      AND NOT EXISTS (
        {_OTHERS}
          AND p.status = 'waiting' AND p.id < o.id AND p.stream = o.stream
          AND (p.lane < {int(Lane.PUSH)} OR o.lane = {int(Lane.PUSH)}))
    ORDER BY o.due_at, o.id LIMIT 1"""
"""When the first row of a channel and lane that waits is due."""


class OutboxTable(Queries):
    """Messages, in order within a chat."""

    def enqueue(
        self,
        conversation_id: str,
        rendered: Rendered,
        now: int,
        *,
        lane: Lane = Lane.REPLY,
        thread: str | None = None,
        due_at: int | None = None,
        handle: str | None = None,
        onto: str | None = None,
        under: str | None = None,
        stream: str = "",
        good_until: int | None = None,
    ) -> int:
        """Put a message in the outbox; its id. `created_at` is when its tries begin, so that a push that was
        planned long ago is not given up at its first failure.

        `handle` is our own name for the message, so that others can refer to it before the service has given it
        an id: `onto` names the one that this changes, `under` the one whose thread it goes in.
        Order within a chat holds for each `stream` by itself: one that waits for the morning does not hold up others.
        After `good_until` it is not sent until it is given other hours (`set_hours`).
        Raises ValueError on more than one file.
        """
        if len(rendered.attachments) > 1:
            raise ValueError("one file a message: split the reply first")
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
            "handle": handle,
            "onto": onto,
            "under": under,
            "stream": stream,
            "good_until": good_until,
            "error": "",
        }
        row_id = self._add("outbox", row)
        for attachment in rendered.attachments:
            if isinstance(attachment.source, Kept):
                self._change("INSERT INTO files (message, content) VALUES (?, ?)", row_id, attachment.source.content)
        return row_id

    def file_content(self, row_id: int) -> bytes | None:
        """The kept bytes of a message's file, None if there are none."""
        rows = self._rows("SELECT content FROM files WHERE message = ?", row_id)
        return bytes(rows[0]["content"]) if rows else None

    def reword(self, row_id: int, rendered: Rendered, now: int) -> None:
        """Say this instead, without a file, in the same place of the order."""
        self._change(
            "UPDATE outbox SET rendered = ?, status = 'waiting', due_at = ?, created_at = ?, attempts = 0 WHERE id = ?",
            *(json.dumps(rendered.to_json(), ensure_ascii=False), now, now, row_id),
        )
        self._change("DELETE FROM files WHERE message = ?", row_id)

    def take_due(self, now: int, channel: str, lanes: Sequence[Lane], limit: int) -> list[OutboxRow]:
        """A channel's rows that are due, marked as being sent.

        One a conversation, the oldest, and none while another of it is on its way: order within a chat
        holds. Only a push gives way: a reply that is due passes one that has not left yet.
        """
        marks, push = ", ".join("?" * len(lanes)), int(Lane.PUSH)
        rows = self._rows(
            f"""
            SELECT o.*, changed.service_id AS target, opened.service_id AS opened,
              opened.service_thread AS opened_thread
            FROM outbox o
            LEFT JOIN outbox changed ON changed.handle = o.onto AND changed.conversation = o.conversation
            LEFT JOIN outbox opened ON opened.handle = o.under AND opened.conversation = o.conversation
            WHERE o.status = 'waiting' AND o.channel = ? AND o.lane IN ({marks}) AND o.due_at <= ?
              AND (o.good_until IS NULL OR o.good_until > ?)
              AND NOT EXISTS (
                {_OTHERS} AND p.id <> o.id
                  AND (p.status = 'sending'
                       OR (p.status = 'waiting' AND p.id < o.id AND p.stream = o.stream
                           AND (p.lane < {push} OR o.lane = {push}))
                       OR (p.status = 'waiting' AND p.due_at <= ? AND p.lane < {push} AND o.lane = {push})))
            ORDER BY o.lane, o.due_at, o.id LIMIT ?
            """,
            *(channel, *lanes, now, now, now, limit),
        )
        taken = [_outbox_row(row) for row in rows]
        for row in taken:
            self._change("UPDATE outbox SET status = 'sending' WHERE id = ?", row.id)
        return taken

    def due_lanes(self, channels: Sequence[str], now: int) -> dict[str, list[Lane]]:
        """The channels and lanes in which something is due, whether or not it may go: one quick look before each of
        them is gone through."""
        asked = [(channel, lane, channel, lane, now) for channel in channels for lane in Lane]
        look = "SELECT ? AS channel, ? AS lane WHERE EXISTS (SELECT 1 FROM outbox WHERE status = 'waiting' "
        look += "AND channel = ? AND lane = ? AND due_at <= ?)"
        rows = self._rows(" UNION ALL ".join(look for _ in asked), *(value for each in asked for value in each))
        found: dict[str, list[Lane]] = {}
        for row in rows:
            found.setdefault(row["channel"], []).append(Lane(row["lane"]))
        return found

    def next_due(self, channels: Sequence[str], now: int) -> int | None:
        """When the next row of these channels that waits is due. One that stands behind another in its stream is not
        next, however long it has been due; nor one whose hours are over at `now`: it waits for others."""
        # The first of each channel and lane: by the index of what is due, without a look at the others.
        firsts = [(channel, lane, now) for channel in channels for lane in Lane]
        each = " UNION ALL ".join(f"SELECT * FROM ({_FIRST_DUE})" for _ in firsts)
        found = self._rows(f"SELECT min(due) AS due FROM ({each})", *(value for first in firsts for value in first))
        return None if found[0]["due"] is None else int(found[0]["due"])

    def sent(self, row_id: int, service_id: str, now: int) -> None:
        """The service has it, by this id; see bot.outbox.delivery.Channel.send for one that opened a thread."""
        message, _, thread = service_id.partition("/")
        self._change(
            "UPDATE outbox SET status = 'sent', sent_at = ?, service_id = ?, service_thread = ?, error = '' "
            "WHERE id = ?",
            *(now, message, thread or None, row_id),
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

    def recover(self, channels: Sequence[str], now: int) -> tuple[int, int]:
        """After a start: what was on its way on these channels when the process died. Replies and relays go again,
        pushes are uncertain. How many of each."""
        unsure = "interrupted while it was being sent; it may have arrived"
        flying = f"status = 'sending' AND channel IN ({', '.join('?' * len(channels))})"
        again = self._change(
            f"UPDATE outbox SET status = 'waiting', due_at = ?, error = ? WHERE {flying} AND lane < ?",
            *(now, unsure, *channels, Lane.PUSH),
        )
        uncertain = self._change(
            f"UPDATE outbox SET status = 'uncertain', error = ? WHERE {flying}", *(unsure, *channels)
        )
        return again, uncertain

    def outbox(self, statuses: Sequence[Status], limit: int = 200) -> list[OutboxRow]:
        """Rows with one of the statuses, oldest first."""
        marks = ", ".join("?" * len(statuses))
        rows = self._rows(f"SELECT * FROM outbox WHERE status IN ({marks}) ORDER BY id LIMIT ?", *statuses, limit)
        return [_outbox_row(row) for row in rows]

    def outbox_row(self, row_id: int) -> OutboxRow | None:
        """A message by its id, None if it is gone."""
        return next((_outbox_row(row) for row in self._rows("SELECT * FROM outbox WHERE id = ?", row_id)), None)

    def outbox_telling(self, entry_id: str, limit: int = 200) -> list[OutboxRow]:
        """The newest messages that tell a fact of an entry, newest first."""
        like = "SELECT * FROM outbox WHERE rendered LIKE '%' || ? || '%' ORDER BY id DESC"
        found = (_outbox_row(row) for row in self._rows(like, json.dumps(entry_id)))
        told = (row for row in found if any(entry_id in each.entries for each in row.rendered.paragraphs))
        return list(islice(told, limit))

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


def _thread_of(row: dict[str, Any]) -> str | None:
    """The thread of the message that it goes under, once that has been sent."""
    if row.get("opened_thread"):
        return f"/{row['opened_thread']}"
    return row.get("opened")


def _outbox_row(row: dict[str, Any]) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        conversation=row["conversation"],
        thread=row["thread"] or _thread_of(row),
        lane=Lane(row["lane"]),
        rendered=Rendered.from_json(json.loads(row["rendered"])),
        status=Status(row["status"]),
        due_at=row["due_at"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        error=row["error"],
        target=row.get("target"),
        changes=row["onto"] is not None,
        stream=row["stream"],
    )
