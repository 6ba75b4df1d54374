"""The tables of those who are followed up. Released as 0008_programmes: never changed."""

from sqlite_utils import Database


def create(db: Database) -> None:
    """Who is followed up in which programme, what was asked and answered, stories, and who wants no more questions.

    `position` counts those of a programme from 0, `due_at` is when something is to be done about an enrolment."""
    db.table("enrolments").create(
        {
            "number": int,
            "programme": str,
            "conversation": str,
            "language": str,
            "place": str,
            "name": str,
            "goal": str,
            "consent_version": str,
            "consented_at": int,
            "by": str,
            "wishes": str,
            "follow_up": str,
            "position": int,
            "due_at": int,
            "updated_at": int,
        },
        pk="number",
        not_null={
            *("programme", "conversation", "language", "place", "name", "goal", "consent_version", "consented_at"),
            *("by", "wishes", "follow_up", "position", "updated_at"),
        },
        strict=True,
    )
    db.execute("CREATE INDEX enrolments_due ON enrolments (due_at, number) WHERE due_at IS NOT NULL")
    db.execute("CREATE INDEX enrolments_followed ON enrolments (programme) WHERE due_at IS NOT NULL")
    db.table("enrolments").create_index(["conversation", "number"])
    db.table("enrolments").create_index(["programme", "position"])
    db.table("enrolments").create_index(["programme", "consented_at"])
    db.table("check_ins").create(
        {
            "enrolment": int,
            "programme": str,
            "step": str,
            "asked_at": int,
            "answered_at": int,
            "state": str,
            "goal": str,
            "next": str,
            "need": str,
            "need_topic": str,
            "to_person": int,
            "reminders": int,
            "silent": int,
        },
        pk=("enrolment", "step"),
        not_null={
            *("programme", "asked_at", "goal", "next", "need", "need_topic", "to_person", "reminders", "silent"),
        },
        strict=True,
    )
    db.table("check_ins").create_index(["programme", "asked_at"])
    db.table("check_in_history").create(
        {"id": int, "enrolment": int, "step": str, "at": int, "was": str},
        pk="id",
        not_null={"enrolment", "step", "at", "was"},
        strict=True,
    )
    db.table("check_in_history").create_index(["enrolment", "step"])
    db.table("stories").create(
        {
            "enrolment": int,
            "programme": str,
            "words": str,
            "share": str,
            "name": str,
            "at": int,
            "withdrawn_at": int,
        },
        pk="enrolment",
        not_null={"programme", "words", "share", "name", "at"},
        strict=True,
    )
    db.table("check_in_stops").create({"fingerprint": str, "at": int}, pk="fingerprint", not_null={"at"}, strict=True)
    # Until when a push may go out: check-ins keep the hours that were agreed, however long they wait here.
    db.execute("ALTER TABLE outbox ADD COLUMN good_until INTEGER")
    db.execute(
        "CREATE INDEX outbox_good_until ON outbox (good_until) WHERE status = 'waiting' AND good_until IS NOT NULL"
    )
    db.execute("CREATE INDEX outbox_stream ON outbox (conversation, stream) WHERE status IN ('waiting', 'sending')")
