"""Who sent a message, and whether they belong where they sent it."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Whether somebody is in the chat where they act, as the service says."""

    UNASKED = "unasked"  # there is nobody to ask: the desk's file decides
    INSIDE = "inside"
    OUTSIDE = "outside"
    UNSURE = "unsure"  # the service cannot say just now
    GROUP = "group"  # they write as the chat itself: who it is cannot be seen


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, in a service's own id, and the name they go by there (a first name, a display name)."""

    id: str
    name: str = ""
    standing: Standing = Standing.UNASKED
