"""Is a place meant? Weighs the words around a name that may be an everyday word, a person or a firm."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from .places_names import CAREFULLY, SURE, WARILY, Match
from .places_words import (
    AT_HOME,
    BEFORE,
    BRANCH,
    CIVIC,
    CLUB,
    FILLER,
    FIRM,
    FIRST_NAMES,
    FROM,
    GREETING,
    NAMESAKE,
    NEVER_ALONE,
    NO_PLACE,
    NOT_FROM,
    ON,
    STALL,
    TITLE,
    TOWN,
)
from .words import fold

# A letter may carry combining marks: some keyboards send å as a and a ring.
_PART = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_STOP = re.compile(r"[.!?;\n\r]")
_LIST = re.compile(r"\s*[,/&+–-]\s*")
_AND = frozenset("och o å eller and or samt både mellan between either".split())
CONDITION = "if"
"""An idrottsförening, or an English conjunction."""
_FIRM_WITHIN = 4
_BARE_WITHIN = 5
_MOST_PARTS = 1_000  # more than the longest message of Telegram has


class Part(NamedTuple):
    """A word, or a part of one that hyphens divide; `gap` is what stands between the part before and this one."""

    typed: str
    folded: str
    start: int
    end: int
    gap: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A match at the parts `first` to `last`, before it is known to be meant."""

    match: Match
    first: int
    last: int

    @property
    def codes(self) -> frozenset[str]:
        """Every municipality it may stand for."""
        return frozenset(code for each in self.match.known for code in each.codes)


def parts_of(text: str) -> list[Part]:
    """The parts of a text in order; of an endless one the first."""
    parts: list[Part] = []
    shouted, composed = text.isupper(), unicodedata.is_normalized("NFC", text)
    end = 0
    for each in islice(_PART.finditer(text), _MOST_PARTS):
        typed = each[0] if composed else unicodedata.normalize("NFC", each[0])
        capital = not shouted and typed[0].isupper()
        parts.append(Part(typed.casefold(), fold(typed), each.start(), each.end(), text[end : each.start()], capital))
        end = each.end()
    return parts


