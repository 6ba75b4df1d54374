"""What did they mean? A text and the names to look for in, an `Understood` out. Knows nothing of bot or knowledge."""

from .phrasebook import Example, PhrasebookError, load_examples
from .places import Gazetteer, Place
from .understand import Phrasebook, same
from .understood import Decision, Understood
from .words import fold

__all__ = [
    "Decision",
    "Example",
    "Gazetteer",
    "Phrasebook",
    "PhrasebookError",
    "Place",
    "Understood",
    "fold",
    "load_examples",
    "same",
]
