"""What has come in."""

from collections.abc import Sequence

from .queries import Queries
from .records import InboxRow


class InboxTable(Queries):
    """Updates, each worked on once."""

    def receive(self, channel: str, account: str, update_id: str, payload: str, now: int) -> bool:
        """Keep an update; False if it is here already."""
        columns = "channel, account, update_id, conversation, payload, received_at, status, attempts, error"
        return bool(
            self._change(
                f"INSERT INTO inbox ({columns}) VALUES (?, ?, ?, '', ?, ?, 'waiting', 0, '') ON CONFLICT DO NOTHING",
                *(channel, account, update_id, payload, now),
            )
        )

    def next_update(self, channels: Sequence[str] = ()) -> InboxRow | None:
        """The oldest update that waits: of these channels, or of all."""
        only = f" AND channel IN ({', '.join('?' * len(channels))})" if channels else ""
        rows = self._rows(
            "SELECT id, channel, payload, received_at, attempts FROM inbox "
            f"WHERE status = 'waiting'{only} ORDER BY id LIMIT 1",
            *channels,
        )
        return next((InboxRow(**row) for row in rows), None)

    def update_done(self, row_id: int) -> None:
        """The update has been worked on. Its words go; its key stays, so that a repeat is known."""
        self._change("UPDATE inbox SET status = 'done', payload = '' WHERE id = ?", row_id)

    def update_failed(self, row_id: int, error: str, conversation: str = "", *, final: bool) -> None:
        """Working on the update raised; after the final try it is set aside.

        It keeps its words then, so it is noted whose they are (`conversation`, if that could be read): they
        can be forgotten.
        """
        status = "failed" if final else "waiting"
        self._change(
            "UPDATE inbox SET attempts = attempts + 1, error = ?, status = ?, conversation = ? WHERE id = ?",
            *(error, status, conversation, row_id),
        )

    def inbox_counts(self) -> dict[str, int]:
        """How many updates have each status."""
        rows = self._rows("SELECT status, count(*) AS n FROM inbox GROUP BY status")
        return {row["status"]: row["n"] for row in rows}
