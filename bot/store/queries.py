"""What every table needs: to ask and to change."""

from typing import Any

from sqlite_utils import Database


class Queries:
    """SQL within one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        # Not Database.query: it puts a savepoint around each, which is half the time of a short one.
        found = self._db.execute(sql, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _change(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).rowcount
