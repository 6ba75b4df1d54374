"""What did they mean? A text and the names to look for in, an `Understood` out. Knows nothing of bot or knowledge."""

from .explain import Explanation, explain
from .phrasebook import Example, PhrasebookError, load_examples
from .places import Gazetteer, Place
from .storage import ModelError
from .understand import Phrasebook, same
from .understood import Decision, Need, Understood
from .wishes import is_only_denied, tells_who
from .words import fold

__all__ = [
    "Decision",
    "Example",
    "Explanation",
    "Gazetteer",
    "ModelError",
    "Need",
    "Phrasebook",
    "PhrasebookError",
    "Place",
    "Understood",
    "explain",
    "fold",
    "is_only_denied",
    "load_examples",
    "same",
    "tells_who",
]
