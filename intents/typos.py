"""Copies of sentences with the slips people make on phones: for training only, the same for the same seed."""

import random

from .words import fold

_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_NEAR: dict[str, str] = {}
for _row in _ROWS:
    for _at, _letter in enumerate(_row):
        _NEAR[_letter] = _row[max(0, _at - 1) : _at] + _row[_at + 1 : _at + 2]


def slips(text: str, rate: float, chance: random.Random) -> str:
    """The text with each letter dropped, swapped, doubled or mistyped with probability `rate`."""
    out: list[str] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter.isalpha() and chance.random() < rate:
            kind = chance.randrange(3)
            if kind == 1 and at + 1 < len(text) and text[at + 1].isalpha():
                out += [text[at + 1], letter]
                at += 1
            elif kind == 2:
                out.append(chance.choice(_NEAR.get(letter.lower(), letter) or letter))
        else:
            out.append(letter)
        at += 1
    return "".join(out)


def joined_or_split(text: str, chance: random.Random) -> str:
    """The text with one pair of words written together, or one long word split in two."""
    parts = text.split(" ")
    long = [at for at, part in enumerate(parts) if len(part) >= 9 and part.isalpha()]
    if long and chance.random() < 0.7:
        at = chance.choice(long)
        cut = chance.randrange(4, len(parts[at]) - 3)
        parts[at] = f"{parts[at][:cut]} {parts[at][cut:]}"
    elif len(parts) > 2:
        at = chance.randrange(len(parts) - 1)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return " ".join(parts)


def copies(text: str, count: int, chance: random.Random) -> list[str]:
    """`count` copies of a sentence: with slips, without diacritics, with split or joined words."""
    made: list[str] = []
    for _ in range(count):
        copy = joined_or_split(text, chance) if chance.random() < 0.3 else text
        copy = slips(copy, chance.choice((0.05, 0.10, 0.15)), chance)
        made.append(fold(copy) if chance.random() < 0.5 else copy)
    return made
