"""How sure are we, and of what? Blends the model with the nearest examples, and decides answer, clarify or refuse."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .understood import Decision

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gate:
    """Fitted numbers. `blend` weighs the terms of `terms_of`; `weights` the signs of scope."""

    blend: Floats
    weights: Floats
    bias: float
    answer_from: float
    """Confidence (0–1) from which a text is answered."""
    lead_from: float
    """Lead over the runner-up (0–1) that an answer needs."""
    refuse_below: float
    """Chance of being in scope (0–1) below which a text is refused."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the models know of a text.

    `chances` by the linear model, `by_network` by the network and `by_watch` by the watch; `likeness` (0–1) of the
    nearest example of each intent; the share of known letter n-grams and the number of words.
    """

    chances: Floats
    by_network: Floats
    by_watch: Floats
    likeness: Floats
    share: float
    words: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Chances of all intents, the chance that the text is in scope, the decision, and the signs of scope.

    The chances sum to 1, or without a reject class to the chance of scope.
    """

    chances: Floats
    in_scope: float
    decision: Decision
    signs: Floats


SIGNS = (
    "log odds of scope (linear)",
    "log odds of scope (network)",
    "log odds of scope (watch)",
    "log chance of the best intent",
    "lead of the best intent",
    "entropy",
    "likeness of the nearest example",
    "likeness lead over out-of-scope examples",
    "share of known letter n-grams",
    "log number of words",
    "one or two words",
)
"""What the numbers of `Verdict.signs` are."""


def signs_of(evidence: Evidence, within: Floats, outside: int) -> Floats:
    """The signs of scope: numbers that tell known questions from foreign ones.

    `within` are the blended chances of the intents in scope; `outside` is the number of the reject class, -1 if none.
    """
    likeness = evidence.likeness
    near_outside = float(likeness[outside]) if outside >= 0 else 0.0
    inside = np.delete(likeness, outside) if outside >= 0 else likeness
    top = np.sort(within)[::-1]
    best = float(top[0])
    near = float(inside.max()) if len(inside) else 0.0
    return np.array(
        [
            _log_odds(evidence.chances, outside),
            _log_odds(evidence.by_network, outside),
            _log_odds(evidence.by_watch, outside),
            np.log(best + 1e-4),
            best - float(top[1]) if len(top) > 1 else best,
            -float((within * np.log(within + 1e-9)).sum()),
            near,
            near - near_outside,
            evidence.share,
            np.log1p(min(evidence.words, 40)),
            float(evidence.words <= 2),
        ]
    )


def _log_odds(chances: Floats, outside: int) -> float:
    rest = float(chances[outside]) if outside >= 0 else 0.0
    return float(np.log((1 - rest + 1e-4) / (rest + 1e-4)))


def terms_of(evidence: Evidence) -> Floats:
    """The terms that `Gate.blend` weighs, a row each: log chances by each model, likeness, its square."""
    return np.stack(
        [
            np.log(evidence.chances + 1e-5),
            np.log(evidence.by_network + 1e-5),
            np.log(evidence.by_watch + 1e-5),
            evidence.likeness,
            evidence.likeness**2,
        ]
    ).astype(np.float64)


def blended(terms: Floats, outside: int, blend: Floats) -> Floats:
    """Chances of the intents given that the text is in scope (sum 1; the reject class gets none)."""
    scores = blend @ terms
    if outside >= 0:
        scores[outside] = -np.inf
    chances = np.exp(scores - scores.max())
    return np.asarray(chances / chances.sum())


def judge(gate: Gate, evidence: Evidence, outside: int) -> Verdict:
    """Calibrated chances and what to do."""
    within = blended(terms_of(evidence), outside, gate.blend)
    signs = signs_of(evidence, within, outside)
    in_scope = float(1 / (1 + np.exp(-np.clip(signs @ gate.weights + gate.bias, -30, 30))))
    if evidence.words == 0:
        in_scope = 0.0
    final = within * in_scope
    if outside >= 0:
        final[outside] = 1 - in_scope
    return Verdict(final, in_scope, decide(gate, final, outside, in_scope), signs)


def decide(gate: Gate, final: Floats, outside: int, in_scope: float) -> Decision:
    """Answer when sure, refuse when foreign, otherwise ask."""
    order = np.argsort(-final, kind="stable")
    if in_scope < gate.refuse_below:
        return "refuse"
    best = float(final[order[0]])
    lead = best - float(final[order[1]]) if len(order) > 1 else best
    sure = best >= gate.answer_from and lead >= gate.lead_from
    return "answer" if sure and order[0] != outside else "clarify"
