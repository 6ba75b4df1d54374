"""What helps to read words before any model: the lexicon, the speller and the word vectors, each optional."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .lexicon import Concept, Hit, Lexicon
from .spelling import Spelling
from .usage import Usage
from .vectors import Vectors

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads folded words; an empty one changes and finds nothing."""

    lexicon: Lexicon | None = None
    spelling: Spelling | None = None
    vectors: Vectors | None = None

    def right(self, words: list[str]) -> list[str]:
        """The words with slips of the finger put right."""
        return self.spelling(words) if self.spelling else words

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """What the lexicon finds."""
        return self.lexicon(words) if self.lexicon else []

    def mean(self, typed: Sequence[str], folded: Sequence[str], weights: Sequence[float]) -> Floats:
        """The direction of the words' vectors."""
        return self.vectors.mean(typed, folded, weights) if self.vectors else np.empty(0, dtype=np.float32)


NOTHING = Reader()


def reader_for(usage: Usage, concepts: Sequence[Concept] = (), vectors: Vectors | None = None) -> Reader:
    """A reader for a language of which `usage` tells the words."""
    terms = {term for concept in concepts for term in concept.terms if term.isalpha()}
    lexicon = Lexicon(concepts, usage.words) if concepts else None
    return Reader(lexicon, Spelling(usage, terms, vectors.knows if vectors else None), vectors)
