"""Buttons: how they are made, and how typed words are taken for one of them.

A choice id says all that is needed to act on it, so a button works weeks later and twice is harmless.
Telegram gives it 64 bytes.
"""

import re
from collections.abc import Sequence

from bot.messages import Choice
from intents import fold, same
from knowledge import Municipality

from .moves import FILLER, tokens
from .state import Offer

HUMAN = Choice("human", "choice.human")
MENU = Choice("menu", "choice.menu")
FORGET = "forget"
OF_PRIVACY = (FORGET, f"{FORGET}:yes")
"""First buttons under what is said of what is kept: a few unclear words then are about that."""
"""The id of the button that leads to having everything erased."""
START = (
    Choice("topic:procurement.register", "choice.sell"),
    Choice("topic:school.collaborate", "choice.school"),
    Choice("topic:centre.association", "choice.centre"),
    Choice("more", "choice.more"),
)
MORE = (
    Choice("topic:permits", "topic.permits"),
    Choice("topic:premises", "topic.premises"),
    Choice("topic:start", "topic.start"),
    Choice("topic:funding", "topic.funding"),
    HUMAN,
)
PERMITS = (
    Choice("topic:permits.building", "topic.permits.building"),
    Choice("topic:permits.alcohol", "topic.permits.alcohol"),
    Choice("topic:permits.food", "topic.permits.food"),
    Choice("topic:permits.seating", "topic.permits.seating"),
    HUMAN,
)

PLAIN = 4
"""Words of a text that is a plain yes or no and little more."""

NAMING, STEM, SHORTEST = 2, 6, 4
"""Words that name a button, the letters that are compared of each, and those that it must have."""

_PLAIN_ANSWERS = frozenset("ja nej yes no".split())
_YES = frozenset("ja japp jepp jo joda jada jajamen absolut sjalvklart yes yep yeah yup sure definitely".split())
_EMPHASIS = FILLER | frozenset(
    "for sjutton tusan guds skull absolut garna verkligen klart sjalvklart naturligtvis snalla bort allt alltihop "
    "radera sakert saker jattesaker sake gods god heavens heaven course please do ahead delete erase everything "
    "definitely really sure certain am m sir".split()
)
"""What may stand beside a yes to a button that says more than yes: with any other word it is none."""
_ORDINALS = {
    "1": 0,
    "forsta": 0,
    "den forsta": 0,
    "ettan": 0,
    "first": 0,
    "the first": 0,
    "the first one": 0,
    "2": 1,
    "andra": 1,
    "den andra": 1,
    "tvaan": 1,
    "second": 1,
    "the second": 1,
    "the second one": 1,
    "the other": 1,
    "the other one": 1,
    "3": 2,
    "tredje": 2,
    "den tredje": 2,
    "trean": 2,
    "third": 2,
    "the third": 2,
    "the third one": 2,
    "4": 3,
    "fjarde": 3,
    "den fjarde": 3,
    "fyran": 3,
    "5": 4,
    "femte": 4,
    "den femte": 4,
    "femman": 4,
    "sista": -1,
    "den sista": -1,
    "last": -1,
    "the last one": -1,
}


def topic_choice(topic: str) -> Choice:
    """A button for a topic."""
    return Choice(f"topic:{topic}", f"topic.{topic}")


def door_choice(topic: str, municipality: Municipality) -> Choice:
    """A button for a topic in a certain municipality, labelled with the municipality."""
    return Choice(f"door:{municipality.code}:{topic}", "choice.name", {"name": municipality.name})


def place_choice(municipality: Municipality) -> Choice:
    """A button for a municipality."""
    return Choice(f"place:{municipality.code}", "choice.name", {"name": municipality.name})


def labelled(text: str, offered: Sequence[Offer]) -> str | None:
    """The id of the offered button whose label `text` is, in whichever language, or None."""
    folded = _plain(text)
    return next((each.id for each in offered if folded and folded in _names(each)), None)


def chosen(text: str, offered: Sequence[Offer]) -> str | None:
    """The id of the offered button that `text` means by its label or its number, or None."""
    folded = _plain(text)
    if not folded or not offered:
        return None
    for offer in offered:
        # A bare "ja" is enough for "Ja, radera allt".
        if folded == offer.id or any(folded == name or name.startswith(f"{folded},") for name in _names(offer)):
            return offer.id
    if "ändra" not in text.casefold() and folded in _ORDINALS and -1 <= _ORDINALS[folded] < len(offered):
        return offered[_ORDINALS[folded]].id
    first, _, rest = folded.replace(",", " ").partition(" ")
    if first in _YES and rest and not set(tokens(rest)) - _EMPHASIS:
        # "ja för sjutton" under "Ja, radera allt".
        said = [offer.id for offer in offered if any(name.startswith(("ja,", "yes,")) for name in _names(offer))]
        if len(said) == 1:
            return said[0]
    if rest and len(folded.split()) <= PLAIN and first in _PLAIN_ANSWERS:
        # "ja det hjälpte" under "Ja" and "Nej".
        plain = [offer.id for offer in offered if first in _names(offer)]
        if plain:
            return plain[0]
    if named := _named_by(text, offered):
        return named
    close = [offer.id for offer in offered if any(_near(text, name) for name in (offer.label, offer.other) if name)]
    return close[0] if len(close) == 1 else None


def _named_by(text: str, offered: Sequence[Offer]) -> str | None:
    """The one button with the words of a text on it, as in "ja frågorna tack" and "mark då"."""
    own = [word for word in tokens(text) if word not in FILLER]
    if text.startswith("/") or own == ["help"]:  # a call for help, not the button "Did it help?"
        return None
    if not own or len(own) > NAMING or min(map(len, own)) < SHORTEST:
        return None
    labels = {offer.id: [word for name in _names(offer) for word in tokens(name)] for offer in offered}
    found = [each for each, words in labels.items() if all(any(_begins(word, said) for word in words) for said in own)]
    return found[0] if len(found) == 1 else None


def _begins(word: str, said: str) -> bool:
    """Is a word of a button the one that was said, but for its ending? A short one has none: a person is no staff."""
    return word == said or (len(word) > STEM and word[:STEM] == said[:STEM])


def _plain(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").replace("!", " ").split())


def _names(offer: Offer) -> tuple[str, ...]:
    """The words on a button in every language: who talks in one may know the other."""
    return tuple(fold(name) for name in (offer.label, offer.other) if name)


def _near(text: str, label: str) -> bool:
    """The same but for slips; "at 9 o'clock" is near "at 8 o'clock", and means something else."""
    return same(text, label) and re.findall(r"\d+", text) == re.findall(r"\d+", label)
