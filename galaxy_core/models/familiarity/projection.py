"""Few numbers for what a network makes of an image: principal components of its features, and how much they leave out.

A network's last layer is given hundreds of numbers, of which most say the same; 64 components hold nearly all. What
they leave out is small of images like those learned from, and large of others: it is one number more.
"""

from dataclasses import dataclass

import numpy as np

COMPONENTS = 64
TINY = 1e-6  # of the longest axis: nothing but rounding
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
    deviation = features.std(axis=0)
    deviation = np.maximum(deviation, LEAST * deviation.mean() + 1e-6)
    mean = features.mean(axis=0)
    axes = _axes(((features - mean) / deviation).astype(np.float64), min(COMPONENTS, *features.shape))
    return Projection(*(array.astype(np.float32) for array in (mean, deviation, axes)))


def _axes(even: np.ndarray, count: int) -> np.ndarray:
    """The principal axes of centred numbers, float64 (n, d), the most important first: float64 (count, d). Found by the
    products of whichever is fewer, numbers or images; scikit-learn would take 120 MB to do it. Where nothing varies any
    more they are 0."""
    is_wide = even.shape[1] > len(even)
    _, vectors = np.linalg.eigh(even @ even.T if is_wide else even.T @ even)
    axes = vectors[:, : -count - 1 : -1].T
    if not is_wide:
        return axes
    axes = axes @ even
    lengths = np.linalg.norm(axes, axis=1, keepdims=True)
    return np.divide(axes, lengths, out=np.zeros_like(axes), where=lengths > TINY * lengths.max())
