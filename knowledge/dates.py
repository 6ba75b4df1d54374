"""The dates of facts: a day, a month or a year, as exactly as it is known."""

from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


@lru_cache(maxsize=4096)  # many entries share a date, and each is looked at for every answer
def last_day(when: str) -> date:
    """The last day of `2027`, `2027-03` or `2027-03-15`. Raises ValueError."""
    year, *rest = (int(part) for part in when.split("-"))
    match rest:
        case []:
            return date(year, 12, 31)
        case [month]:
            return date(year, month, monthrange(year, month)[1])
        case [month, day]:
            return date(year, month, day)
    raise ValueError(when)


def swedish_day(now: datetime) -> date:
    """The day it is in Sweden. `now` is aware."""
    return now.astimezone(SWEDEN).date()
