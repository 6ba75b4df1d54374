"""What is somebody's own and stands in no file of facts: their mailbox, their mobile, their number.

A function's mailbox and switchboard are public; a person's own are not ours to spread, and are wrong the day they
change jobs.
"""

import re
from collections.abc import Iterator
from typing import Any

from .documents import Way

_MAIL = re.compile(r"\b[a-zåäöéü]+(?:\.[a-zåäöéü-]+)+@[\w.-]+", re.IGNORECASE)
_FUNCTIONS = re.compile(
    r"kommun|f[oö]rvaltning|kontor|enhet|service|upphandl|inkop|inköp|n[aä]ringsliv|f[oö]retag|skola|utbildning|info|"
    r"kansli|registrator|milj[oö]|bygg|stad|region|kundcenter|kontaktcenter|support|faktura|ekonomi|tillst[aå]nd",
    re.IGNORECASE,
)
"""Words in a mailbox that tell a function's from a person's."""

_MOBILE = re.compile(r"(?<![\d/.=-])(?:\+46|0046|0) ?(?:\(0\) ?)?7[02369](?:[ -]?\d){7}(?!\d)")
_PERSONAL_NUMBER = re.compile(r"(?<![\d/.=-])(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[-+]\d{4}(?!\d)")


def private_in(text: str) -> Iterator[str]:
    """What of a text is somebody's own, each with what to write in its place."""
    if text.startswith(("https://", "http://")):
        return
    for mail in _MAIL.finditer(text):
        if not _FUNCTIONS.search(mail[0].partition("@")[0]):
            yield f"{mail[0]!r} seems to be a person's own mailbox; write a function's, like naringsliv@example.se"
    for mobile in _MOBILE.finditer(text):
        yield f"{mobile[0]!r} is a mobile number; write a function's number or the switchboard"
    for number in _PERSONAL_NUMBER.finditer(text):
        yield f"{number[0]!r} seems to be a personal identity number; take it out"


def texts_of(value: Any, way: Way = ()) -> Iterator[tuple[Way, str]]:
    """Every text in a table, with the way to its line."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts_of(each, (*way, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from texts_of(each, (*way, at))
