"""Discs seen on edge, with and without bulge."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles, recorder, textures
from galaxy_core.datasets.drawing.plane import Plane, random_window
from galaxy_core.datasets.drawing.sizes import HALF_LIGHT, Body, random_body

EXTINCTION = np.array([0.48, 0.85, 1.25], np.float32)
"""Optical depth in z, r, g for a depth of about 1 between r and g (Xilouris et al. 1999)."""


@dataclass(frozen=True)
class EdgeOn:
    """An edge-on disc: scale length and height in px, cut-off radius px, depth of a central dip (0 to 1)."""

    length: float
    height: float
    end: float
    dip: float
    integrated: bool  # x K1(x), what a thin disc shows along its edge, instead of a bare exponential


def draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """An edge-on galaxy of label 8 (no bulge) or 9 (bulge), float32 (3, n, n), see `colours`."""
    body = random_body(label, rng)
    shape = _shape(label, body.length, rng)
    plane = _warped(random_window(5.2 * body.length, rng), body.length, rng)
    total = colours.flux(body.brightness, HALF_LIGHT * body.length, 1.6 * shape.height / body.length)
    share = _bulge_share(label, rng)
    recorder.note(on_edge=1, bulge=share, axis_ratio=shape.height / body.length)
    light = _disc(plane, body, shape, (1.0 - share) * total, rng)
    if share:
        light += _bulge(plane, label, body.length, share * total, rng)
    if distributions.happens(rng, 0.55):
        recorder.note(dust_lane=1)
        recorder.all_noted()
        light *= dust_lane(plane, shape, rng)
    return light


def disc_image(plane: Plane, shape: EdgeOn) -> np.ndarray:
    """The edge-on disc alone, float32 (n, n) of unit sum (van der Kruit & Searle 1981)."""
    along = np.sqrt(plane.u * plane.u + np.float32(0.3))
    x = along * np.float32(1.0 / shape.length)
    image = profiles.k1_profile(x) if shape.integrated else np.exp(-x)
    if shape.dip:
        image = image * (np.float32(1.0) - np.float32(shape.dip) * np.exp(np.float32(-1.5) * x * x))
    height = plane.v * np.float32(1.0 / shape.height)
    # Cut along ellipses: real discs on edge taper to points, a cut at a fixed radius leaves blunt ends.
    rim = np.sqrt(np.square(along * np.float32(1.0 / shape.end)) + np.square(height * np.float32(0.2)))
    image = image * profiles.sigmoid((np.float32(1.0) - rim) * np.float32(9.0))
    return profiles.normalised(image * profiles.sech2(height))


def dust_lane(plane: Plane, shape: EdgeOn, rng: np.random.Generator) -> np.ndarray:
    """What a lane of dust lets through in z, r, g, float32 (3, n, n), 0 to 1."""
    depth, aside = rng.uniform(0.3, 1.6), rng.uniform(-0.35, 0.35) * shape.height
    thickness = rng.uniform(0.25, 0.5) * shape.height
    reach = rng.uniform(0.9, 1.6) * shape.length
    lane = profiles.sech2((plane.v - np.float32(aside)) * np.float32(1.0 / thickness))
    lane *= np.float32(depth) * np.exp(np.abs(plane.u) * np.float32(-1.0 / reach))
    return np.exp(-EXTINCTION[:, None, None] * lane)


def _shape(label: int, length: float, rng: np.random.Generator) -> EdgeOn:
    flatness = rng.uniform(3.2, 7.0) if label == 8 else rng.uniform(2.5, 5.5)
    dip = rng.uniform(0.1, 0.5) if label == 8 and distributions.happens(rng, 0.5) else 0.0
    return EdgeOn(
        length=length,
        height=length / flatness,
        end=rng.uniform(2.8, 4.4) * length if label == 8 else rng.uniform(3.2, 5.2) * length,
        dip=dip,
        integrated=distributions.happens(rng, 0.75 if label == 8 else 0.5),
    )


def _bulge_share(label: int, rng: np.random.Generator) -> float:
    if label == 9:
        return distributions.log_normal(rng, 0.32, 0.42, 0.12, 0.7)
    return 0.0 if distributions.happens(rng, 0.6) else rng.uniform(0.0, 0.06)


def _warped(plane: Plane, length: float, rng: np.random.Generator) -> Plane:
    """Slightly bent outer parts: an S-shaped warp mostly, a bow now and then."""
    outer = np.maximum(np.abs(plane.u) * np.float32(1.0 / length) - np.float32(1.5), np.float32(0.0)) ** np.float32(1.5)
    lift = np.float32(rng.normal(0.0, 0.035) * length) * outer
    if distributions.happens(rng, 0.7):
        lift = lift * np.sign(plane.u)
    return plane.bent(np.zeros_like(lift), lift)


def _disc(plane: Plane, body: Body, shape: EdgeOn, total: float, rng: np.random.Generator) -> np.ndarray:
    """The disc in three bands: reddened by its own dust, its ends bluer."""
    colour = colours.galaxy_colour(body.blueness, rng).redder(0.14)
    knots = np.float32(rng.uniform(0.0, 0.3)) * textures.patch(rng, 1.8, len(plane.u))
    light = colours.painted(profiles.normalised(disc_image(plane, shape) * np.exp(knots)), total, colour)
    outer = np.minimum(np.abs(plane.u) * np.float32(1.0 / shape.length), np.float32(3.0)) - np.float32(0.8)
    blue = np.float32(rng.uniform(0.0, 0.24)) * outer
    light[2] *= np.exp(blue)
    light[0] *= np.exp(np.float32(-0.8) * blue)
    return light


def _bulge(plane: Plane, label: int, length: float, total: float, rng: np.random.Generator) -> np.ndarray:
    large = label == 9 and distributions.happens(rng, 1.0 / 3.0)
    radius = (rng.uniform(0.45, 0.9) if large else rng.uniform(0.2, 0.45)) * length
    image = profiles.sersic(plane, radius, rng.uniform(0.5, 0.9), rng.uniform(1.0, 3.2))
    return colours.painted(image, total, colours.bulge_colour(rng))
