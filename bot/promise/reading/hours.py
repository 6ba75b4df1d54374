"""Hours from a file."""

from typing import Final, cast

from bot.promise.deviations import Week, Windows
from knowledge.reading import Table

from . import notation

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_windows(table: Table, key: str) -> Windows:
    """A list of windows, such as ["8-12", "13-16.30"]; an empty one is a closed day."""
    found = []
    for text in table.texts(key):
        if hours := notation.window(text):
            found.append(hours)
        else:
            table.complain(key, f"{key}: {text!r} is no window of a day; write it like 8-16.30")
    if notation.overlap(tuple(found)):
        table.complain(key, f"{key}: windows overlap; write each minute of the day once")
    return tuple(sorted(found))


def read_week(table: Table, usual: Week) -> Week:
    """A week of hours: `weekdays`, then each day by its name; a day not written is as usual."""
    days = list(usual)
    if "weekdays" in table.values:
        days[:5] = [read_windows(table, "weekdays")] * 5
    for at, name in enumerate(DAYS):
        if name in table.values:
            days[at] = read_windows(table, name)
    table.asked |= {"weekdays", *DAYS}
    return cast(Week, tuple(days))
