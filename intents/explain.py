"""Why a text was understood as it was: nearest examples, the features that spoke for it, and what decided."""

from dataclasses import dataclass

import numpy as np

from .engine import OUT_OF_SCOPE, Engine, Reading
from .features import typed_words
from .gate import SIGNS
from .phrasebook import Example
from .words import fold

NEAREST = 5
FEATURES = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An example near to the text and how near (0–1)."""

    example: Example
    likeness: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A word, lexicon hit or run of letters, and what it added to the score of the intent against the runner-up."""

    name: str
    worth: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that decided: the intent and its rival, examples, features, concepts, the signs of scope, the reason."""

    intent: str
    rival: str
    neighbours: tuple[Neighbour, ...]
    reasons: tuple[Reason, ...]
    concepts: tuple[str, ...]
    put_right: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, float], ...]
    decided: str


def explain(engine: Engine, examples: tuple[Example, ...], text: str) -> Explanation:
    """Explain the reading of a masked text. `examples` are those the model was trained on, in their order."""
    reading = engine.read(text)
    order = np.argsort(-reading.verdict.chances, kind="stable")
    first, second = int(order[0]), int(order[1])
    typed = typed_words(text)
    folded = [fold(word) for word in typed]
    right = engine.reader.right(list(folded))
    lexicon = engine.reader.lexicon
    return Explanation(
        intent=engine.intents[first],
        rival=engine.intents[second],
        neighbours=tuple(
            Neighbour(examples[at], round(float(likeness), 3))
            for at, likeness in zip(reading.near.examples[:NEAREST], reading.near.likeness, strict=False)
        ),
        reasons=_reasons(engine, text, first, second),
        concepts=tuple(name for name, _ in lexicon.concepts_in(right)) if lexicon else (),
        put_right=tuple((was, now) for was, now in zip(folded, right, strict=True) if was != now),
        signs=tuple(zip(SIGNS, (round(float(each), 3) for each in reading.verdict.signs), strict=True)),
        decided=_decided(engine, reading, first, second),
    )


def _reasons(engine: Engine, text: str, first: int, second: int) -> tuple[Reason, ...]:
    """What each word adds: the fall in log chance of `first` over `second` when the word is left out."""
    words = text.split()[:40]
    whole = _lead(engine, text, first, second)
    left_out = [" ".join([*words[:at], *words[at + 1 :]]) for at in range(len(words))]
    worths = [whole - _lead(engine, rest, first, second) for rest in left_out]
    reasons = [Reason(word, round(worth, 2)) for word, worth in zip(words, worths, strict=True)]
    return tuple(sorted(reasons, key=lambda each: -abs(each.worth))[:FEATURES])


def _lead(engine: Engine, text: str, first: int, second: int) -> float:
    chances = engine.read(text).guess.chances
    return float(np.log(chances[first] + 1e-6) - np.log(chances[second] + 1e-6))


def _decided(engine: Engine, reading: Reading, first: int, second: int) -> str:
    gate, verdict = engine.model.gate, reading.verdict
    best, rival = float(verdict.chances[first]), float(verdict.chances[second])
    scope = f"chance of being in scope {verdict.in_scope:.2f}"
    if verdict.decision == "refuse":
        return f"refused: {scope} is below {gate.refuse_below:.2f}"
    if verdict.decision == "answer":
        return f"answered: {best:.2f} is at least {gate.answer_from:.2f}, {best - rival:.2f} ahead; {scope}"
    if engine.intents[first] == OUT_OF_SCOPE:
        return f"asked back: likeliest {OUT_OF_SCOPE}, but {scope} is not below {gate.refuse_below:.2f}"
    return f"asked back: {best:.2f}, {best - rival:.2f} ahead; an answer needs {gate.answer_from:.2f}; {scope}"
