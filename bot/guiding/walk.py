"""Where somebody is in a checklist, and what they have answered so far."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from knowledge import Checklist, ChecklistQuestion

LONGEST = 4000
"""Characters of an answer that are kept: all of a message on Telegram."""

Away = Literal["", "paused", "aside"]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer in own words, and the message it came in, so that mending the message mends the answer."""

    question: str
    words: str
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """A checklist that is gone through. A question without an answer is open.

    `at` is the id of the question that is asked, empty when all have been. `away`: the person paused, or asked
    something else in the middle (`aside`, with `asides` replies since). `wants` is what the next words are when they
    are no answer to a question: `which` to change, the `date` of the first meeting. `changing`: one answer is
    mended after the end. `pressed_for` says that a bare yes was met with a wish for words. `held` are words that
    may be an answer or a new matter, until the person has said which. `meets` is the first meeting, an ISO date or
    moment, and `dated` how often it was set. `between` is when something else was said to the person since the last
    answer, an ISO moment: words after it may be meant for that.
    """

    checklist: str
    at: str = ""
    given: tuple[Given, ...] = ()
    away: Away = ""
    asides: int = 0
    wants: Literal["", "which", "date"] = ""
    changing: bool = False
    pressed_for: bool = False
    held: str = ""
    meets: str = ""
    dated: int = 0
    between: str = ""

    @property
    def is_listening(self) -> bool:
        """Are the next words for it?"""
        return not self.away and bool(self.at or self.wants)

    @property
    def is_done(self) -> bool:
        """Has every question been asked?"""
        return not self.at

    def words(self, question: str) -> str:
        """What was answered, empty if it is open."""
        return next((each.words for each in self.given if each.question == question), "")

    def answered(self, question: str, words: str, message_id: str = "") -> "Walk":
        """With this answer in place of the one before it; no words leave the question open."""
        others = tuple(each for each in self.given if each.question != question)
        kept = (Given(question, words.strip()[:LONGEST], message_id),) if words.strip() else ()
        return replace(self, given=(*others, *kept), pressed_for=False, held="", between="")

    def of_message(self, message_id: str) -> Given | None:
        """The answer that came in a message."""
        return next((each for each in self.given if message_id and each.message_id == message_id), None)

    def on(self, checklist: Checklist) -> "Walk":
        """At the next question; at the end after the last, or if only one answer was to be changed."""
        ids = [each.id for each in checklist.questions]
        after = ids[ids.index(self.at) + 1 :] if self.at in ids and not self.changing else []
        return self.moved(after[0] if after else "")

    def back(self, checklist: Checklist) -> "Walk":
        """At the question before."""
        ids = [each.id for each in checklist.questions]
        place = ids.index(self.at) if self.at in ids else len(ids)
        return self.moved(ids[max(place - 1, 0)])

    def moved(self, question: str, *, changing: bool = False) -> "Walk":
        """At this question, and listening."""
        return replace(
            self, at=question, away="", asides=0, wants="", changing=changing, pressed_for=False, held="", between=""
        )

    def number(self, checklist: Checklist) -> int:
        """Which question in the row is asked, from 1; how many there are at the end."""
        ids = [each.id for each in checklist.questions]
        return ids.index(self.at) + 1 if self.at in ids else len(ids)

    def open_questions(self, checklist: Checklist) -> tuple[ChecklistQuestion, ...]:
        """Those without an answer, in their order."""
        return tuple(each for each in checklist.questions if not self.words(each.id))

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Walk":
        """From what `bot.plain` made of it."""
        return cls(**{**kept, "given": tuple(Given(**each) for each in kept["given"])})


def begun(checklist: Checklist) -> Walk:
    """At the first question."""
    return Walk(checklist.id, checklist.questions[0].id)
