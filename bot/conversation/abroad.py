"""Places outside Sweden, by name: told so, where nothing else was understood."""

import re

from intents import fold

_ABROAD = re.compile(
    r"\b(norge|norway|oslo|halden|danmark|denmark|kopenhamn|copenhagen|helsingor|bornholm|finland|helsingfors|helsinki|"
    r"aland|mariehamn|tornio|island|iceland|estland|estonia|tallinn|lettland|latvia|riga|litauen|lithuania|vilnius|"
    r"tyskland|germany|berlin|hamburg|polen|poland|gdansk|warszawa|storbritannien|england|london|usa|frankrike|france|"
    r"paris|nederlanderna|holland|amsterdam|spanien|spain|italien|italy|ukraina|ukraine)s?\b"
)

_DONE_THERE = re.compile(
    rf"^(hur|vad|var|vart|vilka|vilket|kan|far|maste|behover|how|what|where|which|can|may|do|must)\b.*"
    rf"(?<!bor )(?<!finns )(?<!sitter )(?<!ligger )(?<!based )\b(i|in) {_ABROAD.pattern}\W*$"
)
"""A question on how something is done there: "hur registrerar man firma i norge"."""

FEW = 4
"""Words of a text that names a matter and its place, and no more."""


def is_abroad(text: str) -> bool:
    """Does it name a place outside Sweden: a neighbour, or where companies come from and go to?"""
    return bool(_ABROAD.search(fold(text)))


def elsewhere(text: str) -> frozenset[str]:
    """The kinds of reply that give way to saying that the place is outside Sweden: none if it names no such place.

    A few words are a matter and its place ("näringslivskontoret i Köpenhamn"): to ask where would be deaf.
    """
    if not is_abroad(text):
        return frozenset()
    if _DONE_THERE.search(fold(text)):
        return frozenset({"refuse", "ask_place", "answer", "clarify"})
    return frozenset({"refuse", "ask_place"} if len(text.split()) <= FEW else {"refuse"})
