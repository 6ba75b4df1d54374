"""What the owners of entries are asked, and who said that something is wrong."""

import json
from typing import Any

from bot.owners import Cause, Matter, Outcome, Pen, Report, ReportedPart

from .queries import Queries
from .records import MatterRow


class MatterTable(Queries):
    """Matters by their number, each with the reports that belong to it."""

    def next_matter(self) -> int:
        """The number of one more."""
        return int(self._rows("SELECT coalesce(max(number), 0) + 1 AS next FROM matters")[0]["next"])

    def matter(self, number: int) -> Matter | None:
        """A matter by its number."""
        return next((row.matter for row in self._matters("number = ?", number)), None)

    def open_matter(self, entry_id: str) -> Matter | None:
        """What is being asked about an entry, the latest first; None if nothing is."""
        found = self._matters("entry_id = ? AND is_open = 1 ORDER BY number DESC LIMIT 1", entry_id)
        return next((row.matter for row in found), None)

    def open_matters(self) -> list[MatterRow]:
        """All that nobody has answered yet, the oldest first."""
        return self._matters("is_open = 1 ORDER BY number")

    def matters_of(self, desk: str) -> list[Matter]:
        """What a desk has before it, the oldest first."""
        return [row.matter for row in self._matters("is_open = 1 AND desk = ? ORDER BY number", desk)]

    def matter_written_by(self, desk: str, member: str, since: int) -> Matter | None:
        """The latest matter at a desk in which a member was asked since a time to write something; None if none is."""
        pen = "desk = ? AND json_extract(state, '$.pen.by') = ? AND updated_at >= ?"
        found = self._matters(f"{pen} ORDER BY updated_at DESC, number DESC LIMIT 1", desk, member, since)
        return next((row.matter for row in found), None)

    def unheard_matters(self) -> list[MatterRow]:
        """All in which somebody waits to hear whether what they said is wrong was mended, the oldest first."""
        waiting = "(is_open = 1 OR json_extract(state, '$.outcome') = 'not_ours')"
        return self._matters(
            f"{waiting} AND number IN (SELECT matter FROM matter_reports WHERE conversation <> '') ORDER BY number"
        )

    def fresh_asked(self, desk: str, since: int) -> int:
        """How often a desk was asked since a time whether something still holds."""
        rows = self._rows(
            "SELECT count(*) AS n FROM matters WHERE desk = ? AND cause = ? AND opened_at >= ?",
            *(desk, Cause.FRESH, since),
        )
        return int(rows[0]["n"])

    def save_matter(self, matter: Matter, now: int) -> None:
        """Keep a matter, and those of its reports that are new."""
        state = {
            "asked_for": matter.asked_for,
            "pen": _pen_json(matter.pen) if matter.pen else None,
            "outcome": matter.outcome,
            "passed_on": matter.passed_on,
            "cards": matter.cards,
            "messages": matter.messages,
        }
        before = self._rows("SELECT opened_at FROM matters WHERE number = ?", matter.number)
        row = {
            "number": matter.number,
            "entry_id": matter.entry_id,
            "cause": matter.cause,
            "desk": matter.desk,
            "is_open": int(matter.is_open),
            "state": json.dumps(state, ensure_ascii=False),
            "opened_at": before[0]["opened_at"] if before else now,
            "updated_at": now,
        }
        self._db.table("matters").upsert(row, pk="number")
        kept = int(self._rows("SELECT count(*) AS n FROM matter_reports WHERE matter = ?", matter.number)[0]["n"])
        for report in matter.reports[kept:]:
            self._db.table("matter_reports").insert(
                {
                    "matter": matter.number,
                    "conversation": report.conversation,
                    "language": report.language,
                    "part": report.part,
                    "shown": report.shown,
                    "words": report.words,
                    "at": now,
                }
            )

    def _matters(self, condition: str, *values: object) -> list[MatterRow]:
        rows = self._rows(f"SELECT * FROM matters WHERE {condition}", *values)
        return [MatterRow(self._matter(row), int(row["opened_at"])) for row in rows]

    def _matter(self, row: dict[str, Any]) -> Matter:
        reports = self._rows("SELECT * FROM matter_reports WHERE matter = ? ORDER BY id", row["number"])
        state = json.loads(row["state"])
        return Matter(
            number=row["number"],
            cause=Cause(row["cause"]),
            entry_id=row["entry_id"],
            desk=row["desk"],
            asked_for=state["asked_for"],
            reports=tuple(map(_report, reports)),
            pen=Pen(**state["pen"]) if state["pen"] else None,
            outcome=Outcome(state["outcome"]) if state["outcome"] else None,
            passed_on=state["passed_on"],
            cards=state["cards"],
            messages=state["messages"],
        )


def _pen_json(pen: Pen) -> dict[str, Any]:
    return {"by": pen.by, "line": pen.line, "words": pen.words, "fields": dict(pen.fields)}


def _report(row: dict[str, Any]) -> Report:
    return Report(row["conversation"], row["language"], ReportedPart(row["part"]), row["shown"], row["words"])
