"""Opens the store that an address names, brings it up to date, or says in one line why not."""

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import IO

from sqlite_utils import Database

from .migrations import migrations
from .sqlite import Store

SQLITE = "sqlite:///"


class StoreError(Exception):
    """The store cannot be used; the message says why and what to do."""


def open_store(url: str, *, throw_away: bool = False, alone: bool = False) -> Store:
    """The store at `sqlite:///PATH`, made if it is not there.

    One to `throw_away` is quicker: it does not wait for the disk, and works in the thread of its only user. Quicker
    still if it is `alone`: nobody else opens the file.
    Raises StoreError.
    """
    path = store_path(url)
    connection = _connect(path)
    if throw_away:
        connection.execute("PRAGMA synchronous = OFF")
    if alone:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = MEMORY")
    try:
        db = Database(connection)
        _refuse_foreign(db, path)
        _refuse_newer(db, path)
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StoreError(
            f"{path} cannot be used as a database ({error}); name another file in LOTS_DATABASE"
        ) from error
    except StoreError:
        connection.close()
        raise
    return Store(db, path, threaded=not throw_away)


def store_path(url: str) -> Path:
    """The file that an address names. Raises StoreError."""
    if not url.startswith(SQLITE) or not url.removeprefix(SQLITE):
        raise StoreError(f"LOTS_DATABASE is {url!r}; write sqlite:///PATH, like sqlite:///lots.db")
    return Path(url.removeprefix(SQLITE))


def lock(path: Path) -> IO[str]:
    """Keep a second service from the same file for as long as the returned file is open. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = Path(f"{path}.lock").open("w", encoding="utf-8")  # noqa: SIM115 - held open on purpose
    except OSError as error:
        raise StoreError(f"{path}.lock cannot be written ({error}); name a file in another folder") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise StoreError(f"{path} is served by another `lots serve`; stop it first, or name another file") from error
    return held


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    except (sqlite3.Error, OSError) as error:
        raise _cannot_be_opened(path, error) from error
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        connection.close()
        raise _cannot_be_opened(path, error) from error
    # FULL: a message that we told the service we have must survive a power cut, not only a crash.
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _cannot_be_opened(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path} cannot be opened ({error}); name a file that can be written in LOTS_DATABASE")


def _refuse_foreign(db: Database, path: Path) -> None:
    """Another program's database is left alone."""
    tables = db.table_names()
    if tables and migrations.migrations_table not in tables:
        raise StoreError(f"{path} is another program's database (it has {tables[0]}); name another in LOTS_DATABASE")


def _refuse_newer(db: Database, path: Path) -> None:
    with closing(Database(memory=True)) as empty:
        ours = {each.name for each in migrations.pending(empty)}
    if newer := sorted({each.name for each in migrations.applied(db)} - ours):
        raise StoreError(f"{path} was written by a newer version of lots (it has {newer[-1]}); install that version")
