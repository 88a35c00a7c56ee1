"""Where light is drawn: square windows of pixels whose coordinates may be moved, turned, inclined and warped.

Lengths are pixels of the finished image (0.524 arcsec). Windows hold at most `CANVAS` pixels a side: the image with a
margin that is cut off at the end, because the Fourier transform of the blur carries light across the edges.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from galaxy_core.datasets.drawing import distributions

SIZE = 128
MARGIN = 8
CANVAS = SIZE + 2 * MARGIN
SOFTENING = 0.12  # px²; takes the place of oversampling steep centres: a pixel sees the mean light around its middle


@dataclass(frozen=True)
class Plane:
    """Coordinates of every pixel of a window: `u` and `v` float32 (n, n), px, (0, 0) where the galaxy's centre lies."""

    u: np.ndarray
    v: np.ndarray

    def moved(self, u: float, v: float) -> "Plane":
        """The same pixels, seen from a centre that lies at (u, v) of this plane, px."""
        return Plane(self.u - np.float32(u), self.v - np.float32(v))

    def turned(self, radians: float) -> "Plane":
        """The same pixels on axes turned by this angle."""
        cos, sin = np.float32(math.cos(radians)), np.float32(math.sin(radians))
        return Plane(cos * self.u + sin * self.v, cos * self.v - sin * self.u)

    def inclined(self, ratio: float) -> "Plane":
        """Coordinates inside a thin disc that is seen with this axis ratio (0 to 1), its long axis along u."""
        return Plane(self.u, self.v * np.float32(1.0 / ratio))

    def bent(self, u: np.ndarray, v: np.ndarray) -> "Plane":
        """Every pixel shifted by its own (u, v), float32 (n, n), px: a warp moves coordinates, not light."""
        return Plane(self.u + u, self.v + v)

    def radius(self, ratio: float = 1.0) -> np.ndarray:
        """Elliptical distance from the centre, float32 (n, n), px; softened, hence never zero."""
        return np.sqrt(self.u * self.u + (self.v * self.v) * np.float32(ratio**-2) + np.float32(SOFTENING))

    def azimuth(self) -> np.ndarray:
        """Angle about the centre from the u axis towards v, float32 (n, n), radians in [-pi, pi]."""
        return np.arctan2(self.v, self.u)


@lru_cache(maxsize=CANVAS)
def _upright(half: int) -> Plane:
    line = np.arange(-half, half, dtype=np.float32) + np.float32(0.5)
    v, u = np.meshgrid(line, line, indexing="ij")
    return Plane(np.ascontiguousarray(u), np.ascontiguousarray(v))


def window(reach: float) -> Plane:
    """An upright window that holds `reach` px on every side of its middle, at most the whole canvas."""
    half = min(max(4 * math.ceil(reach / 4.0), 4), CANVAS // 2)
    return _upright(half)


def random_window(reach: float, rng: np.random.Generator) -> Plane:
    """A window turned at random, whose centre misses the middle by a fraction of a pixel, as catalogues do."""
    return window(reach).moved(*rng.normal(0.0, 0.35, 2)).turned(distributions.angle(rng))
