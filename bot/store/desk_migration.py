"""The tables of desks. Released as 0009_desks: never changed."""

from sqlite_utils import Database


def create(db: Database) -> None:
    """What was changed about desks while the service ran, and the codes that bind a chat to one.

    `ended_at` says that a change holds no more; nothing is taken out. A code is kept as its hash only.
    """
    db.table("desk_changes").create(
        {"id": int, "desk": str, "kind": str, "by": str, "at": int, "detail": str, "ended_at": int},
        pk="id",
        not_null={"desk", "kind", "by", "at", "detail"},
        strict=True,
    )
    db.execute("CREATE INDEX desk_changes_on ON desk_changes (id) WHERE ended_at IS NULL")
    db.execute("CREATE INDEX desk_changes_ended ON desk_changes (ended_at) WHERE ended_at IS NOT NULL")
    db.table("desk_codes").create(
        {"hash": str, "desk": str, "name": str, "serves": str, "expires_at": int, "used_at": int},
        pk="hash",
        not_null={"desk", "name", "serves", "expires_at"},
        strict=True,
    )
    # In a group without topics people answer whichever message of a case they see: each must be known.
    db.execute("DROP INDEX outbox_known")
    db.execute(
        "CREATE INDEX outbox_known ON outbox (conversation, service_id) WHERE handle IS NOT NULL OR stream <> ''"
    )
