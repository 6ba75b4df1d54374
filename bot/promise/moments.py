"""Minutes: every moment of a promise is a whole minute in UTC; people live by the clock on a Swedish wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
MINUTE = timedelta(minutes=1)
DAY = 24 * 60
"""Minutes on a wall clock's day; a day with a change of clocks has 60 more or fewer real ones."""


def minute(at: datetime) -> datetime:
    """The minute a moment falls in, in UTC. Raises ValueError on a time without zone.

    What happens 10.15.42 happens 10.15: whoever answers while the clock still shows the promised minute is in time.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def minutes_between(start: datetime, end: datetime) -> int:
    """Real minutes from one moment in UTC to a later one."""
    return (end - start) // MINUTE


def wall(at: datetime) -> datetime:
    """A moment as a clock in Sweden shows it."""
    return at.astimezone(SWEDEN)


def wall_minute(at: datetime) -> int:
    """Minutes since midnight as a clock in Sweden shows it."""
    shown = wall(at)
    return shown.hour * 60 + shown.minute


def opening(day: date, minutes: int) -> datetime:
    """The first moment, in UTC, when the clock in Sweden shows so many minutes past midnight or more.

    In the spring there is no 02.30 on the night of the change: 03.00 is then the first moment past it.
    """
    shown = _shown(day, minutes)
    at = shown.astimezone(UTC)
    if wall(at).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return at
    gap = shown.replace(fold=1).astimezone(UTC)
    return next(found for found in (gap + MINUTE * step for step in range(DAY)) if _past(found, shown))


def closing(day: date, minutes: int) -> datetime:
    """The last moment, in UTC, when the clock in Sweden reaches so many minutes past midnight.

    In the autumn 02.30 comes twice on the night of the change: what closes then closes the second time.
    """
    again = _shown(day, minutes).replace(fold=1).astimezone(UTC)
    return max(opening(day, minutes), again)


def _shown(day: date, minutes: int) -> datetime:
    days, rest = divmod(minutes, DAY)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), SWEDEN)


def _past(at: datetime, shown: datetime) -> bool:
    return wall(at).replace(tzinfo=None) >= shown.replace(tzinfo=None)
