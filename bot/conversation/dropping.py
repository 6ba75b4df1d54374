"""A municipality taken out of the talk: "nä glöm Mölndal", "skip Ystad". What is left goes on."""

import re
from collections.abc import Iterator

from intents import Place, Understood, fold
from knowledge import Atlas

from .aspects import asks
from .moves import LONGEST, rest_of
from .named import codes_named
from .state import Conversation, Spot

_TURNS_AWAY = (
    r"glom|glomma|glommer|skippa|skippar|skip|forget|drop|droppa|strunta|struntar|skit|skita|skiter|bort|utan|"
    r"not|inte|ej|stryk|stryka|stryker|remove|without|lagg|avsta|avstar|leave|ignore|ignorera|bortse|except|forutom|utom"
)
_BEFORE = re.compile(rf"\b({_TURNS_AWAY})( (om|over|i|about|from|fran|ner|med|aside|the|det|den))*$")
_AFTER = re.compile(
    r"^\W*(ar inte (aktuell\w*|intressant\w*|med)|utgar|faller bort|gar bort|kan (vi|du|ni) (stryka|glomma|skippa)"
    r"|behovs inte|(blir|gar) (det )?inte|inte langre|is (out|off|not (needed|relevant|interesting))|can go|"
    r"(blev|var) fel|was wrong)\b"
)
_BUT, _NOT = ("utan", "but"), frozenset("inte ej not".split())
_TURNED = frozenset(_TURNS_AWAY.split("|")) | frozenset(
    "over om i aktuell aktuellt intressant utgar faller bort langre behovs strykas glommas out off needed relevant "
    "interesting any more anymore ska vi can we just aside helt sa lange".split()
)


def left_after(conversation: Conversation, understood: Understood, atlas: Atlas) -> tuple[Spot, ...] | None:
    """The municipalities that are left when those of a few words are turned away; None if the words do not.

    Those in focus but for them; if that is none, the latest others that the same matter was asked about.
    """
    spoken_of = (*conversation.places, *(code for stop in conversation.trail for code in stop.places))
    turned = {code for code in _turned_away(understood, spoken_of, atlas) if code in spoken_of}
    if (
        not turned
        or asks(understood.text)
        or set(codes_named(understood)) - turned
        or not _is_all(understood, turned, atlas)
    ):
        return None
    if left := [code for code in conversation.places if code not in turned]:
        return tuple(map(Spot, left))
    for stop in reversed(conversation.trail):
        others = [code for code in stop.places if code not in turned]
        if stop.topic == conversation.topic and others:
            return tuple(map(Spot, others))
    return ()


def _turned_away(understood: Understood, spoken_of: tuple[str, ...], atlas: Atlas) -> Iterator[str]:
    """The municipalities that the words turn away."""
    for code, start, end in _named(understood, spoken_of, atlas):
        before = " ".join(fold(understood.text[:start]).replace(",", " ").split())
        but = before.endswith(_BUT) and not _NOT.isdisjoint(before.split())  # "inte X utan Y" is Y
        if (_BEFORE.search(before) and not but) or _AFTER.search(fold(understood.text[end:])):
            yield code


def _named(understood: Understood, spoken_of: tuple[str, ...], atlas: Atlas) -> Iterator[tuple[str, int, int]]:
    """Where municipalities stand: those that were found, and those spoken of in whatever letters."""
    found: list[Place] = [place for place in understood.places if len(place.codes) == 1]
    yield from ((place.codes[0], place.start, place.end) for place in found)
    names = {fold(atlas.municipality(code).name): code for code in spoken_of}
    for word in re.finditer(r"[^\W_]+", understood.text):
        code = names.get(fold(word[0]))
        if code and all(place.codes[0] != code for place in found):
            yield code, word.start(), word.end()


def _is_all(understood: Understood, turned: set[str], atlas: Atlas) -> bool:
    """Is it nothing but that?"""
    words = rest_of(understood.text)
    names = {word for code in turned for word in fold(atlas.municipality(code).name).split()}
    names |= {word for place in understood.places for word in fold(place.text).split()}
    return len(understood.text.split()) <= LONGEST and not [word for word in words if word not in names | _TURNED]
