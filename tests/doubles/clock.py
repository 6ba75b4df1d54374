"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Call it for the time. It begins on a winter's day, at ten in Sweden."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    @property
    def stamp(self) -> int:
        """The time in milliseconds, as the store keeps it."""
        return round(self.now.timestamp() * 1000)

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
