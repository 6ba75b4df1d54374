"""What comes of an act: the matter as it is then, what is said, what the entry says from now on, what is logged."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.desk import Post
from bot.messages import Reply

from .matter import Matter, Outcome


@dataclass(frozen=True, slots=True)
class Worked:
    """The result, made by adding to it.

    `fields` are those of an edit by `by`, `notes` lines of the log (what, detail), `heard` what those who reported
    it are told, `refused` why an act was not allowed.
    """

    matter: Matter
    posts: tuple[Post, ...] = ()
    by: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    heard: Outcome | None = None
    refused: str = ""

    def now(self, **changes: object) -> "Worked":
        """The same with fields of the matter changed."""
        return replace(self, matter=replace(self.matter, **changes))  # type: ignore[arg-type]

    def noted(self, what: str, detail: str = "") -> "Worked":
        """The same with a line for the log."""
        return replace(self, notes=(*self.notes, (what, detail)))

    def say(self, reply: Reply, *, at_once: bool = True) -> "Worked":
        """Something more in the thread; to whoever has just done something there at once, else in the desk's hours."""
        matter = self.matter
        post = Post(matter.desk, reply, handle=matter.next_handle, at_once=at_once, under=matter.card)
        return replace(self.now(messages=matter.messages + 1), posts=(*self.posts, post))

    def post(self, post: Post) -> "Worked":
        """The same with something more to say."""
        return replace(self, posts=(*self.posts, post))
