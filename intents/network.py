"""The second model: a network with one hidden layer over n-grams and word vectors, as it is served."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .weights import Floats, Weights


@dataclass(frozen=True, slots=True)
class Network:
    """Features and the mean word vector go to a hidden layer, that to scores of the intents and then of the classes.

    The linear model weighs every feature by itself; this one learns which of them mean the same together.
    """

    features: Weights
    vectors: Floats
    """Word vector by hidden units; no rows if trained without."""
    last: Floats
    """Hidden units and a bias by outputs."""

    def scores(self, columns: NDArray[np.intp], values: Floats, mean: Floats) -> Floats:
        """Scores of the intents and then of the classes, for a sparse vector and the mean of the words' vectors."""
        hidden = self.features.scores(columns, values) + mean @ self.vectors
        return np.asarray(np.maximum(hidden, 0) @ self.last[:-1] + self.last[-1])
