"""The learning curve: how much a further example is still worth. `python -m intents.curve` prints it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus, shipped_corpus
from .engine import OUT_OF_SCOPE
from .folds import folds_of
from .gate import blended, terms_of
from .model import group_of
from .training import Recipe, Tools, learn, seen_by, shipped_tools

SIZES = (10, 20, 50, 100, 150, 0)
"""Examples an intent; 0 is all there are."""


@dataclass(frozen=True, slots=True)
class Point:
    """Share of unseen examples in scope whose intent is guessed first, or among the first three."""

    size: int
    accuracy: float
    top3: float


def learning_curve(
    corpus: Corpus, tools: Tools, sizes: Sequence[int] = SIZES, recipe: Recipe | None = None
) -> list[Point]:
    """Train on ever more examples an intent, measure on one fold in five that is never trained on."""
    recipe = recipe or Recipe()
    fold_of = folds_of(corpus.texts, 5)
    held, rest = np.flatnonzero(fold_of == 0), np.flatnonzero(fold_of != 0)
    return [_point(corpus, tools, recipe, size, held, _some(corpus, rest, size)) for size in sizes]


def _some(corpus: Corpus, rest: NDArray[np.intp], size: int) -> NDArray[np.intp]:
    """At most `size` of the sentences of each intent, drawn by a fixed seed."""
    shuffled = np.random.default_rng(7).permutation(rest)
    groups = group_of(corpus.classes)[corpus.labels]
    if not size:
        return rest
    chosen = [shuffled[groups[shuffled] == group][:size] for group in range(groups.max() + 1)]
    return np.sort(np.concatenate(chosen))


def _point(
    corpus: Corpus, tools: Tools, recipe: Recipe, size: int, held: NDArray[np.intp], chosen: NDArray[np.intp]
) -> Point:
    part = corpus.part(chosen)
    reader = tools.reader(part.texts)
    model = learn(part, reader, recipe, recipe.fold_copies, recipe.fold_rounds)
    intents = list(model.intents)
    outside = intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in intents else -1
    groups = group_of(corpus.classes)
    inside = [int(at) for at in held if int(groups[corpus.labels[at]]) != outside]
    truth = np.array([int(groups[corpus.labels[at]]) for at in inside])
    seen = seen_by(model, reader, [corpus.texts[at] for at in inside], truth.tolist())
    chances = np.array([blended(terms_of(each.evidence), outside, model.gate.blend) for each in seen])
    order = np.argsort(-chances, axis=1, kind="stable")
    top3 = (order[:, :3] == truth[:, None]).any(axis=1)
    return Point(size, round(float((order[:, 0] == truth).mean()), 4), round(float(top3.mean()), 4))


def main() -> None:
    """Print the curve of the shipped sentences."""
    corpus, _ = shipped_corpus()
    for point in learning_curve(corpus, shipped_tools()):
        name = f"{point.size}" if point.size else "all"
        sys.stdout.write(f"{name:>4} examples an intent: {point.accuracy:.1%} first, {point.top3:.1%} in three\n")


if __name__ == "__main__":
    main()
