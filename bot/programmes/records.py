"""What is kept of those who are followed up: their yes, each check-in and what they answered, their story."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .following import FollowUp, Starter
from .hours import Wishes


class State(StrEnum):
    """How it is going, as they said."""

    WELL = "well"
    SLOW = "slow"
    STUCK = "stuck"
    DONE = "done"


class Share(StrEnum):
    """Whether others may read a story."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One company in one programme, from its yes on. Who begins anew after an end gets a new one.

    `place` is the code of its municipality (empty: not told), `name` what they are called, as they chose to be
    shown, `goal` what they want to have done, in their own words, `by` who began it.
    """

    number: int
    programme: str
    conversation: str
    language: str
    place: str
    name: str
    goal: str
    consent_version: str
    consented_at: datetime
    by: Starter
    wishes: Wishes
    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class CheckInRecord:
    """One check-in that was asked. `step` is the key of what was due: the step's id, in a yearly cycle with its year.

    `goal` is theirs when it was asked, `next` and `need` are their own words (or the words of the button), empty as
    long as nothing was said; `need_topic` is the door it led to. `to_person`: they had it sent to a person. `silent`:
    it was left at that after `reminders` reminders.
    """

    enrolment: int
    programme: str
    step: str
    asked_at: datetime
    answered_at: datetime | None = None
    state: State | None = None
    goal: str = ""
    next: str = ""
    need: str = ""
    need_topic: str = ""
    to_person: bool = False
    reminders: int = 0
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody got out of it, in their own words, and who may read it. `name` is shown if `share` is NAMED."""

    enrolment: int
    programme: str
    words: str
    share: Share
    name: str
    at: datetime
    withdrawn_at: datetime | None = None

    @property
    def is_shown(self) -> bool:
        """May others read it?"""
        return self.share is not Share.NOT and self.withdrawn_at is None
