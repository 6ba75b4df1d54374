"""What those who run programmes keep at their desks. Released as 0010_organising: never changed."""

from sqlite_utils import Database


def create(db: Database) -> None:
    """Programmes that were added to the files', those being written at a desk, and when each desk gets its digest.

    `made` keeps a programme as its file is written; `since` is where a desk's next digest begins."""
    db.table("programmes").create(
        {"id": str, "made": str, "by": str, "at": int}, pk="id", not_null={"made", "by", "at"}, strict=True
    )
    db.table("programme_drafts").create(
        {"number": int, "desk": str, "by": str, "state": str, "at": int},
        pk="number",
        not_null={"desk", "by", "state", "at"},
        strict=True,
    )
    db.table("digests").create(
        {"desk": str, "since": int, "due_at": int}, pk="desk", not_null={"since", "due_at"}, strict=True
    )
    db.execute("CREATE INDEX digests_due ON digests (due_at)")
