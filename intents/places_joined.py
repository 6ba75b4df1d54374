"""What places of one text say about each other: `Haga i Göteborg` is one place, and not the Haga of Umeå."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .places_context import Found, Part
from .places_names import Known

_WITHIN = re.compile(r"(?: kommun)?\s*[,(]?\s*(?:i|in|på|utanför|utanfor|outside)?\s*", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(–-]?\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text, and the municipalities it may stand for (more than one: ask)."""

    text: str
    codes: tuple[str, ...]
    kind: str  # municipality | locality | region
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Named:
    place: Place
    known: tuple[Known, ...]


def joined(found: Sequence[Found], parts: Sequence[Part], text: str) -> tuple[Place, ...]:
    """The places meant, those that name each other's whole or part made one."""
    places: list[_Named] = []
    for each in found:
        here = _Named(_place(each, parts), each.match.known)
        one = _as_one(places[-1], here, text) if places else None
        if one:
            places[-1] = one
        else:
            places.append(here)
    plain = [each.place for each in places]
    return tuple(_narrowed(place, plain) for place in plain)


def _place(found: Found, parts: Sequence[Part]) -> Place:
    known = found.match.known
    chosen = [each for each in known if each.kind == "municipality"] or list(known)
    codes = tuple(dict.fromkeys(code for each in chosen for code in each.codes))
    return Place(chosen[0].name, codes, chosen[0].kind, parts[found.first].start, parts[found.last].end)


def _as_one(first: _Named, second: _Named, text: str) -> _Named | None:
    """`Mora i Säter`, `Falkenberg i Halland`, `Kungsbacka, Onsala`: the smaller place, over the length of both."""
    one, two = first.place, second.place
    if one.start == two.start or len(between := text[one.end : two.start]) > 20:
        return None
    if _WITHIN.fullmatch(between) and (codes := _inside(first, two)):
        kind = "municipality" if one.kind == "municipality" and set(codes) == set(one.codes) else "locality"
        return _Named(Place(one.text, codes, kind, one.start, two.end), first.known)
    if _BESIDE.fullmatch(between) and two.kind != "region" and (codes := _inside(second, one)):
        kind = two.kind if set(codes) == set(two.codes) else "locality"
        return _Named(Place(two.text, codes, kind, one.start, two.end), second.known)
    return None


def _inside(smaller: _Named, larger: Place) -> tuple[str, ...]:
    """The municipalities of `larger` in which the smaller place lies, if one may lie in the other."""
    if smaller.place.kind == "region" or larger.kind == "locality":
        return ()
    if larger.kind == "region":
        return tuple(code for code in smaller.place.codes if code in larger.codes)
    local = {code for each in smaller.known if each.kind == "locality" for code in each.codes}
    return tuple(code for code in larger.codes if code in local)


def _narrowed(place: Place, places: Sequence[Place]) -> Place:
    """A village of several municipalities is that of the municipality named elsewhere in the text."""
    if place.kind != "locality" or len(place.codes) == 1:
        return place
    named = {each.codes[0] for each in places if each.kind == "municipality" and len(each.codes) == 1}
    kept = tuple(code for code in place.codes if code in named)
    return replace(place, codes=kept) if len(kept) == 1 else place
