"""What an entry says of one thing that people ask next: the papers, the time, the cost, the hours, the demands.

Only what is written there: whole sentences of its own, and the numbers that hold in the whole country.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from .entries import EntryPoint, Rule
from .vocabulary import fold


class Aspect(StrEnum):
    """One thing that is asked about a door."""

    PAPERS = "papers"
    TIME = "time"
    WHEN = "when"
    COST = "cost"
    HOURS = "hours"
    DEMANDS = "demands"
    CONTACT = "contact"
    WAY = "way"
    SOURCE = "source"


About = Aspect | tuple[str, ...]
"""What is asked of an entry: one of the aspects, or words that stand in what it says (folded, their first letters)."""

_NUMBER = r"(\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|några|two|three|four|five|six|seven|eight|ten|twelve|few)"
_UNIT = r"(veck\w*|månad\w*|dagar\w*|arbetsdagar\w*|dygn|timmar|weeks?|months?|days?|hours?|working days)"
_SPEAKS_OF = {
    Aspect.TIME: rf"{_NUMBER} {_UNIT}|{_NUMBER}-{_UNIT}|\b(en|ett|a|one) (vecka|månad|dag|week|month|day)\b",
    Aspect.WHEN: r"\b(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|vår|höst)"
    r"|\bsista dag|före start|i förväg|\b(january|february|march|april|june|july|august|october|spring|autumn)\b"
    r"|last day|before (the )?start|in advance",
    Aspect.COST: r"\bkosta|kostnadsfri|utan kostnad|avgift|\bgratis|\bpriser\b|prislista|\bcosts?\b|\bfees?\b"
    r"|\bfree of charge|\bfor free|\bprices\b",
    Aspect.PAPERS: r"\britning|planritning|situationsplan|blankett|bifog|\bhandlingar|\bintyg|\bunderlag|fullmakt"
    r"|\bskiss|registreringsbevis|\bdrawing|floor plan|\bform\b|\battach|\bdocuments?\b|certificate|sketch",
    Aspect.HOURS: r"\böppet\b|öppettid|telefontid|\bkl\.? ?\d|\bopen (house|hours)|opening hours|phone hours",
    Aspect.DEMANDS: r"\bmåste\b|\bkräv(s|er)\b|får inte|\bbehövs\b|kunskapsprov|\bmust\b|\brequire[sd]?\b|may not",
}
_FOUND = {aspect: re.compile(pattern, re.IGNORECASE) for aspect, pattern in _SPEAKS_OF.items()}
_SPEAKS_OF_OTHER = re.compile(
    r"\btas bort\b|säg upp|\bsista dag|\bbesök|i veckan|under (en|två)|arrende|sanktionsavgift|is removed|give notice"
    r"|last day|\bvisit|a week to|during (one|two)|over two|sanction|penalty",
    re.IGNORECASE,
)
"""Another length of time or sum than that of the matter itself."""
_SENTENCE = re.compile(r"(?<=[.!])(?<!\bkl\.)(?<!\bca\.)(?<!\bt\.ex\.)(?<!\bbl\.a\.)\s+(?=[A-ZÅÄÖ0-9])")

_WHOLE = (Aspect.CONTACT, Aspect.WAY, Aspect.SOURCE)
"""What is told as it is, not looked for."""

MOST_RULES = 3
"""Numbers told of one thing; the rest stand behind their button."""


def said_of(entry: EntryPoint, about: About, language: str) -> tuple[str, ...]:
    """The entry's own words on it, in Swedish (`sv`) or English (anything else); none if it says nothing."""
    wording = entry.wording(language)
    if isinstance(about, Aspect) and about not in _FOUND:
        return wording.steps if about is Aspect.WAY else ()
    prose = (*wording.steps, wording.about, entry.promise if about is Aspect.TIME else "")
    sentences = dict.fromkeys(each for text in prose if text for each in _SENTENCE.split(text))
    return tuple(each for each in sentences if _speaks_of(each, about))


def _speaks_of(text: str, about: About) -> bool:
    """Is it about that, in so many words?"""
    if isinstance(about, Aspect):
        return bool(_FOUND[about].search(text)) and not _SPEAKS_OF_OTHER.search(text)
    folded = fold(text.casefold())
    return any(re.search(rf"\b{re.escape(word)}", folded) for word in about)


def ready_for(entry: EntryPoint, about: About, language: str) -> tuple[str, ...]:
    """What to have ready, if that is what is asked."""
    return entry.wording(language).prepare if about is Aspect.PAPERS else ()


def rules_of(entry: EntryPoint, about: About) -> tuple[Rule, ...]:
    """The numbers of an entry that tell of it, a few."""
    return tuple(_telling(entry.shown_rules, about))[:MOST_RULES]


def _telling(rules: Iterable[Rule], about: About) -> Iterator[Rule]:
    for rule in rules:
        # A length of time is in the number itself, a fee in what it is the number of.
        words = rule.value_sv if about is Aspect.TIME else f"{rule.sv} {rule.value_sv} {rule.en} {rule.value_en}"
        if about is Aspect.DEMANDS or (about not in _WHOLE and _speaks_of(words, about)):
            yield rule


def tells(entry: EntryPoint, about: About, language: str) -> bool:
    """Does it say anything of it that may be told, in this language?"""
    if entry.withheld:
        return False
    if about is Aspect.CONTACT:
        return bool(entry.contact.role or entry.contact.email or entry.contact.phone)
    found = said_of(entry, about, language) or ready_for(entry, about, language) or rules_of(entry, about)
    return about is Aspect.SOURCE or bool(found)
