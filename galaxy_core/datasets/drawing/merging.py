"""Merging galaxies: two nuclei in one envelope, or pairs with bridges and tails (Toomre & Toomre 1972)."""

import math
from dataclasses import replace

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles, recorder, spirals, tides
from galaxy_core.datasets.drawing.plane import Plane, random_window
from galaxy_core.datasets.drawing.sizes import HALF_LIGHT, Body, random_body
from galaxy_core.datasets.drawing.smooth import spheroid


def draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """Merging galaxies (label 1), float32 (3, n, n), see `colours`."""
    body = random_body(label, rng)
    recorder.note(merging=1)
    recorder.all_noted()
    plane = random_window(7.0 * body.length, rng)
    stage = rng.random()
    if stage < 0.4:
        return _two_nuclei(plane, body, rng)
    if stage < 0.8:
        return _pair(plane, body, rng.uniform(1.5, 3.6), rng)
    return _pair(plane, body, rng.uniform(1.0, 2.2), rng, tidal=False)


def _two_nuclei(plane: Plane, body: Body, rng: np.random.Generator) -> np.ndarray:
    """A late stage: two compact, redder cores in a common, bent envelope, mostly with tails."""
    bent = tides.warped(plane, rng.uniform(0.15, 0.45) * body.length, body.length, rng)
    total = colours.flux(body.brightness, body.length, rng.uniform(0.35, 1.0))
    core = Body(rng.uniform(0.25, 0.55) * body.length, rng.uniform(1.2, 2.8) * body.brightness, 0.6 * body.blueness)
    light = _two(bent, core, rng.uniform(0.6, 1.7) * body.length, rng)
    colour = colours.galaxy_colour(body.blueness, rng)
    envelope = profiles.sersic(
        bent.moved(*rng.normal(0.0, 0.25 * body.length, 2)).turned(distributions.angle(rng)),
        rng.uniform(1.1, 2.0) * body.length,
        rng.uniform(0.35, 0.9),
        rng.uniform(0.7, 1.8),
    )
    light += colours.painted(envelope, rng.uniform(0.3, 1.0) * total, colour)
    for _ in range(int(rng.integers(0, 3))):
        tail = tides.tail(bent, 0.8 * body.length, rng.uniform(2.0, 3.6) * body.length, rng)
        light += colours.painted(tail, rng.uniform(0.08, 0.3) * total, colour.redder(-0.05))
    return light


def _pair(plane: Plane, body: Body, apart: float, rng: np.random.Generator, tidal: bool = True) -> np.ndarray:
    """Two galaxies `apart` half light radii from each other; if tidal, with a bridge and one or two tails."""
    distance = apart * body.length
    # A catalogue centres its image on either of the two as often as between them.
    off = rng.choice((-0.5, 0.5)) * distance if distributions.happens(rng, 0.45) else 0.0
    bent = tides.warped(plane, rng.uniform(0.05, 0.3) * body.length, body.length, rng).moved(off, 0.0)
    first = replace(body, length=rng.uniform(0.6, 0.95) * body.length)
    light = _two(bent, first, distance, rng)
    if not tidal:
        return light
    total = float(light[1].sum()) * colours.NATIVE_PIXELS
    colour = colours.galaxy_colour(min(1.0, body.blueness + 0.15), rng)
    bow = tides.bridge(bent, distance, rng.uniform(-0.35, 0.35) * distance, rng.uniform(0.15, 0.4) * body.length)
    light += colours.painted(bow, rng.uniform(0.04, 0.2) * total, colour)
    for number in range(int(rng.integers(1, 3))):
        host = bent.moved(distance * (0.5 - number), 0.0)
        tail = tides.tail(host, 0.9 * first.length, first.length + rng.uniform(1.2, 3.5) * body.length, rng)
        light += colours.painted(tail, rng.uniform(0.05, 0.24) * total, colour)
    return light


def _two(plane: Plane, body: Body, distance: float, rng: np.random.Generator) -> np.ndarray:
    """Two galaxies at (+-distance / 2, 0), the second of .75 (ln sigma .35) times the light of the first."""
    share = distributions.log_normal(rng, 0.75, 0.35, 0.15, 1.5)
    second = replace(
        body,
        length=body.length * math.sqrt(share),
        blueness=float(np.clip(body.blueness + rng.normal(0.0, 0.2), 0.0, 1.0)),
    )
    light = _galaxy(plane.moved(0.5 * distance, 0.0), body, rng)
    return light + _galaxy(plane.moved(-0.5 * distance, 0.0), second, rng)


def _galaxy(plane: Plane, body: Body, rng: np.random.Generator) -> np.ndarray:
    """One of the two: a spheroid, or one time in three a spiral."""
    turned = plane.turned(distributions.angle(rng))
    ratio = rng.uniform(0.3, 1.0)
    if body.length > 3.5 and distributions.happens(rng, 0.35):
        disc = replace(body, length=body.length / HALF_LIGHT)
        arms = replace(spirals.loose_arms(disc.length, rng), flocculence=0.0, lopsidedness=0.0)
        return spirals.spiral(turned, disc, ratio, arms, rng.uniform(0.08, 0.35), rng)
    return spheroid(turned, body, ratio, distributions.log_normal(rng, 1.8, 0.4, 0.8, 4.5), rng)
