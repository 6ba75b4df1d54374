"""Finds places in texts: names, genitives and slips of the finger, with a guard against everyday words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .words import Word, fold, words


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text, and the municipalities it may stand for (more than one: ask)."""

    text: str
    codes: tuple[str, ...]
    kind: str  # municipality | locality | region
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    codes: tuple[str, ...]
    kind: str


# Names that are everyday words, first names or trades too: places only when the sentence says so.
EVERYDAY = frozenset(
    fold(name)
    for name in (
        "Ale Alma Alster Anna Arboga Backe Berg Bjuv Björna Boden Bollebygd Bro Bruk Burlöv Byn Charlotta Dal "
        "Ed Eda Ellen Emma Eslöv Flen Fors Forshaga Fredrika Gagnef Grums Gård Habo Hamn Heby Hed Hjo Holm "
        "Hov Håbo Hörby Höör Kil Kristina Kumla Kvarn Laxå Lid Ljusdal Lo Lomma Lund Lunde Malå Maria Mark Mo "
        "Mora Nacka Nora Näs Orsa Osby Perstorp Rolf Rud Rör Sala Salem Sand Sigtuna Sjön Skog Solna Sorsele "
        "Sten Steninge Strand Strömma Sund Svalöv Tibro Torp Tranås Trosa Ulrika Vall Vansbro Vara Vaxholm "
        "Vera Vi Vik Viken Vingåker Åmål Åre Ås Åsen Öckerö Ön Ör "
    ).split()
)
_BEFORE = frozenset(fold(word) for word in "i kring runt omkring utanför nära från in at near around from".split())
_AFTER = frozenset(fold(word) for word in "kommun kommuns kommunen stad stads municipality".split())
_ENDINGS = ("s", "bo", "bor", "borna", "bon", "bos", "x")
_LONGEST = 4


class Gazetteer:
    """The names to look for. Built once from the atlas's names.

    `common` holds folded words that are never taken for a misspelt place.
    """

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...], str]], common: Collection[str] = ()) -> None:
        self._names: dict[str, list[_Known]] = {}
        for text, codes, kind in names:
            self._names.setdefault(_key(text), []).append(_Known(text, codes, kind))
        self._single = [name for name in self._names if " " not in name and len(name) > 3]
        self._common = frozenset(common)

    def find(self, text: str) -> tuple[Place, ...]:
        """The places of a text, in order; none overlaps another."""
        found: list[Place] = []
        tokens = words(text)
        at = 0
        while at < len(tokens):
            place, used = self._at(tokens, at)
            if place is not None:
                found.append(place)
            at += used
        return tuple(found)

    def _at(self, tokens: list[Word], at: int) -> tuple[Place | None, int]:
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            run = tokens[at : at + length]
            known = self._exact(run)
            if known and (length > 1 or self._is_meant(tokens, at, known)):
                return _place(run, known), length
            if known:
                return None, 1
        known = self._near(tokens, at)
        return (_place([tokens[at]], known), 1) if known else (None, 1)

    def _exact(self, run: list[Word]) -> list[_Known]:
        key = _key(" ".join(word.typed for word in run))
        for candidate in (key, *(key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending))):
            if known := self._names.get(candidate):
                typed = " ".join(word.typed for word in run).casefold()
                same = [each for each in known if typed.startswith(each.name.casefold())]
                return same or known
        return []

    def _is_meant(self, tokens: list[Word], at: int, known: list[_Known]) -> bool:
        word = tokens[at]
        everyday = word.folded in EVERYDAY or _key(known[0].name) in EVERYDAY
        if not everyday and not (known[0].kind == "locality" and (word.folded in self._common or len(word.folded) < 4)):
            return True
        if at + 1 < len(tokens) and tokens[at + 1].folded in _AFTER:
            return True
        capital = word.typed[:1].isupper() and not word.typed.isupper() and at > 0
        after_preposition = at > 0 and tokens[at - 1].folded in _BEFORE
        last = at + 1 == len(tokens)
        return capital or (after_preposition and last) or len(tokens) == 1

    def _near(self, tokens: list[Word], at: int) -> list[_Known]:
        word = tokens[at].folded
        if len(word) < 5 or word in self._common or any(letter.isdigit() for letter in word):
            return []
        followed = at + 1 < len(tokens) and tokens[at + 1].folded in _AFTER
        cutoff = 80 if followed or len(word) > 8 else 86
        best = process.extractOne(word, self._single, scorer=fuzz.ratio, score_cutoff=cutoff)
        if best is None and word.endswith("s"):
            best = process.extractOne(word[:-1], self._single, scorer=fuzz.ratio, score_cutoff=cutoff)
        if best is None or best[0] in EVERYDAY or best[0][0] != word[0]:
            return []
        return self._names[best[0]]


def _key(text: str) -> str:
    return fold(text).replace("-", " ")


def _place(run: list[Word], known: list[_Known]) -> Place:
    municipal = [each for each in known if each.kind == "municipality"]
    chosen = municipal or known
    codes = tuple(dict.fromkeys(code for each in chosen for code in each.codes))
    kind = chosen[0].kind
    return Place(chosen[0].name, codes, kind, run[0].start, run[-1].end)
