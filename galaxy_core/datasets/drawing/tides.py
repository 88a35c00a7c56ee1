"""What tides draw out of galaxies: tails, bridges, shells, plumes, and a general bending (Toomre & Toomre 1972).

Every image is float32 (n, n) of unit sum; lengths px, angles radians.
"""

import math

import numpy as np

from galaxy_core.datasets.drawing import distributions, profiles, textures
from galaxy_core.datasets.drawing.plane import Plane


def warped(plane: Plane, shift: float, size: float, rng: np.random.Generator) -> Plane:
    """The plane with its coordinates displaced by a smooth random field of `shift` px, smooth over about `size` px."""
    blur = 16.0 if size > 9.0 else 10.0
    side = len(plane.u)
    u, v = textures.patch(rng, blur, side), textures.patch(rng, blur, side)
    # The centre stays where it is, else the galaxy as a whole would wander off the middle of the frame.
    middle = side // 2
    return plane.bent(np.float32(shift) * (u - u[middle, middle]), np.float32(shift) * (v - v[middle, middle]))


def tail(plane: Plane, start: float, end: float, rng: np.random.Generator) -> np.ndarray:
    """One arm of a logarithmic spiral of pitch 25 to 60 degrees from radius `start` to `end`, widening outwards."""
    radius = plane.radius()
    pitch = math.radians(rng.uniform(25.0, 60.0))
    wind = np.float32(distributions.sign(rng) / math.tan(pitch)) * np.log(radius * np.float32(1.0 / start))
    away = plane.azimuth() - wind - np.float32(distributions.angle(rng))
    width = np.float32(rng.uniform(0.16, 0.3) * start) + np.float32(rng.uniform(0.06, 0.2)) * radius
    crest = np.exp(np.square(radius / width) * (np.cos(away) - np.float32(1.0)))
    softness = np.float32(8.0 / (end - start))
    span = profiles.sigmoid((radius - np.float32(start)) * np.float32(1.5) * softness)
    span *= profiles.sigmoid((np.float32(end) - radius) * softness)
    return profiles.normalised(crest * span * np.exp((np.float32(start) - radius) * np.float32(1.2 / (end - start))))


def bridge(plane: Plane, length: float, bend: float, width: float) -> np.ndarray:
    """A bow of light from (-length / 2, 0) to (length / 2, 0) of the plane that swells aside by `bend` px."""
    x = plane.u * np.float32(2.0 / length)
    aside = plane.v - np.float32(bend) * (np.float32(1.0) - x * x)
    ends = profiles.sigmoid((np.float32(1.1) - np.abs(x)) * np.float32(8.0))
    across = np.clip(aside * np.float32(1.0 / width), -9.0, 9.0)
    return profiles.normalised(np.exp(np.float32(-0.5) * across * across) * ends)


def shells(plane: Plane, size: float, rng: np.random.Generator) -> np.ndarray:
    """One to three arcs with sharp outer edges about one axis (Malin & Carter 1983), between one and four `size`."""
    radius = plane.radius(rng.uniform(0.7, 1.0))
    axis = distributions.angle(rng)
    cosine = (np.float32(math.cos(axis)) * plane.u + np.float32(math.sin(axis)) * plane.v) / radius
    image = np.zeros_like(radius)
    for number in range(int(rng.integers(1, 4))):
        edge = rng.uniform(1.3, 3.4) * size
        inside = np.float32(edge) - radius
        arc = profiles.sigmoid(inside * np.float32(2.5)) * np.exp(-np.abs(inside) * np.float32(1.0 / (0.16 * edge)))
        side = np.float32(1.0 if number % 2 else -1.0)
        image += arc * np.exp(np.float32(rng.uniform(1.5, 4.0)) * (side * cosine - np.float32(1.0)))
    return profiles.normalised(image)


def plume(plane: Plane, size: float, rng: np.random.Generator) -> np.ndarray:
    """A broad, flat fan of light beside the galaxy."""
    direction, distance = distributions.angle(rng), rng.uniform(0.9, 2.0) * size
    beside = plane.moved(distance * math.cos(direction), distance * math.sin(direction))
    turned = beside.turned(direction + rng.normal(0.0, 0.4))
    return profiles.sersic(turned, rng.uniform(0.8, 1.5) * size, rng.uniform(0.25, 0.6), rng.uniform(0.5, 0.9))
