"""What belongs together in the outbox: the stream of a case or a follow-up, and the names of messages in it."""

from .queries import Queries


class StreamTable(Queries):
    """Messages of the outbox by their stream or by our own name for them (see OutboxTable.enqueue)."""

    def late_pushes(self, now: int, limit: int) -> list[tuple[int, str, str]]:
        """Rows that were not sent within their hours: their ids, conversations and streams."""
        rows = self._rows(
            "SELECT id, conversation, stream FROM outbox WHERE status = 'waiting' AND good_until <= ? LIMIT ?",
            now,
            limit,
        )
        return [(row["id"], row["conversation"], row["stream"]) for row in rows]

    def set_hours(self, row_id: int, due_at: int, good_until: int) -> None:
        """A row that waits is to be sent between these moments."""
        self._change(
            "UPDATE outbox SET due_at = ?, created_at = max(created_at, ?), good_until = ? "
            "WHERE id = ? AND status = 'waiting'",
            *(due_at, due_at, good_until, row_id),
        )

    def waiting_stream(self, conversation_id: str, stream: str) -> list[int]:
        """The ids of what waits in a stream of a chat."""
        sql = "SELECT id FROM outbox WHERE conversation = ? AND stream = ? AND status = 'waiting'"
        return [row["id"] for row in self._rows(sql, conversation_id, stream)]

    def cancel_stream(self, conversation_id: str, stream: str) -> None:
        """Nothing of a stream is sent any more: what waits is taken back, and what is on its way right now is not
        tried again should it fail."""
        condition = "conversation = ? AND stream = ?"
        self._change(
            f"UPDATE outbox SET status = 'cancelled' WHERE {condition} AND status = 'waiting'", conversation_id, stream
        )
        self._change(
            f"UPDATE outbox SET good_until = 0 WHERE {condition} AND status = 'sending'", conversation_id, stream
        )

    def hurry(self, conversation_id: str, stream: str, now: int) -> None:
        """What waits in a stream of a chat goes now."""
        self._change(
            "UPDATE outbox SET due_at = ? WHERE conversation = ? AND stream = ? AND status = 'waiting' AND due_at > ?",
            *(now, conversation_id, stream, now),
        )

    def cancel(self, handle: str) -> bool:
        """Take back a message that has not left yet, with all its parts; False if it is too late."""
        parts = "status = 'waiting' AND (handle = ? OR substr(handle, 1, ?) = ?)"
        taken = f"UPDATE outbox SET status = 'cancelled' WHERE {parts}"
        return bool(self._change(taken, handle, len(handle) + 1, f"{handle}+"))

    def handle_of(self, conversation_id: str, thread: str) -> str | None:
        """Our name for the message that a thread hangs on (or that was replied to), None if it is not one of ours.

        A message of a case without a name of its own is called by the case's."""
        column, value = ("service_thread", thread[1:]) if thread.startswith("/") else ("service_id", thread)
        found = self._rows(
            f"SELECT coalesce(handle, stream) AS name FROM outbox WHERE conversation = ? AND {column} = ? "
            "AND (handle IS NOT NULL OR stream <> '') ORDER BY id LIMIT 1",
            *(conversation_id, value),
        )
        return str(found[0]["name"]) if found else None
