"""Galaxies and stars in a picture: where they are, and how large, by the method of Source Extractor (sep).

What is brighter than the sky around it by so many times its noise, in enough pixels side by side, is a source; those
that touch are taken apart (Bertin & Arnouts 1996, A&AS 117, 393; Barbary 2016, JOSS 1, 58). It looks at pictures as
they are displayed, so sizes are of displayed light, and can be compared among pictures that are displayed alike.
"""

from dataclasses import dataclass

import numpy as np

ABOVE, ABOVE_FIELD = 2.0, 3.0  # times the noise: of one galaxy, of a field, in which many are looked for
CLEAR = 4.0  # times the noise that the brightest part of a source is at least, smoothed: noise alone stays below
QUIETEST = 1.0  # grey levels of noise at least: pictures are whole numbers
AREA = 0.02  # of the side of what is looked at, squared: pixels of a source at least
FEWEST = 9  # pixels of a source
APART = 0.01  # share of the light that a source of its own has
MESH = 4  # pieces of sky along a side; a field has one for each MESH_PIXELS
MESH_PIXELS = 64
LOOKED, FIELD = 160, 1600  # pixels along the shorter side that are looked at: of one galaxy, of a field
NEAR = 0.25  # of the side: so far from the middle a source counts half
MOST = 300  # sources of a field, the brightest first


@dataclass(frozen=True)
class Source:
    """Something bright: its middle in pixels from the left and from the top, the radius with half of its light
    in pixels, and its light in grey levels."""

    x: float
    y: float
    radius: float
    light: float


def central(image: np.ndarray) -> Source | None:
    """The source that a picture is of, uint8 (h, w, 3): the brightest, where one near the middle counts more; None
    where there is none."""
    small, scale = _reduced(image, LOOKED)
    side = min(small.shape)
    every = _extracted(small, max(FEWEST, round((AREA * side) ** 2)), max(32, side // MESH), ABOVE)
    if not every:
        return None
    height, width = small.shape

    def weight(source: Source) -> float:
        far = np.hypot(source.x - width / 2, source.y - height / 2) / (NEAR * side)
        return source.light / (1 + far**2)

    return _scaled(max(every, key=weight), scale)


def field(image: np.ndarray) -> list[Source]:
    """All sources of a picture, uint8 (h, w, 3), the brightest first, MOST at most."""
    small, scale = _reduced(image, FIELD)
    every = _extracted(small, FEWEST, MESH_PIXELS, ABOVE_FIELD)
    brightest = sorted(every, key=lambda source: -source.light)[:MOST]
    return [_scaled(source, scale) for source in brightest]


def _reduced(image: np.ndarray, most: int) -> tuple[np.ndarray, float]:
    """A picture in grey, float32 (h, w), with a shorter side of `most` pixels at most; and how much larger it was."""
    import cv2

    scale = max(1.0, min(image.shape[:2]) / most)
    if scale > 1:  # before it becomes floats: a picture may have 64 million pixels
        size = (max(1, round(image.shape[1] / scale)), max(1, round(image.shape[0] / scale)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    grey = image.mean(axis=2, dtype=np.float32)
    return np.ascontiguousarray(grey, np.float32), scale


def _extracted(grey: np.ndarray, area: int, mesh: int, times: float) -> list[Source]:
    """The sources of a grey picture in its own pixels; none where even the sky can't be told."""
    import sep

    try:
        sky = sep.Background(grey, bw=mesh, bh=mesh)
        above = grey - min(sky.globalback, np.percentile(grey, 30))
        noise = max(sky.globalrms, QUIETEST)
        found = sep.extract(above, times * noise, minarea=area, deblend_cont=APART)
        found = found[found["cpeak"] >= CLEAR * noise]
        furthest = np.maximum(6 * found["a"], FEWEST)
        radii, _ = sep.flux_radius(above, found["x"], found["y"], furthest, 0.5, normflux=found["flux"], subpix=5)
    except Exception:  # sep raises plain ones: of crowded or degenerate pictures, whose sources nobody can tell apart
        return []
    numbers = zip(found["x"], found["y"], radii, found["flux"], strict=True)
    every = [Source(float(x) + 0.5, float(y) + 0.5, float(radius), float(light)) for x, y, radius, light in numbers]
    return [source for source in every if np.isfinite(source.radius) and source.radius > 0]


def _scaled(source: Source, scale: float) -> Source:
    return Source(source.x * scale, source.y * scale, source.radius * scale, source.light * scale**2)
