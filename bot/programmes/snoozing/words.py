"""A text as words that say when: each with its kind and value."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .vocabulary import KINDS, LANGUAGES, Token, Vocabulary, plain, vocabulary

__all__ = ["LANGUAGES", "Token", "read"]

_LITERAL = re.compile(
    r"""
    (?<![\d-])(?P<iso>20\d\d-\d\d?-\d\d?)(?![\d-])
    | (?<!\d)(?P<compact>20\d\d(?:0[1-9]|1[0-2])[0-3]\d)(?!\d)
    | (?<![\d/.-])(?P<slash>\d{1,2}/\d{1,2}(?:[/-](?:20\d\d|\d\d))?)(?![\d/])
    | (?<![\d.])(?P<dots>\d{1,2}\.\d{1,2}\.20\d\d)(?!\d)
    | (?<![\d.,:-])(?P<half>\d{1,2})[.,]5(?=\s*(?:m[åa]n|[åa]r\b|vecko|month|year|week))
    | (?<![\d.,:-])(?P<ampm>\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m)\b\.?
    | \b(?:kl|klockan)\b\.?\s*(?P<kl>\d{1,2}(?:[:.]\d\d)?)(?:\s*[-–]\s*\d{1,2}(?:[:.]\d\d)?)?(?![\d/])
    | \b(?:vecka|week|vk|wk|v|w)\.?\s*(?P<week>\d{1,2}(?:\s*(?:[-–/]|eller|och|till|or|and|to)\s*\d{1,2})?)(?![\d/:])
    | \b(?:q|kvartal|quarter)\s?(?P<quarter>[1-4])\b
    | (?<![\d.,:-])(?P<about>\d{1,2})-tiden\b
    | (?<![\d.,:-])(?P<clock>\d{1,2}[:.]\d\d)(?!\d)
    | (?<![\d.,:-])(?P<dot>\d{1,2}\.\d)(?!\d)
    | (?<![\d.,:-])(?P<ordinal>\d{1,2})(?::?[ae]|st|nd|rd|th)\b
    | (?<![\d.,:-])\d{1,2}\s?[-–]\s?(?P<upto>\d{1,2})(?![\d-])
    | (?P<digits>\d{1,3}(?:\s\d{3})+(?!\d)|\d+)
    | (?P<word>[^\W\d_]+)
    | (?P<mark>[!?;\n]|\.(?!\s*\d))
    """,
    re.VERBOSE,
)
_KIND_OF_LITERAL: Final = {
    **dict.fromkeys(("iso", "compact", "dots"), "date"),
    **dict.fromkeys(("slash", "dot"), "day_and_month"),
    **dict.fromkeys(("ampm", "kl", "about", "clock"), "hour"),
    "half": "number",
    "upto": "number",
    "week": "week_number",
    "quarter": "quarter_number",
    "ordinal": "ordinal",
}
_LONGEST_PHRASE: Final = 5


def read(text: str, language: str) -> list[Token]:
    """The words of a text that say something of when, in order; what says nothing is left out."""
    known = vocabulary(language)
    found: list[Token] = []
    run: list[str] = []
    for match in _LITERAL.finditer(plain(text)):
        if match.lastgroup == "word":
            run.append(match[0])
            continue
        found += _phrases(run, known)
        run = []
        found.append(_literal(match))
    found += _phrases(run, known)
    return _settled(found)


def _literal(match: re.Match[str]) -> Token:
    group = match.lastgroup or ""
    text = match[group]
    if group == "mark":
        return Token(KINDS["break"])
    if group == "half":
        return Token(KINDS["number"], f"{text}.5")
    if group == "digits":
        if len(text) > 4:
            return Token(KINDS["other"])
        return Token(KINDS["year" if len(text) == 4 and text.startswith("20") else "number"], text)
    return Token(KINDS[_KIND_OF_LITERAL[group]], text)


def _phrases(words: list[str], known: Vocabulary) -> Iterator[Token]:
    """The longest phrases that are known, from left to right."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            if meaning := known.meaning(tuple(words[at : at + size])):
                break
        else:
            size, meaning = 1, known.slip(words[at]) or (_unknown(words[at]),)
        yield from meaning
        at += size


_PAST = re.compile(r"\w{3,}ade|\w{3,}ades|\w{4,}ed")


def _unknown(word: str) -> Token:
    """A word that says nothing of when; but what was, was: "öppnade", "started"."""
    return Token(KINDS["past" if _PAST.fullmatch(word) else "other"])


_COUNTS: Final = ("n", "j", "x", "q", "K", "s", "M", "e")
"""What stands before a unit of time: so many, the next, the end of."""
_LEADS: Final = frozenset("isMetabAnoyxkm+")
"""What stands before or after a month."""
_WEEKDAY_OF_MONTH: Final = re.compile("wi?T?m")
_DATE_FOLLOWS: Final = re.compile("T?(?:[no]m|[hdV])")


def _settled(tokens: list[Token]) -> list[Token]:
    """Without fillers, and with words of two meanings settled by what stands beside them.

    "ar" is "år" after what counts years, else "är"; "i" matters between a number and a month; "may" is a month where
    one is led up to; "man" is a Monday before a date, else anybody; "last" is what was, but "last Friday in March".
    """
    found: list[Token] = []
    for at, token in enumerate(tokens):
        before = "".join(each.kind for each in found[-2:])
        after = "".join(each.kind for each in tokens[at + 1 : at + 4])
        kind, value = token.kind, token.value
        match kind:
            case "Y":
                kind = KINDS["unit" if before[-1:] in _COUNTS else "filler"]
            case "I" if not (before[-1:] == "n" and before != "Tn" and after[:1] == "m"):
                kind = KINDS["filler"]
            case "Z":
                kind = KINDS["month" if {before[-1:], after[:1]} & _LEADS or len(tokens) == 1 else "filler"]
            case "L":
                kind, value = (KINDS["ordinal"], "-1") if _WEEKDAY_OF_MONTH.match(after) else (KINDS["past"], "")
            case "B":
                kind = KINDS["weekday" if _DATE_FOLLOWS.match(after) else "other"]
        if kind:
            found.append(replace(token, kind=kind, value=value))
    return found
