"""What a person says they do *not* mean: spans of contrast ("inte praktik utan …", "…, not a job")."""

import re

from .words import fold

DAMPING = 0.3
"""What a negated word still counts: it names the neighbourhood, but not the door."""

_TOKEN = re.compile(r"[^\W_]+|[,.;:!?()\n–-]")
_NOT = frozenset("inte ej icke inget ingen inga not no nicht ikke".split())
_BUT = frozenset("utan men bara snarare hellre but just rather only".split())
_INSTEAD = frozenset("istallet instead snarare hellre rather".split())
_THAN = frozenset("for of an than".split())
_MOST = 7
"""Words a negated span may hold; longer ones are stories, not contrasts."""


def weights_of(text: str, count: int) -> list[float]:
    """How much each of the `count` words of a text counts: 1, or `DAMPING` inside a contrast."""
    weights = [1.0] * count
    lowered = text.casefold()
    if not any(
        mark in lowered for mark in ("inte", "ej ", "icke", "ingen", "inga ", "inget", "not ", "no ", "stead", "st")
    ):
        return weights
    tokens = [fold(each) for each in _TOKEN.findall(lowered)]
    index = _word_numbers(tokens)
    for start, end in _spans(tokens):
        for at in range(start, end):
            if index[at] >= 0 and index[at] < count:
                weights[index[at]] = DAMPING
    return weights


def _word_numbers(tokens: list[str]) -> list[int]:
    numbers: list[int] = []
    word = 0
    for token in tokens:
        is_word = token[0].isalnum()
        numbers.append(word if is_word else -1)
        word += is_word
    return numbers


def _spans(tokens: list[str]) -> list[tuple[int, int]]:
    """Token ranges that are negated."""
    spans: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if token in _NOT and (end := _contrast_end(tokens, at)):
            spans.append((at + 1, end))
        elif token in _INSTEAD and at + 1 < len(tokens) and tokens[at + 1] in _THAN:
            spans.append((at + 2, _phrase_end(tokens, at + 2, 4)))
    return spans


def _contrast_end(tokens: list[str], at: int) -> int:
    """Where the span after a `not` at `at` ends, or 0 if it is no contrast but a plain negation."""
    end = _phrase_end(tokens, at + 1, _MOST)
    if end == at + 1:
        return 0
    follows = tokens[end] if end < len(tokens) else ""
    after_comma = tokens[end + 1] if follows == "," and end + 1 < len(tokens) else ""
    if follows in _BUT or after_comma in _BUT:
        return end
    # "…, inte praktik": a short tail after a comma.
    led_by_comma = at > 0 and tokens[at - 1] in {",", "-", "–", "("}
    return end if led_by_comma and end - at <= 4 and follows in {"", ".", ",", ")", "!"} else 0


def _phrase_end(tokens: list[str], start: int, most: int) -> int:
    end = start
    while end < len(tokens) and end - start < most and tokens[end] not in _BUT and tokens[end][0].isalnum():
        end += 1
    return end
