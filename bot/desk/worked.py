"""What comes of an act: the escalation as it is now, what is said to whom, and what is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.messages import Choice, Part, Reply, Say, Value

from .escalation import Escalation

PERSON = ""
"""The recipient that is the entrepreneur; all others are the ids of desks."""


@dataclass(frozen=True, slots=True)
class Post:
    """Something to say. `handle` is our name for the message, `onto` that of an earlier one that it changes,
    `under` that of the card whose thread it belongs in.

    `delay` seconds pass before it leaves, so that it can be taken back. `at_once` is for somebody who has just
    done something: everything else waits for the desk's hours. `opens` is the title of the thread it opens.
    """

    to: str
    reply: Reply
    handle: str = ""
    onto: str = ""
    delay: int = 0
    at_once: bool = False
    under: str = ""
    opens: Say | None = None
    anew: Say | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the case's record, for its archive. `who` is a member's id, `person` or `bot`."""

    who: str
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """The result, made by adding to it. `refused` is why an act was not allowed, `before` how it was."""

    escalation: Escalation
    before: Escalation | None = None
    posts: tuple[Post, ...] = ()
    record: tuple[Entry, ...] = ()
    taken_back: tuple[str, ...] = ()
    refused: str = ""

    @classmethod
    def of(cls, escalation: Escalation) -> "Worked":
        """Nothing has come of it yet."""
        return cls(escalation, escalation)

    def now(self, **changes: object) -> "Worked":
        """The same with fields of the escalation changed."""
        return replace(self, escalation=replace(self.escalation, **changes))  # type: ignore[arg-type]

    def noted(self, who: str, kind: str, text: str = "") -> "Worked":
        """The same with a line in the record."""
        return replace(self, record=(*self.record, Entry(who, kind, text)))

    def post(self, post: Post) -> "Worked":
        """The same with something more to say."""
        card = self.escalation.card
        if post.to == self.escalation.desk and card not in (post.handle, post.onto):
            post = replace(post, under=card)
        return replace(self, posts=(*self.posts, post))

    def to_desk(self, key: str, values: Mapping[str, Value] | None = None, *choices: Choice) -> "Worked":
        """A line in the thread for whoever has just done something there."""
        return self.post(Post(self.escalation.desk, line("desk", key, values, *choices), at_once=True))

    def to_staff(self, key: str, values: Mapping[str, Value] | None = None, *choices: Choice) -> "Worked":
        """A line in the thread that waits for the desk's hours."""
        return self.post(Post(self.escalation.desk, line("desk", key, values, *choices)))

    def to_person(self, kind: str, key: str, values: Mapping[str, Value] | None = None, *choices: Choice) -> "Worked":
        """A line to the entrepreneur."""
        return self.post(Post(PERSON, line(kind, key, values, *choices)))


def line(kind: str, key: str, values: Mapping[str, Value] | None = None, *choices: Choice) -> Reply:
    """One of the bot's texts as a reply."""
    parts: tuple[Part, ...] = (Say(key, dict(values or {})),)
    return Reply(kind, parts, choices)
