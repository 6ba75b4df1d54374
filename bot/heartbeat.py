"""A few ticks by APScheduler. The database is the schedule; nothing here has a state to lose."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

SWEDEN = ZoneInfo("Europe/Stockholm")
TICK_SECONDS = 5
"""How soon a row that another process wrote (`lots outbox --retry`) is seen."""


class Heartbeat:
    """Wakes who works from the database, and keeps it clean at night."""

    def __init__(self, wake: Callable[[], Awaitable[None]], clean: Callable[[], None]) -> None:
        # `wake` is awaited in the loop: what it wakes lives there. A plain function is run in a thread.
        # misfire_grace_time=None: a tick that comes late (a suspended machine) still comes.
        self._scheduler = AsyncIOScheduler(
            timezone=SWEDEN, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_job(wake, "interval", seconds=TICK_SECONDS, id="wake")
        # Not between 2 and 3: that hour is missing or doubled when the clocks change.
        self._scheduler.add_job(clean, "cron", hour=4, minute=17, id="clean")

    def start(self) -> None:
        """Begin to tick in the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking; a job that runs is not waited for."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
