"""The promise of an answer: when a desk works, what it has promised, how that is counted, and who is told in time."""

from .calendar import OFFICE_WEEK, NeverOpen, Opening, WorkingCalendar
from .clock import Clock
from .days import Rules, UsualDays, usual_days
from .deviations import Deviation, Hours, Week, weekdays
from .events import End, Extension, Handover, Outcome, Pause, Refused, Rung, Why
from .figures import Delay, Figures, delay, figures
from .kept import clock_from_json, clock_to_json, promise_from_json, promise_to_json
from .ladder import Ladder, Step
from .limits import (
    NATION,
    RENEWAL,
    Kind,
    Level,
    Limit,
    Limits,
    Need,
    Origin,
    Said,
    Terms,
    WorkingDays,
    WorkingMinutes,
)
from .lines import Cause, Line, Lines, Reason
from .moments import SWEDEN, minute, wall
from .promise import Promise, give
from .reading import read_calendar, read_limits, read_national_limits
from .receipt import MiscountedError, Receipt, Recount, receipt, recount

__all__ = [
    "NATION",
    "OFFICE_WEEK",
    "RENEWAL",
    "SWEDEN",
    "Cause",
    "Clock",
    "Delay",
    "Deviation",
    "End",
    "Extension",
    "Figures",
    "Handover",
    "Hours",
    "Kind",
    "Ladder",
    "Level",
    "Limit",
    "Limits",
    "Line",
    "Lines",
    "MiscountedError",
    "Need",
    "NeverOpen",
    "Opening",
    "Origin",
    "Outcome",
    "Pause",
    "Promise",
    "Reason",
    "Receipt",
    "Recount",
    "Refused",
    "Rules",
    "Rung",
    "Said",
    "Step",
    "Terms",
    "UsualDays",
    "Week",
    "Why",
    "WorkingCalendar",
    "WorkingDays",
    "WorkingMinutes",
    "clock_from_json",
    "clock_to_json",
    "delay",
    "figures",
    "give",
    "minute",
    "promise_from_json",
    "promise_to_json",
    "read_calendar",
    "read_limits",
    "read_national_limits",
    "receipt",
    "recount",
    "usual_days",
    "wall",
    "weekdays",
]
