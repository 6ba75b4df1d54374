"""Texts as the engine sees them: folded letters, words with their places, the language."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['’:-][^\W_]+)*")
_FOLDED = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "’": "'"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as typed, folded, and where it stands."""

    typed: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without diacritics: `Ängelholm` → `angelholm`. People leave å, ä and ö out on phones."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each)).translate(_FOLDED)


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(each[0], fold(each[0]), each.start(), each.end()) for each in _WORD.finditer(text)]


_SWEDISH = frozenset(
    "och att det som en ett jag vi är inte på av för med hur kan vill var vad har ni du till om den de man får någon "
    "nån "
    "finns eller men när nu ska vår våra vårt min mitt mina er era här där hej tack ja nej från behöver söker kommun "
    "kommunen företag skola göra också bara mer mig oss ju väl gärna skulle blir vilka vilken vem varför hos efter "
    "utan".split()
)
_ENGLISH = frozenset(
    "the a an and to of is are we you my our your how can do does what where who when why want would like need it "
    "in at "
    "with for from this that there be have has not or but if about get please hello thanks yes no help us me "
    "they their business company municipality any some could should which into out new".split()
)
_SWEDISH_MATTERS = frozenset(
    "bygglov uteservering serveringstillstånd tillstånd lokal lokaler tomt industrimark upphandling upphandlingar "
    "anbud faktura fakturor pengar lån bidrag starta öppna sälja torghandel torgplats företagare livsmedel näringsliv "
    "praktik prao anställa kompetens klagomål handläggningstid servicegaranti tjänstegaranti besök möte frisör "
    "restaurang butik affär".split()
)
_ENGLISH_MATTERS = frozenset(
    "permit permits licence license licences licenses outdoor seating loan loans funding grant grants invoice invoices "
    "invoicing tender tenders procurement supplier suppliers building premises market stall alcohol tobacco hygiene "
    "restaurant bakery shop store hairdresser school schools internship internships apprentice apprentices students "
    "hire hiring recruit staff skills visit meeting complaint complain appeal council advice adviser advisor startup "
    "starting opening open selling sell buy events guarantee registration someone speak talk money bribe fee fees "
    "companies firms entrepreneurs price course centre association tax number find list without needed "
    "bill waiting employer address late decision between today weeks networking office notification storage "
    "training evening street shops partnership rules report anyone industry allowance near warehouse here questions "
    "everyone together collaboration meetings customer pay payment investment aid subsidy something somebody "
    "before until as off again through too only so then one two three i'm i'd i've what's who's you're we're don't "
    "can't it's wrong next good people young agreement english anything nobody where's cheers application benefit "
    "recipe tomorrow tonight weather much many four five six seven eight nine ten mine yours ours whose".split()
)
_FOLDED_SWEDISH = frozenset(fold(word) for word in _SWEDISH | _SWEDISH_MATTERS)
_ALL_ENGLISH = _ENGLISH | _ENGLISH_MATTERS
_BEFORE_A_PLACE = frozenset(("i", "pa"))
"""Swedish before a name of a place, and nowhere else: a lone "i" may be the English "I"."""

MASK = "ortnamn"
"""What stands for a place in a text before it is classified."""


def language_of(masked: str) -> str | None:
    """`sv` or `en` if the words of a text tell, else None.

    The places in it are masked: a name is in no language, but "i" or "på" before one is Swedish whatever the trade is
    called ("food truck i Ystad"), and counts for two.
    """
    found = [word for word in words(masked) if word.folded != MASK]
    swedish = sum(word.folded in _FOLDED_SWEDISH or _has_swedish_letter(word) for word in found)
    swedish += 2 * sum(
        before.folded in _BEFORE_A_PLACE and place.folded == MASK for before, place in pairwise(words(masked))
    )
    english = sum(word.folded in _ALL_ENGLISH for word in found)
    if swedish == english:
        return None
    return "sv" if swedish > english else "en"


def _has_swedish_letter(word: Word) -> bool:
    return any(letter in "åäö" for letter in word.typed.casefold())
