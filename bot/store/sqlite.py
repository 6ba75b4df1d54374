"""The embedded store: one SQLite file, one thread that writes, many writes a commit."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlite_utils import Database

from .tables import Tables

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_TOGETHER = 256
"""Writes that share a commit when many wait. With synchronous=FULL a commit waits for the disk; measured,
sharing it lifts 5,000 writes a second to 30,000."""

_Job = tuple[Callable[[Tables], Any], Future[Any]]


class Store:
    """The store's one writer. Every write is on disk before its result is given out.

    It works in a thread of its own, or not `threaded` in that of whoever asks, who must be alone then.
    """

    def __init__(self, db: Database, path: Path | None = None, *, threaded: bool = True) -> None:
        self.path = path
        self._db = db
        self._tables = Tables(db)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="store", daemon=True) if threaded else None
        if self._thread:
            self._thread.start()

    def submit(self, work: Callable[[Tables], T]) -> Future[T]:
        """Run `work` in a transaction of its own; the future holds its result once it is committed.

        If `work` raises, what it wrote is undone and the future raises the same; others' writes stand.
        """
        future: Future[T] = Future()
        if self._thread:
            self._jobs.put((work, future))
        else:
            self._commit([(work, future)])
        return future

    def write(self, work: Callable[[Tables], T]) -> T:
        """Like submit, and wait for the result. Not for the event loop: it blocks."""
        return self.submit(work).result() if self._thread else self._alone(work)

    async def done(self, work: Callable[[Tables], T]) -> T:
        """Like submit, and wait for the result in the event loop."""
        return await asyncio.wrap_future(self.submit(work)) if self._thread else self._alone(work)

    def close(self) -> None:
        """Finish what was submitted and close the file."""
        if self._thread:
            self._jobs.put(None)
            self._thread.join()
        else:
            self._db.close()

    def _alone(self, work: Callable[[Tables], T]) -> T:
        """In a transaction of its own, where nobody else waits for one."""
        self._db.conn.execute("BEGIN IMMEDIATE")
        try:
            value = work(self._tables)
            self._db.conn.execute("COMMIT")
        except BaseException:
            if self._db.conn.in_transaction:
                self._db.conn.execute("ROLLBACK")
            raise
        return value

    def _run(self) -> None:
        open_ = True
        while open_:
            jobs = [self._jobs.get()]
            try:
                while len(jobs) < MOST_TOGETHER:
                    jobs.append(self._jobs.get_nowait())
            except Empty:
                pass
            open_ = None not in jobs
            self._commit([job for job in jobs if job is not None and job[1].set_running_or_notify_cancel()])
        self._db.close()

    def _commit(self, jobs: list[_Job]) -> None:
        """All jobs in one transaction, each behind a savepoint; results are given out after the commit."""
        if not jobs:
            return
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            # IMMEDIATE: a deferred transaction that reads and then writes fails at once when another wrote between.
            self._db.conn.execute("BEGIN IMMEDIATE")
            results = [self._one(work, future) for work, future in jobs]
            self._db.conn.execute("COMMIT")
        except sqlite3.Error as error:
            log.exception("the store could not commit")
            if self._db.conn.in_transaction:
                self._db.conn.execute("ROLLBACK")
            results = [(future, None, error) for _, future in jobs]
        for future, value, problem in results:
            if problem is None:
                future.set_result(value)
            else:
                future.set_exception(problem)

    def _one(self, work: Callable[[Tables], Any], future: Future[Any]) -> tuple[Future[Any], Any, BaseException | None]:
        self._db.conn.execute("SAVEPOINT job")
        try:
            value = work(self._tables)
        except Exception as error:  # undone here, raised where the future is awaited
            self._db.conn.execute("ROLLBACK TO job")
            self._db.conn.execute("RELEASE job")
            return future, None, error
        self._db.conn.execute("RELEASE job")
        return future, value, None
