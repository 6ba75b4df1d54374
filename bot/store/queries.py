"""What every table needs: to ask and to change."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlite_utils import Database


class Queries:
    """SQL within one transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        # Not Database.query: it puts a savepoint around each, which is half the time of a short one.
        asked = self._db.execute(sql, values)
        if not (found := asked.fetchall()):
            return found
        names = [column[0] for column in asked.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _change(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).rowcount

    def _add(self, table: str, row: Mapping[str, object], key: str = "") -> int:
        """A row more, or with a `key` in place of the one that has the same there; its rowid.

        For what is written several times a message. Elsewhere Table.insert and Table.upsert: they look first whether
        the table is there and what its key is, which takes five times as long as the writing.
        """
        return int(self._db.execute(_adding(table, tuple(row), key), tuple(row.values())).lastrowid or 0)


@cache
def _adding(table: str, columns: tuple[str, ...], key: str) -> str:
    marks = ", ".join("?" * len(columns))
    others = ", ".join(f"{each} = excluded.{each}" for each in columns if each != key)
    instead = f" ON CONFLICT ({key}) DO UPDATE SET {others}" if key else ""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}){instead}"
