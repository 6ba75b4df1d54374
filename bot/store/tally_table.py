"""Check-ins counted in the store: thousands of rows become a few, and the writer is soon free for others again."""

from datetime import UTC, datetime
from typing import Any

from bot.programmes import Ended, State
from bot.programmes.figures import NO_NEED, OTHER_NEED, Tally

from .queries import Queries

_COUNTED = f"""
  SELECT step, min(asked_at) AS first, answered_at IS NOT NULL AS answered, silent, state,
    CASE WHEN need_topic <> '' THEN need_topic WHEN need <> '' THEN '{OTHER_NEED}' ELSE '{NO_NEED}' END AS need,
    count(*) AS count
  FROM latest WHERE place = 1 GROUP BY 1, 3, 4, 5, 6 ORDER BY 1, 3, 4, 5, 6
"""


class TallyTable(Queries):
    """What the figures of a programme are made of."""

    def tallies(self, programme: str) -> list[Tally]:
        """Each company's latest record at each step."""
        return self._tallies("c.step, whose", "c.asked_at", "c.programme = ?", programme)

    def answered_since(self, programme: str, since: int) -> list[Tally]:
        """The latest answer of each company that answered from a moment on."""
        return self._tallies("whose", "c.answered_at", "c.programme = ? AND c.answered_at >= ?", programme, since)

    def members(self, programme: str) -> tuple[int, int]:
        """How many companies joined a programme, and how many of them stopped."""
        (row,) = self._rows(
            "SELECT count(DISTINCT conversation) AS enrolled, "
            "count(DISTINCT CASE WHEN json_extract(follow_up, '$.ended') = ? THEN conversation END) AS stopped "
            "FROM enrolments WHERE programme = ?",
            *(Ended.STOPPED, programme),
        )
        return int(row["enrolled"]), int(row["stopped"])

    def asked_since(self, programme: str, since: int) -> bool:
        """Was anybody asked from a moment on?"""
        rows = self._rows("SELECT 1 FROM check_ins WHERE programme = ? AND asked_at >= ? LIMIT 1", programme, since)
        return bool(rows)

    def _tallies(self, once: str, latest: str, condition: str, *values: object) -> list[Tally]:
        whose = "coalesce(e.conversation, c.enrolment)"  # of one who erased all there is nothing to tell who it was
        rows = self._rows(
            f"WITH latest AS (SELECT c.*, row_number() OVER (PARTITION BY {once.replace('whose', whose)} "
            f"ORDER BY {latest} DESC, c.enrolment DESC) AS place FROM check_ins c "
            f"LEFT JOIN enrolments e ON e.number = c.enrolment WHERE {condition}) {_COUNTED}",
            *values,
        )
        return [_tally(row) for row in rows]


def _tally(row: dict[str, Any]) -> Tally:
    return Tally(
        step=row["step"],
        first=datetime.fromtimestamp(row["first"] / 1000, UTC),
        answered=bool(row["answered"]),
        silent=bool(row["silent"]),
        state=State(row["state"]) if row["state"] else None,
        need=row["need"],
        count=row["count"],
    )
