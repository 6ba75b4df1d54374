"""Fits the gate on sentences the model had not seen. Training only: imports scipy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from .gate import Evidence, Gate, blended, signs_of, terms_of

Floats = NDArray[np.float64]
WRONG_ANSWERS = (0.025, 0.075)
"""Share of all answers that may be at the wrong door, among ordinary sentences and among the examples.

The examples are written to be as varied as can be; on them alone hardly anything would
be answered, so they only bound the harm.
"""
FOREIGN_ANSWERED = 0.055
"""Share of what the voices say that is not ours and may be answered: better to ask back than to answer a stranger."""
LOST_IN_SCOPE = (0.015, 0.06, 0.06)
"""Share of questions in scope that may be refused, of the voices (theirs sound private) too: a refusal still offers
the menu. Seen by a watch that had not learnt from a voice, seven in ten of what it says that is not ours go."""
REFUSED_FROM = 0.7
"""A text at least this likely in scope is never refused."""


_EXACT = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2_000}
"""To the very bottom: where one stops short of it hangs on the number of threads, and so would the file."""
START = np.array([0.1, 0.5, 0.7, 0.0, 3.0])
"""The blend from which the fit sets out: it is found from anywhere, sooner from near."""
FOREIGN = -1
"""The truth of a sentence whose intent the models did not know, where there is no reject class."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A validation sentence as the models saw it, and the number of its intent."""

    evidence: Evidence
    truth: int


