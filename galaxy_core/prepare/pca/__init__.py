"""Principal components of prepared images, streamed: no float copy of the data set is ever in memory.

Randomised range finder with power iterations (Halko, Martinsson & Tropp 2011, SIAM Review 53, 217): one fit gives
every number of components up to the one asked for.
"""

from dataclasses import dataclass

import numpy as np

from galaxy_core.storage import mapped

BLOCK = 1024  # images turned into float at once: 50 MB at 64 × 64 × 3
OVERSAMPLING = 10
POWER_ITERATIONS = 2


@dataclass(frozen=True, eq=False)
class Components:
    """`mean` float32 (d,), `axes` float32 (m, d) orthonormal, `variance_share` float64 (m,): the share of each."""

    mean: np.ndarray
    axes: np.ndarray
    variance_share: np.ndarray

    def scores(self, images: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Where the images of these rows lie along the axes: float32 (k, m)."""
        return np.concatenate([(x - self.mean) @ self.axes.T for x in _blocks(images, rows)])


def fit(images: np.ndarray, rows: np.ndarray, count: int, seed: int = 0) -> Components:
    """The first `count` principal components of uint8 images (n, …)[rows], pixels scaled to 0…1.

    `count` is cut to what the data allow (rows − 1 and pixels). Memory: a few (d, count + 10) float32 arrays.
    """
    size = int(np.prod(images.shape[1:]))
    count = max(1, min(count, len(rows) - 1, size))
    width = min(count + OVERSAMPLING, len(rows), size)
    mean, total = _moments(images, rows, size)
    basis = np.random.default_rng(seed).standard_normal((size, width), dtype=np.float32)
    for _ in range(POWER_ITERATIONS + 1):
        basis = np.linalg.qr(_covariance_times(images, rows, mean, basis))[0].astype(np.float32)
    small = np.zeros((width, width))
    for x in _blocks(images, rows):
        y = (x - mean) @ basis
        small += (y.T @ y).astype(np.float64)
    values, vectors = np.linalg.eigh(small)
    order = np.argsort(values)[::-1][:count]
    axes = (basis @ vectors[:, order].astype(np.float32)).T
    return Components(mean, np.ascontiguousarray(_signed(axes)), values[order] / max(total, 1e-12))


def _moments(images: np.ndarray, rows: np.ndarray, size: int) -> tuple[np.ndarray, float]:
    """Mean image float32 (d,) and the total squared distance from it."""
    total, squares = np.zeros(size), 0.0
    for x in _blocks(images, rows):
        total += x.sum(axis=0, dtype=np.float64)
        squares += float(np.einsum("ij,ij->", x, x, dtype=np.float64))
    mean = total / len(rows)
    return mean.astype(np.float32), squares - len(rows) * float(mean @ mean)


def _covariance_times(images: np.ndarray, rows: np.ndarray, mean: np.ndarray, basis: np.ndarray) -> np.ndarray:
    product = np.zeros_like(basis)
    for x in _blocks(images, rows):
        centred = x - mean
        product += centred.T @ (centred @ basis)
    return product


def _signed(axes: np.ndarray) -> np.ndarray:
    """Makes the largest entry of each axis positive: the sign is arbitrary, and should not differ from run to run."""
    largest = np.abs(axes).argmax(axis=1)
    return axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]


def _blocks(images: np.ndarray, rows: np.ndarray):
    for first in range(0, len(rows), BLOCK):
        block = mapped.read(images, rows[first : first + BLOCK])
        yield block.reshape(len(block), -1).astype(np.float32) / np.float32(255)
