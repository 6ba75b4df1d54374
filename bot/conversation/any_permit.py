"""Questions in words that fit every permit: under one permit they are about that one."""

from intents import Understood

from .meaning import permits_in
from .moves import rest_of

_PERMITTED = frozenset(
    "anmala anmalan ansoka ansokan tillstand tillstandet lov lovet licens registrera registrering apply application "
    "permit permits licence license register registration notify notification".split()
)
_OF_ANY_PERMIT = _PERMITTED | frozenset(
    "soka maste behover behovs kravs racker racka enough far vad vem nar lang tid kostar kostnad avgift avgiften pris "
    "need needs needed must required fee fees cost costs".split()
)
"""Words that are asked of every permit. Folded."""

LONGEST = 6
"""Words of such a question."""


def is_of_any_permit(alone: Understood, topic: str) -> bool:
    """Under one permit: is it asked in words that fit every permit, "måste jag anmäla", and none is named?"""
    words = set(rest_of(alone.text))
    if not topic.startswith("permits.") or len(alone.text.split()) > LONGEST or permits_in(alone.text):
        return False
    return not words - _OF_ANY_PERMIT and (alone.intent == "permits" or not words.isdisjoint(_PERMITTED))
