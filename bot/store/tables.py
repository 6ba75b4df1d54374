"""Every question and every change that the rest of the program may put to the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from .check_in_table import CheckInTable
from .conversation_table import ConversationTable
from .desk_table import DeskTable
from .escalation_table import EscalationTable
from .inbox_table import InboxTable
from .key_table import KeyTable
from .knowledge_table import KnowledgeTable
from .matter_table import MatterTable
from .organising_table import OrganisingTable
from .outbox_table import OutboxTable
from .programme_table import ProgrammeTable
from .records import Lane
from .stream_table import StreamTable
from .tally_table import TallyTable

_OPEN = "status IN ('waiting', 'sending')"


class Tables(
    InboxTable,
    ConversationTable,
    OutboxTable,
    StreamTable,
    KnowledgeTable,
    EscalationTable,
    ProgrammeTable,
    CheckInTable,
    OrganisingTable,
    TallyTable,
    DeskTable,
    KeyTable,
    MatterTable,
):
    """The store within one transaction; here is what concerns several tables.

    Times are milliseconds since 1970 in UTC.
    """

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside is undone if it raises; the transaction around it goes on."""
        with self._db.atomic():
            yield

    def set_blocked(self, conversation_id: str, now: int | None) -> None:
        """The person blocked the bot (or, with None, came back); a block ends every push that waits."""
        self._change("UPDATE conversations SET blocked_at = ? WHERE id = ?", now, conversation_id)
        if now is not None:
            self._change(
                "UPDATE outbox SET status = 'cancelled', error = 'blocked by the person' "
                "WHERE conversation = ? AND status = 'waiting' AND lane = ?",
                *(conversation_id, Lane.PUSH),
            )

    def move_conversation(self, old: str, new: str) -> None:
        """A chat got another address (Telegram's supergroups)."""
        self._change("UPDATE OR REPLACE conversations SET id = ? WHERE id = ?", new, old)
        self._change("UPDATE OR REPLACE feedback SET conversation = ? WHERE conversation = ?", new, old)
        self._change("UPDATE outbox SET conversation = ? WHERE conversation = ?", new, old)
        self._change("UPDATE escalations SET conversation = ? WHERE conversation = ?", new, old)
        self._change("UPDATE matter_reports SET conversation = ? WHERE conversation = ?", new, old)
        self._move_enrolments(old, new)

    def move_chat(self, old: str, new: str, now: int) -> None:
        """Likewise with a chat that may be a desk's."""
        self.move_conversation(old, new)
        self.move_desk(old, new, now)

    def forget(self, conversation_id: str) -> None:
        """Erase what is kept on a conversation, but for what is on its way out right now, and that they want no more
        check-ins if they have said so."""
        self._forget_enrolments("conversation = ?", conversation_id)
        for table in ("feedback", "outbox"):
            kept = f" AND NOT ({_OPEN})" if table == "outbox" else ""
            self._change(f"DELETE FROM {table} WHERE conversation = ?{kept}", conversation_id)
        self._change("DELETE FROM conversations WHERE id = ?", conversation_id)
        # What is wrong stays wrong: only who said it, and their words, go.
        self._change("UPDATE matter_reports SET conversation = '', words = '' WHERE conversation = ?", conversation_id)
        # An update that failed still holds its words; its key stays, so that a repeat is known.
        self._change("UPDATE inbox SET payload = '' WHERE conversation = ? AND status = 'failed'", conversation_id)

    def prune(self, words_before: int, talks_before: int) -> int:
        """Erase words older than a time (updates done or failed, messages sent or ended), and conversations and
        feedback that were last touched before another; so too enrolments of which nothing is to come. How many rows."""
        ended = f"created_at < ? AND NOT ({_OPEN})"
        return sum(
            (
                self._change("DELETE FROM inbox WHERE received_at < ? AND status <> 'waiting'", words_before),
                self._change(
                    f"DELETE FROM outbox WHERE created_at < ? AND NOT ({_OPEN}) AND handle IS NULL", words_before
                ),
                # What others refer to stays as long as a talk: a thread is found by its card.
                self._change(f"DELETE FROM outbox WHERE {ended}", talks_before),
                self._change("DELETE FROM conversations WHERE updated_at < ?", talks_before),
                self._change("DELETE FROM feedback WHERE given_at < ?", talks_before),
                self._change("UPDATE matter_reports SET words = '' WHERE at < ? AND words <> ''", words_before),
                self._change("DELETE FROM matter_reports WHERE at < ?", talks_before),
                self._change("DELETE FROM matters WHERE updated_at < ? AND is_open = 0", talks_before),
                self._forget_enrolments("due_at IS NULL AND updated_at < ?", talks_before),
            )
        )
