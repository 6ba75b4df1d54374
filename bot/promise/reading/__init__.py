"""Calendars and limits from a TOML file, or in one line each what is wrong there, where, and what to do.

```toml
[hours]                             # Swedish time; a day left out is closed. Without [hours]: Monday to Friday 8-16.30
weekdays = ["8-12", "13-16.30"]     # Monday to Friday …
friday = ["8-15"]                   # … but for a day of its own
open_on_red_days = false            # public holidays and Midsummer, Christmas and New Year's Eve; false if left out

[hours.even_weeks]                  # days that differ in even ISO weeks; [hours.odd_weeks] likewise
saturday = ["10-13"]

[[exceptions]]                      # a label in both languages and a source, always: it stands in the receipt
on = 2026-11-06                     # a date or a list of dates; "12-23" for every year; or a name: "skärtorsdagen",
sv = "Planeringsdag"                # "valborgsmässoafton", "dagen före julafton", "klämdag", "dagen före röd dag" …
en = "Planning day"
source = "Kommunstyrelsen 2 mars 2026"     # closed, as nothing else is said

[[exceptions]]
on = "dagen före röd dag"
closes = "12"                       # the usual hours, but closed from 12; or hours = ["8-12"], or a table as [hours]
sv = "Halvdag före röd dag"
en = "Half day before a holiday"
source = "Kollektivavtalet"

[[exceptions]]
from = 2026-12-28                   # both days included; "12-28" for every year; or weeks = "52-1", ISO weeks
to = 2026-12-30
sv = "Stängt i mellandagarna"
en = "Closed between the holidays"
source = "https://www.example.se/oppettider"

[summer]                            # an exception with a name of its own: a pause, or shorter hours
weeks = "28-31"
sv = "Sommarstängt"
en = "Summer pause"
source = "https://www.example.se/oppettider"

[limits]                            # "2 days", "4 hours", "30 minutes"; "none" for no promise; left out: inherited
acknowledgement = "4 hours"
first_answer = "2 days"
next_answer = "2 days"
renewal = "1 day"                   # the new promise when one is broken
source = "Servicegarantin 2026"

[limits.topics."permits.food"]      # a topic, or "permits" for all that begin with it
decision = "10 days"
waits = ["decision"]                # the clocks that begin only when the case holds all of these:
needs = [{ id = "drawing", sv = "ritning över lokalen", en = "a drawing of the premises" }]
source = "Servicegarantin 2026"
```

The tables may stand at the top of a file or within another table, such as `[[desks]]`. Which goes first where several
speak of the same day is told in `days.py`.
"""

from .calendars import read_calendar
from .limits import is_topic, read_limits, read_national_limits

__all__ = ["is_topic", "read_calendar", "read_limits", "read_national_limits"]
