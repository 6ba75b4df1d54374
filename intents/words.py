"""Texts as the engine sees them: folded letters, words with their places, the language."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
_FOLDED_SWEDISH = frozenset(fold(word) for word in _SWEDISH)


def language_of(text: str) -> str | None:
    """`sv` or `en` if the text's small words tell, else None."""
    found = words(text)
    swedish = sum(word.folded in _FOLDED_SWEDISH for word in found) + sum(
        any(letter in "åäö" for letter in word.typed.casefold()) for word in found
    )
    english = sum(word.folded in _ENGLISH for word in found)
    if swedish == english:
        return None
    return "sv" if swedish > english else "en"


MASK = "ortnamn"
"""What stands for a place in a text before it is classified."""
