"""The chat services. Each package here is the only one that knows its service."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Receive = Callable[[str, str, str, Mapping[str, Any]], Awaitable[bool]]
"""The inbox's door: channel, account, id of the update, update → is it new?"""


class TokenRefused(Exception):
    """The service does not know our token; the message names the variable to set."""


class Unreachable(Exception):
    """The service cannot be reached just now; try again later."""
