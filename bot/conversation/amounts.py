"""Words that are only a day or an hour, or only say how many."""

import re

from .moves import FILLER, tokens

_DAYS = frozenset(
    "mandag tisdag onsdag torsdag fredag lordag sondag imorgon morgon idag dag ikvall kvall helg vecka manad januari "
    "februari mars april maj juni juli augusti september oktober november december eftermiddag formiddag sommar host "
    "vinter var monday tuesday wednesday thursday friday saturday sunday tomorrow today week month january february "
    "march june july august october spring autumn".split()
)
_AT = frozenset(
    "varje every nan nagon nat typ ungefar some pa i vid kl klockan nasta denna kommande efter fore till fran om on "
    "at next this the in by".split()
)
LEAST_DAY = 6
"""Letters from which an ending may be cut off: "tisdagar"."""
_ABOUT = frozenset(
    "ca cirka max minst typ bara ungefar runt kanske drygt over under only about around least most".split()
)
COUNTED = 4
"""Words of a text that only says how many."""


def is_time(text: str) -> bool:
    """Is it nothing but a day or an hour: "på tisdag", "lördag 12 december"?"""
    words = [re.sub(r"(en|ar|arna)$", "", word) if len(word) > LEAST_DAY else word for word in tokens(text)]
    return any(word in _DAYS for word in words) and all(
        word in _DAYS | _AT or word.isdigit() or word in FILLER for word in words
    )


def counts(text: str) -> bool:
    """Is it a number of something: "40 kor", "max 10 st"?"""
    words = [word for word in tokens(text) if word not in _ABOUT]
    return 1 < len(words) <= COUNTED and words[0].isdigit() and "?" not in text
