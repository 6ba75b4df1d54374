"""Which municipalities a text means: not those it turns away from, and all of a group when it asks for all."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from intents import Place, Understood, fold
from knowledge import Atlas

from .meaning import TALK
from .moves import FILLER, Move, adds, corrects, move_of, rest_of, takes_back, tokens
from .small_words import SMALL
from .state import Spot

Spots = tuple[Spot, ...]

_MATTERS = frozenset(("mark", "boden", "kil", "are"))
"""Municipalities whose names in small letters are rather the word, though they were spoken of."""

_JOINING = frozenset("och o a i men eller and in or for men".split())
JOINED = 3
"""Words that may go on from what was said with no more than a name."""

_NOT = re.compile(
    r"\b((inte|ej|icke|not|utan att)( \w+)?|(fel|wrong) (med|pa|with))( i| in)?$"
    r"|\b(instead of|rather than|i ?stallet for|snarare an|hellre an)$"
)
_APART = re.compile(r"[,.;:!–-]\s*$")
_LEFT = re.compile(
    r"\b(flytta\w*|drar|kommer|moving|move|relocat\w*|gar) (\w+ )?(fran|from)$|\b(lamna\w*|leaving|fran) (\w+ )?$"
    r"|\b(lagger ner|lagga ner|stanger|stanga|avveckla\w*|saljer av|clos\w+|shut\w*) .{0,30}\b(i|in)$"
)
_BASED = re.compile(r"\b(bor|sitter|ligger|finns|baserade?|skriven|based|live|located) (\w+ )?(i|in)$")
_BUT = re.compile(r"\b(men|fast|but|though|och (vill|ska|skall|tanker|planerar)|and (want|plan|will))\b")
_ALL = re.compile(r"\b(alla|samtliga|hela|varje|all|every|each|whole|jamfor\w*|compare|kommunerna|kommuner)\b")
_AROUND = re.compile(r"\b(kommun\w*|municipalit\w+) (som ligger )?(kring|runt|omkring|nara|intill|around|near)\b")
_AROUND_ALONE = re.compile(r"\b(kring|runt omkring|runt om|around)$")


def meant_spots(understood: Understood, atlas: Atlas) -> Spots:
    """The municipalities that are meant, each once however often and by whatever names it was named."""
    found: dict[str, Spot] = {}
    folded = fold(understood.text)
    for place in wanted(understood):
        if len(place.codes) == 1:
            (code,) = place.codes
            found.setdefault(code, Spot(code, place.text if place.kind != "municipality" else ""))
            around = _AROUND.search(folded) or _AROUND_ALONE.search(_before(understood, place))
            for neighbour in atlas.neighbours(code) if around else ():
                found.setdefault(neighbour, Spot(neighbour))
        elif place.kind == "region" and _ALL.search(folded):
            for code in place.codes:
                found.setdefault(code, Spot(code))
    return tuple(found.values())


def _before(understood: Understood, place: Place, since: int = 0) -> str:
    return " ".join(fold(understood.text[since : place.start]).replace(",", " ").split())


def wanted(understood: Understood) -> Sequence[Place]:
    """The places but for those that are only where somebody comes from, or not at all."""
    places = understood.places
    if len(places) < 2 or move_of(understood.text) is Move.COMPARE:
        return [place for place in places if not _is_denied(understood, place)]
    kept = [place for at, place in enumerate(places) if not _is_background(understood, at)]
    return kept or [places[-1]]


def _is_denied(understood: Understood, place: Place) -> bool:
    """Is the only place of a short text named to say that it is wrong?"""
    only = not [word for word in rest_of(understood.text) if word not in fold(place.text)]
    apart = bool(_APART.search(understood.text[: place.start]))  # "not both, Nacka"
    return only and not apart and bool(_NOT.search(_before(understood, place)))


def _is_background(understood: Understood, at: int) -> bool:
    place = understood.places[at]
    since = understood.places[at - 1].end if at else 0
    before = _before(understood, place, since)
    after = fold(understood.text[place.end :])
    if at + 1 < len(understood.places) and takes_back(understood.text[place.end : understood.places[at + 1].start]):
        return True
    based = _BASED.search(before) and _BUT.search(after) and at + 1 < len(understood.places)
    return bool(_NOT.search(before) or _LEFT.search(before) or _left_word(before) or based)


def _left_word(before: str) -> bool:
    return before.endswith((" fran", " from", "lamnar", "leaving")) or before in ("fran", "from")


def codes_named(understood: Understood | None) -> tuple[str, ...]:
    """The municipalities that are named in a text, meant or not."""
    places = understood.places if understood else ()
    return tuple(dict.fromkeys(place.codes[0] for place in places if len(place.codes) == 1))


def with_seen(understood: Understood, seen: Iterable[str], atlas: Atlas) -> Understood:
    """The text with the municipalities in it that were spoken of before, in any letters: "i den andra, heby alltså"."""
    known = {fold(atlas.municipality(code).name): code for code in seen}
    taken = {code for place in understood.places for code in place.codes}
    words = re.finditer(r"[^\W_]+", understood.text)
    found = [
        Place(word[0], (known[name],), "municipality", word.start(), word.end())
        for word in words
        if (name := fold(word[0])) in known
        and known[name] not in taken
        and name not in SMALL | _MATTERS
        and not _NOT.search(fold(understood.text[: word.start()]).strip())
    ]
    if not found:
        return understood
    return replace(understood, places=tuple(sorted((*understood.places, *found), key=lambda place: place.start)))


def without_places(text: str, understood: Understood | None) -> str:
    """The text but for the municipalities in it: what is pointed at there, in "och det första i Sjöbo"."""
    places = understood.places if understood else ()
    for place in reversed([each for each in places if each.kind != "region"]):
        text = f"{text[: place.start]} {text[place.end :]}"
    return text


def bare_spots(understood: Understood, atlas: Atlas, *, asked: bool = False, about: bool = False) -> Spots:
    """Municipalities whose name is a word too, among words that say nothing: "nej inte sala, salem", "Flen för övrigt".

    `asked`: for a municipality; then whatever may be one is. `about`: something is spoken of, which may be moved.
    """
    said = understood.text
    names = {fold(each.name): each.code for each in atlas.municipalities}
    bare = about and not _is_matter(understood) and _is_capital(said, names)
    if not (asked or bare or corrects(said) or adds(said) or (_joins(said) and not _is_matter(understood))):
        return ()
    rest = rest_of(understood.text)
    if not rest or any(word not in names for word in rest):
        return ()
    meant = wanted(understood)
    turned_away = {fold(place.text) for place in understood.places if place not in meant}
    left = [word for word in _not_denied(understood.text, rest) if word not in turned_away]
    return tuple(dict.fromkeys(Spot(names[word]) for word in left))


def _joins(text: str) -> bool:
    """Is it a few words that go on from what was said: "o Eda", "i Mora"?"""
    words = tokens(text)
    return len(words) <= JOINED and bool(words) and words[0] in _JOINING


def _is_capital(said: str, names: Collection[str]) -> bool:
    """Is one of the names written as a name is: "kanske Trosa"?"""
    return any(word[0].isupper() and fold(word) in names for word in re.findall(r"[^\W_]+", said))


def _is_matter(understood: Understood) -> bool:
    """Is it surely something of ours? "O mark" is land, not the municipality."""
    return understood.decision == "answer" and understood.intent not in TALK


def _not_denied(text: str, names: Sequence[str]) -> Iterator[str]:
    said = [word for word in re.findall(r"[^\W_]+", fold(text)) if word in names or word not in FILLER]
    for at, word in enumerate(said):
        if word in names and not (at and said[at - 1] in ("inte", "ej", "not", "fel")):
            yield word
