"""The values of a check-in plan: what is asked when, and the times that nobody is written to."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from .day_hours import Quiet, Window, windows
from .entries import Standing

ZONE = "Europe/Stockholm"
WORKDAYS = frozenset({1, 2, 3, 4, 5})
"""ISO days of the week: Monday is 1."""

_OFFSET = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
_LONGEST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Offset:
    """A span as ISO 8601 writes it: months and days of the calendar, seconds of the clock."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @classmethod
    def parse(cls, text: str) -> "Offset":
        """From P14D, P2W, P2M, P1Y or PT30S, also combined. Raises ValueError on anything else, on none and on
        more than five years."""
        found = _OFFSET.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a span; write P14D (days), P2W (weeks), P2M (months) or PT30S (seconds)")
        part = {name: int(value or 0) for name, value in found.groupdict().items()}
        offset = cls(
            months=part["years"] * 12 + part["months"],
            days=part["weeks"] * 7 + part["days"],
            seconds=part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"],
        )
        if not 0 < offset.months * 31 + offset.days + offset.seconds / 86400 <= _LONGEST_YEARS * 372:
            raise ValueError(f"{text!r} must be more than nothing and at most {_LONGEST_YEARS} years")
        return offset


@dataclass(frozen=True, slots=True)
class AfterEnrolment:
    """So long after someone joined."""

    offset: Offset


@dataclass(frozen=True, slots=True)
class OnDate:
    """On one day, the same for all."""

    day: date


@dataclass(frozen=True, slots=True)
class EveryYear:
    """On the same day of each year: the yearly cycle of a programme."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The day in a year; 29 February is the 28th when there is none."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class AfterMilestone:
    """So long after something happened that is not known beforehand: the permit came."""

    milestone: str
    offset: Offset


Trigger = AfterEnrolment | OnDate | EveryYear | AfterMilestone


@dataclass(frozen=True, slots=True)
class Step:
    """One check-in of a plan. `outcome`: ask what came of it and for a story. `sv` and `en`: the occasion, or empty."""

    id: str
    trigger: Trigger
    outcome: bool = False
    sv: str = ""
    en: str = ""

    def occasion(self, language: str) -> str:
        """Why just now, in a language."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something a company reaches: its id, what the button says, and `heard`, how people tell of it.

    Of a phrase every word must begin a word of what they write: "bygglov kom" is heard in "bygglovet har kommit".
    """

    id: str
    sv: str
    en: str
    heard: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The words of the button."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Pause:
    """Days of every year when nobody is written to, both ends counted, as (month, day); over New Year if `last`
    is the earlier one."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Is the day in the pause?"""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


class PlanStanding(StrEnum):
    """Whose plan it is."""

    AGREED = "agreed"  # by those who run the programme
    EXAMPLE = "example"  # ours, to show how one looks


@dataclass(frozen=True, slots=True)
class Plan:
    """When to ask, and when not to.

    `wave_size` is how many are asked the same thing on one day, so that a desk can take what comes of it;
    `country` whose public holidays are kept (ISO 3166, empty for none); `days` are ISO days of the week.
    """

    steps: tuple[Step, ...]
    standing: PlanStanding = PlanStanding.AGREED
    quiet: tuple[Quiet, ...] = (Quiet(time(16), time(9)),)
    days: frozenset[int] = WORKDAYS
    wave_size: int = 25
    zone: str = ZONE
    country: str = "SE"
    pauses: tuple[Pause, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        """The hours of the day when one may be written to."""
        return windows(self.quiet)

    def step(self, step_id: str) -> Step:
        """The step with this id. Raises KeyError."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


class Mandate(StrEnum):
    """What an organiser may do on behalf of all of them."""

    ENROL = "enrol"  # invite and enrol companies
    ANSWER = "answer"  # take the needs that come of a check-in
    PLAN = "plan"  # change the plan, put it off, close the programme
    FIGURES = "figures"  # see figures
    STORIES = "stories"  # publish what companies have agreed to share


@dataclass(frozen=True, slots=True)
class Organiser:
    """One of those behind a programme: what it is in it, and what it may decide.

    `body` is a municipality code or the id of an organisation, empty for one that is neither.
    """

    name: str
    sv: str
    en: str
    mandates: tuple[Mandate, ...]
    body: str = ""

    def role(self, language: str) -> str:
        """What it does in the programme."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """A programme in one language."""

    name: str
    about: str
    audience: str
    consent: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Companies that do something over a time, and those who ask how it goes.

    `code` is what a start link carries and what people type; `begins` and `ends` are the days between which one
    may join (None: no such day); `consent_version` is kept with each yes.
    """

    id: str
    code: str
    sv: ProgrammeText
    en: ProgrammeText
    municipalities: tuple[str, ...]
    organisers: tuple[Organiser, ...]
    plan: Plan
    consent_version: str
    source: str
    standing: Standing
    seen: str = ""
    begins: date | None = None
    ends: date | None = None
    notes: str = field(default="", repr=False)

    def text(self, language: str) -> ProgrammeText:
        """Its words in Swedish (`sv`) or English (anything else)."""
        return self.sv if language == "sv" else self.en

    def is_open(self, day: date) -> bool:
        """May one join on this day?"""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)
