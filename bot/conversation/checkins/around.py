"""A message that may be about a follow-up, and what is known around it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.state import Conversation, Following, Heard
from bot.programmes import Enrolment
from intents import Understood
from knowledge import Atlas

from .scene import Scene, scene_of


@dataclass(frozen=True, slots=True)
class Around:
    """One message, the talk it comes in, what is true and when."""

    conversation: Conversation
    heard: Heard
    atlas: Atlas
    now: datetime

    @property
    def follow(self) -> Following | None:
        """Where the talk of a follow-up is."""
        return self.conversation.follow

    @property
    def understood(self) -> Understood | None:
        """What the words mean."""
        return self.heard.understood

    @property
    def active(self) -> tuple[Enrolment, ...]:
        """Their follow-ups in which something is still to come."""
        return self.heard.followed.active

    def scene(self, enrolment: Enrolment, step: str = "") -> Scene | None:
        """The follow-up of an enrolment, None if its programme is gone. `step`: the check-in in hand."""
        return scene_of(self.conversation, self.heard, self.atlas, self.now, enrolment, step)

    def at(self, follow: Following) -> "Around":
        """The same with the talk elsewhere."""
        return replace(self, conversation=replace(self.conversation, follow=follow))

    def later(self) -> "Around":
        """The same for words of an earlier message: what this one means is not what those did."""
        return replace(self, heard=replace(self.heard, understood=None))
