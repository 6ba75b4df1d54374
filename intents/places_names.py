"""The names of places as an index: by exact spelling, without å ä ö, run together, within compounds, nearly."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .places_near import NEAR_WORDS
from .places_words import CAREFUL, FIRST_NAMES, HEADS, NOT_SPLIT, WARY
from .words import fold

SURE, CAREFULLY, WARILY = range(3)
"""How much a name alone tells: enough; with a preposition; only with a capital or more."""

_HEAD_LENGTHS = tuple(sorted({len(head) for head in HEADS}, reverse=True))
_LONGEST_WORD = 40
_SPLIT_FROM = 8


@dataclass(frozen=True, slots=True)
class Known:
    """A name and what it stands for."""

    name: str
    codes: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a run of words may stand for, and how it was written."""

    known: tuple[Known, ...]
    guard: int = SURE
    ending: str = ""  # what was added to the name: `s`, or the head of a compound
    slips: int = 0


class Names:
    """Every name to look for. `common` holds folded words that are never taken for a misspelt name."""

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...], str]], common: Collection[str]) -> None:
        self._by_key: dict[str, list[Known]] = {}
        for text, codes, kind in names:
            self._by_key.setdefault(key(text), []).append(Known(unicodedata.normalize("NFC", text), codes, kind))
        self.longest_from: dict[str, int] = {}
        for each in self._by_key:
            first, length = each.split(" ", 1)[0], each.count(" ") + 1
            self.longest_from[first] = max(length, self.longest_from.get(first, 1))
        self._joined = {each.replace(" ", ""): each for each in self._by_key if len(each) >= _SPLIT_FROM - 1}
        self._common = common
        written = {each: each for each in self._by_key if " " not in each}
        written |= {bare: each for bare, each in self._joined.items() if self._by_key[each][0].kind == "municipality"}
        self._by_length: dict[int, list[str]] = {}
        for each in sorted(written):
            if len(each) > 4 and not _everyday(each):
                self._by_length.setdefault(len(each), []).append(each)

    def exact(self, typed: str, folded: str) -> Match | None:
        """The place written so, bare or with an ending. `typed` is in small letters."""
        if known := self._spelt(typed, folded):
            return Match(known, _guard(folded, known))
        if folded.endswith("s") and (known := self._spelt(typed[:-1], folded[:-1])):
            return Match(known, _guard(folded[:-1], known), "s")
        return self._compound(typed, folded)

    def run_together(self, folded: str) -> Match | None:
        """`lillaedet` for Lilla Edet."""
        return self._joining(folded, spaced=True) if len(folded) >= _SPLIT_FROM - 1 else None

    def torn_apart(self, first: str, second: str) -> Match | None:
        """`halm stad` for Halmstad; of villages only if the second word is none by itself (`rosen gården`)."""
        if (
            min(len(first), len(second)) < 3
            or len(first) + len(second) < _SPLIT_FROM
            or f"{first} {second}" in NOT_SPLIT
        ):
            return None
        match = self._joining(first + second, spaced=False)
        if match and match.known[0].kind != "municipality" and self._is_never(second):
            return None
        return match

    def _joining(self, folded: str, spaced: bool) -> Match | None:
        for bare, ending in ((folded, ""), (folded.removesuffix("s"), "s")):
            if (whole := self._joined.get(bare)) and (" " in whole) == spaced:
                known = tuple(self._by_key[whole])
                return Match(known, SURE, ending) if _guard(whole, known) == SURE else None
        return None

    def near(self, folded: str, backed: bool) -> Match | None:
        """The place meant but for slips of the finger. `backed`: the words around speak of a place."""
        if not 4 < len(folded) <= _LONGEST_WORD or self._is_never(folded) or not folded.isalpha():
            return None
        for bare, ending in ((folded, ""), (folded[:-1], "s"))[: 2 if folded.endswith("s") else 1]:
            if not self._is_never(bare) and (match := self._nearest(bare, ending, backed)):
                return match
        return None

    def _is_never(self, folded: str) -> bool:
        """Is this a word or a first name, whatever place it looks like?"""
        is_word = folded in self._common and folded not in self._by_key
        return is_word or folded in NEAR_WORDS or folded in FIRST_NAMES

    def _spelt(self, typed: str, folded: str) -> tuple[Known, ...]:
        known = self._by_key.get(folded)
        if not known:
            return ()
        same = tuple(each for each in known if _plain(each.name) == typed)
        return same or tuple(each for each in known if _agrees(typed, _plain(each.name)))

    def _compound(self, typed: str, folded: str) -> Match | None:
        if not 5 < len(folded) <= _LONGEST_WORD:
            return None
        for length in _HEAD_LENGTHS:
            if len(folded) - length < 4 or folded[-length:] not in HEADS or len(typed) != len(folded):
                continue
            for cut in (length, length + 1) if folded[-length - 1] == "s" else (length,):
                known = self._spelt(typed[:-cut], folded[:-cut])
                if known and len(folded) - cut > 3 and _guard(folded[:-cut], known) == SURE:
                    return Match(known, SURE, folded[-cut:])
        return None

    def _nearest(self, word: str, ending: str, backed: bool) -> Match | None:
        allowed = _allowed_slips(len(word), backed)
        if not allowed:
            return None
        found: list[tuple[int, bool, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            candidates = self._by_length.get(length, ())
            for name, slips, _ in process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=9):
                known = self._by_key[self._joined.get(name, name)]
                local = all(each.kind == "locality" for each in known)
                if _may_slip(word, name, int(slips), local, backed):
                    found.append((int(slips), local, name))
        if not found:
            return None
        best = min(found)[:2]
        closest = [name for *rank, name in found if tuple(rank) == best]
        known = [each for name in closest for each in self._by_key[self._joined.get(name, name)]]
        one = len({code for each in known for code in each.codes}) == 1
        return Match(tuple(known), SURE, ending, best[0]) if one or len(closest) == 1 else None


def key(text: str) -> str:
    """The name as it is looked up: folded, with spaces for hyphens."""
    return " ".join(fold(text).replace("-", " ").replace("/", " ").split())


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ")


def _agrees(typed: str, name: str) -> bool:
    """Is each letter typed as it stands or bare? `våra` is not Vara, while `Malmo` and `Malmø` are Malmö."""
    if len(typed) != len(name):
        return True
    return all(
        letter == other or fold(other) == letter or letter + other in ("øö", "æä")
        for letter, other in zip(typed, name, strict=True)
    ) or (len(name) > 6 and all(fold(letter) == fold(other) for letter, other in zip(typed, name, strict=True)))


def _everyday(name: str) -> bool:
    return name in WARY or name in CAREFUL


def _guard(folded: str, known: Sequence[Known]) -> int:
    if all(part in WARY for part in folded.split()):
        return WARILY
    if folded in CAREFUL or (len(folded) < 3 and known[0].kind != "municipality"):
        return CAREFULLY
    return SURE


def _allowed_slips(length: int, backed: bool) -> int:
    if length < 7:
        return 1 if backed else 0
    return 2 if length > 8 else 1


def _may_slip(word: str, name: str, slips: int, local: bool, backed: bool) -> bool:
    """A village is guessed at less boldly than a municipality, and a first letter is seldom wrong."""
    if local and (slips > 1 or not backed or len(name) < 7):
        return False
    same_start = word[0] == name[0] or word[:2] == name[1::-1]
    return same_start or (slips == 1 and len(name) > 5 and (backed or len(name) > 8))
