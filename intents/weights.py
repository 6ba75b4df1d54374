"""Weights from n-grams to scores, in eight bits, as they are served."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of a layer over the features: value = `steps` · `scale` of the row."""

    steps: NDArray[np.int8]
    scale: Floats
    bias: Floats

    @classmethod
    def of(cls, exact: Floats) -> "Weights":
        """Quantise weights whose last row is the bias."""
        rows = exact[:-1]
        scale = np.maximum(np.abs(rows).max(axis=1), 1e-6) / 127
        # Rounding to sixteen bits first makes the file the same when the last bits of training differ.
        scale = scale.astype(np.float16).astype(np.float32)
        scale[scale == 0] = np.float32(6e-8)
        steps = np.clip(np.rint(rows / scale[:, None]), -127, 127).astype(np.int8)
        return cls(steps, scale, exact[-1].astype(np.float16).astype(np.float32))

    def scores(self, columns: NDArray[np.intp], values: Floats) -> Floats:
        """What a sparse vector comes to."""
        return np.asarray((values * self.scale[columns]) @ self.steps[columns].astype(np.float32) + self.bias)
