"""What a turn wants done besides answering. A closed set: `bot.turn` carries out every one."""

from dataclasses import dataclass

from bot.desk import Escalation
from bot.desk.acts import PersonAct
from bot.owners import Report
from bot.programmes import CheckInRecord, Enrolment, Story


@dataclass(frozen=True, slots=True)
class NoteFeedback:
    """Remember whether an entry helped."""

    entry_id: str
    helped: bool


@dataclass(frozen=True, slots=True)
class ReportWrong:
    """An answer is wrong: whoever the entry belongs to is to hear of it."""

    entry_id: str
    report: Report


@dataclass(frozen=True, slots=True)
class EndPushes:
    """The person blocked the bot: nothing more is sent on our own initiative."""


@dataclass(frozen=True, slots=True)
class ResumePushes:
    """The person unblocked the bot."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase all that is kept on this conversation."""


@dataclass(frozen=True, slots=True)
class Escalate:
    """A question goes to a desk."""

    escalation: Escalation


@dataclass(frozen=True, slots=True)
class ToEscalation:
    """The entrepreneur did something about a question that a desk has."""

    number: int
    act: PersonAct


@dataclass(frozen=True, slots=True)
class KeepEnrolment:
    """Keep a follow-up as it is now. What was on its way about it and is no longer waited for is taken back."""

    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class KeepCheckIn:
    """Keep what was answered."""

    record: CheckInRecord


@dataclass(frozen=True, slots=True)
class KeepStory:
    """Keep a story, and who may read it."""

    story: Story


@dataclass(frozen=True, slots=True)
class StopCheckIns:
    """No more questions on our own initiative, in no programme, whoever enrols them; or (`back`) again, since they
    asked for it themselves."""

    back: bool = False


@dataclass(frozen=True, slots=True)
class ForgetFollowUps:
    """Erase their goals, answers and stories."""


Effect = (
    NoteFeedback
    | ReportWrong
    | EndPushes
    | ResumePushes
    | Forget
    | Escalate
    | ToEscalation
    | KeepEnrolment
    | KeepCheckIn
    | KeepStory
    | StopCheckIns
    | ForgetFollowUps
)
