"""The chat services. Each module here is the only one that knows its service."""


class TokenRefused(Exception):
    """The service does not know our token; the message names the variable to set."""


class Unreachable(Exception):
    """The service cannot be reached just now; try again later."""
