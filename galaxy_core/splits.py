"""Train, validation and test rows: seeded, stratified by class, one place of the sky on one side only."""

import re
from dataclasses import dataclass, field

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.datasets import Galaxies

RADIUS = 10.0  # arcsec: images closer than this show the same sky
USUAL = "80/10/10"
POLICIES = ("80/10/10", "90/10", "80/20", "75/25")
PARTS = ("train", "validation", "test")


@dataclass(frozen=True, eq=False)
class Split:
    """Sorted row numbers of the three parts (int64), what made them, and the labels they were made of."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    policy: str
    seed: int
    labels: np.ndarray = field(repr=False, default_factory=lambda: np.zeros(0, np.int64))  # of all rows
    classes: int = 0

    def counts(self, name: str) -> np.ndarray:
        """Images of each class in a part: int64 (k,). Raises UsageError for a part that is none."""
        return np.bincount(self.labels[self.part(name)], minlength=self.classes)

    def part(self, name: str) -> np.ndarray:
        """The rows of "train", "validation" or "test". Raises UsageError for another name."""
        if name not in PARTS:
            raise UsageError(f"“{name}” is not a part of a split: choose {', '.join(PARTS)}.")
        return getattr(self, name)


def shares(policy: str) -> tuple[float, float]:
    """Shares of validation and test in all images.

    "80/10/10" names all three; of a two-part policy as the studies use ("90/10", "80/20", "75/25") the second is the
    test part, and a tenth of the training part is taken out of it for validation. What follows an "@" is the draw (see
    `split`). Raises UsageError for another text.
    """
    known = re.fullmatch(r"(\d{1,2}(?:/\d{1,2}){1,2})(?:@\d{1,9})?", policy, re.ASCII)
    parts = [int(part) for part in known[1].split("/")] if known else []
    if sum(parts) != 100:
        raise UsageError(f"“{policy}” is not a split: choose {', '.join(POLICIES)}, or numbers that sum to 100.")
    if min(parts) == 0:
        raise UsageError(f"The split “{policy}” leaves a part empty: every part needs images.")
    return (parts[1] / 100, parts[2] / 100) if len(parts) == 3 else (0.1 * parts[0] / 100, parts[1] / 100)


def split(galaxies: Galaxies, policy: str = USUAL, seed: int = 0) -> Split:
    """Splits the rows of a data set. The same data set, policy and seed give the same rows.

    A policy such as "80/10/10@7" names its own seed. It isn't the seed of a training: all runs of a policy are tested
    on the same images, so that they can be compared one image at a time.

    Raises DataError where a class has too few independent sky positions for three parts, UsageError for a policy or
    seed that is none.
    """
    if seed < 0:
        raise UsageError(f"The seed {seed} is negative: choose 0 or a larger whole number.")
    share_validation, share_test = shares(policy)
    seed = int(policy.partition("@")[2] or seed)
    group = groups(galaxies)
    part = np.zeros(galaxies.n, dtype=np.int8)  # 0 train, 1 validation, 2 test
    stratum = galaxies.labels[_first_rows(group)]  # a group of several labels goes with its first one
    random = np.random.default_rng([seed, 20061])
    for label, name in enumerate(galaxies.classes):
        members = np.flatnonzero(stratum == label)
        if len(members) < 3:
            raise DataError(
                f"The class {name} has {len(members)} separate galaxies; training, validation and test need at least 3."
            )
        _share_out(random.permutation(members), group, part, (share_validation, share_test))
    rows = [np.flatnonzero(part == number) for number in range(3)]
    return Split(*rows, policy, seed, galaxies.labels, len(galaxies.classes))


def groups(galaxies: Galaxies) -> np.ndarray:
    """A group number per row, int64 (n,): rows within 10 arcsec of each other, directly or in a chain, share one."""
    if galaxies.ra is None or galaxies.dec is None:
        return np.arange(galaxies.n)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    known = np.flatnonzero(np.isfinite(galaxies.ra) & np.isfinite(galaxies.dec))
    ra, dec = np.radians(galaxies.ra[known]), np.radians(galaxies.dec[known])
    directions = np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=1)
    chord = 2 * np.sin(np.radians(RADIUS / 3600) / 2)
    pairs = known[cKDTree(directions).query_pairs(chord, output_type="ndarray")]
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(galaxies.n, galaxies.n))
    return connected_components(links, directed=False)[1].astype(np.int64)


def _first_rows(group: np.ndarray) -> np.ndarray:
    return np.unique(group, return_index=True)[1]


def _share_out(members: np.ndarray, group: np.ndarray, part: np.ndarray, shares: tuple[float, float]) -> None:
    """Gives the groups of one class to test, then validation, then train, by cumulated row counts."""
    sizes = np.bincount(group)
    ends = np.cumsum(sizes[members])
    test_end = _cut(ends, shares[1] * ends[-1], 1, len(members) - 2)
    validation_end = _cut(ends, sum(shares) * ends[-1], test_end + 1, len(members) - 1)
    number = np.zeros(len(sizes), dtype=np.int8)
    number[members[:test_end]] = 2
    number[members[test_end:validation_end]] = 1
    chosen = number[group] > 0
    part[chosen] = number[group][chosen]


def _cut(ends: np.ndarray, rows: float, least: int, most: int) -> int:
    """How many groups come nearest to so many rows; each part is left at least one."""
    return int(np.clip(np.argmin(np.abs(ends - rows)) + 1, least, most))
