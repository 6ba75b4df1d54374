"""Follow-ups in the store: what a turn keeps, what falls due, who is invited, what waits too long to be sent."""

from .falling_due import tick
from .inviting import Invited, invite
from .keeping import blocked, forget, keep, load, stop_all
from .sending import Known

__all__ = ["Invited", "Known", "blocked", "forget", "invite", "keep", "load", "stop_all", "tick"]
