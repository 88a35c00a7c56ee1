"""Barred spirals: a bar, often a ring about it, and arms that leave the bar's ends."""

import math
from dataclasses import dataclass

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles, recorder
from galaxy_core.datasets.drawing.plane import Plane, random_window
from galaxy_core.datasets.drawing.sizes import HALF_LIGHT, Body, random_body
from galaxy_core.datasets.drawing.spirals import Arms, disc


@dataclass(frozen=True)
class Bar:
    """A bar in the plane of its disc: half length px, axis ratio, direction radians, steepness (1.3 to 3)."""

    length: float
    ratio: float
    direction: float
    steepness: float


def draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """A barred spiral (label 5), float32 (3, n, n), see `colours`."""
    body = random_body(label, rng)
    ratio = rng.uniform(0.5, 1.0)
    plane = random_window(5.2 * body.length, rng)
    flat = plane.inclined(ratio)
    bar = Bar(
        rng.uniform(0.95, 2.0) * body.length, rng.uniform(0.2, 0.4), distributions.angle(rng), rng.uniform(1.3, 3.0)
    )
    arms = bar_arms(bar, body.length, rng)
    total = colours.flux(body.brightness, HALF_LIGHT * body.length, ratio)
    in_bar = rng.uniform(0.13, 0.36)
    in_bulge = distributions.log_normal(rng, 0.08, 0.6, 0.01, 0.25)
    in_ring = rng.uniform(0.04, 0.16) if distributions.happens(rng, 0.55) else 0.0
    arms.noted()
    recorder.note(axis_ratio=ratio, bulge=in_bulge, ring=in_ring, bar_light=in_bar, bar_length=bar.length)
    recorder.all_noted()
    light = _emptied_disc(flat, body, arms, bar, (1.0 - in_bar - in_bulge - in_ring) * total, rng)
    old = colours.bulge_colour(rng)
    light += colours.painted(
        profiles.bar(flat.turned(bar.direction), bar.length, bar.ratio, bar.steepness), in_bar * total, old
    )
    bulge = profiles.sersic(plane, rng.uniform(0.15, 0.35) * body.length, 0.4 + 0.6 * ratio, rng.uniform(1.0, 2.5))
    light += colours.painted(bulge, in_bulge * total, old)
    if in_ring:
        light += _ring(flat, bar, body, in_ring * total, rng)
    return light


def bar_arms(bar: Bar, length: float, rng: np.random.Generator) -> Arms:
    """Arms (mostly two) that start at the ends of this bar, in a disc of scale length `length` px."""
    sense = distributions.sign(rng)
    pitch = math.radians(rng.uniform(9.0, 32.0))
    wind = sense * math.log(bar.length / length) / math.tan(pitch)
    two = distributions.happens(rng, 0.85)
    return Arms(
        number=2 if two else int(rng.choice((3, 4))),
        pitch=pitch,
        contrast=rng.uniform(0.3, 2.8),
        sharpness=rng.uniform(1.0, 3.2),
        start=rng.uniform(0.8, 1.1) * bar.length,
        end=rng.uniform(3.0, 5.0) * length,
        sense=sense,
        phase=-2.0 * bar.direction + 2.0 * wind if two else distributions.angle(rng),
        flocculence=rng.uniform(0.0, 0.6),
        raggedness=rng.uniform(0.0, 0.6),
        clumpiness=rng.uniform(0.05, 0.4),
        inequality=rng.uniform(0.0, 0.5),
        lopsidedness=rng.uniform(0.0, 0.2),
        blueness=rng.uniform(0.2, 0.75),
    )


def _emptied_disc(flat: Plane, body: Body, arms: Arms, bar: Bar, total: float, rng: np.random.Generator) -> np.ndarray:
    """The disc, dimmed inside the bar's reach, from where the bar has driven gas and stars."""
    inside = profiles.sigmoid((np.float32(0.7 * bar.length) - flat.radius()) * np.float32(5.0 / bar.length))
    dimmed = np.float32(1.0) - np.float32(rng.uniform(0.3, 0.85)) * inside
    return disc(flat, body, arms, total, rng, dimmed)


def _ring(flat: Plane, bar: Bar, body: Body, total: float, rng: np.random.Generator) -> np.ndarray:
    """An inner ring just outside the bar's ends, bluer than the disc."""
    stretched = flat.turned(bar.direction).radius(rng.uniform(0.78, 1.0))
    image = profiles.ring(stretched, 1.1 * bar.length, rng.uniform(0.12, 0.25) * bar.length)
    return colours.painted(image, total, colours.galaxy_colour(body.blueness, rng).redder(-rng.uniform(0.0, 0.15)))
