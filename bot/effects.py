"""What a turn wants done besides answering. A closed set: `bot.turn` carries out every one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteFeedback:
    """Remember whether an entry helped."""

    entry_id: str
    helped: bool


@dataclass(frozen=True, slots=True)
class EndPushes:
    """The person blocked the bot: nothing more is sent on our own initiative."""


@dataclass(frozen=True, slots=True)
class ResumePushes:
    """The person unblocked the bot."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase all that is kept on this conversation."""


Effect = NoteFeedback | EndPushes | ResumePushes | Forget
