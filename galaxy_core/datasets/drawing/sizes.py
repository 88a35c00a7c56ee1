"""How large and how bright the galaxies of each class are: measured on displayed light of real ones, class by class.

Surveys of the sky pick classes by what can be told at a glance, so classes differ in size and brightness, and a
network uses it.
"""

from dataclasses import dataclass

import numpy as np

from galaxy_core.datasets.drawing import distributions, recorder


@dataclass(frozen=True)
class Sizes:
    """The log-normal of a class's length (px) with its clips, of its brightness, and the Beta of its blueness."""

    median: float
    sigma: float
    low: float
    high: float
    brightness: float
    blueness: tuple[float, float]


SIZES = (
    Sizes(7.5, 0.30, 4.0, 16.0, 0.60, (2.3, 1.0)),
    Sizes(8.3, 0.30, 4.5, 18.0, 0.50, (1.1, 1.9)),
    Sizes(6.0, 0.38, 2.2, 14.0, 0.75, (0.9, 1.3)),
    Sizes(4.8, 0.30, 2.6, 10.0, 1.00, (0.9, 1.3)),
    Sizes(7.6, 0.30, 4.0, 16.0, 0.57, (1.1, 1.3)),
    Sizes(8.0, 0.22, 5.0, 14.0, 0.65, (1.5, 2.2)),
    Sizes(6.5, 0.28, 3.8, 13.0, 0.50, (1.6, 2.0)),
    Sizes(7.8, 0.30, 4.0, 16.0, 0.58, (2.1, 1.4)),
    Sizes(14.8, 0.28, 7.5, 23.0, 0.38, (1.7, 1.4)),
    Sizes(6.5, 0.28, 3.8, 14.0, 0.50, (1.1, 2.1)),
)
"""By label. Lengths are half light radii for labels 0 to 4, scale lengths of discs for 5 to 9."""

DISCS = range(5, 10)

HALF_LIGHT = 1.678
"""Half light radius of an exponential disc over its scale length (Freeman 1970)."""


@dataclass(frozen=True)
class Body:
    """What a galaxy of a class starts from: length (px), brightness (see `colours.flux`), blueness (0 to 1)."""

    length: float
    brightness: float
    blueness: float


def random_body(label: int, rng: np.random.Generator) -> Body:
    """Length, brightness and blueness of one galaxy of this class."""
    sizes = SIZES[label]
    length = distributions.log_normal(rng, sizes.median, sizes.sigma, sizes.low, sizes.high)
    body = Body(
        length,
        distributions.log_normal(rng, sizes.brightness, 0.42, 0.4 * sizes.brightness, 2.2 * sizes.brightness),
        float(rng.beta(*sizes.blueness)),
    )
    recorder.note(size=2.0 * length * (HALF_LIGHT if label in DISCS else 1.0), surface=body.brightness)
    return body
