"""Train, validation and test rows: seeded, stratified, one galaxy on one side only, made once and then never moved.

A split is made once for (images, policy, seed) and kept in the data folder; a run keeps a copy of its own. Whoever
needs one reads it: labels that are corrected later, positions that are added, and a newer version of this program move
no row. What is counted by class is counted by the labels as they are now.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import DataError, StorageError, UsageError
from galaxy_core.datasets import Galaxies, alike
from galaxy_core.splits import given, stored
from galaxy_core.splits.grouping import RADIUS, groups
from galaxy_core.splits.stored import StoredSplit
from galaxy_core.storage import lock

__all__ = [
    "PARTS",
    "POLICIES",
    "RADIUS",
    "USUAL",
    "Split",
    "find",
    "groups",
    "is_quick",
    "of",
    "offered",
    "path",
    "shares",
    "split",
]
USUAL = "80/10/10"
POLICIES = ("80/10/10", "90/10", "80/20", "75/25")
PARTS = ("train", "validation", "test")
LEAST = 3  # separate galaxies of a class: one for each part

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Split:
    """Sorted row numbers of the three parts (int64), what made them, and what is counted in them."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    policy: str  # as it was asked for
    seed: int
    strata: np.ndarray = field(repr=False)  # of all rows, as they are now: what is counted
    kinds: int  # number of strata
    source: StoredSplit = field(repr=False)  # what is on disk of it

    def counts(self, name: str) -> np.ndarray:
        """Images of each class in a part, by the labels as they are now: int64 (k,). Raises UsageError for no part."""
        return np.bincount(self.strata[self.part(name)], minlength=self.kinds)

    def part(self, name: str) -> np.ndarray:
        """The rows of "train", "validation" or "test". Raises UsageError for another name."""
        if name not in PARTS:
            raise UsageError(f"“{name}” is not a part of a split: choose {', '.join(PARTS)}.")
        rows: np.ndarray = getattr(self, name)
        return rows


def shares(policy: str) -> tuple[float, float]:
    """Shares of validation and test in all images.

    "80/10/10" names all three; of a two-part policy as the studies use ("90/10", "80/20", "75/25") the second is the
    test part, and a tenth of the training part is taken out of it for validation. What follows an "@" is the draw (see
    `split`). "as-given" is the split that the data set comes with. Raises UsageError for another text.
    """
    if given.is_meant(policy.partition("@")[0]) and re.fullmatch(r"[^@]*(@\d{1,9})?", policy, re.ASCII):
        return given.SHARE, 0.0  # those of validation are what isn't given; of test it has its own
    match = re.fullmatch(r"(\d{1,2}(?:/\d{1,2}){1,2})(?:@\d{1,9})?", policy, re.ASCII)
    parts = [int(part) for part in match[1].split("/")] if match else []
    if sum(parts) != 100:
        raise UsageError(f"“{policy}” is not a split: choose {', '.join(POLICIES)}, or numbers that sum to 100.")
    if min(parts) == 0:
        raise UsageError(f"The split “{policy}” leaves a part empty: every part needs images.")
    return (parts[1] / 100, parts[2] / 100) if len(parts) == 3 else (0.1 * parts[0] / 100, parts[1] / 100)


def offered(galaxies: Galaxies) -> tuple[str, ...]:
    """The policies to choose from: the usual ones, and the split that the data set comes with where it has one."""
    return POLICIES if galaxies.parts is None else (*POLICIES, given.NAME)


def split(galaxies: Galaxies, policy: str = USUAL, seed: int = 0, progress: Progress | None = None) -> Split:
    """The split of these images: the one that was made first, or made now and kept.

    A policy such as "80/10/10@7" names its own seed. It isn't the seed of a training: all runs of a policy are tested
    on the same images, so that they can be compared one image at a time. Making one compares all images: see
    `is_quick`; `progress(done, total)` counts them.

    Raises DataError where a class has too few independent galaxies for three parts, or none to learn from any more,
    UsageError for a policy or seed that is none, and what reading images raises.
    """
    if (existing := find(galaxies, policy, seed)) is not None:
        return existing
    file = path(galaxies, policy, seed)
    group = groups(galaxies, progress)
    try:
        with lock.waiting(file.with_suffix(".lock")):
            if (existing := find(galaxies, policy, seed)) is not None:  # made by another process meanwhile
                return existing
            new_split = _new(galaxies, group, policy, seed)
            stored.write(file, new_split)
    except StorageError:  # a folder that can't be written: the same from the same labels, but nobody else knows it
        new_split = _new(galaxies, group, policy, seed)
    return of(new_split, galaxies, policy)


