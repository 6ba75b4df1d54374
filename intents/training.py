"""Builds `model.npz` from sentences and lexicon: `python -m intents.training`. Needs scipy; serving does not."""

import random
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from .backprop import Course, Plan, train_network
from .corpus import Beside, Corpus, load_ordinary, shipped_corpus
from .engine import OUT_OF_SCOPE, evidence_of
from .features import Raw, learn_vocabulary, raw_features, typed_words
from .fitting import FOREIGN, START, Seen, fit
from .folds import folds_of
from .gate import SIGNS, Gate
from .lexicon import Concept, load_concepts
from .linear import Lessons, matrix, train
from .model import Model, group_of, guess
from .nearest import build, find
from .phrasebook import Voice, load_voices
from .reader import Reader, reader_for
from .storage import SHIPPED, save
from .typos import copies, slips
from .usage import Usage, usage_of
from .vectors import Vectors, load_vectors
from .watching import Lesson, Spread, Watched, copied, keep_watch, read
from .weights import Floats, Weights
from .words import MASK, fold


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train; the figures were chosen by cross-validation on the examples (see bench.py)."""

    copies: int = 2
    """Copies with typos of each sentence."""
    copy_weight: float = 0.4
    miss_weight: float = 0.5
    penalty: float = 4e-6
    rounds: int = 45
    plan: Plan = field(default_factory=Plan)
    watch: Plan = field(default_factory=partial(Plan, epochs=8))
    most: tuple[int, int] = (50_000, 30_000)
    block: tuple[float, float, float] = (1.0, 1.0, 1.0)
    folds: int = 3
    fold_copies: int = 1
    fold_rounds: int = 35
    seed: int = 5


WORKERS = 3
"""Processes that `make model` trains in beside its own: one a fold. It takes as long as the machine lets it."""
EVERY = 8
"""Without a reject class, each fold's model is trained without one intent in so many."""
FEWEST_TO_LEAVE_OUT = 4


@dataclass(frozen=True, slots=True)
class Tools:
    """What is known of the language beside the sentences: the lexicon's concepts and the word vectors."""

    concepts: tuple[Concept, ...] = ()
    vectors: Vectors | None = None

    def reader(self, texts: Sequence[str]) -> Reader:
        """A reader that knows the words of `texts`."""
        return reader_for(words_used(texts), self.concepts, self.vectors)


def words_used(texts: Sequence[str]) -> Usage:
    """The folded words of texts, and how often they are used."""
    return usage_of([fold(word) for word in typed_words(text)] for text in texts)


def learn(corpus: Corpus, reader: Reader, recipe: Recipe, number: int, rounds: int) -> Model:
    """Train the models with `number` copies of each sentence; the gate is left open."""
    clean = [raw_features(text, reader) for text in corpus.texts]
    vocabulary = learn_vocabulary(clean, recipe.most, recipe.block)
    raws, labels, weights = _lessons(corpus, clean, reader, recipe, number)
    groups = group_of(corpus.classes)
    intents = np.where(labels >= 0, groups[labels], labels)
    rows = matrix(raws, vocabulary)
    linear = train(Lessons(rows, intents, weights), np.arange(groups.max() + 1), recipe.penalty, rounds)
    means = np.array([raw.mean for raw in raws], dtype=np.float32)
    network = train_network(Course(rows[:, :-1], means, intents, labels, weights), groups, recipe.plan)
    vectors = [vocabulary.vector(raw)[:2] for raw in clean]
    index = build(vectors, vocabulary.size, corpus.texts, [int(groups[label]) for label in corpus.labels])
    open_gate = Gate(START, np.zeros(len(SIGNS)), 9.0, 0.5, 0.1, 0.0)
    words = words_used(corpus.texts)
    return Model("", corpus.classes, vocabulary, Weights.of(linear), index, open_gate, network, words)


