"""When a new programme is to ask, in staff's own words: "efter två veckor och tre månader", "varannan månad", dates."""

import re
from datetime import date
from typing import Final

from intents import fold
from knowledge import Offset

MOST_STEPS = 12
"""Check-ins of one plan: once a month for a year."""

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_ISO = re.compile(r"\bP(?:\d+[YMWD])+(?:T(?:\d+[HMS])+)?\b|\bPT(?:\d+[HMS])+\b", re.I)
_NUMBERS: Final = {
    **{word: number for number, word in enumerate("en tva tre fyra fem sex sju atta nio tio elva tolv".split(), 1)},
    **{word: at for at, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    **{"ett": 1, "a": 1},
}
_ORDINALS: Final = {"tredje": 3, "third": 3, "fjarde": 4, "fourth": 4, "sjatte": 6, "sixth": 6}
_UNITS: Final = {"dag": "D", "day": "D", "veck": "W", "week": "W", "man": "M", "month": "M"}
_SPAN = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)}) (dag\w*|day\w*|veck\w*|week\w*|man\w*|month\w*|ar|year\w*)\b")
_HALF_YEAR = re.compile(r"\b(ett halvar|half a year)\b")
_EVERY = re.compile(
    rf"\b(varje|var|vart|every|each)(?: ({'|'.join(_ORDINALS)}))? (manad|month|kvartal|quarter|halvar|half.year)\b"
    r"|\b(varannan|every other|every second) (manad|month)\b|\b(manadsvis|monthly)\b|\b(kvartalsvis|quarterly)\b"
)


def steps_in(words: str, today: date) -> tuple[str, ...]:
    """The steps as a programme's file has them (`at P14D`, `on 2027-03-01`), soonest first; none if no words tell.

    Raises ValueError on a day that has been or does not exist, on no span, and on too many steps.
    """
    if days := [date.fromisoformat(found) for found in _DAY.findall(words)]:
        if min(days) <= today:
            raise ValueError(f"{min(days)} has been")
        return _few([f"on {day}" for day in sorted(set(days))])
    offsets = [found.upper() for found in _ISO.findall(words)]
    said = " ".join(re.findall(r"[\w]+", fold(words)))
    if months := _every(said):
        offsets += [f"P{at}M" for at in range(months, 13, months)]
    offsets += ["P6M" for _ in _HALF_YEAR.findall(said)]
    offsets += [_offset(number, unit) for number, unit in _SPAN.findall(_HALF_YEAR.sub("", said))]
    return _few([f"at {each}" for each in sorted(set(offsets), key=_length)])


def _few(steps: list[str]) -> tuple[str, ...]:
    if len(steps) > MOST_STEPS:
        raise ValueError(f"{len(steps)} steps; at most {MOST_STEPS}")
    return tuple(steps)


def _every(said: str) -> int:
    """How many months between two check-ins; 0 if that is not told."""
    found = _EVERY.search(said)
    if found is None:
        return 0
    if "kvartal" in found[0] or "quarter" in found[0]:
        return 3
    if "halv" in found[0] or "half" in found[0]:
        return 6
    return _ORDINALS.get(found[2] or "", 2 if found[4] else 1)


def _offset(number: str, unit: str) -> str:
    count = _NUMBERS.get(number) or int(number)
    letter = next((letter for begins, letter in _UNITS.items() if unit.startswith(begins)), "Y")
    return f"P{count}{letter}"


def _length(offset: str) -> float:
    parsed = Offset.parse(offset)
    return parsed.months * 30.4 + parsed.days + parsed.seconds / 86400
