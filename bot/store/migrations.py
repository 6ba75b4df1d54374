"""The shape of the store, step by step. A step that has been released is never changed: add a new one."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from . import desk_migration, matter_migration, organising_migration, programme_migration

migrations = Migrations("lots")


@migrations(name="0001_inbox")
def _inbox(db: Database) -> None:
    """What has come in. The unique key makes a repeated delivery harmless."""
    db.table("inbox").create(
        {
            "id": int,
            "channel": str,
            "account": str,
            "update_id": str,
            "conversation": str,
            "payload": str,
            "received_at": int,
            "status": str,
            "attempts": int,
            "error": str,
        },
        pk="id",
        not_null={
            "channel",
            "account",
            "update_id",
            "conversation",
            "payload",
            "received_at",
            "status",
            "attempts",
            "error",
        },
        strict=True,
    )
    db.table("inbox").create_index(["channel", "account", "update_id"], unique=True)
    db.execute("CREATE INDEX inbox_waiting ON inbox (channel, id) WHERE status = 'waiting'")


@migrations(name="0002_conversations")
def _conversations(db: Database) -> None:
    """The state of each conversation; `blocked_at` ends what we would send on our own initiative."""
    db.table("conversations").create(
        {"id": str, "state": str, "updated_at": int, "blocked_at": int},
        pk="id",
        not_null={"state", "updated_at"},
        strict=True,
    )


@migrations(name="0003_outbox")
def _outbox(db: Database) -> None:
    """What is to be sent, and what became of it."""
    db.table("outbox").create(
        {
            "id": int,
            "channel": str,
            "conversation": str,
            "thread": str,
            "lane": int,
            "rendered": str,
            "status": str,
            "due_at": int,
            "attempts": int,
            "created_at": int,
            "sent_at": int,
            "service_id": str,
            "service_thread": str,
            "handle": str,
            "onto": str,
            "under": str,
            "stream": str,
            "error": str,
        },
        pk="id",
        not_null={
            "channel",
            "conversation",
            "lane",
            "rendered",
            "status",
            "due_at",
            "attempts",
            "created_at",
            "stream",
            "error",
        },
        strict=True,
    )
    db.execute("CREATE UNIQUE INDEX outbox_handle ON outbox (handle) WHERE handle IS NOT NULL")
    db.execute("CREATE INDEX outbox_known ON outbox (conversation, service_id) WHERE handle IS NOT NULL")
    db.execute("CREATE INDEX outbox_thread ON outbox (conversation, service_thread) WHERE service_thread IS NOT NULL")
    db.execute("CREATE INDEX outbox_due ON outbox (channel, lane, due_at, id) WHERE status = 'waiting'")
    db.execute("CREATE INDEX outbox_open ON outbox (conversation, id) WHERE status IN ('waiting', 'sending')")
    db.execute("CREATE INDEX outbox_trouble ON outbox (status, id) WHERE status IN ('uncertain', 'failed')")


@migrations(name="0004_feedback")
def _feedback(db: Database) -> None:
    """Whether an entry helped; the last word of a conversation on an entry counts."""
    db.table("feedback").create(
        {"conversation": str, "entry_id": str, "helped": int, "given_at": int},
        pk=("conversation", "entry_id"),
        not_null={"helped", "given_at"},
        strict=True,
    )


@migrations(name="0005_knowledge")
def _knowledge(db: Database) -> None:
    """What changes the files of facts without a restart, and who did what: edits of entries, what is switched off,
    which owners were asked whether an entry still holds, and a log that nothing is taken out of."""
    db.table("knowledge_edits").create(
        {"entry_id": str, "fields": str, "by": str, "at": int},
        pk="entry_id",
        not_null={"fields", "by", "at"},
        strict=True,
    )
    db.table("knowledge_switches").create(
        {
            "id": int,
            "topic": str,
            "municipality": str,
            "entry_id": str,
            "until": int,
            "why": str,
            "by": str,
            "at": int,
            "ended_at": int,
        },
        pk="id",
        not_null={"topic", "municipality", "entry_id", "why", "by", "at"},
        strict=True,
    )
    db.execute("CREATE INDEX knowledge_switches_on ON knowledge_switches (id) WHERE ended_at IS NULL")
    db.table("knowledge_asked").create(
        {"entry_id": str, "best_before": str, "at": int},
        pk="entry_id",
        not_null={"best_before", "at"},
        strict=True,
    )
    db.table("knowledge_log").create(
        {"id": int, "at": int, "by": str, "what": str, "subject": str, "detail": str},
        pk="id",
        not_null={"at", "by", "what", "subject", "detail"},
        strict=True,
    )


@migrations(name="0006_files")
def _files(db: Database) -> None:
    """The bytes of a message's file, where we have them: they go with the message, whoever erases it."""
    db.execute(
        "CREATE TABLE files (message INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE, "
        "content BLOB NOT NULL) STRICT"
    )


@migrations(name="0007_escalations")
def _escalations(db: Database) -> None:
    """Questions that a person answers, and the record of each, which nothing is taken out of."""
    db.table("escalations").create(
        {
            "number": int,
            "conversation": str,
            "desk": str,
            "is_open": int,
            "state": str,
            "due_at": int,
            "updated_at": int,
        },
        pk="number",
        not_null={"conversation", "desk", "is_open", "state", "updated_at"},
        strict=True,
    )
    db.execute("CREATE INDEX escalations_due ON escalations (due_at) WHERE due_at IS NOT NULL")
    db.table("escalations").create_index(["conversation", "number"])
    db.table("escalations").create_index(["desk", "is_open"])
    db.table("escalation_record").create(
        {"id": int, "number": int, "at": int, "who": str, "kind": str, "text": str},
        pk="id",
        not_null={"number", "at", "who", "kind", "text"},
        strict=True,
    )
    db.table("escalation_record").create_index(["number", "id"])


@migrations(name="0008_programmes")
def _programmes(db: Database) -> None:
    programme_migration.create(db)


@migrations(name="0009_desks")
def _desks(db: Database) -> None:
    desk_migration.create(db)


@migrations(name="0010_organising")
def _organising(db: Database) -> None:
    organising_migration.create(db)


@migrations(name="0011_keys")
def _keys(db: Database) -> None:
    """Keys that we made for ourselves, such as the one that signs links to pages."""
    db.table("keys").create({"name": str, "key": str}, pk="name", not_null={"key"}, strict=True)


@migrations(name="0012_matters")
def _matters(db: Database) -> None:
    matter_migration.create(db)
