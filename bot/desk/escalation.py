"""A question that a person answers: everything that is known of it between two things that happen."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.messages.files import SentFile
from bot.promise import Kind, Promise
from bot.promise import Outcome as Ended

ANSWERS = (Kind.FIRST_ANSWER, Kind.NEXT_ANSWER)

MOST_SAID = 20
"""Messages that a desk which takes over is told of; the case's page has them all."""

MOST_PROMISED = 3
"""Promises of one answer that may break: the second break makes it the coordinator's, after the third none is made."""


class Status(StrEnum):
    """Where an escalation stands."""

    OPEN = "open"  # nobody has taken it
    CLAIMED = "claimed"  # somebody owes an answer
    ANSWERED = "answered"  # the entrepreneur has an answer
    CLOSED = "closed"


class Outcome(StrEnum):
    """What it came to, as both sides see it."""

    DONE = "done"
    WITHOUT_HELP = "without_help"
    NOT_REACHABLE = "not_reachable"
    NOT_OURS = "not_ours"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """What the entrepreneur is owed just now."""

    CLOSED = "closed"
    PAUSED = "paused"
    OWED = "owed"  # an answer, by a date
    MISSING = "missing"  # an answer, once they have sent what it needs
    GIVEN_UP = "given_up"  # an answer, and no date is promised any more
    ANSWERED = "answered"
    UNPROMISED = "unpromised"  # an answer; no time was ever promised


class Asked(StrEnum):
    """What the next words of somebody at the desk are, after they pressed a button."""

    ANSWER = "answer"
    PAUSE = "pause"
    EXTEND = "extend"
    WRONG = "wrong"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Pen:
    """Who is writing, and what their next words in the thread are."""

    by: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that wait for their writer's yes: an answer, or the reason of a pause or of more time. `message` is the
    desk's message they stand in, `corrects` the number of an answer that was sent and is to be changed (0: a new
    one). `files` go with an answer."""

    text: str
    by: str
    message: str = ""
    corrects: int = 0
    asked: Asked = Asked.ANSWER
    files: tuple[SentFile, ...] = ()

    @property
    def key(self) -> str:
        """What tells this draft from another: the yes under one is no yes to the next."""
        return sha256(repr((self.asked, self.corrects, self.text, self.files)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Answer:
    """Words that were sent to the entrepreneur. `message` is the desk's message they came from, empty for a proposal of
    the bot's that was approved."""

    number: int
    message: str
    sent_at: datetime
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Words and files that passed between the two after the question itself, for a desk that was not there. `message`
    is the entrepreneur's; of an answer `desk` is who gave it and `answer` its number."""

    text: str
    message: str = ""
    files: tuple[SentFile, ...] = ()
    desk: str = ""
    answer: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A desk it has been at, how long (in working minutes), and why it left."""

    desk: str
    minutes: int
    cause: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Another desk that is to take it, if the entrepreneur agrees. `by` is who offered it."""

    desk: str
    by: str
    cause: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """One question at one desk.

    `number` is what people call it by, `conversation` the entrepreneur's, `shown_as` the name they chose to
    be shown by. `words` are exactly what they agreed to pass on, in `consent` (the version of that text) and
    `opened_at`. `tried` are the entries they had been shown, `said` the last of what passed since. `owner` is the
    member who has it; with none,
    `unowned_since` is when that began, and `nobody_told` that the desk knows of it. `unsent` is the promise as it was
    before an answer that can still be taken back. `helpers` are other desks that were asked too, until
    one leads. `proposed` are the entries the bot would have answered with, `proposal` their words: a person approves
    them first. `again` is the number of the question that its owner had from them before (0: none), `stuck` tells
    that a check-in brought it and nothing moves for them. `expected` is when an answer was likely when it was asked,
    if that could be said.
    """

    number: int
    conversation: str
    language: str
    desk: str
    words: str
    opened_at: datetime
    promise: Promise
    consent: str
    shown_as: str = ""
    place: str = ""
    place_name: str = ""
    topic: str = ""
    tried: tuple[str, ...] = ()
    complaint: bool = False
    status: Status = Status.OPEN
    owner: str = ""
    unowned_since: datetime | None = None
    pen: Pen | None = None
    draft: Draft | None = None
    answers: tuple[Answer, ...] = ()
    said: tuple[Said, ...] = ()
    unsent: Promise | None = None
    stops: tuple[Stop, ...] = ()
    offer: Offer | None = None
    helpers: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    proposal: str = ""
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    confirmed: bool | None = None
    useful: bool | None = None
    reopened: int = 0
    nobody_told: bool = False
    again: int = 0
    stuck: bool = False
    expected: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Does somebody still owe something?"""
        return self.status is not Status.CLOSED

    def with_said(self, said: Said) -> "Escalation":
        """The same with something more that passed between the two."""
        return replace(self, said=(*self.said, said)[-MOST_SAID:])

    @property
    def stage(self) -> Stage:
        """What the entrepreneur is owed just now."""
        if not self.is_open:
            return Stage.CLOSED
        owed = [clock for clock in self.promise.open if clock.kind is not Kind.ACKNOWLEDGEMENT]
        if any(clock.paused for clock in owed):
            return Stage.PAUSED
        if any(clock.deadline for clock in owed):
            return Stage.OWED
        if any(clock.missing for clock in owed):
            return Stage.MISSING
        last = max((each.sent_at for each in self.answers if not each.taken_back), default=None)
        broken = self._broken_for_good()
        if broken and (last is None or last < broken):
            return Stage.GIVEN_UP
        return Stage.ANSWERED if last else Stage.UNPROMISED

    def _broken_for_good(self) -> datetime | None:
        """When the last promise of an answer that is made was broken, None if it was not."""
        last = next((each for each in reversed(self.promise.clocks) if each.kind in ANSWERS), None)
        broken = last and last.turn >= MOST_PROMISED and last.ended and last.ended.outcome is Ended.BROKEN
        return last.ended.at if last and last.ended and broken else None

    @property
    def card(self) -> str:
        """The handle of its card at the desk where it is: a new desk gets a new card."""
        return f"e{self.number}/card{len(self.stops)}"

    def invitation(self, desk: str) -> str:
        """The handle of what asks another desk to lead."""
        return f"e{self.number}/i/{desk}"

    def answer(self, number: int) -> str:
        """The handle of an answer to the entrepreneur."""
        return f"e{self.number}/a{number}"

    def heard(self, message: str) -> str:
        """The handle of the copy, at the desk, of one of the entrepreneur's messages."""
        return f"e{self.number}/h{len(self.stops)}/{message}"

    def owned_by(self, member: str, now: datetime) -> "Escalation":
        """The same in somebody's hands, or (empty) in nobody's from now."""
        return replace(self, owner=member, unowned_since=None if member else now)


def number_of(handle: str) -> int | None:
    """The escalation that a handle belongs to, None if it is not one of ours."""
    head = handle.partition("/")[0]
    return int(head[1:]) if head[:1] == "e" and head[1:].isdecimal() else None
