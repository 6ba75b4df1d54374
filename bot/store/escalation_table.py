"""Questions that a person answers, and the record of each."""

import json
from collections.abc import Sequence
from functools import lru_cache

from bot.desk import Escalation
from bot.desk.expecting import Earlier
from bot.desk.kept import escalation_from_json, escalation_to_json

from .queries import Queries
from .records import GONE, RecordLine, maybe_moment, moment


class EscalationTable(Queries):
    """Escalations by their number."""

    def next_number(self) -> int:
        """The number of one more."""
        return int(self._rows("SELECT coalesce(max(number), 0) + 1 AS next FROM escalations")[0]["next"])

    def escalation(self, number: int) -> Escalation | None:
        """An escalation by its number."""
        return next(iter(self._escalations("number = ?", number)), None)

    def latest_escalation(self, conversation_id: str) -> Escalation | None:
        """An entrepreneur's question that is open, else the last that was."""
        found = self._escalations("conversation = ? ORDER BY is_open DESC, number DESC LIMIT 1", conversation_id)
        return next(iter(found), None)

    def open_escalations(self, conversation_id: str) -> list[Escalation]:
        """All of an entrepreneur's questions that somebody still owes something."""
        return self._escalations("conversation = ? AND is_open = 1 ORDER BY number", conversation_id)

    def due_escalations(self, now: int, limit: int = 100) -> list[Escalation]:
        """Those for which something has fallen due, the longest waiting first."""
        return self._escalations("due_at <= ? ORDER BY due_at, number LIMIT ?", now, limit)

    def next_escalation_due(self) -> int | None:
        """When something falls due next."""
        due = self._rows("SELECT min(due_at) AS due FROM escalations WHERE due_at IS NOT NULL")[0]["due"]
        return None if due is None else int(due)

    def put_off_escalation(self, number: int, due_at: int) -> None:
        """Look at it again then."""
        self._change("UPDATE escalations SET due_at = ? WHERE number = ?", due_at, number)

    def look_at_desk(self, desk: str, now: int) -> int:
        """All open cases of a desk are looked at now; how many."""
        return self._change("UPDATE escalations SET due_at = ? WHERE desk = ? AND is_open = 1", now, desk)

    def save_escalation(self, escalation: Escalation, due_at: int | None, now: int) -> None:
        """Keep an escalation and when to look at it again."""
        row = {
            "number": escalation.number,
            "conversation": escalation.conversation,
            "desk": escalation.desk,
            "is_open": int(escalation.is_open),
            "state": json.dumps(escalation_to_json(escalation), ensure_ascii=False),
            "due_at": due_at,
            "updated_at": now,
        }
        self._add("escalations", row, key="number")

    def note_escalation(self, number: int, lines: Sequence[RecordLine]) -> None:
        """Add to an escalation's record. Nothing is taken out of it."""
        for each in lines:
            row = {"number": number, "at": each.at, "who": each.who, "kind": each.kind, "text": each.text}
            self._add("escalation_record", row)

    def record_of(self, number: int) -> list[RecordLine]:
        """An escalation's record, oldest first."""
        rows = self._rows("SELECT at, who, kind, text FROM escalation_record WHERE number = ? ORDER BY id", number)
        return [RecordLine(**row) for row in rows]

    def earlier(self, desk: str, limit: int = 40) -> list[Earlier]:
        """A desk's last questions that came to it first: when each was asked, answered and done with."""
        rows = self._rows(
            "SELECT min(at) FILTER (WHERE kind = 'opened') AS opened, "
            "min(at) FILTER (WHERE kind = 'answer') AS answered, "
            "min(at) FILTER (WHERE kind IN ('answer', 'closed')) AS ended FROM escalation_record WHERE number IN "
            "(SELECT number FROM escalations WHERE desk = ? ORDER BY number DESC LIMIT ?) "
            "GROUP BY number HAVING count(*) FILTER (WHERE kind = 'moved') = 0",
            *(desk, limit),
        )
        return [
            Earlier(moment(row["opened"]), maybe_moment(row["answered"]), maybe_moment(row["ended"])) for row in rows
        ]

    def revive(self, conversation_id: str, now: int) -> set[str]:
        """Whoever was gone is back: what belongs to a case is sent after all; the streams of it."""
        gone = "conversation = ? AND status = 'failed' AND stream <> '' AND error LIKE ?"
        rows = self._rows(f"SELECT DISTINCT stream FROM outbox WHERE {gone}", conversation_id, f"{GONE}%")
        self._change(
            f"UPDATE outbox SET status = 'waiting', due_at = ?, created_at = ?, attempts = 0, error = '' WHERE {gone}",
            *(now, now, conversation_id, f"{GONE}%"),
        )
        return {row["stream"] for row in rows}

    def release(self, stream: str, card: str, chat: str) -> None:
        """A case's card is to be laid out in another chat: its name is free, and what waits for the desk goes there."""
        self._change(
            "UPDATE outbox SET conversation = ?, channel = ? WHERE stream = ? AND status = 'waiting' "
            "AND conversation = (SELECT conversation FROM outbox WHERE handle = ?)",
            *(chat, chat.partition(":")[0], stream, card),
        )
        self._change("UPDATE outbox SET handle = NULL WHERE handle = ?", card)

    def escalations(self, desk: str = "", *, only_open: bool = False) -> list[Escalation]:
        """All escalations, or a desk's, or those still open."""
        conditions = [*(["desk = ?"] if desk else []), *(["is_open = 1"] if only_open else [])]
        return self._escalations(f"{' AND '.join(conditions) or '1'} ORDER BY number", *([desk] if desk else []))

    def _escalations(self, condition: str, *values: object) -> list[Escalation]:
        rows = self._rows(f"SELECT conversation, state FROM escalations WHERE {condition}", *values)
        return [_escalation(row["conversation"], row["state"]) for row in rows]


@lru_cache(maxsize=512)  # the same open questions are looked at again and again between two changes
def _escalation(conversation: str, state: str) -> Escalation:
    # The row's conversation, not the one kept in the state: the chat may have moved.
    return escalation_from_json(json.loads(state) | {"conversation": conversation})