def find(galaxies: Galaxies, policy: str = USUAL, seed: int = 0) -> Split | None:
    """The split of these images if it has been made. Raises UsageError and DataError like `split`."""
    kept = stored.read(path(galaxies, policy, seed))
    return of(kept, galaxies, policy) if kept is not None and kept.n == galaxies.n else None


def is_quick(galaxies: Galaxies, policy: str = USUAL, seed: int = 0) -> bool:
    """Whether `split` is a matter of a second: it is there, or what it takes to make it is known."""
    return path(galaxies, policy, seed).exists() or alike.is_quick(galaxies)


def path(galaxies: Galaxies, policy: str = USUAL, seed: int = 0) -> Path:
    """Where the split is kept. Raises UsageError for a policy or seed that is none."""
    shares(policy)
    base, seed = _drawn(policy, seed)
    own = f"{given.NAME}-{given.key(galaxies)}" if given.is_meant(base) else base.replace("/", "-")
    name = f"{galaxies.identity.images}-{own}-{seed}.npz"
    return galaxy_core.data_folder() / "splits" / name


def of(kept: StoredSplit, galaxies: Galaxies, policy: str) -> Split:
    """What is on disk as a split of an open data set. Raises DataError where a class has nothing left to learn from."""
    counts = galaxies.counts
    learned = np.bincount(galaxies.strata[kept.part == 0], minlength=len(counts))
    if len(gone := np.flatnonzero((learned == 0) & (counts > 0))):
        raise DataError(
            f"The {galaxies.stratum(int(gone[0]))} has no image in the training part of the split {policy}, which was "
            f"made before its labels were corrected: draw another, such as {policy.partition('@')[0]}@{kept.seed + 1}."
        )
    train, validation, test = (np.flatnonzero(kept.part == number) for number in range(3))
    return Split(train, validation, test, policy, kept.seed, galaxies.strata, len(counts), kept)


def _drawn(policy: str, seed: int) -> tuple[str, int]:
    """The policy without its draw, and the seed."""
    if seed < 0:
        raise UsageError(f"The seed {seed} is negative: choose 0 or a larger whole number.")
    base, _, draw = policy.partition("@")
    return base, int(draw or seed)


def _new(galaxies: Galaxies, group: np.ndarray, policy: str, seed: int) -> StoredSplit:
    base, seed = _drawn(policy, seed)
    if given.is_meant(base):
        return StoredSplit(
            given.parts(galaxies, group, seed), base, seed, galaxies.identity.images, galaxies.identity.labels
        )
    part = np.zeros(galaxies.n, dtype=np.int8)  # 0 train, 1 validation, 2 test
    stratum = galaxies.strata[np.unique(group, return_index=True)[1]]  # a group of several goes with its first row
    random = np.random.default_rng([seed, 20061])
    for number in range(len(galaxies.counts)):
        members = np.flatnonzero(stratum == number)
        if len(members) < LEAST:
            raise _too_few(galaxies.stratum(number), int((galaxies.strata == number).sum()), len(members))
        _share_out(random.permutation(members), group, part, shares(policy))
    return StoredSplit(part, base, seed, galaxies.identity.images, galaxies.identity.labels)


def _too_few(stratum: str, images: int, separate: int) -> DataError:
    """The sentence for a class that can't be divided into three parts, and why."""
    need = f"training, validation and test need at least {LEAST}"
    count = "1 image" if images == 1 else f"{images:,} images"
    if images >= LEAST:
        shown = f"{separate} separate {'galaxy' if separate == 1 else 'galaxies'}"
        why = f"but they show {shown} by position or pixels" if separate else "each alike with one of another class"
        way_out = "correct the positions or the labels, or add other images"
        return DataError(f"The {stratum} has {count}, {why}; {need}: {way_out}.")
    missing = LEAST - images
    return DataError(f"The {stratum} has {count}; {need}: add {missing} or remove it.")


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
