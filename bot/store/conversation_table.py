"""The state of each conversation, and what was said of the entries in it."""

import json

from bot.conversation import Conversation

from .queries import Queries
from .records import FeedbackCount


class ConversationTable(Queries):
    """Conversations and feedback."""

    def conversation(self, conversation_id: str) -> Conversation:
        """The state of a conversation, new if it is unknown."""
        rows = self._rows("SELECT state FROM conversations WHERE id = ?", conversation_id)
        if not rows:
            return Conversation(conversation_id)
        # The row's id, not the one kept in the state: the chat may have moved.
        return Conversation.from_json(json.loads(rows[0]["state"]) | {"id": conversation_id})

    def is_known(self, conversation_id: str) -> bool:
        """Is anything kept on it? Not after the person has erased it."""
        return bool(self._rows("SELECT 1 FROM conversations WHERE id = ?", conversation_id))

    def save_conversation(self, conversation: Conversation, now: int) -> None:
        """Keep the state of a conversation."""
        state = json.dumps(conversation.to_json(), ensure_ascii=False)
        self._change(
            "INSERT INTO conversations (id, state, updated_at) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at",
            *(conversation.id, state, now),
        )

    def is_blocked(self, conversation_id: str) -> bool:
        """Has the person blocked the bot?"""
        return bool(self._rows("SELECT 1 FROM conversations WHERE id = ? AND blocked_at IS NOT NULL", conversation_id))

    def note_feedback(self, conversation_id: str, entry_id: str, helped: bool, now: int) -> None:
        """Whether an entry helped."""
        row = {"conversation": conversation_id, "entry_id": entry_id, "helped": int(helped), "given_at": now}
        self._db.table("feedback").upsert(row, pk=("conversation", "entry_id"))

    def feedback(self) -> list[FeedbackCount]:
        """What is said of each entry."""
        sql = (
            "SELECT entry_id, sum(helped) AS helped, sum(1 - helped) AS not_helped FROM feedback GROUP BY 1 ORDER BY 1"
        )
        return [FeedbackCount(**row) for row in self._rows(sql)]