def fit(seen: Sequence[Seen], ordinary: Sequence[Seen], outside: int, voices: Sequence[Seen] = ()) -> Gate:
    """The gate that explains the examples best, unseen.

    `outside` is the number of the reject class, or FOREIGN. The thresholds are those that suit `ordinary` sentences;
    without such the examples have to do, and as much is refused as is told apart best. `voices` were seen by a watch
    that had learnt nothing from their author: they tell what becomes of people nobody has learnt from.
    """
    terms, truth = _terms(seen), _truth(seen)
    inside = truth != outside
    blend = _rounded(_fit_blend(terms[inside], truth[inside], outside))
    heard = [*seen, *voices]
    signs, inside = _signs(heard, _terms(heard), outside, blend), _truth(heard) != outside
    weights, bias = _fit_scope(signs, inside) if not inside.all() else (np.zeros(signs.shape[1]), 9.0)
    gate = Gate(blend, _rounded(weights), round(bias, 3), 0.9, 0.0, 0.0)
    tried = [_try(gate, each, outside) for each in (ordinary or seen, seen)]
    strangers = [_try(gate, voices, outside)] if voices else []
    refuse_below = _refuse_threshold([*tried, *strangers]) if ordinary else _dividing_threshold(tried[0])
    answer_from, lead_from = _answer_thresholds(tried, strangers)
    return replace(gate, answer_from=answer_from, lead_from=lead_from, refuse_below=refuse_below)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What an open gate makes of sentences: best chance, lead, whether right, chance of scope, truly in scope."""

    best: Floats
    lead: Floats
    right: NDArray[np.bool_]
    in_scope: Floats
    inside: NDArray[np.bool_]


def _try(gate: Gate, seen: Sequence[Seen], outside: int) -> _Tried:
    terms, truth = _terms(seen), _truth(seen)
    withins = np.array([blended(each, outside, gate.blend) for each in terms])
    inside = truth != outside
    in_scope = 1 / (1 + np.exp(-(_signs(seen, terms, outside, gate.blend) @ gate.weights + gate.bias)))
    final = withins * in_scope[:, None]
    ordered = np.sort(final, axis=1)
    second = np.maximum(ordered[:, -2], 1 - in_scope)
    right = final.argmax(axis=1) == truth
    return _Tried(ordered[:, -1], ordered[:, -1] - second, right, in_scope, inside)


def _terms(seen: Sequence[Seen]) -> Floats:
    return np.array([terms_of(each.evidence) for each in seen])


def _truth(seen: Sequence[Seen]) -> NDArray[np.intp]:
    return np.array([each.truth for each in seen])


def _signs(seen: Sequence[Seen], terms: Floats, outside: int, blend: Floats) -> Floats:
    withins = [blended(each, outside, blend) for each in terms]
    return np.array([signs_of(each.evidence, within, outside) for each, within in zip(seen, withins, strict=True)])


def _rounded(values: Floats) -> Floats:
    return np.round(values, 3)


def _fit_blend(terms: Floats, truth: NDArray[np.intp], outside: int) -> Floats:
    rows = np.arange(len(truth))

    def loss(blend: Floats) -> float:
        scores = np.einsum("k,nki->ni", blend, terms)
        if outside >= 0:
            scores[:, outside] = -1e9
        scores -= scores.max(axis=1, keepdims=True)
        value = np.log(np.exp(scores).sum(axis=1)) - scores[rows, truth]
        return float(value.mean()) + 1e-4 * float(blend @ blend)

    return np.asarray(minimize(loss, START, method="L-BFGS-B", options=_EXACT).x)


def _fit_scope(signs: Floats, inside: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Logistic regression on standardised signs, given back for raw ones."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    standard = (signs - mean) / spread
    sign = np.where(inside, 1.0, -1.0)

    def loss(flat: Floats) -> tuple[float, Floats]:
        margin = sign * (standard @ flat[:-1] + flat[-1])
        slope = -sign / (1 + np.exp(np.clip(margin, -30, 30))) / len(sign)
        gradient = np.append(standard.T @ slope + 1e-3 * flat[:-1], slope.sum())
        return float(np.logaddexp(0, -margin).mean()) + 5e-4 * float(flat[:-1] @ flat[:-1]), gradient

    flat = minimize(loss, np.zeros(signs.shape[1] + 1), jac=True, method="L-BFGS-B", options=_EXACT).x
    weights = flat[:-1] / spread
    return weights, float(flat[-1] - weights @ mean)


def _answer_thresholds(tried: Sequence[_Tried], strangers: Sequence[_Tried]) -> tuple[float, float]:
    """The confidence and lead that answer most with at most `WRONG_ANSWERS` at the wrong door.

    Of what strangers say that is not ours, at most `FOREIGN_ANSWERED` are answered.
    """
    choice, most = (0.95, 0.0), -1
    for lead_from in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
        for answer_from in np.arange(0.3, 0.99, 0.01):
            answers = [(each.best >= answer_from) & (each.lead >= lead_from) for each in tried]
            fine = all(
                (answered & ~each.right).sum() <= most_wrong * answered.sum()
                for each, answered, most_wrong in zip(tried, answers, WRONG_ANSWERS, strict=True)
            ) and all(
                ((each.best >= answer_from) & (each.lead >= lead_from))[~each.inside].mean() <= FOREIGN_ANSWERED
                for each in strangers
            )
            if fine and answers[0].sum() > most:
                choice, most = (round(float(answer_from), 2), lead_from), int(answers[0].sum())
    return choice


def _refuse_threshold(tried: Sequence[_Tried]) -> float:
    """The highest chance of scope below which no more than `LOST_IN_SCOPE` is refused wrongly."""
    if all(each.inside.all() for each in tried):
        return 0.0
    bounds = [
        float(np.quantile(each.in_scope[each.inside], lost)) for each, lost in zip(tried, LOST_IN_SCOPE, strict=False)
    ]
    return round(min(*bounds, REFUSED_FROM), 3)


def _dividing_threshold(tried: _Tried) -> float:
    """The chance of scope that keeps most of what is in scope and refuses most of what is not, each counted as one."""
    if tried.inside.all():
        return 0.0
    steps = np.unique(tried.in_scope)
    kept = 1 - np.searchsorted(np.sort(tried.in_scope[tried.inside]), steps) / tried.inside.sum()
    refused = np.searchsorted(np.sort(tried.in_scope[~tried.inside]), steps) / (~tried.inside).sum()
    return round(float(steps[np.argmax(kept + refused)]), 3)
