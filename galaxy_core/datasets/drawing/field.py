"""What else is in a frame: stars, faint galaxies, chance neighbours; the same for every class.

Without them a network that learned from drawn images takes most real ones for mergers.
"""

import math

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles
from galaxy_core.datasets.drawing.plane import CANVAS, Plane, window

AREA = (CANVAS / 128.0) ** 2  # counts below are per image of 128 px
STARS = 9.0
GALAXIES = 10.5
NEIGHBOURS = 0.35
SPOILT = np.array([[0.25, 1.0, 1.0], [0.25, 0.35, 1.0], [1.0, 1.0, 0.3], [0.4, 1.0, 0.4]])
"""Shares of z, r, g left where bands are saturated: the surveys' bright stars come out cyan, blue, yellow or green."""
STAMP = 8  # half width, px, of the window of a faint galaxy


def add(light: np.ndarray, rng: np.random.Generator) -> None:
    """Adds the field to `light`, float32 (3, CANVAS, CANVAS) nanomaggies per native pixel, in place."""
    crowding = distributions.log_normal(rng, 1.0, 0.45)
    add_galaxies(light, int(rng.poisson(GALAXIES * crowding * AREA)), rng)
    for _ in range(int(rng.poisson(NEIGHBOURS))):
        distance, direction = rng.uniform(5.0, 26.0), distributions.angle(rng)
        at = CANVAS / 2 + distance * np.array([math.cos(direction), math.sin(direction)])
        add_galaxy(light, at, magnitudes(rng, 1, 0.33, 18.0, 22.0)[0], rng)
    add_stars(light, int(rng.poisson(STARS * crowding * AREA)), rng)


def magnitudes(rng: np.random.Generator, count: int, slope: float, bright: float, faint: float) -> np.ndarray:
    """Magnitudes float64 (count,) with dN/dm growing as 10^(slope m) from `bright` to `faint`."""
    low, high = 10.0 ** (slope * (bright - faint)), 1.0
    return faint + np.log10(rng.uniform(low, high, count)) / slope


def add_stars(light: np.ndarray, count: int, rng: np.random.Generator) -> None:
    """Stars anywhere on the canvas, each shared among four pixels; the blur makes discs of them."""
    magnitude = magnitudes(rng, count, 0.23, 14.5, 24.0)
    fluxes = colours.magnitude_flux(magnitude) / colours.NATIVE_PIXELS * _star_ratios(magnitude, rng)
    at = rng.uniform(1.0, CANVAS - 2.0, (2, count))
    corner = at.astype(np.int64)
    y, x = at - corner
    flat = light.reshape(3, -1)
    for down, across, weight in ((0, 0, (1 - y) * (1 - x)), (0, 1, (1 - y) * x), (1, 0, y * (1 - x)), (1, 1, y * x)):
        pixels = (corner[0] + down) * CANVAS + corner[1] + across
        for band in range(3):
            np.add.at(flat[band], pixels, (fluxes[band] * weight).astype(np.float32))


