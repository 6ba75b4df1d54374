"""Measures the engine on any labelled set: the figures of the gate, and `train_and_report` for JSON lines."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .corpus import corpus_of
from .engine import OUT_OF_SCOPE, Engine, Reading
from .training import Recipe, Tools, build_model
from .vectors import load_vectors

Row = tuple[str, str]
"""Text and intent."""


Clock = Callable[[], float]
"""Seconds, from any point on: time is an argument here as everywhere."""


@dataclass(frozen=True, slots=True)
class Report:
    """Shares (0–1) over a labelled test set, and what they cost.

    `accuracy` and `top3` are over texts in scope, without rejection; `accuracy_in_scope_at_threshold` counts a refused
    text as wrong. `oos_recall` is the share of the texts out of scope that is refused, `oos_precision` the share of the
    refused that is out of scope. `coverage` is the share of texts in scope that is answered, `wrong` the share of all
    answers at the wrong door (out-of-scope ones too). `right_in_one` counts answers that are right and menus of three
    that hold the right one. `error_of_confidence` is the expected calibration error; `coverage_at_99` the largest
    share of the texts in scope that could be answered at that precision by confidence alone.
    """

    texts: int
    accuracy: float
    top3: float
    accuracy_in_scope_at_threshold: float
    oos_recall: float
    oos_precision: float
    auroc: float
    coverage: float
    wrong: float
    right_in_one: float
    error_of_confidence: float
    coverage_at_99: float
    p50_ms: float
    p99_ms: float
    train_s: float = 0.0


def train_and_report(train_path: Path, test_path: Path, clock: Clock) -> Report:
    """Train the engine, without lexicon, on one set of {"text", "intent"} lines and measure it on another.

    Without out-of-scope lines to learn from, intents left out of training stand for the foreign. Raises BenchError.
    """
    rows, asked = ([(text, intent, "") for text, intent in read_rows(train_path)], read_rows(test_path))
    started = clock()
    corpus = corpus_of(rows)
    tools = Tools(vectors=load_vectors())
    engine = Engine(build_model(corpus, tools, recipe_for(len(rows))), tools.reader(corpus.texts))
    spent = clock() - started
    return replace(report(engine, asked, clock), train_s=round(spent, 1))


def recipe_for(sentences: int) -> Recipe:
    """The usual recipe, with fewer copies and folds for large sets so that it stays within minutes."""
    if sentences <= 10_000:
        return Recipe()
    return Recipe(copies=2, folds=2, fold_copies=0, fold_rounds=30, rounds=45, most=(30_000, 10_000))


class BenchError(Exception):
    """A set cannot be read; says file, line and what to do."""


def read_rows(path: Path) -> list[Row]:
    """The lines of a JSON lines file. Raises BenchError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BenchError(f"{path} cannot be read ({error})") from error
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise BenchError(f'{path} is empty; write lines of {{"text": "…", "intent": "…"}}')
    return rows


def _row(path: Path, number: int, line: str) -> Row:
    try:
        found = json.loads(line)
        return str(found["text"]), str(found["intent"])
    except (ValueError, TypeError, KeyError) as error:
        raise BenchError(f'{path}:{number}: write {{"text": "…", "intent": "…"}}') from error


def report(engine: Engine, rows: Sequence[Row], clock: Clock) -> Report:
    """Measure an engine on labelled texts; places are expected to be masked."""
    intents = list(engine.intents)
    truth = np.array([intents.index(intent) if intent in intents else -2 for _, intent in rows])
    truth[[intent == OUT_OF_SCOPE for _, intent in rows]] = engine.outside
    read = [_timed(engine, text, clock) for text, _ in rows]
    verdicts = [reading.verdict for reading, _ in read]
    decisions = np.array([each.decision for each in verdicts])
    inside = np.array([intent != OUT_OF_SCOPE for _, intent in rows])
    best = within(np.array([each.chances for each in verdicts]), engine.outside)
    order = np.argsort(-best, axis=1, kind="stable")
    right = (order[:, 0] == truth) & inside
    in_top = (order[:, :3] == truth[:, None]).any(axis=1)
    answered, refused = decisions == "answer", decisions == "refuse"
    in_scope = np.array([each.in_scope for each in verdicts])
    p50, p99 = np.percentile([seconds * 1000 for _, seconds in read], [50, 99])
    return Report(
        texts=len(rows),
        accuracy=_share(right, inside),
        top3=_share(in_top, inside),
        accuracy_in_scope_at_threshold=_share(right & ~refused, inside),
        oos_recall=_share(refused, ~inside),
        oos_precision=_share(~inside, refused),
        auroc=auroc(in_scope[inside], in_scope[~inside]),
        coverage=_share(answered, inside),
        wrong=_share(~right, answered),
        right_in_one=_share((answered & right) | (~answered & ~refused & in_top), inside),
        error_of_confidence=calibration_error(best.max(axis=1), right),
        coverage_at_99=coverage_at(best.max(axis=1), right, inside, 0.99),
        p50_ms=round(float(p50), 3),
        p99_ms=round(float(p99), 3),
    )


def _timed(engine: Engine, text: str, clock: Clock) -> tuple[Reading, float]:
    """A reading and the seconds it took."""
    started = clock()
    reading = engine.read(text)
    return reading, clock() - started


def within(chances: NDArray[np.float64], outside: int) -> NDArray[np.float64]:
    """Chances with the reject class put last."""
    best = chances.copy()
    if outside >= 0:
        best[:, outside] = -1
    return best


def _share(hits: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return round(float(hits[among].mean()), 4) if among.any() else 0.0


def auroc(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float:
    """Chance that a text in scope scores above one out of scope; ties count half."""
    if not len(inside) or not len(outside):
        return 0.0
    order = np.sort(outside)
    below = np.searchsorted(order, inside, side="left")
    ties = np.searchsorted(order, inside, side="right") - below
    return round(float((below + ties / 2).mean() / len(outside)), 4)


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean distance between confidence and share right, over bins of equal width, weighted by size."""
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        (number == at).mean() * abs(confidence[number == at].mean() - right[number == at].mean())
        for at in range(bins)
        if (number == at).any()
    ]
    return round(float(sum(gaps)), 4)


def coverage_at(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], inside: NDArray[np.bool_], precision: float
) -> float:
    """Largest share of the texts in scope that can be answered by confidence alone at this precision."""
    order = np.argsort(-confidence, kind="stable")
    good = np.cumsum(right[order]) >= precision * np.arange(1, len(order) + 1)
    last = int(np.flatnonzero(good)[-1]) + 1 if good.any() else 0
    return round(float(inside[order[:last]].sum() / max(1, inside.sum())), 4)
