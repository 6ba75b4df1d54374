"""Words that are only a day or an hour, or only say how many."""

import re

from intents import fold

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
COUNTED, MEASURED = 4, 6
"""Words of a text that only says how many, and of one that says how much of what."""
_UNITS = re.compile(
    r"\b\d[\d .,]* ?(kr|kronor|sek|tkr|tusen|kkr|mkr|miljon\w*|euro|kvm|m2|kvadrat\w*|meter|sqm|square|metres"
    r"|meters|anstallda|personer|gaster|platser|stolar|bord|employees|people|guests|seats|chairs|tables|staff)\b"
    r"|\b\d[\d .,-]* ?(ar|arig|years?|months?|weeks?|manader|man|veckor|dagar|days|timmar|hours)\b"
    r"|\b\d[\d .]* (\w+ )?(i|per|a|om|om a) (manaden|manad|month|aret|ar|year|veckan|vecka|week|dagen|dag|day)\b"
)
"""A number with what it is of: money, room, people, time."""

_NAMES_A_CASE = re.compile(
    r"\b(diarie\w*|dnr|arende ?n(umme)?r|referens\w*|reference|case (number|no)|fastighet\w*)\b.*\d|\b\d+:\d+\b"
)
"""What a case or a property goes by."""


def is_time(text: str) -> bool:
    """Is it nothing but a day or an hour: "på tisdag", "lördag 12 december"?"""
    words = [re.sub(r"(en|ar|arna)$", "", word) if len(word) > LEAST_DAY else word for word in tokens(text)]
    return any(word in _DAYS for word in words) and all(
        word in _DAYS | _AT or word.isdigit() or word in FILLER for word in words
    )


def measures(text: str) -> bool:
    """Is it a few words with an amount of something in it, or the number of a case: "max 8000 i månaden"?"""
    few = len(tokens(text)) <= MEASURED and "?" not in text
    said = " ".join(fold(text).split())
    return few and bool(_UNITS.search(said) or _NAMES_A_CASE.search(said))


def counts(text: str) -> bool:
    """Is it a number of something: "40 kor", "max 10 st"?"""
    words = [word for word in tokens(text) if word not in _ABOUT]
    return 1 < len(words) <= COUNTED and words[0].isdigit() and "?" not in text
