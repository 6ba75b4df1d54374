"""The tables of what the owners of entries are asked."""

from sqlite_utils import Database


def create(db: Database) -> None:
    """What the owners of entries are asked, and who said that something is wrong and waits to hear of it."""
    db.table("matters").create(
        {
            "number": int,
            "entry_id": str,
            "cause": str,
            "desk": str,
            "is_open": int,
            "state": str,
            "opened_at": int,
            "updated_at": int,
        },
        pk="number",
        not_null={"entry_id", "cause", "desk", "is_open", "state", "opened_at", "updated_at"},
        strict=True,
    )
    db.execute("CREATE INDEX matters_open ON matters (entry_id) WHERE is_open = 1")
    db.table("matters").create_index(["desk", "cause", "opened_at"])
    db.table("matter_reports").create(
        {
            "id": int,
            "matter": int,
            "conversation": str,
            "language": str,
            "part": str,
            "shown": str,
            "words": str,
            "at": int,
        },
        pk="id",
        not_null={"matter", "conversation", "language", "part", "shown", "words", "at"},
        strict=True,
    )
    db.table("matter_reports").create_index(["matter", "id"])
    db.execute("CREATE INDEX matter_reports_of ON matter_reports (conversation) WHERE conversation <> ''")
