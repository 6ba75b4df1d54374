"""A municipality named in passing: chosen among those in view, gone back to, added, or set off from the rest."""

import re
from collections.abc import Sequence

from intents import Understood

from .expecting import strangeness
from .meaning import TALK, is_sure
from .moves import LONGEST, adds, is_slip, tokens
from .state import Conversation, Spot

ANOTHER, BESIDE = 0.62, 0.4
"""The chance of a matter of its own from which such a text is about that: where the talk points at the place, and where
nothing but the shape of the text does."""

STRANGE = 0.6
"""The chance of being none of ours from which it is no choice among places."""

ASIDE = 3
"""Words beside a place that is set off from them: "Varberg, fat fingers"."""

_SAME = re.compile(
    r"\b(samma (sits|sak|lage|fraga|gang|problem|behov|for|i)|likadant|detsamma|lika dant|dito"
    r"|same (boat|for|in|thing|question|story|situation|goes|here|with|problem|need)|the same|likewise|ditto)\b"
)
"""What was asked before is asked again: "min syster sitter i samma sits, fast i Lund"."""

_TURNS = re.compile(
    r"^((a|ah|oj|men|ok|okej|but|oh|hm+|well|jo|sorry|forlat) )*"
    r"(nej|na|nae|no|nope|vanta|wait|hang on|hold on|stopp|fel|forlat|sorry|oj|oops|hoppsan|actually|correction)\b"
)
"""How a text begins that turns from what was said before."""

_AFTER_ALL = re.compile(r"\b(anda|trots allt|nar allt kommer omkring|after all|in the end|anyway)\b")

_SET_OFF = re.compile(r"[,.;:!?–-]")


def means_there(conversation: Conversation, understood: Understood, spots: Sequence[Spot]) -> bool:
    """Does a text mean the matter in focus, in the municipalities it names, whatever it says besides?"""
    if not (conversation.topic and spots) or len(tokens(understood.text)) > LONGEST:
        return False
    if _is_clear(conversation, understood):
        return False
    said = " ".join(tokens(understood.text))
    own, known = _own(conversation, understood), _is_in_view(conversation, spots)
    turns = bool(is_slip(understood.text) or _TURNS.match(said))
    if own < ANOTHER and (_SAME.search(said) or (known and (turns or _AFTER_ALL.search(said)))):
        return True
    if _is_set_off(understood) and own < BESIDE:
        return True
    told = turns or known or adds(understood.text)
    return strangeness(understood) < STRANGE and own < (ANOTHER if told else BESIDE) and (told or len(spots) > 1)


def _is_clear(conversation: Conversation, understood: Understood) -> bool:
    """Is it sure what it is about, a matter or something of the talk?"""
    if understood.intent in TALK:
        return understood.decision == "answer" and understood.intent != "out_of_scope"
    return is_sure(conversation, understood)


def _own(conversation: Conversation, understood: Understood) -> float:
    """How likely it is about another matter than the one in focus."""
    focus = (conversation.topic or "").split(".")[0]
    others = (chance for intent, chance in understood.candidates if intent not in TALK and not intent.startswith(focus))
    return max(others, default=0.0)


def _is_in_view(conversation: Conversation, spots: Sequence[Spot]) -> bool:
    """Is it one of several that lie side by side, or one that the same was asked about before?"""
    codes = {spot.code for spot in spots}
    side_by_side = conversation.places if len(conversation.places) > 1 else ()
    offered = {code for stop in conversation.options for code in stop.places}
    before = {code for stop in conversation.trail if stop.topic == conversation.topic for code in stop.places}
    return codes <= {*side_by_side, *offered, *before} and codes != set(conversation.places)


def _is_set_off(understood: Understood) -> bool:
    """Does the place stand first or last, apart from a few other words?"""
    if len(understood.places) != 1:
        return False
    (place,) = understood.places
    before, after = understood.text[: place.start].strip(), understood.text[place.end :].strip()
    few = len(tokens(before)) + len(tokens(after)) <= ASIDE
    first = not tokens(before) and bool(_SET_OFF.match(after))
    last = not tokens(after) and bool(_SET_OFF.match(before[-1:]))
    return few and (first or last)
