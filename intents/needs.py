"""Two needs in one message: where a text may be cut, and whether its halves mean different things."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from .engine import OUT_OF_SCOPE, Reading
from .features import typed_words
from .understood import Need
from .wishes import is_denial
from .words import MASK, fold

_CUT = re.compile(
    r"\s*(?P<end>[.;?!\n]+)\s+"
    r"|\s*,?\s+(?P<more>\+|och dessutom|och även|och också|och sen|och sedan|samt|dessutom|sen undrar|sedan undrar"
    r"|as well as|and also|also|and then|besides|plus)\s+"
    r"|\s*,\s+(?P<then>sen|sedan|annars|then|otherwise)\s+"
    r"|\s*,?\s+(?P<and>och|o|å|and|&)\s+"
    r"|\s*(?P<comma>,)\s+",
    re.IGNORECASE,
)
_CUT_ANYWHERE = re.compile(r"\s*[.,;!?\n]+\s+(?:och\s+|and\s+)?|\s+(?:och|o|å|and|&|\+|samt|plus)\s+", re.IGNORECASE)
MOST_CUTS = 8
FEWEST_LETTERS = 7
"""Letters that each half must have: "bygglov"."""
SURE = {"end": 0.7, "more": 0.4, "then": 0.6, "and": 0.6, "comma": 0.95}
"""What the chances of both halves, multiplied, must come to, by how the text can be cut: commas mostly stand within
one need, and full stops within a story. Of 1,485 single needs by outside authors 4 % fall apart, of 630 told as stories
5 %; of 74 texts with two needs 52 are told whole."""
SMALLTALK, SMALLTALK_SURE = "smalltalk", 0.7

_WHERE = frozenset(
    "jag vi firman foretaget bolaget ligger sitter bor finns jobbar verkar ar har bada bade i pa vid och men eller "
    "kontor kontoret huvudkontor huvudkontoret filial filialen butik butiken verkstad verkstaden lager lagret in at "
    "i we the our company firm is are sits lives live work works based located both office head branch shop but".split()
)
"""Words that only say where somebody is: "vi jobbar i både … och …" is no need of its own. Folded."""

_NOTHING = frozenset(
    "ok okej okay ja jo nej na no yes sorry forlat ursakta tack tackar thanks thank hej hejsan hello hi tja hallo "
    "please snalla oj aha jaha men va vad bra fint toppen great good fine so sa right alright thought figured guessed "
    "reckoned expected not trodde anade gissade tankte val nog det inte".split()
)
"""Courtesies, and what one makes of an answer: "ok sorry.", "thought not." are no needs. Folded."""

LISTED, LONGEST_NAMED = 3, 2
"""Needs that make a list, and the words of one that is merely named: "lån, lokal och tillstånd"."""
LISTED_SURE, NAMED_SURE = 0.75, 0.3
"""The chance of each: 0.3 % of single needs with a comma or an "and" fall apart so, 5 of 1,500 measured."""

NO_DOOR = frozenset({SMALLTALK, OUT_OF_SCOPE, "human", "privacy", "checkin.manage"})
"""Intents of the talk itself."""

APART = frozenset({"permits"})
"""Intents whose details are doors of their own."""


def halves_of(text: str) -> list[tuple[str, str, float]]:
    """The ways to cut a text in two that leave something to understand on both sides, and how sure each must be."""
    cuts = list(_CUT.finditer(text))[:MOST_CUTS]
    found = [(text[: cut.start()].strip(), text[cut.end() :].strip(), SURE[cut.lastgroup or "comma"]) for cut in cuts]
    return [(one, other, sure) for one, other, sure in found if _says_something(one) and _says_something(other)]


def _says_something(half: str) -> bool:
    """Is it more than a few letters, or than where somebody is?"""
    return len(half) >= FEWEST_LETTERS and bool(_own_words(half)) and not is_denial(half)


def _own_words(part: str) -> list[str]:
    """The words that are more than where somebody is, or a courtesy."""
    return [word for word in map(fold, typed_words(part)) if word not in _WHERE | _NOTHING and word != MASK]


def needs_of(text: str, whole: Reading, read: Callable[[str], Reading], intents: tuple[str, ...]) -> tuple[Need, ...]:
    """The needs of a text in order: one, or two if it can be cut into halves sure of different doors."""
    best: tuple[Need, ...] = (need_of(whole, intents),)
    if best[0].intent == SMALLTALK and whole.chance >= SMALLTALK_SURE:
        return best
    most = 0.0
    for first, second, sure in halves_of(text):
        readings = [read(first), read(second)]
        one, other = (need_of(each, intents) for each in readings)
        worth = one.chance * other.chance * _chance_of_details(one, other, readings) - sure
        if are_apart(one, other) and worth > most:
            most, best = worth, (one, other)
    return best


def listed_in(text: str, read: Callable[[str], Reading], intents: tuple[str, ...]) -> tuple[Need, ...]:
    """Three needs or more that stand in a row, each sure by itself and at a door of its own; nothing if they do not."""
    parts = [each for each in _CUT_ANYWHERE.split(text) if _own_words(each or "") and not is_denial(each)]
    if len(parts) < LISTED:
        return ()
    bare = all(len(_own_words(each)) <= LONGEST_NAMED for each in parts[1:])
    sure: list[Need] = []
    for at, part in enumerate(parts):
        need = _door_of(read(part), intents)
        sure += [need] if need.chance >= (NAMED_SURE if bare else LISTED_SURE) else []
        if len(sure) < at:  # a second that is not sure: no list, and no more to read
            return ()
    apart = all(are_apart(one, other) for at, one in enumerate(sure) for other in sure[:at])
    return tuple(sure) if len(sure) >= LISTED and apart else ()


def _door_of(reading: Reading, intents: tuple[str, ...]) -> Need:
    """The likeliest matter that has a door: in a row of needs, "personal" is staff, not a wish for a person."""
    doors = [at for at, intent in enumerate(intents) if intent not in NO_DOOR]
    best = max(doors, key=lambda at: reading.verdict.chances[at])
    detail = reading.detail if best == reading.intent else ""
    return Need(intents[best], detail, round(float(reading.verdict.chances[best]), 4))


def need_of(reading: Reading, intents: tuple[str, ...]) -> Need:
    """The one need of a text that is not cut."""
    return Need(intents[reading.intent], reading.detail, round(reading.chance, 4))


def are_apart(one: Need, other: Need) -> bool:
    """Are they matters of ours at two doors?"""
    if {one.intent, other.intent} & {OUT_OF_SCOPE, SMALLTALK}:
        return False
    return one.intent != other.intent or _details_apart(one, other)


def _details_apart(one: Need, other: Need) -> bool:
    return one.intent in APART and bool(one.detail and other.detail) and one.detail != other.detail


def _chance_of_details(one: Need, other: Need, readings: Iterable[Reading]) -> float:
    """How sure the details are: nothing is asked of them unless it is they that tell the halves apart."""
    return min(each.detail_chance for each in readings) if one.intent == other.intent else 1.0


def is_ours(reading: Reading, intents: tuple[str, ...]) -> bool:
    """Is it a matter of ours, and no small talk?"""
    return intents[reading.intent] not in {OUT_OF_SCOPE, SMALLTALK}


def is_list(text: str) -> bool:
    """Does the text hold more cuts than words between them? Then it is a list, not two needs."""
    ends = [0, *(cut.start() for cut in _CUT.finditer(text)), len(text)]
    return len(ends) > 4 and all(later - earlier < 2 * FEWEST_LETTERS for earlier, later in pairwise(ends))
