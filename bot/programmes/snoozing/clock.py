"""Hours in a text: "klockan 8", "halv nio", "i eftermiddag", "före lunch"."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Final

from .words import Token

_WHOLE = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s?([ap])?\.?m?")

PATTERNS: Final = (
    (re.compile(r"[ab]?k?Kn"), False),
    (re.compile(r"k[nc]\+[nc]"), False),
    (re.compile(r"[ab]?k*[nc]p|p[ab]?k*c|p[ab]?kn"), False),
    (re.compile(r"[ab]?k*c"), False),
    (re.compile(r"[ab]?kn(?![uvm%])"), False),
    (re.compile(r"p"), False),
    (re.compile(r"[ab]n"), True),
)
"""Shapes of an hour, and whether it holds only when the text says nothing else."""

_MINUTES = 24 * 60


def read_hour(tokens: Sequence[Token], *, refused: bool = False) -> time | None:
    """The hour that the words of a pattern name, None if it is none.

    "Före 9" is an hour before it, and so is "inte efter 9"; who does not want mornings is asked in the afternoon.
    """
    part = next((int(token.value) for token in tokens if token.kind == "p"), None)
    said = next((token for token in tokens if token.kind in "nc"), None)
    if said is None:
        if part is None:
            return None
        return time(14 if part < 12 else 10) if refused else time(part)
    minutes = _minutes(said.value, part)
    if minutes is None:
        return None
    minutes += sum(int(token.value) for token in tokens if token.kind == "K")
    if tokens[0].kind == ("a" if refused else "b"):
        minutes -= 60
    return time(minutes // 60, minutes % 60) if 0 <= minutes < _MINUTES else None


def _minutes(said: str, part: int | None) -> int | None:
    """Minutes since midnight. "Klockan 3" is in the afternoon: nobody is asked at night; so is "8 på kvällen"."""
    found = _WHOLE.fullmatch(said)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour > 24 or minute > 59:
        return None
    is_short = not said.startswith("0") and hour < 12
    if (half == "p" and hour < 12) or (half is None and is_short and (hour < 7 if part is None else part >= 12)):
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return hour % 24 * 60 + minute
