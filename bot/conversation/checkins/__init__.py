"""The talk of a follow-up: joining, check-ins and their answers, when to ask, stories. Pure."""

from .hearing import follow_up_heard, noted
from .joining import invitation
from .managing import none_here
from .raising import Raised, raised
from .scene import Scene, closed, hours_of, scene_of, step_of

__all__ = [
    "Raised",
    "Scene",
    "closed",
    "follow_up_heard",
    "hours_of",
    "invitation",
    "none_here",
    "noted",
    "raised",
    "scene_of",
    "step_of",
]
