"""Some rows of a data set as a data set of its own: nothing is copied, and no image is read."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.datasets import identity

if TYPE_CHECKING:
    from galaxy_core.datasets import Galaxies

COLUMNS = ("ra", "dec", "redshift", "pixel_scale", "parts", "targets", "known_probabilities")


def rows(galaxies: "Galaxies", kept: np.ndarray) -> "Galaxies":
    """The rows int64 (m,), increasing and distinct. What was planted in the whole isn't known of a part."""
    prints = galaxies.prints
    columns = {name: value[kept] for name in COLUMNS if (value := getattr(galaxies, name)) is not None}
    return replace(
        galaxies, content=identity.digest([galaxies.content.encode(), kept.tobytes()]),
        read=lambda chosen: galaxies.read(kept[chosen]), prints=prints and (lambda progress: prints(progress)[kept]),
        files=[galaxies.files[row] for row in kept] if galaxies.files else galaxies.files,
        given_strata=None, stratum_names=(), known_faults={}, **columns,
    )  # fmt: skip
