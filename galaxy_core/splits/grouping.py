"""Which images belong together, so that no split parts them: those of one place on the sky, and those alike."""

from collections.abc import Callable

import numpy as np

from galaxy_core.datasets import Galaxies, alike, sky

RADIUS = 10.0  # arcsec: images closer than this show the same sky


def groups(galaxies: Galaxies, progress: Callable[[int, int], None] | None = None) -> np.ndarray:
    """A group number for each row, int64 (n,), from 0 in the order of first rows.

    Rows share one that lie within 10 arcsec of each other, or have the same pixels, directly or in a chain. Positions
    that a crowd shares count as unknown, and pictures of one even colour as nobody's copy. Reading images to compare
    them may take as long as preparing them: see `alike.is_quick`; `progress(done, total)` counts them. Raises what
    reading images raises.
    """
    close, _ = sky.pairs(galaxies, sky.placed_rows(galaxies), RADIUS)
    return sky.chained(np.concatenate([close, _same_pixels(alike.make(galaxies, progress))]), galaxies.n)


def _same_pixels(prints: np.ndarray) -> np.ndarray:
    """Pairs of rows int64 (p, 2) that chain together all rows of the same print but 0."""
    order = np.argsort(prints, kind="stable").astype(np.int64)
    ordered = prints[order]
    same = (ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)
    return np.stack([order[:-1][same], order[1:][same]], axis=1)
