"""Light stems: what a word has in common with its other forms, near enough for looking things up.

Swedish after J. Savoy's light stemmer (2006); English: plurals, -ing and -ed. No ending has å, ä or ö, so a word typed
without them has the same stem but for those letters, which the index folds.
"""

import re
from functools import lru_cache

from intents import fold

_WORD = re.compile(r"[^\W_]+")

_ENDINGS = (  # a word must be longer than the number
    (7, ("elser", "heten")),
    (6, ("arne", "erna", "ande", "else", "aste", "orna", "aren")),
    (5, ("are", "ast", "het", "ning")),
    (4, ("ar", "er", "or", "en", "at", "te", "et", "ad")),
    (3, ("t", "a", "e", "n")),
)
_STOP = (
    "och att det få som en ett jag vi är inte på av för med hur kan vill var vad har ni du till om den de man får "
    "någon något nån nåt några finns eller men när nu ska vår våra vårt min mitt mina er ert era här där hej tack "
    "ja nej från behöver söker kommun kommunen kommunens kommuner företag företaget företagare skola göra gör "
    "också bara mer mig oss ju väl gärna skulle blir bli vilka vilken vilket vem varför hos efter utan alla allt "
    "sig sin sitt sina måste kunna veta vet fråga hjälp hjälpa använda mycket lite många hon han dem dom sånt "
    "sådan då ut upp in så the a an and to of is are we you my our your how can do does what who where when why "
    "want would like need it in at with for from this that there be have has not or but if about get please hello "
    "thanks yes no help us me they their business company municipality municipal any some could should which into "
    "out new on as will i someone"
)
_SMALL = frozenset((_STOP + " " + fold(_STOP)).split())


def stems(text: str, language: str) -> list[str]:
    """The stems of the words of a text that say something, in order."""
    stem = swedish if language == "sv" else english
    found = (word for word in _WORD.findall(text.casefold()) if len(word) > 1 and word not in _SMALL)
    return [stem(word) for word in found if not word.isdecimal()]


@lru_cache(maxsize=4096)
def swedish(word: str) -> str:
    """The stem of a Swedish word."""
    if len(word) > 4 and word.endswith("s"):
        word = word[:-1]
    for least, endings in _ENDINGS:
        for ending in endings:
            if len(word) > least and word.endswith(ending):
                return word[: -len(ending)]
    return word


@lru_cache(maxsize=4096)
def english(word: str) -> str:
    """The stem of an English word."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3:
        word = word[:-1]
    for ending, least in (("ing", 6), ("ed", 5), ("e", 4)):
        if len(word) > least and word.endswith(ending):
            return word[: -len(ending)]
    return word
