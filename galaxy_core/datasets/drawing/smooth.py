"""Smooth galaxies: round, in-between and cigar shaped. Light is float32 (3, n, n), see `colours`."""

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles, recorder, textures
from galaxy_core.datasets.drawing.plane import Plane, random_window
from galaxy_core.datasets.drawing.sizes import HALF_LIGHT, Body, random_body

RATIOS = {2: (0.82, 1.0), 3: (0.5, 0.88), 4: (0.24, 0.5)}
INDICES = {2: (1.9, 0.5), 3: (1.7, 0.5), 4: (1.35, 0.4)}


def draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """A smooth galaxy of label 2 (round), 3 (in-between) or 4 (cigar shaped)."""
    body = random_body(label, rng)
    ratio = rng.uniform(*RATIOS[label])
    recorder.note(axis_ratio=ratio)
    plane = random_window(8.0 * body.length, rng)
    if label == 4 and distributions.happens(rng, 0.5):
        return _thick_disc(plane, body, ratio, rng)
    if label != 4 and distributions.happens(rng, 0.3):
        return _bulge_and_disc(plane, body, ratio, rng)
    recorder.all_noted()
    index = distributions.log_normal(rng, *INDICES[label], 0.6, 5.5)
    return spheroid(plane, body, ratio, index, rng)


def spheroid(plane: Plane, body: Body, ratio: float, index: float, rng: np.random.Generator) -> np.ndarray:
    """A Sérsic galaxy with a colour gradient: two fifths of its light are smaller and redder.

    `body.length` is the half light radius, px; `ratio` the axis ratio; `index` Sérsic's n.
    """
    total = colours.flux(body.brightness, body.length, ratio)
    colour = colours.galaxy_colour(body.blueness, rng)
    gradient = rng.uniform(0.1, 0.55)
    outer = profiles.sersic(plane, body.length, ratio, index)
    if body.blueness > 0.6:
        outer = _knotty(outer, rng)
    inner = profiles.sersic(plane, 0.68 * body.length, ratio, index)
    light = colours.painted(outer, 0.6 * total, colour.redder(-0.4 * gradient))
    return light + colours.painted(inner, 0.4 * total, colour.redder(0.6 * gradient))


def _knotty(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Star formation makes a blue galaxy a little uneven, however smooth it was voted."""
    strength = np.float32(rng.uniform(0.0, 0.3))
    return profiles.normalised(image * np.exp(strength * textures.patch(rng, 2.0, len(image))))


def _bulge_and_disc(plane: Plane, body: Body, ratio: float, rng: np.random.Generator) -> np.ndarray:
    """A lenticular: without them every round disc would be taken for a spiral."""
    total = colours.flux(body.brightness, body.length, ratio)
    share = rng.uniform(0.1, 0.5)
    recorder.note(lenticular=1, bulge=share)
    recorder.all_noted()
    scale = 1.1 * body.length / HALF_LIGHT
    disc = profiles.sersic(plane, HALF_LIGHT * scale, ratio, 1.0)
    bulge = profiles.sersic(plane, rng.uniform(0.3, 0.7) * scale, 0.5 + 0.5 * ratio, rng.uniform(1.0, 2.5))
    colour = colours.galaxy_colour(body.blueness, rng)
    light = colours.painted(disc, (1.0 - share) * total, colour)
    return light + colours.painted(bulge, share * total, colours.bulge_colour(rng))


def _thick_disc(plane: Plane, body: Body, ratio: float, rng: np.random.Generator) -> np.ndarray:
    """A cigar that is a disc nearly on edge, with a soft core."""
    total = colours.flux(body.brightness, body.length, ratio)
    height = rng.uniform(0.23, 0.4) * body.length
    radius = plane.radius(0.5)
    disc = np.exp(radius * np.float32(-1.0 / (0.7 * body.length))) * profiles.sech2(plane.v * np.float32(1.0 / height))
    core = profiles.sersic(plane, 0.3 * body.length, 0.5 * (1.0 + ratio) * 0.8, 1.2)
    share = rng.uniform(0.03, 0.2)
    recorder.note(thick_disc=1, bulge=share)
    recorder.all_noted()
    colour = colours.galaxy_colour(body.blueness, rng)
    light = colours.painted(profiles.normalised(disc), (1.0 - share) * total, colour)
    return light + colours.painted(core, share * total, colour.redder(rng.uniform(0.05, 0.35)))
