"""The check-in script: what the bot asks one who is followed up, the answers it offers, what comes of each."""

from dataclasses import dataclass
from enum import StrEnum

PLACEHOLDERS = frozenset(
    {
        "goal",  # what they want to have done, in their own words
        "next_step",  # what they said they would do next
        "next_date",  # when they will be asked next
        "municipality",
        "desk",  # who answers at the municipality
        "keep_for",  # how long it is kept, in words
        "privacy_link",
        "story",  # their story as it would be shown
        "programme",  # the name of it
        "dates",  # all days on which they will be asked
        "date",  # of one check-in
        "told",  # what was answered in it
    }
)
"""What a question may be filled in with."""


class Listens(StrEnum):
    """What words of one's own are taken for, as an answer to a question."""

    GOAL = "goal"
    NEXT_STEP = "next_step"
    OBSTACLE = "obstacle"
    NEED = "need"
    DATE = "date"
    LESSON = "lesson"  # what made the difference, what should be otherwise
    STORY = "story"
    NOTHING = ""


class Does(StrEnum):
    """What an answer does before the next question."""

    NOTHING = "nothing"
    CONSENT = "consent"  # keep the yes, with the text's version and the time
    STATUS = "status"  # keep the answer's id as how it is going
    SUGGEST = "suggest"  # the label is put forward as the goal
    LISTEN = "listen"  # wait for words of their own
    GUIDE = "guide"  # find the right door
    TOPIC = "topic"  # the door of `topic`
    SNOOZE = "snooze"  # the label is read like words of their own: "Om två veckor"
    SHOW = "show"  # the text that would be passed on
    SEND = "send"  # pass it on, after their yes
    SHARE_NAMED = "share_named"
    SHARE_UNNAMED = "share_unnamed"
    SHARE = "share"  # the story may be shown as it stands
    STOP = "stop"  # for good
    ERASE = "erase"


class Status(StrEnum):
    """How it is going."""

    WELL = "well"
    SLOW = "slow"
    STILL = "still"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Answer:
    """A button under a question. `then` is the question that follows, `topic` the door that is opened."""

    id: str
    sv: str
    en: str
    does: Does = Does.NOTHING
    then: str = ""
    topic: str = ""

    def label(self, language: str) -> str:
        """The words of the button."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Question:
    """One message of the script. Words of one's own are always welcome; `listens` says what they are taken for,
    `heard` the question that follows them."""

    id: str
    sv: str
    en: str
    listens: Listens = Listens.NOTHING
    heard: str = ""
    answers: tuple[Answer, ...] = ()

    def text(self, language: str) -> str:
        """The words, with {names} to fill in."""
        return self.sv if language == "sv" else self.en
