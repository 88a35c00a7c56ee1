"""Colours of galaxies, and light in three bands.

Bands are always in the order of the image's channels: z, r, g (red, green, blue). Light is in nanomaggies per native
DECaLS pixel (0.262 arcsec), so one pixel of ours holds four times its value.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Magnitude = TypeVar("Magnitude", float, np.ndarray)

NATIVE_PIXELS = 4.0


@dataclass(frozen=True)
class Colour:
    """g-r and r-z in AB magnitudes; a galaxy of .62 and .47 comes out grey."""

    g_r: float
    r_z: float

    def ratios(self) -> np.ndarray:
        """Flux in z, r, g over flux in r, float32 (3,)."""
        return np.array([10.0 ** (0.4 * self.r_z), 1.0, 10.0 ** (-0.4 * self.g_r)], np.float32)

    def redder(self, magnitudes: float) -> "Colour":
        """The colour with g-r larger by so much, and r-z by four fifths of it, as dust and age do (negative: bluer)."""
        return Colour(self.g_r + magnitudes, self.r_z + 0.8 * magnitudes)


def galaxy_colour(blueness: float, rng: np.random.Generator) -> Colour:
    """A colour on the locus of galaxies: blueness 0 = old and red, 1 = star-forming.

    After Strateva et al. 2001 and Baldry et al. 2004; the blue end stops at about g-r = .4, since real faces seldom
    look bluer, and keeps some z, which makes it lavender instead of cyan.
    """
    g_r = 0.88 - 0.48 * blueness + 0.06 * rng.standard_normal()
    return Colour(g_r, 0.64 - 0.42 * blueness + 0.06 * rng.standard_normal())


def bulge_colour(rng: np.random.Generator) -> Colour:
    """The colour of an old bulge or bar."""
    return galaxy_colour(rng.uniform(0.0, 0.35), rng).redder(0.1)


def flux(brightness: float, half_light_radius: float, ratio: float) -> float:
    """Total flux in r, nanomaggies, of a galaxy whose mean *displayed* intensity in its half light ellipse is given.

    `brightness` is 3.4 times the mean r light per native pixel, 3.4 being the stretch's weight of r; radius in px.
    """
    return 2.0 * (brightness / 3.4) * math.pi * (2.0 * half_light_radius) ** 2 * ratio


def magnitude_flux(magnitude: Magnitude) -> Magnitude:
    """Nanomaggies of an AB magnitude: 1 at 22.5."""
    return 10.0 ** (0.4 * (22.5 - magnitude))


def painted(image: np.ndarray, total: float, colour: Colour) -> np.ndarray:
    """Light float32 (3, n, n) of a component of unit sum, float32 (n, n), of `total` nanomaggies in r."""
    return image * (np.float32(total / NATIVE_PIXELS) * colour.ratios())[:, None, None]
