"""Words while something waits to be passed on: a yes, a no, other words, more for whoever gets it."""

import re

from bot.yes_no import NO, YES
from intents import fold

_TO_THEM = re.compile(
    r"(jag |vi |och |o |men |hej )*"
    r"(undrar|vill (ocksa )?(veta|fraga)|fraga (ocksa |aven )?(dom|dem|om)|lagg till|skriv)\b"
    r"|(i|we|and|also|please| )*(wonder|want to (know|ask)|would like to (know|ask)|ask them|add)\b"
)
"""Words that are meant for whoever gets the question."""

_CHANGES = re.compile(
    r"\b(andra|skriva? om|formulera om)\b.*\b(text\w*|fragan?|den|det|orden)\b"
    r"|\b(change|rewrite|rephrase)\b.*\b(text|words|it|question)\b"
)
_REACHED = re.compile(r"(?<!\d)\+?\d(?:[\s-]?\d){7,}|[\w.+-]+@[\w-]+\.\w+")
MOST_TO_CHANGE = 6
"""Words of a text that asks for other words to be passed on."""

_SEND = frozenset(word for each in ("skicka", "send", *YES) for word in each.split())
_STOP = frozenset(("avbryt", "inte", "vanta", "strunta", "stopp", "cancel", "dont", "don't", "stop", "not", *NO))
_BESIDE = frozenset(
    "det den da nu tack in ivag fragan gor ga vidare bra i lite an snalla it the question please do go "
    "ahead now that this t just thanks thank you on mind never wait".split()
)
"""Words that may stand beside a yes or a no; with any other it is neither: "ja men andra texten"."""


def is_yes(text: str) -> bool:
    """Is it a yes, and nothing but a yes?"""
    said = _words(text)
    return bool(said & _SEND) and not said - _SEND - _BESIDE


def is_no(text: str) -> bool:
    """Is it a no, and nothing but a no?"""
    said = _words(text)
    return bool(said & _STOP) and not said - _STOP - _SEND - _BESIDE


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(text)))


def is_order(text: str) -> bool:
    """Is it a yes that says itself to send?"""
    return is_yes(text) and bool(_words(text) & {"skicka", "send"})


def is_to_them(text: str) -> bool:
    """Is it meant for whoever gets the question?"""
    return bool(_TO_THEM.match(fold(text)))


def tells_how_to_reach(text: str) -> bool:
    """Is there a number to call or an address to write to in it?"""
    return bool(_REACHED.search(text))


def asks_for_other_words(text: str) -> bool:
    """Does it ask to write anew what is passed on?"""
    return bool(_CHANGES.search(fold(text))) and len(text.split()) <= MOST_TO_CHANGE
