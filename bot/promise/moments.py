"""Minutes: every moment of a promise is a whole minute in UTC; people live by the clock on a Swedish wall."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
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
    midnight, is_plain = _midnight(day)
    if is_plain:
        return midnight + timedelta(minutes=minutes)
    shown = _shown(day, minutes)
    early, late = sorted(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    is_left_out = wall(late).replace(tzinfo=None) > shown.replace(tzinfo=None)
    while is_left_out and wall(early).replace(tzinfo=None) < shown.replace(tzinfo=None):
        early += MINUTE
    return early


def closing(day: date, minutes: int) -> datetime:
    """The last moment, in UTC, when the clock in Sweden reaches so many minutes past midnight.

    In the autumn 02.30 comes twice on the night of the change: what closes then closes the second time.
    """
    midnight, is_plain = _midnight(day)
    if is_plain:
        return midnight + timedelta(minutes=minutes)
    return max(opening(day, minutes), _shown(day, minutes).replace(fold=1).astimezone(UTC))


@lru_cache(maxsize=4096)
def _midnight(day: date) -> tuple[datetime, bool]:
    """When a day begins, in UTC, and whether it has 24 hours as most have."""
    start, end = (_shown(day, minutes).astimezone(UTC) for minutes in (0, DAY))
    return start, end - start == timedelta(days=1)


def _shown(day: date, minutes: int) -> datetime:
    days, rest = divmod(minutes, DAY)
    return datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), SWEDEN)
