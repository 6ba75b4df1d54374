"""What changes the files of facts without a restart, and who did it."""

import json
from datetime import UTC, datetime
from typing import Any

from knowledge import Changes, Edit, Switch, layered

from .queries import Queries
from .records import LogLine, milliseconds

_CHANGED = (
    "SELECT EXISTS (SELECT 1 FROM knowledge_edits) OR EXISTS (SELECT 1 FROM programmes) "
    "OR EXISTS (SELECT 1 FROM knowledge_switches WHERE ended_at IS NULL) AS changed"
)


class KnowledgeTable(Queries):
    """Edits of entries, what is switched off, and the log of both."""

    def changes(self) -> Changes:
        """Every edit, every switch that nobody ended (whether one has run out is told by the time), and the added
        programmes."""
        if not self._rows(_CHANGED)[0]["changed"]:  # as a rule; and this is asked at every message
            return Changes()
        edits = self._rows("SELECT entry_id, fields, by, at FROM knowledge_edits")
        switches = self._rows("SELECT * FROM knowledge_switches WHERE ended_at IS NULL ORDER BY id")
        programmes = self._rows("SELECT id, made FROM programmes ORDER BY id")
        added = tuple((str(row["id"]), str(row["made"])) for row in programmes)
        return Changes(tuple(map(_edit, edits)), tuple(map(_switch, switches)), added)

    def edit_entry(self, edit: Edit) -> None:
        """Keep an edit that was found sound; one that was there before is laid under it."""
        before = self._rows("SELECT fields FROM knowledge_edits WHERE entry_id = ?", edit.entry_id)
        earlier = json.loads(before[0]["fields"]) if before else {}
        fields = json.dumps(layered(earlier, edit.fields), ensure_ascii=False)
        row = {"entry_id": edit.entry_id, "fields": fields, "by": edit.by, "at": milliseconds(edit.at)}
        self._db.table("knowledge_edits").upsert(row, pk="entry_id")
        self._note(edit.at, edit.by, "edit", edit.entry_id, detail=json.dumps(dict(edit.fields), ensure_ascii=False))

    def drop_edit(self, entry_id: str, by: str, now: datetime, why: str) -> bool:
        """The file's own words hold again; False if there was no edit."""
        dropped = bool(self._change("DELETE FROM knowledge_edits WHERE entry_id = ?", entry_id))
        if dropped:
            self._note(now, by, "drop", entry_id, detail=why)
        return dropped

    def switch_off(self, switch: Switch) -> None:
        """From now on this is not told; one for the same that was on before gives way to it."""
        self._end_switches(switch.topic, switch.code, switch.entry_id, switch.at)
        row = {
            "topic": switch.topic,
            "municipality": switch.code,
            "entry_id": switch.entry_id,
            "until": milliseconds(switch.until) if switch.until else None,
            "why": switch.why,
            "by": switch.by,
            "at": milliseconds(switch.at),
        }
        self._db.table("knowledge_switches").insert(row)
        until = switch.until.isoformat() if switch.until else "switched on"
        subject = _subject(switch.topic, switch.code, switch.entry_id)
        self._note(switch.at, switch.by, "off", subject, detail=f"until {until}: {switch.why}")

    def switch_on(self, topic: str, code: str, entry_id: str, *, by: str, now: datetime) -> int:
        """It may be told again; how many switches that ended."""
        ended = self._end_switches(topic, code, entry_id, now)
        if ended:
            self._note(now, by, "on", _subject(topic, code, entry_id), detail="")
        return ended

    def note_asked(self, entry_id: str, best_before: str, now: datetime) -> None:
        """The owner was asked whether an entry still holds, which was to be checked by this date."""
        row = {"entry_id": entry_id, "best_before": best_before, "at": milliseconds(now)}
        self._db.table("knowledge_asked").upsert(row, pk="entry_id")

    def note_knowledge(self, now: datetime, by: str, what: str, subject: str, *, detail: str) -> None:
        """A line in the log of what was done."""
        self._note(now, by, what, subject, detail=detail)

    def asked(self) -> dict[str, str]:
        """The entries whose owners were asked, each with the date it was asked about."""
        return {row["entry_id"]: row["best_before"] for row in self._rows("SELECT * FROM knowledge_asked")}

    def knowledge_log(self, limit: int = 200) -> list[LogLine]:
        """What was done, latest first."""
        rows = self._rows("SELECT at, by, what, subject, detail FROM knowledge_log ORDER BY id DESC LIMIT ?", limit)
        return [LogLine(**row) for row in rows]

    def _end_switches(self, topic: str, code: str, entry_id: str, now: datetime) -> int:
        return self._change(
            "UPDATE knowledge_switches SET ended_at = ? WHERE topic = ? AND municipality = ? AND entry_id = ? "
            "AND ended_at IS NULL AND (until IS NULL OR until > ?)",
            *(milliseconds(now), topic, code, entry_id, milliseconds(now)),
        )

    def _note(self, at: datetime, by: str, what: str, subject: str, *, detail: str) -> None:
        row = {"at": milliseconds(at), "by": by, "what": what, "subject": subject, "detail": detail}
        self._db.table("knowledge_log").insert(row)


def _subject(topic: str, code: str, entry_id: str) -> str:
    return entry_id or f"{topic} {code or 'everywhere'}"


def _edit(row: dict[str, Any]) -> Edit:
    return Edit(row["entry_id"], json.loads(row["fields"]), row["by"], _moment(row["at"]))


def _switch(row: dict[str, Any]) -> Switch:
    return Switch(
        topic=row["topic"],
        code=row["municipality"],
        until=None if row["until"] is None else _moment(row["until"]),
        why=row["why"],
        by=row["by"],
        at=_moment(row["at"]),
        entry_id=row["entry_id"],
    )


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, UTC)
