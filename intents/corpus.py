"""Labelled sentences to train on, as numbers and texts. Training only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import tomli
from numpy.typing import NDArray

from .phrasebook import Voice, load_sentences
from .storage import SHIPPED, shipped_digest
from .words import MASK


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled sentences: texts with the number of their class, and near misses with the number of an intent.

    `languages` tells the language of each sentence; it may be left out.
    """

    texts: tuple[str, ...]
    labels: NDArray[np.intp]
    classes: tuple[tuple[str, str], ...]
    misses: tuple[tuple[str, int], ...]
    languages: tuple[str, ...] = ()

    def part(self, chosen: NDArray[np.intp]) -> "Corpus":
        """The corpus with the chosen sentences only."""
        return Corpus(tuple(self.texts[at] for at in chosen), self.labels[chosen], self.classes, self.misses)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is beside the corpus: (text, intent) pairs that the thresholds are fitted on, and the watch's voices."""

    ordinary: Sequence[tuple[str, str]] = ()
    voices: Sequence[Voice] = ()


def corpus_of(rows: Sequence[tuple[str, str, str]], misses: Sequence[tuple[str, str]] = ()) -> Corpus:
    """A corpus of (text, intent, detail) rows and (text, intent) near misses."""
    classes = tuple(sorted({(intent, detail) for _, intent, detail in rows}))
    number = {name: at for at, name in enumerate(classes)}
    intents = list(dict.fromkeys(intent for intent, _ in classes))
    return Corpus(
        tuple(text for text, _, _ in rows),
        np.array([number[intent, detail] for _, intent, detail in rows], dtype=np.intp),
        classes,
        tuple((text, intents.index(intent)) for text, intent in misses),
    )


def shipped_corpus(folder: Path = SHIPPED.parent) -> tuple[Corpus, str]:
    """The project's sentences with places masked, and the hash of all that the model depends on."""
    examples, misses = load_sentences(folder)
    rows = [(each.text.replace("{place}", MASK), each.intent, each.detail) for each in examples]
    nots = [(each.text.replace("{place}", MASK), each.intent) for each in misses]
    corpus = replace(
        corpus_of(rows, nots),
        languages=tuple(each.language for each in examples),
    )
    return corpus, shipped_digest(folder)


def load_ordinary(folder: Path = SHIPPED.parent) -> list[tuple[str, str]]:
    """Ordinary sentences with their intents: the validation set of the thresholds."""
    table = tomli.loads((folder / "validation.toml").read_text(encoding="utf-8"))
    return [(text, intent) for intent, texts in table.items() for text in texts]