def _star_ratios(magnitude: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Flux in z, r, g over flux in r, float64 (3, n): M dwarfs among the faint, hotter stars among the bright."""
    count = len(magnitude)
    dwarf = rng.random(count) < np.where(magnitude < 20.0, 0.25, 0.55)
    g_r = np.where(dwarf, rng.normal(1.3, 0.15, count), rng.normal(0.5, 0.2, count))
    r_z = np.where(dwarf, rng.uniform(0.6, 1.9, count), 0.75 * g_r - 0.1 + rng.normal(0.0, 0.05, count))
    ratios = np.stack([10.0 ** (0.4 * r_z), np.ones(count), 10.0 ** (-0.4 * g_r)])
    spoilt = SPOILT[rng.integers(len(SPOILT), size=count)].T
    return np.where((magnitude < 17.3) & (rng.random(count) < 0.4), ratios * spoilt, ratios)


def add_galaxies(light: np.ndarray, count: int, rng: np.random.Generator) -> None:
    """Background galaxies anywhere on the canvas: faint ones all at once on small windows, bright ones singly."""
    magnitude = magnitudes(rng, count, 0.35, 17.0, 24.1)
    at = rng.uniform(0.0, CANVAS, (count, 2))
    faint = magnitude > 20.5
    for place, bright in zip(at[~faint], magnitude[~faint], strict=True):
        add_galaxy(light, place, bright, rng)
    _add_faint(light, at[faint], magnitude[faint], rng)


def add_galaxy(light: np.ndarray, at: np.ndarray, magnitude: float, rng: np.random.Generator) -> None:
    """One galaxy of this r magnitude with its centre at (row, column) `at` of the canvas, px."""
    size = distributions.log_normal(rng, 0.9 * 10.0 ** (0.15 * (22.0 - magnitude)), 0.3, 0.5, 9.0)
    plane = window(min(5.0 * size + 3.0, 36.0))
    half = len(plane.u) // 2
    corner = np.floor(at).astype(int) - half
    off = at - np.floor(at)
    turned = plane.moved(off[1], off[0]).turned(distributions.angle(rng))
    image = profiles.sersic(turned, size, rng.uniform(0.35, 1.0), distributions.log_normal(rng, 1.4, 0.4, 0.6, 3.5))
    colour = colours.galaxy_colour(rng.beta(1.2, 1.6), rng).redder(rng.uniform(0.0, 0.35))
    _paste(light, colours.painted(image, float(colours.magnitude_flux(magnitude)), colour), corner)


def _add_faint(light: np.ndarray, at: np.ndarray, magnitude: np.ndarray, rng: np.random.Generator) -> None:
    """Faint galaxies as round-cornered exponentials, all drawn in one go."""
    count = len(at)
    size = 0.9 * 10.0 ** (0.15 * (22.0 - magnitude)) * np.exp(0.3 * rng.standard_normal(count))
    plane, whole = window(STAMP), np.floor(at)
    images = _exponentials(plane, at - whole, size, rng)
    g_r, excess = rng.uniform(0.3, 1.2, count), rng.uniform(-0.25, 0.3, count)
    ratios = np.stack([10.0 ** (0.4 * (0.75 * g_r + excess)), np.ones(count), 10.0 ** (-0.4 * g_r)], axis=1)
    fluxes = (ratios * colours.magnitude_flux(magnitude)[:, None] / colours.NATIVE_PIXELS).astype(np.float32)
    stamps = images[:, None] * fluxes[:, :, None, None]
    for stamp, corner in zip(stamps, whole.astype(int) - STAMP, strict=True):
        _paste(light, stamp, corner)


def _exponentials(plane: Plane, offsets: np.ndarray, sizes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exponential galaxies of unit sum, float32 (k, n, n), at these offsets (row, column), half light radii px."""
    count = len(sizes)
    directions, ratios = rng.uniform(0.0, math.pi, count), rng.uniform(0.35, 1.0, count)
    y = plane.v - offsets[:, 0, None, None].astype(np.float32)
    x = plane.u - offsets[:, 1, None, None].astype(np.float32)
    cos = np.cos(directions).astype(np.float32)[:, None, None]
    sin = np.sin(directions).astype(np.float32)[:, None, None]
    long, short = cos * x + sin * y, (cos * y - sin * x) / ratios.astype(np.float32)[:, None, None]
    radius = np.sqrt(long * long + short * short + np.float32(0.12))
    images = np.exp(radius * (-1.678 / sizes).astype(np.float32)[:, None, None])
    return images / images.sum(axis=(1, 2), keepdims=True)


def _paste(light: np.ndarray, stamp: np.ndarray, corner: np.ndarray) -> None:
    """Adds a stamp float32 (3, n, n) whose first pixel falls on this (row, column); what sticks out is lost."""
    side = stamp.shape[1]
    top, left = max(corner[0], 0), max(corner[1], 0)
    bottom, right = min(corner[0] + side, CANVAS), min(corner[1] + side, CANVAS)
    if bottom > top and right > left:
        inner = stamp[:, top - corner[0] : bottom - corner[0], left - corner[1] : right - corner[1]]
        light[:, top:bottom, left:right] += inner
