"""Classes of Galaxy Zoo 2 made fewer, as study 003 does to give each part of a split its share of the rare ones.

A class such as `SBb2m(r)` (a barred spiral with a moderate bulge, two arms of medium winding, and a ring) loses its
arms where it is rare: `SBb(r)`. What is still rare becomes one class.
"""

import re

import numpy as np

RARE = 12  # a class of fewer galaxies that ends in what is odd about it loses number and winding of its arms
RAREST = 3  # a class of so many galaxies or fewer then goes into one with others
TOGETHER = "SuperRare"
ARMS = re.compile(r"[1-4+?]?[tml]?(?=\([^()]*\)$)")


def classes(known: np.ndarray) -> np.ndarray:
    """`gz2_class` (n,) → `class_reduced` (n,), arrays of text."""
    shorter = _replaced(known, lambda name, count: ARMS.sub("", name, count=1) if count < RARE else name)
    return _replaced(shorter, lambda name, count: name if count > RAREST else TOGETHER)


def _replaced(known: np.ndarray, way) -> np.ndarray:
    names, back, counts = np.unique(known.astype(str), return_inverse=True, return_counts=True)
    other = np.array([way(str(name), int(count)) for name, count in zip(names, counts, strict=True)], object)
    return other[back.reshape(-1)]