def _lessons(
    corpus: Corpus, clean: list[Raw], reader: Reader, recipe: Recipe, number: int
) -> tuple[list[Raw], NDArray[np.intp], NDArray[np.float32]]:
    """Sentences, their copies with slips, and the near misses, with labels and weights."""
    chance = random.Random(recipe.seed)  # noqa: S311 – the same copies each time are what we want
    copied = [raw_features(copy, reader) for text in corpus.texts for copy in copies(text, number, chance)]
    missed = [raw_features(text, reader) for text, _ in corpus.misses]
    not_these = np.array([-1 - intent for _, intent in corpus.misses], dtype=np.intp)
    labels = np.concatenate([corpus.labels, np.repeat(corpus.labels, number), not_these])
    shares = [(len(clean), 1.0), (len(copied), recipe.copy_weight), (len(missed), recipe.miss_weight)]
    weights = np.concatenate([np.full(count, share, dtype=np.float32) for count, share in shares])
    return [*clean, *copied, *missed], labels, weights


def seen_by(model: Model, reader: Reader, texts: Sequence[str], truths: Sequence[int]) -> list[Seen]:
    """How a model sees sentences it was not trained on."""
    groups = group_of(model.classes)
    seen: list[Seen] = []
    for text, truth in zip(texts, truths, strict=True):
        guessed = guess(raw_features(text, reader), model, groups)
        near = find(model.index, text, guessed.columns, len(model.intents))
        seen.append(Seen(evidence_of(guessed, near), int(truth)))
    return seen


@dataclass(frozen=True, slots=True)
class Fold:
    """Sentences as seen by a model trained without them and their like: clean, and with slips."""

    held: NDArray[np.intp]
    slipped: tuple[str, ...]
    seen: tuple[list[Seen], list[Seen]]


def _fold(corpus: Corpus, tools: Tools, recipe: Recipe, fold_of: NDArray[np.intp], number: int) -> Fold:
    """One fold: the gate is fitted on what a model makes of sentences it has not learnt.

    Without a reject class some intents are left out of each model, and their sentences stand for the foreign.
    """
    groups = group_of(corpus.classes)[corpus.labels]
    left_out = _left_out(corpus, groups, number)
    held = np.flatnonzero((fold_of == number) | left_out)
    part = corpus.part(np.flatnonzero((fold_of != number) & ~left_out))
    reader = tools.reader(part.texts)
    model = learn(part, reader, recipe, recipe.fold_copies, recipe.fold_rounds)
    truths = [FOREIGN if left_out[at] else int(groups[at]) for at in held]
    texts = [corpus.texts[at] for at in held]
    chance = random.Random(recipe.seed + number)  # noqa: S311 – the same slips each time are what we want
    slipped = tuple(slips(text, 0.05, chance) for text in texts)
    return Fold(held, slipped, (seen_by(model, reader, texts, truths), seen_by(model, reader, slipped, truths)))


def _left_out(corpus: Corpus, groups: NDArray[np.intp], number: int) -> NDArray[np.bool_]:
    """Which sentences are of intents that a fold's model shall not know: none if there is a reject class."""
    intents = dict.fromkeys(intent for intent, _ in corpus.classes)
    if OUT_OF_SCOPE in intents or len(intents) < FEWEST_TO_LEAVE_OUT:
        return np.zeros(len(groups), dtype=np.bool_)
    return np.asarray(groups % EVERY == number)


