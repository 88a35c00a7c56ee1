"""Classes of Galaxy Zoo 2 made fewer, as study 003 does to give each part of a split its share of the rare ones.

A class such as `SBb2m(r)` (a barred spiral with a moderate bulge, two arms of medium winding, and a ring) loses its
arms where it is rare: `SBb(r)`. What is still rare becomes one class.
"""

import re
from collections.abc import Callable

import numpy as np

RARE = 12  # a class of fewer galaxies that ends in what is odd about it loses number and winding of its arms
RAREST = 3  # a class of so many galaxies or fewer then goes into one with others
TOGETHER = "SuperRare"
ARMS = re.compile(r"[1-4+?]?[tml]?(?=\([^()]*\)$)")


def classes(full: np.ndarray) -> tuple[np.ndarray, tuple[int, int, int]]:
    """`gz2_class` (n,) → `class_reduced` (n,), arrays of text; and how many classes there are before, without the arms
    of rare ones, and in the end."""
    shorter = _replaced(full, lambda name, count: ARMS.sub("", name, count=1) if count < RARE else name)
    reduced = _replaced(shorter, lambda name, count: name if count > RAREST else TOGETHER)
    return reduced, (len({*full}), len({*shorter}), len({*reduced}))


def _replaced(full: np.ndarray, way: Callable[[str, int], str]) -> np.ndarray:
    names, back, counts = np.unique(full.astype(str), return_inverse=True, return_counts=True)
    other = np.array([way(str(name), int(count)) for name, count in zip(names, counts, strict=True)], object)
    return np.asarray(other[back.reshape(-1)])
