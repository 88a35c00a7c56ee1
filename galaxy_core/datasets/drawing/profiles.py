"""Profiles of light: each is float32 (n, n) of unit sum over its window; sizes in px."""

from functools import lru_cache

import numpy as np

from galaxy_core.datasets.drawing.plane import Plane

K1_STEP = 1.0 / 128.0
K1_REACH = 12.0


def normalised(image: np.ndarray) -> np.ndarray:
    """The image scaled to unit sum."""
    return image * np.float32(1.0 / max(float(image.sum(dtype=np.float64)), 1e-20))


def sersic(plane: Plane, half_light_radius: float, ratio: float, index: float) -> np.ndarray:
    """Sérsic 1963: exp(-b (r/R_e)^(1/n)), n = 1 an exponential, 4 a giant elliptical; b after Graham & Driver 2005.

    `half_light_radius` is along the major axis (u), `ratio` the axis ratio b/a. Good for n of .4 to 6.
    """
    b = 2.0 * index - 1.0 / 3.0 + 0.01 / index
    square = plane.u * plane.u + (plane.v * plane.v) * np.float32(ratio**-2) + np.float32(0.12)
    steps = np.log(square * np.float32(half_light_radius**-2)) * np.float32(0.5 / index)
    return normalised(np.exp(np.float32(-b) * np.exp(steps)))


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-x), without overflow, any shape."""
    return np.float32(0.5) * (np.float32(1.0) + np.tanh(np.float32(0.5) * x))


def sech2(x: np.ndarray) -> np.ndarray:
    """The squared hyperbolic secant, which is how an isothermal disc falls off vertically; any shape."""
    e = np.exp(np.float32(-2.0) * np.abs(x))
    return np.float32(4.0) * e / np.square(np.float32(1.0) + e)


def k1_profile(x: np.ndarray) -> np.ndarray:
    """x K1(x) for x >= 0: the light of an exponential disc along its edge (van der Kruit & Searle 1981); 1 at 0."""
    rows = np.minimum(x * np.float32(1.0 / K1_STEP), np.float32(K1_REACH / K1_STEP - 1.0)).astype(np.int32)
    return _k1_table()[rows]


@lru_cache(maxsize=1)
def _k1_table() -> np.ndarray:
    from scipy.special import k1

    x = (np.arange(int(K1_REACH / K1_STEP)) + 0.5) * K1_STEP
    return (x * k1(x)).astype(np.float32)


def bar(plane: Plane, length: float, ratio: float, steepness: float) -> np.ndarray:
    """A bar of this half length along u: generalised ellipses of exponent 2.6 (Athanassoula et al. 1990).

    `steepness` 1.3 fades out slowly, 3 ends abruptly.
    """
    c = 2.6
    x = np.log(np.square(plane.u * np.float32(1.0 / length)) + np.float32(1e-3))
    y = np.log(np.square(plane.v * np.float32(1.0 / (length * ratio))) + np.float32(1e-3))
    ellipse = np.log(np.exp(np.float32(c / 2) * x) + np.exp(np.float32(c / 2) * y))
    return normalised(np.exp(-np.exp(np.float32(steepness / c) * ellipse) * np.float32(0.8**-steepness)))


def ring(radius: np.ndarray, at: float, width: float) -> np.ndarray:
    """A ring at this radius with a Gaussian width (sigma); `radius` float32 (n, n), px."""
    return normalised(np.exp(np.float32(-0.5) * np.square((radius - np.float32(at)) * np.float32(1.0 / width))))
