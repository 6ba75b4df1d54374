"""What a turn wants done besides answering. A closed set: `bot.turn` carries out every one."""

from dataclasses import dataclass

from bot.desk import Escalation
from bot.desk.acts import PersonAct
from bot.owners import Report


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


Effect = NoteFeedback | ReportWrong | EndPushes | ResumePushes | Forget | Escalate | ToEscalation
