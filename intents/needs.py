"""Two needs in one message: where a text may be cut, and whether its halves mean different things."""

import re
from collections.abc import Callable
from itertools import pairwise

from .engine import OUT_OF_SCOPE, Reading

_CUT = re.compile(
    r"\s*[.;?!\n]+\s+"
    r"|\s*,?\s+(?:och dessutom|och även|och också|och sen|och sedan|samt|dessutom|sen undrar|sedan undrar)\s+"
    r"|\s*,?\s+(?:as well as|and also|also|and then|besides|plus)\s+"
    r"|\s*,?\s+(?:och|o|å|and|&)\s+"
    r"|\s*,\s+",
    re.IGNORECASE,
)
MOST_CUTS = 8
FEWEST_LETTERS = 8
SURE = 0.7
"""Chance that each half needs on its own. On unseen examples 2 % of single needs fall apart at 0.7, 3.4 % at 0.6."""
SMALLTALK = "smalltalk"

Need = tuple[str, float]


def halves_of(text: str) -> list[tuple[str, str]]:
    """The ways to cut a text in two that leave something to understand on both sides."""
    cuts = list(_CUT.finditer(text))[:MOST_CUTS]
    pairs = [(text[: cut.start()].strip(), text[cut.end() :].strip()) for cut in cuts]
    return [(one, other) for one, other in pairs if min(len(one), len(other)) >= FEWEST_LETTERS]


def needs_of(text: str, whole: Reading, read: Callable[[str], Reading], intents: tuple[str, ...]) -> tuple[Need, ...]:
    """The needs of a text in order: one, or two if it can be cut into halves sure of different intents."""
    single = ((intents[whole.intent], round(whole.chance, 4)),)
    if intents[whole.intent] == SMALLTALK and whole.chance >= SURE:
        return single
    best: tuple[Need, ...] = single
    least = SURE
    for pair in halves_of(text):
        readings = [read(half) for half in pair]
        names = [intents[each.intent] for each in readings]
        sure = min(each.chance for each in readings)
        if names[0] != names[1] and sure > least and not {OUT_OF_SCOPE, SMALLTALK} & set(names):
            least = sure
            best = tuple((name, round(each.chance, 4)) for name, each in zip(names, readings, strict=True))
    return best


def is_list(text: str) -> bool:
    """Does the text hold more cuts than words between them? Then it is a list, not two needs."""
    ends = [0, *(cut.start() for cut in _CUT.finditer(text)), len(text)]
    return len(ends) > 4 and all(later - earlier < 2 * FEWEST_LETTERS for earlier, later in pairwise(ends))
