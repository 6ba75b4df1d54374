"""The entrepreneur's side of the talk. Pure: state and message in, state, replies and effects out."""

from .state import Conversation, Heard, Offer, Turn
from .step import step

__all__ = ["Conversation", "Heard", "Offer", "Turn", "step"]
