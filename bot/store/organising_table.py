"""What those who run programmes keep: programmes of their own, drafts of them, and when a desk gets its digest."""

from dataclasses import dataclass

from .queries import Queries


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A desk's next digest: what happened from `since` on, told at `due_at` (milliseconds since 1970)."""

    desk: str
    since: int
    due_at: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A programme that is being written at a desk by one of its members; `state` is JSON."""

    number: int
    desk: str
    by: str
    state: str


class OrganisingTable(Queries):
    """Programmes by id, drafts by number, digests by desk."""

    def keep_programme(self, programme_id: str, text: str, by: str, now: int) -> None:
        """Add a programme, or put it in the place of the one with its id. It was found sound."""
        self._db.table("programmes").upsert({"id": programme_id, "made": text, "by": by, "at": now}, pk="id")

    def drop_programme(self, programme_id: str) -> bool:
        """Take an added programme away; False if there was none."""
        return bool(self._change("DELETE FROM programmes WHERE id = ?", programme_id))

    def has_stream(self, conversation_id: str, stream: str) -> bool:
        """Is a message of this stream kept for a conversation, whatever became of it?"""
        return bool(
            self._rows("SELECT 1 FROM outbox WHERE conversation = ? AND stream = ? LIMIT 1", conversation_id, stream)
        )

    def new_draft(self, desk: str, by: str, state: str, now: int) -> DraftRow:
        """Begin a programme at a desk; one that the same member had begun is put aside."""
        self._change("DELETE FROM programme_drafts WHERE desk = ? AND by = ?", desk, by)
        number = int(self._rows("SELECT coalesce(max(number), 0) + 1 AS n FROM programme_drafts")[0]["n"])
        row = {"number": number, "desk": desk, "by": by, "state": state, "at": now}
        self._db.table("programme_drafts").insert(row)
        return DraftRow(number, desk, by, state)

    def draft(self, number: int) -> DraftRow | None:
        """A draft by its number."""
        rows = self._rows("SELECT number, desk, by, state FROM programme_drafts WHERE number = ?", number)
        return DraftRow(**rows[0]) if rows else None

    def save_draft(self, number: int, state: str, now: int) -> None:
        """Keep how far a draft has come."""
        self._change("UPDATE programme_drafts SET state = ?, at = ? WHERE number = ?", state, now, number)

    def drop_draft(self, number: int) -> None:
        """It was made, or put away."""
        self._change("DELETE FROM programme_drafts WHERE number = ?", number)

    def digests(self) -> list[DigestRow]:
        """Every desk that gets digests."""
        return [DigestRow(**row) for row in self._rows("SELECT desk, since, due_at FROM digests ORDER BY desk")]

    def next_digest_due(self) -> int | None:
        """When a digest falls due next."""
        due = self._rows("SELECT min(due_at) AS due FROM digests")[0]["due"]
        return None if due is None else int(due)

    def plan_digest(self, row: DigestRow) -> None:
        """When a desk gets its next one."""
        self._change(
            "INSERT INTO digests (desk, since, due_at) VALUES (?, ?, ?) "
            "ON CONFLICT (desk) DO UPDATE SET since = excluded.since, due_at = excluded.due_at",
            *(row.desk, row.since, row.due_at),
        )

    def end_digests(self, desk: str) -> None:
        """The desk runs no programme any more."""
        self._change("DELETE FROM digests WHERE desk = ?", desk)
