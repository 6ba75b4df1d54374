"""A text as numbers: hashed n-grams of letters, words and pairs of words, and what the lexicon found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .negation import weights_of
from .reader import NOTHING, Reader
from .words import fold

LONGEST = 1200
"""Characters of a text that are looked at: four phone screens, and a bound on the time."""

Ids = NDArray[np.uint32]
Floats = NDArray[np.float32]
SIZES = (2, 3, 4, 5)
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Raw:
    """Features of a text before any vocabulary: hashes and weights of letters, words and lexicon hits.

    `mean` is the direction of the words' vectors, empty without them; `words` counts the words.
    """

    hashes: tuple[Ids, Ids, Ids]
    weights: tuple[Floats, Floats, Floats]
    mean: Floats
    words: int


def typed_words(text: str) -> list[str]:
    """Words of a text in lower case with their diacritics; digits become 0, so that no meaning hangs on a number."""
    lowered = _DIGIT.sub("0", text[:LONGEST].casefold())
    # A lone 👍 or ? is an answer too: a text without words is taken for one word.
    return _WORD.findall(lowered) or ["".join(lowered.split())[:4]] * bool(lowered.strip())


def raw_features(text: str, reader: Reader = NOTHING) -> Raw:
    """Features of `text`; places are expected to be masked already."""
    text = text[:LONGEST]
    typed = typed_words(text)
    folded = [each if each.isascii() else fold(each) for each in typed]
    weights = weights_of(text, len(typed))
    right = reader.right(folded)
    changed = [at for at, word in enumerate(right) if word != folded[at]]
    for at in changed:
        typed[at] = right[at]
    # Letters count as they were typed and as put right, for the speller may be wrong.
    letters, letter_weights = _letters(
        folded + [right[at] for at in changed], weights + [weights[at] for at in changed]
    )
    words, word_weights = _words(typed, right, weights)
    hits = reader.hits(right)
    hit_hashes = np.array([_hash(name) for name, _ in hits], dtype=np.uint32)
    hit_weights = np.array([weights[at] for _, at in hits], dtype=np.float32)
    return Raw(
        (letters, words, hit_hashes),
        (letter_weights, word_weights, hit_weights),
        reader.mean(typed, right, weights),
        len(typed),
    )


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def _words(typed: list[str], folded: list[str], weights: list[float]) -> tuple[Ids, Floats]:
    """Words, pairs of neighbours written together (so that `direkt upphandling` meets `direktupphandling`)."""
    hashes = [_hash(word) for word in folded]
    values = list(weights)
    for at in range(len(folded) - 1):
        hashes.append(_hash(folded[at] + folded[at + 1]))
        values.append(min(weights[at], weights[at + 1]))
    # Folding merges pairs such as lån and län: words with diacritics count once more as they were typed.
    for at, word in enumerate(typed):
        if word != folded[at]:
            hashes.append(_hash(f"={word}"))
            values.append(weights[at])
    return np.array(hashes, dtype=np.uint32), np.array(values, dtype=np.float32)


def _letters(folded: list[str], weights: list[float]) -> tuple[Ids, Floats]:
    """N-grams of two to five letters inside words, the word's borders marked by a space."""
    line = f" {' '.join(folded)} "
    codes = np.frombuffer(line.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    space = codes == 32
    of_word = np.cumsum(space)
    per_word = np.array([*weights, 0.0, 0.0], dtype=np.float32)
    # The border before a word belongs to it; so does the one after it, which an n-gram only ends on.
    per_letter = per_word[np.minimum(of_word - 1, len(weights))]
    hashes: list[Ids] = []
    values: list[Floats] = []
    rolling = codes.copy()
    for size in range(2, SIZES[-1] + 1):
        count = len(codes) - size + 1
        if count <= 0:
            break
        rolling = rolling[:count] * _PRIME + codes[size - 1 :]
        inside = of_word[size - 2 : size - 2 + count] == of_word[:count]
        if size == 2:
            inside = inside & ~(space[:count] & space[1 : 1 + count])
        if size in SIZES:
            mixed = ((rolling + np.uint64(size)) * _MIX) >> _SHIFT
            hashes.append(mixed[inside].astype(np.uint32))
            values.append(per_letter[:count][inside])
    if not hashes:
        return np.empty(0, np.uint32), np.empty(0, np.float32)
    return np.concatenate(hashes), np.concatenate(values)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that are known, by block (letters, words, lexicon): sorted hashes with their idf."""

    hashes: tuple[Ids, Ids, Ids]
    idf: tuple[Floats, Floats, Floats]
    block: tuple[float, float, float]
    """Length of each block's vector: how much it has to say."""

    @property
    def size(self) -> int:
        """Features in all."""
        return sum(len(each) for each in self.hashes)

    def as_stored(self) -> "Vocabulary":
        """In the precision of its file: what is learnt on top of it must see what is served."""
        first, second, third = (each.astype(np.float16).astype(np.float32) for each in self.idf)
        return replace(self, idf=(first, second, third))

    def vector(self, raw: Raw) -> tuple[NDArray[np.intp], Floats, float]:
        """Columns and values of a text's sparse vector, and the share (0–1) of its letter n-grams that are known."""
        columns: list[NDArray[np.intp]] = []
        values: list[Floats] = []
        start, share = 0, 0.0
        for at, (known, idf, length) in enumerate(zip(self.hashes, self.idf, self.block, strict=True)):
            hashes, weights = raw.hashes[at], raw.weights[at]
            if len(known) and len(hashes):
                where = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
                hit = known[where] == hashes
                if at == 0:
                    share = float(hit.mean())
                column, inverse = np.unique(where[hit], return_inverse=True)
                value = np.log1p(np.bincount(inverse, weights[hit], len(column))).astype(np.float32) * idf[column]
                norm = float(np.sqrt(value @ value))
                columns.append(column + start)
                values.append(value * np.float32(length / norm) if norm > 0 else value)
            start += len(known)
        if not columns:
            return np.empty(0, np.intp), np.empty(0, np.float32), 0.0
        return np.concatenate(columns), np.concatenate(values), share


def learn_vocabulary(
    raws: Sequence[Raw], most: tuple[int, int] = (20_000, 8_000), block: tuple[float, float, float] = (1.0, 1.0, 0.7)
) -> Vocabulary:
    """The features that occur in at least two texts, the commonest `most` of letters and words, with smooth idf."""
    hashes: list[Ids] = []
    idfs: list[Floats] = []
    for at in range(3):
        seen = [np.unique(raw.hashes[at]) for raw in raws]
        known, count = np.unique(np.concatenate(seen), return_counts=True)
        keep = count >= 2
        known, count = known[keep], count[keep]
        limit = (*most, 4_000)[at]
        if len(known) > limit:
            # Ties are broken by the hash itself, so that the same sentences always give the same file.
            order = np.lexsort((known, -count))[:limit]
            order.sort()
            known, count = known[order], count[order]
        idf = np.log((1 + len(raws)) / (1 + count)) + 1
        hashes.append(known.astype(np.uint32))
        idfs.append(idf.astype(np.float32))
    return Vocabulary((hashes[0], hashes[1], hashes[2]), (idfs[0], idfs[1], idfs[2]), block)
