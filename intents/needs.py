"""Two needs in one message: where a text may be cut, and whether its halves mean different things."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from .engine import OUT_OF_SCOPE, Reading
from .features import typed_words
from .understood import Need
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
MOST_CUTS = 8
FEWEST_LETTERS = 7
"""Letters that each half must have: "bygglov"."""
SURE = {"end": 0.4, "more": 0.4, "then": 0.6, "and": 0.6, "comma": 0.95}
"""What the chances of both halves, multiplied, must come to, by how the text can be cut: commas mostly stand within
one need. On unseen examples 2 % of single needs fall apart, and of two joined at random 44 % are both told."""
SMALLTALK, SMALLTALK_SURE = "smalltalk", 0.7

_WHERE = frozenset(
    "jag vi firman foretaget bolaget ligger sitter bor finns jobbar verkar ar har bada bade i pa vid och men eller "
    "kontor kontoret huvudkontor huvudkontoret filial filialen butik butiken verkstad verkstaden lager lagret in at "
    "i we the our company firm is are sits lives live work works based located both office head branch shop but".split()
)
"""Words that only say where somebody is: "vi jobbar i både … och …" is no need of its own. Folded."""

_CLAUSE = re.compile(r"[.,;!?\n]+\s+|\s+(?=men |but )")
_DENIED_WISH = re.compile(
    r"\b(vill|ska|skall|behöver|behover|tänker|tanker|söker|soker) (jag |vi )?(verkligen |absolut )?inte\b"
    r"|\b(strunta|struntar|skit|skiter) i\b|\b(glöm|glom|hoppa över|hoppa over)\b|\binte ute efter\b"
    r"|\bredan (löst|lost|fixat|fixad|klart|klar|ordnat|ordnad)\b"
    r"|\bno need (for|of|to)\b|\b(do not|don't|dont|not) (want|need|looking)\b"
    r"|\b(forget|never mind|skip) (the|about|it)\b"
    r"|\balready (solved|settled|sorted|done|fixed)\b",
    re.IGNORECASE,
)
LEAST_LEFT = 3
"""Words that must be left beside what is denied."""

APART = frozenset({"permits"})
"""Intents whose details are doors of their own."""


def halves_of(text: str) -> list[tuple[str, str, float]]:
    """The ways to cut a text in two that leave something to understand on both sides, and how sure each must be."""
    cuts = list(_CUT.finditer(text))[:MOST_CUTS]
    found = [(text[: cut.start()].strip(), text[cut.end() :].strip(), SURE[cut.lastgroup or "comma"]) for cut in cuts]
    return [(one, other, sure) for one, other, sure in found if _says_something(one) and _says_something(other)]


def _says_something(half: str) -> bool:
    """Is it more than a few letters, or than where somebody is?"""
    return len(half) >= FEWEST_LETTERS and not {fold(word) for word in typed_words(half)} <= {MASK, *_WHERE}


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


def without_denied_wish(text: str) -> str:
    """The text without the clauses that say what is *not* wanted: "vill inte klaga, undrar bara när det blir klart".

    The same text if nothing is denied so, or if hardly anything is left.
    """
    clauses = _CLAUSE.split(text)
    kept = [each for each in clauses if not _DENIED_WISH.search(each)]
    left = ", ".join(each.strip() for each in kept if each.strip())
    return left if len(kept) < len(clauses) and len(left.split()) >= LEAST_LEFT else text


def is_list(text: str) -> bool:
    """Does the text hold more cuts than words between them? Then it is a list, not two needs."""
    ends = [0, *(cut.start() for cut in _CUT.finditer(text)), len(text)]
    return len(ends) > 4 and all(later - earlier < 2 * FEWEST_LETTERS for earlier, later in pairwise(ends))