class Context:
    """The parts of one text, and the questions to put about what stands around some of them."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def before(self, at: int) -> str:
        """The folded word before part `at` of the same clause, or nothing."""
        return self._parts[at - 1].folded if at and not self._parts[at].gap.strip() else ""

    def after(self, at: int) -> str:
        """The folded word after part `at`, or nothing if the clause ends there."""
        return self._parts[at + 1].folded if at + 1 < len(self._parts) and not self._gap_after(at).strip() else ""

    def is_backed(self, at: int) -> bool:
        """Do the words around a misspelt name speak of a place?"""
        alone = len(self._parts) == 1
        before = self.before(at)
        spoken_of = before in BEFORE or before in FROM or before in ON or before in TITLE
        return alone or spoken_of or self.after(at) in TOWN or self._stands_out(at) or self._is_bare_answer(at, at)

    def is_meant(self, found: Found, listed: bool) -> bool:
        """`listed`: a sure place stands beside it in a list, or right behind it."""
        if self._is_namesake(found):
            return False
        match, first, last = found.match, found.first, found.last
        if match.guard == SURE:
            return not self._is_person(first) or match.known[0].kind == "region"
        municipal = any(each.kind == "municipality" for each in match.known)
        if self.after(last) in TOWN and (municipal or match.guard == CAREFULLY):
            return True
        if match.ending:
            return self._parts[first].capital and self.after(last) in CIVIC
        if self._is_tied(last):
            return False
        return listed or self._is_told(found) or self._answers(found)

    def _answers(self, found: Found) -> bool:
        municipal = any(each.kind == "municipality" for each in found.match.known)
        word = self._parts[found.first].folded
        alone = len(self._parts) == found.last - found.first + 1 and (municipal or word not in NEVER_ALONE)
        greeted = word in FIRST_NAMES and self.before(found.first) in GREETING
        return alone or (municipal and not greeted and self._is_bare_answer(found.first, found.last))

    def _is_told(self, found: Found) -> bool:
        """Does a preposition, a title or a capital within the sentence make it a place?"""
        part, before = self._parts[found.first], self.before(found.first)
        if before in TITLE:
            return part.capital or found.match.guard == CAREFULLY
        if before in BEFORE:
            return part.capital or self._told_in_small_letters(found)
        if before in FROM:
            return self._told_by_from(found)
        if before in ON:
            return part.capital and found.match.known[0].kind == "locality"
        named = part.folded in FIRST_NAMES or part.folded in NOT_FROM
        return found.match.guard == CAREFULLY and not named and self._stands_out(found.first)

    def _told_in_small_letters(self, found: Found) -> bool:
        if found.match.guard == CAREFULLY:
            return self.after(found.last) != "av"
        at_home = found.first > 1 and self._parts[found.first - 2].folded in AT_HOME
        municipal = found.match.known[0].kind == "municipality"
        return municipal and at_home and self.after(found.last) not in STALL and not self._is_two_fold(found.last)

    def _is_two_fold(self, last: int) -> bool:
        """`verksamhet i mark och betong`: a matter, not a place; `bor i kil och jobbar` goes on with a verb."""
        follower = self._parts[last + 2].folded if last + 2 < len(self._parts) else ""
        return self.after(last) in _AND and not follower.endswith("r")

    def _told_by_from(self, found: Found) -> bool:
        part = self._parts[found.first]
        if part.folded in FIRST_NAMES:
            return found.first > 1 and self._parts[found.first - 2].folded in AT_HOME
        return part.capital or (found.match.guard == CAREFULLY and part.folded not in NOT_FROM)

    def _stands_out(self, at: int) -> bool:
        """A capital within a sentence that no other capital goes before, as in `Anders Lund`."""
        part = self._parts[at]
        if not part.capital or at == 0 or _STOP.search(part.gap):
            return False
        joined = not part.gap.strip(" -")
        return not (joined and self._parts[at - 1].capital and self._parts[at - 1].folded not in FILLER)

    def _is_bare_answer(self, first: int, last: int) -> bool:
        if len(self._parts) - (last - first + 1) > _BARE_WITHIN:
            return False
        return all(part.folded in FILLER for at, part in enumerate(self._parts) if not first <= at <= last)

    def _is_tied(self, last: int) -> bool:
        """Is it the first part of a compound, as in `mora-kniv` and `Mark- och miljödomstolen`?"""
        return self._gap_after(last).startswith("-")

    def _is_person(self, first: int) -> bool:
        return first > 0 and self.before(first) in FIRST_NAMES and self._parts[first - 1].capital

    def _is_namesake(self, found: Found) -> bool:
        """A club, a paper, a university or a firm that only bears the name."""
        first, last, before = found.first, found.last, self.before(found.first)
        here, after = self._parts[first].folded, self.after(last)
        hyphened = self._parts[last + 1].folded if self._gap_after(last) == "-" else ""
        if self._is_bearer(after, last) or hyphened in NAMESAKE or before in CLUB:
            return True
        if (before, here) in NO_PLACE or (here, after) in NO_PLACE:
            return True
        if before in BRANCH and found.match.known[0].kind == "region":
            return True
        return before not in BEFORE and self._is_firm(found)

    def _is_bearer(self, after: str, last: int) -> bool:
        """Is the word after it of a club or a paper? "Nynäshamn IF" is; "Nynäshamn if that matters" is a condition."""
        return after in NAMESAKE and (after != CONDITION or self._parts[last + 1].capital)

    def _is_firm(self, found: Found) -> bool:
        for at in range(found.last + 1, min(found.last + 1 + _FIRM_WITHIN, len(self._parts))):
            part = self._parts[at]
            if part.gap.strip(" &"):
                return False
            if part.folded in FIRM:
                return True
            if "&" in part.gap and found.match.guard != SURE:
                return True
            if part.folded in BEFORE or part.folded in FROM:
                return False
        return False

    def _gap_after(self, at: int) -> str:
        return self._parts[at + 1].gap if at + 1 < len(self._parts) else ""

    def is_listed(self, found: Found, other: Found) -> bool:
        """Do two names stand in one list: `Mark, Borås`, `Nora och Kumla`, `Malmö/Lund`?"""
        one, two = (found, other) if found.last < other.first else (other, found)
        gap = [part.folded for part in self._parts[one.last + 1 : two.first]]
        if not gap:
            return bool(_LIST.fullmatch(self._parts[two.first].gap)) and self._starts_big(found)
        if len(gap) == 1 and gap[0] == "i" and one is found and found.first == 0:
            return bool(found.codes & other.codes)
        return len(gap) == 1 and gap[0] in _AND and self._starts_big(found, other)

    def _starts_big(self, found: Found, other: Found | None = None) -> bool:
        """Written with a capital, or both with none: `lund och malmö`."""
        if self._parts[found.first].folded in FIRST_NAMES or found.match.guard == WARILY or other is None:
            return self._parts[found.first].capital
        return self._parts[found.first].capital or not self._parts[other.first].capital
