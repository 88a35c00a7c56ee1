"""Places on the sky: which images have one of their own, and which show the same place.

An image without a position, and one at a position that a crowd shares (0, 0 or another filler), has no known place: it
is nobody's copy for that. Distances are on the sphere, so they are right across 0° = 360° and at the poles.
"""

import numpy as np

from galaxy_core.datasets import Galaxies

CROWD = 10  # a position that more images share is a filler such as 0, 0, not a place on the sky


def placed_rows(galaxies: Galaxies) -> np.ndarray:
    """Rows that have a position of their own: int64 (m,), increasing."""
    if galaxies.ra is None or galaxies.dec is None:
        return np.array([], dtype=np.int64)
    placed = np.flatnonzero(np.isfinite(galaxies.ra) & np.isfinite(galaxies.dec))
    positions = np.stack([galaxies.ra[placed], galaxies.dec[placed]], axis=1)
    _, place, count = np.unique(positions, axis=0, return_inverse=True, return_counts=True)
    return placed[count[place.reshape(-1)] <= CROWD]


def pairs(galaxies: Galaxies, rows: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of these rows (increasing) closer than `radius` arcsec: rows int64 (p, 2) in order, arcsec (p,)."""
    if len(rows) == 0 or galaxies.ra is None or galaxies.dec is None:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    from scipy.spatial import cKDTree

    ra, dec = np.radians(galaxies.ra[rows]), np.radians(galaxies.dec[rows])
    directions = np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=1)
    chord = 2 * np.sin(np.radians(radius / 3600) / 2)
    close = cKDTree(directions).query_pairs(chord, output_type="ndarray").astype(np.int64)
    close = close[np.lexsort((close[:, 1], close[:, 0]))]
    apart = np.linalg.norm(directions[close[:, 0]] - directions[close[:, 1]], axis=1)
    return rows[close], np.degrees(2 * np.arcsin(apart / 2)) * 3600


def chained(links: np.ndarray, n: int) -> np.ndarray:
    """A number for each of n rows, int64 (n,): rows linked by pairs (p, 2), directly or in a chain, share one.

    Numbers count from 0 in the order of each group's first row.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    matrix = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(n, n))
    component = connected_components(matrix, directed=False)[1]
    _, first, back = np.unique(component, return_index=True, return_inverse=True)
    order = np.empty(len(first), np.int64)
    order[np.argsort(first, kind="stable")] = np.arange(len(first))
    return order[back.reshape(-1)]
