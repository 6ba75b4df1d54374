"""A working calendar from a file."""

from typing import Final

from bot.promise.calendar import OFFICE_WEEK, WorkingCalendar
from bot.promise.days import Rules
from bot.promise.deviations import Week
from knowledge.reading import Table

from .deviations import read_deviations
from .hours import read_week

_CLOSED: Final[Week] = ((), (), (), (), (), (), ())


def read_calendar(table: Table) -> WorkingCalendar:
    """The calendar in a table's `hours`, `exceptions` and `summer`.

    What is wrong is added to its document's problems; the calendar is then no desk's and not to be used.
    """
    hours, known = table.table("hours"), len(table.document.problems)
    week = read_week(hours, _CLOSED) if hours.values else OFFICE_WEEK
    even, odd = (_weeks(hours, key, week) for key in ("even_weeks", "odd_weeks"))
    red = hours.flag("open_on_red_days", False)
    hours.done()
    if not any(even + odd) and len(table.document.problems) == known:
        table.complain("hours", 'hours has no window at all; write at least one, like monday = ["8-16.30"]')
    return WorkingCalendar(Rules(even, odd, read_deviations(table), red))


def _weeks(hours: Table, key: str, usual: Week) -> Week:
    weeks = hours.table(key)
    week = read_week(weeks, usual)
    weeks.done()
    return week
