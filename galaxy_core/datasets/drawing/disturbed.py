"""Disturbed galaxies: irregular, lopsided, or normal cores with the debris of a merger about them."""

import math
from dataclasses import replace

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles, recorder, spirals, textures, tides
from galaxy_core.datasets.drawing.plane import Plane, random_window
from galaxy_core.datasets.drawing.sizes import HALF_LIGHT, Body, random_body
from galaxy_core.datasets.drawing.smooth import spheroid


def draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """A disturbed galaxy (label 0), float32 (3, n, n), see `colours`."""
    body = random_body(label, rng)
    plane = random_window(7.0 * body.length, rng)
    bent = tides.warped(plane, rng.uniform(0.15, 0.55) * body.length, body.length, rng)
    ratio = rng.uniform(0.25, 0.75)
    kind = rng.random()
    recorder.note(axis_ratio=ratio, irregular=kind < 0.35, lopsided=0.35 <= kind < 0.65, debris=kind >= 0.65)
    recorder.all_noted()
    if kind < 0.35:
        light = _irregular(bent, body, ratio, rng)
    elif kind < 0.65:
        light = _lopsided(bent, body, ratio, rng)
    else:
        light = _with_debris(bent, body, ratio, rng)
    if distributions.happens(rng, 0.7):
        light += _envelope(bent, body, float(light[1].sum()) * colours.NATIVE_PIXELS, rng)
    return light


def _irregular(plane: Plane, body: Body, ratio: float, rng: np.random.Generator) -> np.ndarray:
    """A clumpy galaxy whose brightest knot lies beside its middle."""
    total = colours.flux(body.brightness, body.length, ratio)
    colour = colours.galaxy_colour(body.blueness, rng)
    image = profiles.sersic(plane, body.length, ratio, rng.uniform(0.6, 1.3))
    image = profiles.normalised(
        image * np.exp(np.float32(rng.uniform(0.3, 0.9)) * textures.patch(rng, 2.5, len(image)))
    )
    light = colours.painted(image, total, colour)
    for _ in range(int(rng.integers(1, 5))):
        aside = plane.moved(rng.normal(0.0, 0.5) * body.length, rng.normal(0.0, 0.5 * ratio) * body.length)
        knot = profiles.sersic(
            aside.turned(distributions.angle(rng)), rng.uniform(0.1, 0.3) * body.length, rng.uniform(0.5, 1), 1.0
        )
        light += colours.painted(knot, rng.uniform(0.04, 0.2) * total, colour.redder(rng.normal(0.0, 0.12)))
    return light


def _lopsided(plane: Plane, body: Body, ratio: float, rng: np.random.Generator) -> np.ndarray:
    """A spiral of one strong arm, or of two very unequal ones."""
    disc = replace(body, length=body.length / HALF_LIGHT)
    arms = replace(
        spirals.loose_arms(disc.length, rng),
        number=1 if distributions.happens(rng, 0.65) else 2,
        contrast=rng.uniform(1.5, 4.0),
        inequality=rng.uniform(0.3, 0.9),
        lopsidedness=rng.uniform(0.3, 0.8),
    )
    side = distributions.angle(rng)
    off = plane.moved(0.3 * disc.length * math.cos(side), 0.3 * disc.length * math.sin(side))
    return spirals.spiral(off, disc, min(1.0, 1.1 * ratio), arms, rng.uniform(0.03, 0.2), rng)


def _with_debris(plane: Plane, body: Body, ratio: float, rng: np.random.Generator) -> np.ndarray:
    """A normal core with tails, shells or a plume."""
    core = replace(body, length=rng.uniform(0.55, 0.9) * body.length)
    light = spheroid(plane, core, min(1.0, 1.2 * ratio), distributions.log_normal(rng, 1.4, 0.4, 0.6, 4.0), rng)
    total = float(light[1].sum()) * colours.NATIVE_PIXELS
    colour = colours.galaxy_colour(body.blueness, rng)
    kind = rng.random()
    if kind < 0.5:
        for _ in range(int(rng.integers(1, 3))):
            image = tides.tail(plane, 0.8 * core.length, core.length + rng.uniform(1.2, 3.5) * body.length, rng)
            light += colours.painted(image, rng.uniform(0.12, 0.45) * total, colour)
    elif kind < 0.72:
        light += colours.painted(tides.shells(plane, core.length, rng), rng.uniform(0.15, 0.45) * total, colour)
    else:
        light += colours.painted(tides.plume(plane, body.length, rng), rng.uniform(0.2, 0.6) * total, colour)
    return light


def _envelope(plane: Plane, body: Body, total: float, rng: np.random.Generator) -> np.ndarray:
    """A faint common envelope beside the middle."""
    beside = plane.moved(*rng.normal(0.0, 0.5 * body.length, 2)).turned(distributions.angle(rng))
    image = profiles.sersic(beside, rng.uniform(1.2, 2.0) * body.length, rng.uniform(0.4, 0.9), rng.uniform(0.6, 1.2))
    colour = colours.galaxy_colour(float(np.clip(body.blueness - 0.1, 0.0, 1.0)), rng)
    return colours.painted(image, rng.uniform(0.08, 0.35) * total, colour)
