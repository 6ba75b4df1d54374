"""The one table: a row a peer, printed as soon as it is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from intents.bench import auroc

from .heard import OUTSIDE
from .sets import Row

WIDE = 26
CELL = 17


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over one test set. `first` and `top3` are over texts in scope, without rejection."""

    first: float
    top3: float | None
    """None if the peer names only one."""
    auroc: float


def figures(rows: Sequence[Row], answers: Sequence[tuple[list[str], float]]) -> Figures:
    """Compare what was heard with what was meant."""
    inside = np.array([intent != OUTSIDE for _, intent in rows])
    scope = np.array([score for _, score in answers])
    meant = [(ranked, intent) for (ranked, _), (_, intent) in zip(answers, rows, strict=True) if intent != OUTSIDE]
    names_three = any(len(ranked) > 1 for ranked, _ in meant)
    return Figures(
        first=sum(ranked[:1] == [intent] for ranked, intent in meant) / len(meant),
        top3=sum(intent in ranked for ranked, intent in meant) / len(meant) if names_three else None,
        auroc=auroc(scope[inside], scope[~inside]),
    )


def head(columns: Sequence[str]) -> str:
    """The first line of the table."""
    names = "".join(f"{name:>{CELL}}" for name in columns)
    return f"{'':{WIDE}}{names}   ms p50    p99  peak MB  train s"


def line(title: str, cells: Sequence[Figures], measured: dict[str, Any], note: str = "") -> str:
    """A peer's row."""
    shares = "".join(f"{cell(each):>{CELL}}" for each in cells)
    p50, p99 = np.percentile(measured["ms"], [50, 99])
    costs = f"{p50:9.2f}{p99:7.1f}{measured['mb']:9.0f}{measured['train_s']:9.1f}"
    return f"{title:{WIDE}}{shares}{costs}{note}"


def cell(each: Figures) -> str:
    """`93.1/98.2/.962`."""
    top3 = "–" if each.top3 is None else f"{each.top3 * 100:.1f}"
    return f"{each.first * 100:.1f}/{top3}/{each.auroc:.3f}".replace("/0.", "/.")
