"""One image: a galaxy of the wanted class, the field about it, and the picture taken of both."""

from contextlib import suppress

import numpy as np

from galaxy_core.datasets.drawing import (
    barred,
    distributions,
    disturbed,
    edge_on,
    field,
    merging,
    optics,
    recorder,
    smooth,
    spirals,
)
from galaxy_core.datasets.drawing.plane import CANVAS

SUBJECTS = (disturbed, merging, smooth, smooth, smooth, barred, spirals, spirals, edge_on, edge_on)
"""By label: the module whose `draw(label, rng)` gives the galaxy's light alone, (3, n, n), n even up to CANVAS."""


def image(label: int, seed: int, row: int) -> np.ndarray:
    """The image uint8 (128, 128, 3) of this class, set seed and row; the same three numbers give the same pixels."""
    rng = distributions.generator(seed, row, label)
    light = np.zeros((3, CANVAS, CANVAS), np.float32)
    weather = optics.random_weather(rng)
    galaxy = SUBJECTS[label].draw(label, rng)
    side = galaxy.shape[1]
    inner = slice((CANVAS - side) // 2, (CANVAS + side) // 2)
    light[:, inner, inner] += galaxy
    field.add(light, rng)
    return optics.picture(light, weather, rng)


def facts(label: int, seed: int, row: int) -> dict[str, float]:
    """What that image shows, by the names of `recorder.FACTS` as far as it has them; no more is drawn than it takes."""
    rng = distributions.generator(seed, row, label)
    with suppress(recorder.AllNoted), recorder.listening(hurried=True) as heard:
        weather = optics.random_weather(rng)
        recorder.note(width=weather.width, grain=weather.noise)
        SUBJECTS[label].draw(label, rng)
    return heard