def build_model(
    corpus: Corpus, tools: Tools, recipe: Recipe, beside: Beside | None = None, *, workers: int = 0
) -> Model:
    """Train on everything, and fit the gate on what models trained on a part make of the rest.

    So many further processes as `workers` train the models of the parts; the outcome is the same.
    """
    beside = beside or Beside()
    fold_of = folds_of(corpus.texts, recipe.folds)
    reader = tools.reader(corpus.texts)
    with ExitStack() as stack:
        spread = stack.enter_context(ProcessPoolExecutor(workers)).map if workers else map
        folds: Iterable[Fold] = spread(partial(_fold, corpus, tools, recipe, fold_of), range(recipe.folds))
        model = learn(corpus, reader, recipe, recipe.copies, recipe.rounds)
        folds = [*folds]
        intents = list(model.intents)
        if OUT_OF_SCOPE not in intents:
            return replace(model, gate=fit([*_seen(folds, 0), *_seen(folds, 1)], [], FOREIGN))
        model = replace(model, vocabulary=model.vocabulary.as_stored())
        watched = _watch(corpus, beside.voices, (model, reader, fold_of), folds, recipe, spread)
    model = replace(model, watch=watched.network)
    ordinary = seen_by(model, reader, *_apart(beside.ordinary, intents))
    voices = _watched(seen_by(model, reader, *_apart(_said(beside.voices), intents)), watched.clean[len(fold_of) :])
    held = np.concatenate([fold.held for fold in folds])
    clean, slipped = _watched(_seen(folds, 0), watched.clean[held]), _watched(_seen(folds, 1), watched.slipped[held])
    gate = fit([*clean, *slipped], ordinary, intents.index(OUT_OF_SCOPE), voices)
    return replace(model, gate=gate)


def _seen(folds: Iterable[Fold], which: int) -> list[Seen]:
    return [*chain.from_iterable(fold.seen[which] for fold in folds)]


def _watched(seen: Sequence[Seen], chances: Floats) -> list[Seen]:
    """The sentences as seen by the watch that has not learnt them, too."""
    return [
        replace(each, evidence=replace(each.evidence, by_watch=found.astype(np.float64)))
        for each, found in zip(seen, chances, strict=True)
    ]


def _apart(rows: Sequence[tuple[str, str]], intents: list[str]) -> tuple[list[str], list[int]]:
    return [text for text, _ in rows], [intents.index(intent) for _, intent in rows]


def _said(voices: Sequence[Voice]) -> list[tuple[str, str]]:
    return [(each.text.replace("{place}", MASK), each.intent) for voice in voices for each in voice.examples]


def _watch(
    corpus: Corpus,
    voices: Sequence[Voice],
    learnt: tuple[Model, Reader, NDArray[np.intp]],
    folds: Sequence[Fold],
    recipe: Recipe,
    spread: Spread,
) -> Watched:
    """The watch, trained on the corpus and the voices; each voice is in one fold, whole."""
    model, reader, fold_of = learnt
    number = {name: at for at, name in enumerate(corpus.classes)}
    labels = [number[each.intent, each.detail] for voice in voices for each in voice.examples]
    fold_of_voices = [at % recipe.folds for at, voice in enumerate(voices) for _ in voice.examples]
    texts = [*corpus.texts, *(text for text, _ in _said(voices))]
    lesson = Lesson(
        read(texts, reader, model.vocabulary),
        read(copied(texts, recipe.seed), reader, model.vocabulary),
        np.concatenate([corpus.labels, np.array(labels, dtype=np.intp)]),
        np.concatenate([fold_of, np.array(fold_of_voices, dtype=np.intp)]),
        group_of(corpus.classes),
    )
    slipped = {int(at): text for fold in folds for at, text in zip(fold.held, fold.slipped, strict=True)}
    again = read([slipped[at] for at in range(len(fold_of))], reader, model.vocabulary)
    return keep_watch(lesson, again, recipe.watch, spread)


def shipped_tools() -> Tools:
    """The project's lexicon and word vectors."""
    return Tools(load_concepts(), load_vectors())


def main() -> None:
    """Build the shipped model and say where it lies."""
    corpus, digest = shipped_corpus()
    model = build_model(corpus, shipped_tools(), Recipe(), Beside(load_ordinary(), load_voices()), workers=WORKERS)
    save(replace(model, digest=digest, swedish=np.array([each == "sv" for each in corpus.languages])))
    sys.stdout.write(f"{SHIPPED}: {len(corpus.texts)} sentences, {SHIPPED.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
