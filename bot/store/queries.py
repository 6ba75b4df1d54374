"""What every table needs: to ask and to change."""

from typing import Any

from sqlite_utils import Database


class Queries:
    """SQL within one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return list(self._db.query(sql, values))

    def _change(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).rowcount
