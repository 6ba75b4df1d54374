"""Slack through slack-bolt, over Socket Mode or HTTP: an event is kept before Bolt acknowledges it."""

from .channel import Slack
from .people import members_by_email
from .reading import NAME, read

__all__ = ["NAME", "Slack", "members_by_email", "read"]
