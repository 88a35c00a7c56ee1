"""Few numbers for what a network makes of an image: principal components of its features, and how much they leave out.

A network's last layer is given hundreds of numbers, of which most say the same; 64 components hold nearly all. What
they leave out is small of images like those learned from, and large of others: it is one number more.
"""

from dataclasses import dataclass

import numpy as np

COMPONENTS = 64
LEAST = 0.01  # of the mean deviation: a number that hardly ever changed must not count for more than all others


@dataclass(frozen=True, eq=False)
class Projection:
    """From features, float32 (n, d), whose `mean` and `deviation` are float32 (d,), to their places along `axes`,
    float32 (m, d), and the length of the rest."""

    mean: np.ndarray
    deviation: np.ndarray
    axes: np.ndarray

    def of(self, features: np.ndarray) -> np.ndarray:
        """float32 (n, m + 1): distances between these are, but for the rest, those between standardised features."""
        even = (features - self.mean) / self.deviation
        places = even @ self.axes.T
        rest = np.linalg.norm(even - places @ self.axes, axis=1, keepdims=True)
        return np.concatenate([places, rest], axis=1).astype(np.float32)


def fit(features: np.ndarray) -> Projection:
    """The projection of features, float32 (n, d) with n > 0: at most COMPONENTS axes, always the same."""
    from sklearn.utils.extmath import randomized_svd

    deviation = features.std(axis=0)
    deviation = np.maximum(deviation, LEAST * deviation.mean() + 1e-6)
    mean = features.mean(axis=0)
    count = min(COMPONENTS, *features.shape)
    *_, axes = randomized_svd((features - mean) / deviation, count, random_state=0)
    return Projection(*(array.astype(np.float32) for array in (mean, deviation, axes)))
