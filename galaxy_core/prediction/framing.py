"""The frame in which a model sees a picture from elsewhere: the square that shows the galaxy as the training images do.

A picture is taken as it is where its galaxy stands in the middle and is as large, as a share of the frame, as those
that were learned. Else its frame is chosen so that it is. Where both scales are known the frame is a piece of sky as
wide as those of the training images.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import GalaxyError, datasets
from galaxy_core.prediction import sources
from galaxy_core.prediction.sources import Source
from galaxy_core.runs import Run
from galaxy_core.storage import atomic

MEASURED = 150  # training images, by chance
USUAL = (1, 50, 99)  # percentiles of their sizes
OFF = 0.1  # of the side: further from the middle a galaxy isn't in it
SMALLEST = 16  # pixels of a frame
WIDEST = 2.0  # of the picture's shorter side; what is outside of it is sky


@dataclass(frozen=True)
class Box:
    """A square in a picture, in its pixels: its middle from the left and from the top, and its side. It may reach out
    of the picture."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class Learned:
    """How the galaxies of a data set fill their frames: radii of half their light as shares of the side, at the
    percentiles USUAL; and how wide a frame is in arcsec, None where nobody knows its scale."""

    low: float
    usual: float
    high: float
    field: float | None = None


def learned(run: Run) -> Learned | None:
    """How large the galaxies are that a run has learned from, measured once for a data set and kept; None where that
    data set isn't here (any more), or shows nothing that can be measured."""
    try:
        galaxies = datasets.opened(run.request.dataset)
    except GalaxyError:
        return None
    file = galaxy_core.data_folder() / "frames" / f"{galaxies.identity.images[:32]}.json"
    return _kept(file) or _measured(galaxies, file)


def whole(image: np.ndarray) -> Box:
    """The largest square around the middle of an image, uint8 (h, w, 3)."""
    height, width = image.shape[:2]
    return Box(width / 2, height / 2, min(height, width))


def suggested(image: np.ndarray, known: Learned | None, pixel_scale: float | None = None) -> Box:
    """The frame that shows the galaxy of an image, uint8 (h, w, 3), as those that were learned are shown: the whole
    image where it does so already, or where nothing can be told. `pixel_scale` in arcsec where it is known."""
    all_of_it, source = whole(image), sources.central(image)
    if known is None or source is None:
        return all_of_it
    if pixel_scale and known.field:
        off = _off(source, all_of_it)
        middle = all_of_it if off <= OFF else Box(source.x, source.y, 0)
        return Box(middle.x, middle.y, _bounded(known.field / pixel_scale, all_of_it))
    usual_size = known.low <= source.radius / all_of_it.side <= known.high
    if usual_size and _off(source, all_of_it) <= OFF:
        return all_of_it
    return around(source, known, all_of_it)


def around(source: Source, known: Learned, all_of_it: Box, pixel_scale: float | None = None) -> Box:
    """The frame around a source: by the scale where both are known, else by its size."""
    by_scale = known.field / pixel_scale if known.field and pixel_scale else None
    return Box(source.x, source.y, _bounded(by_scale or source.radius / known.usual, all_of_it))


def at(every: list[Source], x: float, y: float) -> Source | None:
    """The source at a place that somebody pressed: the nearest whose light reaches there, or that is near."""
    reached = [source for source in every if np.hypot(source.x - x, source.y - y) <= max(4 * source.radius, 8)]
    return min(reached, key=lambda source: np.hypot(source.x - x, source.y - y), default=None)


def cut(image: np.ndarray, box: Box) -> np.ndarray:
    """What a box holds, uint8 (s, s, 3); outside of the picture it has the colour of the picture's sky."""
    side = max(1, round(box.side))
    left, top = round(box.x - side / 2), round(box.y - side / 2)
    height, width = image.shape[:2]
    inside = image[max(0, top) : max(0, min(height, top + side)), max(0, left) : max(0, min(width, left + side))]
    if inside.shape[:2] == (side, side):
        return inside
    out = np.empty((side, side, image.shape[2]), np.uint8)
    out[:] = np.percentile(image.reshape(-1, image.shape[2])[:: max(1, image.size // 300_000)], 30, axis=0)
    row, column = max(0, -top), max(0, -left)
    out[row : row + inside.shape[0], column : column + inside.shape[1]] = inside
    return out


def reaches_out(image: np.ndarray, box: Box) -> bool:
    """Whether a box holds more than the image, by a pixel or more."""
    height, width = image.shape[:2]
    half = box.side / 2 - 1
    return min(box.x, box.y, width - box.x, height - box.y) < half


def _off(source: Source, frame: Box) -> float:
    return float(np.hypot(source.x - frame.x, source.y - frame.y)) / frame.side


def _bounded(side: float, all_of_it: Box) -> float:
    return float(min(max(side, min(SMALLEST, all_of_it.side)), WIDEST * all_of_it.side))


def _measured(galaxies: datasets.Galaxies, file: Path) -> Learned | None:
    rows = np.sort(np.random.default_rng(0).permutation(galaxies.n)[:MEASURED])
    try:
        images = [image for first in range(0, len(rows), 32) for image in galaxies.images(rows[first : first + 32])]
    except GalaxyError:
        return None
    side = min(galaxies.image_shape[:2])
    radii = [source.radius / side for image in images if (source := sources.central(image))]
    if len(radii) < min(10, len(rows)):
        return None
    scales = galaxies.pixel_scale[rows] if galaxies.pixel_scale is not None else np.array([np.nan])
    sound = scales[np.isfinite(scales) & (scales > 0)]
    low, usual, high = (float(radius) for radius in np.percentile(radii, USUAL))
    measured = Learned(low, usual, high, float(np.median(sound)) * side if len(sound) else None)
    atomic.write_json(file, vars(measured))
    return measured


def _kept(file: Path) -> Learned | None:
    try:
        stamp = file.stat().st_mtime_ns
    except OSError:
        return None
    return _read(file, stamp)


@lru_cache(maxsize=16)
def _read(file: Path, stamp: int) -> Learned | None:
    document = atomic.read_json(file) or {}
    try:
        known = Learned(**{name: document[name] and float(document[name]) for name in Learned.__dataclass_fields__})
    except (KeyError, TypeError, ValueError):
        return None
    return known if 0 < known.low <= known.usual <= known.high < 1 else None
