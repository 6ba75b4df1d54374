"""The entrepreneur's side of the talk. Pure: state and message in, state, replies and effects out."""

from .expecting import in_context
from .state import NO_DESKS, Conversation, Followed, Heard, Offer, Turn
from .step import step

__all__ = ["NO_DESKS", "Conversation", "Followed", "Heard", "Offer", "Turn", "in_context", "step"]
