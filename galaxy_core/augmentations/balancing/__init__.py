"""Balancing: how often an epoch shows the training images of each class. One file a policy.

The contract of a plug-in, all at module level: `TITLE`, `SENTENCE`, `Parameters`, and

- `shown(counts, parameters) -> int64 (k,)`: how many images of each class an epoch shows, given how many the training
  part holds (int64 (k,)); a class without images stays without. Raises UsageError where that can't be;
- optional `weights(counts, parameters) -> float64 (k,)`: how much an image of each class counts in the loss;
- optional `labels(parameters) -> int`: how many images of each class are known under it, where it says that;
- optional `used(counts, parameters) -> int64 (k,)`: how many different images of each class are shown at all;
- optional `LEGACY = PARAMETER`: “balance = x” of the time when that was a parameter of networks meant this one of it;
- optional `ANEW = True`: which images come up once more, or not at all, is drawn anew in each epoch, not once for all.

Whole copies of a class come first, the rest is drawn by chance: no image that is used comes up two times more often
than another. The second copy of an image and later ones are turned or mirrored (`geometry.symmetries`), so that seven
are no repetition. Only the training part is ever balanced; validation and test images know nothing of it.
"""

import sys
from functools import lru_cache

import numpy as np

from galaxy_core import UsageError, plugins

USUAL = "none"
MOST = 5_000_000  # images an epoch shows


def policy(text: str) -> plugins.Chosen:
    """The policy that a text such as `raise_small:images=4000` names. Raises UsageError naming what exists."""
    return plugins.chosen(sys.modules[__name__], text)


def written(text: str) -> str:
    """The same with every parameter written out. Raises UsageError like `policy`."""
    return str(policy(text))


def shown(text: str, counts: np.ndarray) -> np.ndarray:
    """Images of each class that an epoch shows, int64 (k,), given those of the training part, int64 (k,).

    Raises UsageError where the policy can't be used on these counts.
    """
    chosen = policy(text)
    shown_counts = np.where(counts > 0, chosen.module.shown(counts, chosen.values), 0).astype(np.int64)
    if counts.any() and not shown_counts.any():
        raise UsageError(f"“{text}” would show no image at all: choose factors above 0.")
    if shown_counts.sum() > MOST:
        raise UsageError(f"“{text}” would show {shown_counts.sum():,} images an epoch: choose fewer than {MOST:,}.")
    return shown_counts


@lru_cache(maxsize=256)
def labels(text: str) -> int | None:
    """How many images of each class are known under a policy: None where it doesn't limit them, or isn't known here."""
    try:
        chosen = policy(text)
    except UsageError:  # of another version
        return None
    return int(chosen.module.labels(chosen.values)) if hasattr(chosen.module, "labels") else None


def weights(text: str, counts: np.ndarray) -> np.ndarray:
    """How much an image of each class counts in the loss: float32 (k,), 1 where the policy says nothing."""
    chosen = policy(text)
    if not hasattr(chosen.module, "weights"):
        return np.ones(len(counts), np.float32)
    return chosen.module.weights(counts, chosen.values).astype(np.float32)


def legacy(balance: float) -> str:
    """The policy that “balance = x” meant while it was a parameter of networks; 0 is the usual one."""
    package = sys.modules[__name__]
    parameters = ((name, getattr(plugins.load(package, name), "LEGACY", "")) for name in plugins.names(package))
    return next((f"{name}:{parameter}={balance}" for name, parameter in parameters if parameter and balance), USUAL)


def order(text: str, labels: np.ndarray, n_classes: int, seed: int, epoch: int) -> tuple[np.ndarray, np.ndarray]:
    """The order of an epoch: places in `labels`, int64 (m,), and the how-maniest copy each is, int64 (m,).

    A function of its arguments alone: a resumed run goes on as an unbroken one.
    """
    counts = np.bincount(labels, minlength=n_classes)
    chosen, shown_counts = policy(text), shown(text, counts)
    used = chosen.module.used(counts, chosen.values) if hasattr(chosen.module, "used") else counts
    random = np.random.default_rng([seed, epoch, 11] if getattr(chosen.module, "ANEW", False) else [seed, 11])
    times = _times(labels, np.minimum(used, counts), shown_counts, random)
    places = np.repeat(np.arange(len(labels)), times)
    copies = np.arange(len(places)) - np.repeat(np.cumsum(times) - times, times)
    mixed = np.random.default_rng([seed, epoch, 12]).permutation(len(places))
    return places[mixed], copies[mixed]


def _times(labels: np.ndarray, used: np.ndarray, shown_counts: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """How often each image comes up: all that are used of a class equally often, the rest by chance once more. int64
    (n,)."""
    counts = np.bincount(labels, minlength=len(used))
    whole, rest = np.divmod(shown_counts, np.maximum(used, 1))
    sequence = np.lexsort((random.random(len(labels)), labels))  # class by class, each in a random order
    rank = np.empty(len(labels), np.int64)
    rank[sequence] = np.arange(len(labels)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.where(rank < used[labels], whole[labels] + (rank < rest[labels]), 0)
