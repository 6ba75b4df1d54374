"""What is written down of a try to send a message."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from bot.outbox.delivery import Undeliverable
from bot.store import GONE, OutboxRow, Status, Tables

log = logging.getLogger(__name__)

Note = Callable[[Tables, int], None]
"""Given the tables and the time in milliseconds."""


def sent(row: OutboxRow, service_id: str) -> Note:
    """It has arrived."""
    return lambda tables, now: tables.sent(row.id, service_id, now)


def later(row: OutboxRow, seconds: float, reason: str, *, counts: bool) -> Note:
    """Once more in so many seconds; `counts` when it was a failure and not just the service's pace."""
    return lambda tables, now: tables.again(row.id, now + round(seconds * 1000), reason, counts=counts)


def uncertain(row: OutboxRow, reason: str) -> Note:
    """A push that may have arrived: a person decides."""
    log.error("a push may or may not have arrived", extra={"row": row.id, "channel": row.channel})
    return lambda tables, _: tables.ended(row.id, Status.UNCERTAIN, reason)


def moved(row: OutboxRow, address: str) -> Note:
    """Once more, to the new address, with all else of the conversation."""

    def note(tables: Tables, now: int) -> None:
        tables.again(row.id, now, "", counts=False)
        tables.move_chat(row.conversation, f"{row.channel}:{address}", now)

    return note


Lost = Callable[[Tables, OutboxRow, bool, datetime], None]
"""Told of a message that will not arrive (now), and whether its recipient is gone."""


def undeliverable(row: OutboxRow, error: Undeliverable, lost: Lost) -> Note:
    """It will not arrive, loudly."""
    log.error("undeliverable", extra={"row": row.id, "channel": row.channel, "gone": error.gone})
    return given_up(row, error, lost)


def given_up(row: OutboxRow, error: Undeliverable, lost: Lost) -> Note:
    """It will not arrive. Nothing more is pushed to a person who has gone; what a person answered them waits for
    them to come back."""

    def note(tables: Tables, now: int) -> None:
        tables.ended(row.id, Status.FAILED, f"{GONE}{error}" if error.gone else str(error))
        lost(tables, row, error.gone, datetime.fromtimestamp(now / 1000, UTC))
        if error.gone:
            tables.set_blocked(row.conversation, now)

    return note
