"""What is remembered of a conversation between two messages, and what a step makes of it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.desk import DeskBook, Escalation
from bot.effects import Effect
from bot.guiding import Walk
from bot.messages import Content, Reply
from bot.plain import plain
from bot.programmes import CheckInRecord, Enrolment, Story
from intents import Understood
from knowledge import Clue

CHECKLIST = "collaboration"
"""The checklist that is gone through in the talk, and the topic whose answer leads to it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that was shown: its id, and the words on it, so that typing them is the same as pressing.

    `other` are its words in the other language, empty if they are the same.
    """

    id: str
    label: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A matter and the municipalities it was asked about. An empty topic is the one in focus, no places are those."""

    topic: str
    places: tuple[str, ...] = ()

    def is_like(self, other: "Stop") -> bool:
        """The same, as far as this one tells?"""
        return self.topic in ("", other.topic) and self.places in ((), other.places)


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be passed on to a desk: the exact words, to whom and by which rule, about what, under which name.

    `beside` are other desks that are asked too, `also` the names of the other municipalities it is about, `proposed`
    the entries of an answer that a person approves first.
    `asides` counts the replies to other matters since it was shown: from the first on it waits to be asked for.
    """

    words: str
    desk: str
    why: str
    place: str = ""
    place_name: str = ""
    topic: str = ""
    shown_as: str = ""
    complaint: bool = False
    asides: int = 0
    beside: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Following:
    """Where the talk of a follow-up is.

    `step` is the check-in in hand (empty: none), `question` the script's question that waits for words, `share` how
    the story in hand is to be shown. `fresh`: the last thing the bot said belongs to it. `person`: should a question go
    to a person now, it is what is needed here. `asides`: how often the question was asked again after something else.
    `pending`: words of theirs that wait until they have said which programme they are about, until something else
    is said.
    """

    enrolment: int
    step: str = ""
    question: str = ""
    share: str = ""
    fresh: bool = True
    person: bool = False
    asides: int = 0
    pending: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of one conversation.

    `place` is the municipality in focus, `beside` those asked about together with it, `home` the one they
    said is theirs. `also` are further topics that wait for the same place. `asked` is what the last reply
    asked for (`place`, `topic`, `person` for the place of one, or nothing): a second question never follows a first.
    `missed` counts messages in a row that were not understood. `trail` are the latest answers, newest last, `options`
    what lay side by side last, in a question or an answer. `person`: a person was asked for, so that a place named
    now is where. `told` is what a company told before the question of whom to turn to. `walk` is the collaboration
    guide: where they are in it and what they have answered. `follow`: where a follow-up is.

    For a person: `said` is the last question in their own words and `said_topic` its topic, `shown` the
    entries they saw, `draft` what waits for a yes to be passed on. `adding` says that the next words go to
    the desk, `relayed` which messages did. `desk_spoke_at` is when
    the desk spoke to them or will (ISO 8601), empty once the bot has answered something itself.
    `reporting` is the entry of which it was asked what is wrong in it.
    """

    id: str
    language: str = "sv"
    language_chosen: bool = False
    greeted: bool = False
    place: str | None = None
    beside: tuple[str, ...] = ()
    home: str | None = None
    topic: str | None = None
    also: tuple[str, ...] = ()
    asked: str = ""
    missed: int = 0
    last_message: str = ""
    offered: tuple[Offer, ...] = ()
    trail: tuple[Stop, ...] = ()
    options: tuple[Stop, ...] = ()
    person: bool = False
    said: str = ""
    said_topic: str = ""
    shown: tuple[str, ...] = ()
    draft: Draft | None = None
    adding: bool = False
    desk_spoke_at: tuple[str, ...] = ()
    relayed: tuple[str, ...] = ()
    told: tuple[Clue, ...] = ()
    walk: Walk | None = None
    reporting: str = ""
    follow: Following | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The municipalities that a question without a place is about."""
        return (self.place, *self.beside) if self.place else ()

    def at(self, *codes: str) -> "Conversation":
        """The same with these municipalities in focus, and no others beside them; none puts the place aside."""
        return replace(self, place=codes[0] if codes else None, beside=codes[1:])

    def told_between(self, at: datetime) -> "Conversation":
        """The same after something else was said to the person: what they write then may be about that."""
        if self.walk is None or not self.walk.is_listening:
            return self
        return replace(self, walk=replace(self.walk, between=at.isoformat()))

    @property
    def first_offer(self) -> str:
        """The id of the first button in view, empty if there is none."""
        return self.offered[0].id if self.offered else ""

    def to_json(self) -> dict[str, Any]:
        """As kept in the store."""
        kept: dict[str, Any] = plain(self)
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Conversation":
        """From the store; keys that an older or newer version wrote are passed over."""
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in kept.items() if key in known}
        values["offered"] = tuple(Offer(**offer) for offer in values.get("offered", ()))
        values |= {key: tuple(values.get(key, ())) for key in ("beside", "also", "shown", "relayed", "desk_spoke_at")}
        values["told"] = tuple(Clue(**clue) for clue in values.get("told", ()))
        for key in ("trail", "options"):
            values[key] = tuple(Stop(each["topic"], tuple(each["places"])) for each in values.get(key, ()))
        values["follow"] = Following(**values["follow"]) if values.get("follow") else None
        values["draft"] = _draft(values["draft"]) if values.get("draft") else None
        values["walk"] = Walk.from_json(values["walk"]) if values.get("walk") else None
        return cls(**values)


def _draft(kept: dict[str, Any]) -> Draft:
    return Draft(**{**kept, **{key: tuple(kept.get(key, ())) for key in ("beside", "proposed", "also")}})


@dataclass(frozen=True, slots=True)
class Spot:
    """A municipality that was named, and the locality in it if that was the word used."""

    code: str
    via: str = ""


NO_DESKS = DeskBook()


@dataclass(frozen=True, slots=True)
class Followed:
    """What is kept of a conversation's follow-ups, oldest first.

    `next_number` is the number of one more enrolment; `joined` tells of the programme that is being joined how many
    are in it and how many of them since today's midnight.
    """

    enrolments: tuple[Enrolment, ...] = ()
    check_ins: tuple[CheckInRecord, ...] = ()
    stories: tuple[Story, ...] = ()
    next_number: int = 1
    joined: tuple[int, int] = (0, 0)

    @property
    def active(self) -> tuple[Enrolment, ...]:
        """Those in which something is still to come."""
        return tuple(each for each in self.enrolments if each.follow_up.ended is None)


NOT_FOLLOWED = Followed()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as the step sees it: what was sent and, if it was words, what they mean.

    `language` is what the person's app is set to, `sv` or `en` if known: a hint for the first words. `near` are the
    ids of the entries whose words come nearest, looked for only if the meaning is not sure.
    `sender` is the name they go by, `desks` who can be asked, `escalation` their latest question to a person, and
    `next_number` the number of one more. `followed` is what is kept of their follow-ups, `expected` when an
    answer from the desk that a draft is for is likely.
    """

    content: Content
    message_id: str = ""
    understood: Understood | None = None
    language: str | None = None
    near: tuple[str, ...] = ()
    sender: str = ""
    desks: DeskBook = NO_DESKS
    escalation: Escalation | None = None
    next_number: int = 0
    followed: Followed = NOT_FOLLOWED
    expected: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes of a message: the new state, what to say, what to do."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
