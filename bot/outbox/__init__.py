"""What goes out: in order, at the services' pace, again when it failed, never silently lost."""

from .delivering import (
    AT_ONCE,
    FETCH_GIVE_UP,
    FIRST_WAIT,
    GIVE_UP,
    LONGEST_WAIT,
    PUSHES_AT_ONCE,
    Outbox,
    Refuse,
    let_fail,
)

__all__ = [
    "AT_ONCE",
    "FETCH_GIVE_UP",
    "FIRST_WAIT",
    "GIVE_UP",
    "LONGEST_WAIT",
    "PUSHES_AT_ONCE",
    "Outbox",
    "Refuse",
    "let_fail",
]
