"""A checklist: questions to go through one at a time, and what its summary is made of."""

from dataclasses import dataclass
from enum import StrEnum

from .entries import Standing

PLACEHOLDERS = frozenset({"strongest", "weakest", "next_step"})
"""What the closing words are filled in with: `short` of two questions, `next_step` of the latter."""


class Gathers(StrEnum):
    """What own words to a question are, in the summary."""

    TEXT = "text"
    TASKS = "tasks"  # a line each: who does what, by when


@dataclass(frozen=True, slots=True)
class ChecklistText:
    """What is said around the questions, in one language.

    `closing` has {strongest}, {weakest} and {next_step} to fill in. `opening_item` and `last_item` begin and end
    the first meeting's agenda, `open_heading` stands over what is not clear; `builds_on` is what the questions
    build on, inside a sentence; `setting` tells of a collaboration that works this way.
    """

    title: str
    intro: str
    closing: str
    opening_item: str
    last_item: str
    open_heading: str
    builds_on: str
    setting: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistWording:
    """A question in one language.

    `short` names it inside a sentence, `heading` in the summary. `write` asks for own words, `sample` is a short
    answer that somebody might give, `agenda` is what the first meeting has to settle if it is not clear.
    """

    short: str
    question: str
    why: str
    good_sign: str
    warning_sign: str
    next_step: str
    example: str
    heading: str
    write: str
    sample: str
    agenda: str


@dataclass(frozen=True, slots=True)
class ChecklistQuestion:
    """One of the questions, and the minutes it takes at a meeting."""

    id: str
    sv: ChecklistWording
    en: ChecklistWording
    gathers: Gathers
    minutes: int

    def wording(self, language: str) -> ChecklistWording:
        """The texts in Swedish (`sv`) or English (anything else)."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class ChecklistAnswer:
    """A button under every question. The strongest answer is clear; any other leaves the question open."""

    id: str
    sv: str
    en: str
    strength: int

    def label(self, language: str) -> str:
        """The words of the button."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that makes a collaboration work: its title and what it is, in both languages."""

    id: str
    sv: tuple[str, str]
    en: tuple[str, str]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How to follow up, in one language: why, what to ask, and what else to think of."""

    why: str
    questions: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistSource:
    """Something the checklist builds on."""

    sv: str
    en: str
    url: str = ""
    seen: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Questions in their order, and all that is said around them. `topic` is the matter it belongs to.

    `source` says in words what it builds on, `seen` is the date of the latest of its sources.
    """

    id: str
    topic: str
    source: str
    seen: str
    standing: Standing
    sv: ChecklistText
    en: ChecklistText
    answers: tuple[ChecklistAnswer, ...]
    questions: tuple[ChecklistQuestion, ...]
    factors: tuple[Factor, ...]
    sv_follow_up: FollowUp
    en_follow_up: FollowUp
    sources: tuple[ChecklistSource, ...]
    notes: str = ""

    def text(self, language: str) -> ChecklistText:
        """What is said around the questions, in Swedish (`sv`) or English (anything else)."""
        return self.sv if language == "sv" else self.en

    def follow_up(self, language: str) -> FollowUp:
        """How to follow up, in Swedish (`sv`) or English (anything else)."""
        return self.sv_follow_up if language == "sv" else self.en_follow_up

    def question(self, question_id: str) -> ChecklistQuestion | None:
        """The question with this id."""
        return next((each for each in self.questions if each.id == question_id), None)

    def answer(self, answer_id: str) -> ChecklistAnswer | None:
        """The answer with this id."""
        return next((each for each in self.answers if each.id == answer_id), None)

    def is_clear(self, answer: ChecklistAnswer) -> bool:
        """Does it leave nothing open?"""
        return answer.strength == max(each.strength for each in self.answers)
