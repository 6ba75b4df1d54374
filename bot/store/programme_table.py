"""Those who are followed up, when to look at each of them again, and who wants no more questions."""

import json
from hashlib import sha256
from typing import Any

from bot.programmes import Enrolment, Starter
from bot.programmes.kept import follow_up_from_json, follow_up_to_json, wishes_from_json, wishes_to_json

from .queries import Queries
from .records import milliseconds, moment


class ProgrammeTable(Queries):
    """Enrolments by their number; who has stopped, by a fingerprint."""

    def next_enrolment(self) -> int:
        """The number of one more."""
        return int(self._rows("SELECT coalesce(max(number), 0) + 1 AS next FROM enrolments")[0]["next"])

    def enrolment(self, number: int) -> Enrolment | None:
        """An enrolment by its number."""
        return next(iter(self._enrolments("number = ?", number)), None)

    def enrolments(self, programme: str = "") -> list[Enrolment]:
        """All enrolments, or a programme's, in the order they joined."""
        return self._enrolments("? IN ('', programme) ORDER BY number", programme)

    def enrolments_of(self, conversation_id: str) -> list[Enrolment]:
        """All of a conversation's, oldest first."""
        return self._enrolments("conversation = ? ORDER BY number", conversation_id)

    def joined(self, programme: str, since: int) -> tuple[int, int]:
        """How many have joined a programme, and how many of them since a moment: they decide the wave of the next."""
        (late,) = self._rows(
            "SELECT count(*) AS n FROM enrolments WHERE programme = ? AND consented_at >= ?", programme, since
        )
        return self._next_position(programme), int(late["n"])

    def _next_position(self, programme: str) -> int:
        sql = "SELECT coalesce(max(position) + 1, 0) AS n FROM enrolments WHERE programme = ?"
        return int(self._rows(sql, programme)[0]["n"])

    def due_enrolments(self, now: int, limit: int = 100) -> list[Enrolment]:
        """Those for whom something has fallen due, the longest waiting first."""
        return self._enrolments("due_at <= ? ORDER BY due_at, number LIMIT ?", now, limit)

    def next_enrolment_due(self) -> int | None:
        """When something falls due next."""
        due = self._rows("SELECT min(due_at) AS due FROM enrolments WHERE due_at IS NOT NULL")[0]["due"]
        return None if due is None else int(due)

    def followed_programmes(self) -> list[str]:
        """The programmes in which something is still to come; costs a look each, however many are enrolled."""
        found: list[str] = []
        sql = "SELECT min(programme) AS id FROM enrolments WHERE due_at IS NOT NULL AND programme > ?"
        while (following := self._rows(sql, found[-1] if found else "")[0]["id"]) is not None:
            found.append(str(following))
        return found

    def save_enrolment(self, enrolment: Enrolment, due_at: int | None, now: int) -> None:
        """Keep an enrolment, and when to look at it again (None: never)."""
        self._change(
            "INSERT INTO enrolments (number, programme, conversation, language, place, name, goal, consent_version, "
            "consented_at, by, wishes, follow_up, position, due_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET "
            "language = excluded.language, place = excluded.place, name = excluded.name, goal = excluded.goal, "
            "consent_version = excluded.consent_version, consented_at = excluded.consented_at, by = excluded.by, "
            "wishes = excluded.wishes, follow_up = excluded.follow_up, due_at = excluded.due_at, "
            "updated_at = excluded.updated_at",
            *(enrolment.number, enrolment.programme, enrolment.conversation, enrolment.language, enrolment.place),
            *(enrolment.name, enrolment.goal, enrolment.consent_version, milliseconds(enrolment.consented_at)),
            *(enrolment.by, _json(wishes_to_json(enrolment.wishes)), _json(follow_up_to_json(enrolment.follow_up))),
            *(self._next_position(enrolment.programme), due_at, now),
        )

    def look_again(self, number: int, due_at: int | None) -> None:
        """Look at an enrolment at another time, or (None) not before something happens."""
        self._change("UPDATE enrolments SET due_at = ? WHERE number = ?", due_at, number)

    def hasten(self, programme: str, after: int, to: int) -> int:
        """Look at a programme's enrolments at once that were to be looked at after a moment; how many those were."""
        return self._change(
            "UPDATE enrolments SET due_at = ? WHERE programme = ? AND due_at IS NOT NULL AND due_at > ?",
            *(to, programme, after),
        )

    def forget_follow_ups(self, conversation_id: str) -> None:
        """Erase a conversation's enrolments, answers and stories."""
        self._forget_enrolments("conversation = ?", conversation_id)

    def stop_check_ins(self, conversation_id: str, now: int) -> None:
        """They want no more questions, in no programme, whoever enrols them. Kept also when all else is erased:
        only as a fingerprint, which tells nothing of who it was."""
        self._change(
            "INSERT OR IGNORE INTO check_in_stops (fingerprint, at) VALUES (?, ?)", _mark(conversation_id), now
        )

    def allow_check_ins(self, conversation_id: str) -> None:
        """They have themselves asked to be followed up again."""
        self._change("DELETE FROM check_in_stops WHERE fingerprint = ?", _mark(conversation_id))

    def has_stopped(self, conversation_id: str) -> bool:
        """Have they said that they want no more questions?"""
        return bool(self._rows("SELECT 1 FROM check_in_stops WHERE fingerprint = ?", _mark(conversation_id)))

    def _move_enrolments(self, old: str, new: str) -> None:
        self._change("UPDATE enrolments SET conversation = ? WHERE conversation = ?", new, old)
        self._change(
            "UPDATE OR REPLACE check_in_stops SET fingerprint = ? WHERE fingerprint = ?", _mark(new), _mark(old)
        )

    def _forget_enrolments(self, condition: str, *values: object) -> int:
        found = f"enrolment IN (SELECT number FROM enrolments WHERE {condition})"
        for table in ("check_in_history", "check_ins", "stories"):
            self._change(f"DELETE FROM {table} WHERE {found}", *values)
        return self._change(f"DELETE FROM enrolments WHERE {condition}", *values)

    def _enrolments(self, condition: str, *values: object) -> list[Enrolment]:
        return [_enrolment(row) for row in self._rows(f"SELECT * FROM enrolments WHERE {condition}", *values)]


def _mark(conversation_id: str) -> str:
    return sha256(f"lots check-ins {conversation_id}".encode()).hexdigest()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _enrolment(row: dict[str, Any]) -> Enrolment:
    return Enrolment(
        number=row["number"],
        programme=row["programme"],
        conversation=row["conversation"],
        language=row["language"],
        place=row["place"],
        name=row["name"],
        goal=row["goal"],
        consent_version=row["consent_version"],
        consented_at=moment(row["consented_at"]),
        by=Starter(row["by"]),
        wishes=wishes_from_json(json.loads(row["wishes"])),
        follow_up=follow_up_from_json(json.loads(row["follow_up"])),
    )
