"""What has come in."""

from .queries import Queries
from .records import InboxRow


class InboxTable(Queries):
    """Updates, each worked on once."""

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
