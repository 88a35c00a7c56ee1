"""Draws galaxies of the ten classes of Galaxy10 DECaLS, as the DESI Legacy Imaging Surveys would show them.

Every image is synthetic. Labels are 0 to 9 in Galaxy10's order: Disturbed, Merging, Round Smooth, In-between Round
Smooth, Cigar Shaped Smooth, Barred Spiral, Unbarred Tight Spiral, Unbarred Loose Spiral, Edge-on without Bulge, Edge-
on with Bulge. Images are uint8 (128, 128, 3), rows and columns of red, green, blue, which are the bands z, r, g;
empty sky is near 32. An image depends on seed, row and label only: any row can be drawn alone, in any order, in any
number of processes.
"""

from collections.abc import Callable

import numpy as np

from galaxy_core import UsageError

SIZE = 128
PIXEL_SCALE = 0.524  # arcsec
CLASSES = 10


def draw(label: int, seed: int, row: int) -> np.ndarray:
    """The image uint8 (128, 128, 3) of this label (0 to 9), for a row and a set's seed (both 0 and up)."""
    from galaxy_core.datasets.drawing import scene

    if not 0 <= label < CLASSES:
        raise UsageError(f"The label must be 0 to {CLASSES - 1}; it is {label}.")
    return scene.image(int(label), int(seed), int(row))


def draw_many(
    labels: np.ndarray,
    seed: int,
    out: np.ndarray,
    progress: Callable[[int, int], None] | None = None,
    processes: int = 2,
) -> None:
    """Fills `out`, uint8 (n, 128, 128, 3), any array that can be written to, with images of `labels`, int64 (n,).

    `progress(done, total)` is called in the calling thread; what it raises stops the drawing. Where no processes can
    be started, all is drawn in this one.
    """
    from galaxy_core.datasets.drawing import workers

    labels = np.asarray(labels, np.int64)
    if len(labels) and not (labels.min() >= 0 and labels.max() < CLASSES):
        raise UsageError(f"Labels must be 0 to {CLASSES - 1}; they reach from {labels.min()} to {labels.max()}.")
    if out.shape != (len(labels), SIZE, SIZE, 3):
        raise UsageError(f"`out` must have the shape {(len(labels), SIZE, SIZE, 3)}; it has {out.shape}.")
    workers.draw_blocks(labels, seed, out, progress or (lambda done, total: None), processes)


def facts(label: int, seed: int, row: int) -> dict[str, float]:
    """What the image of these three numbers shows, by the names of `recorder.FACTS`, as far as it has it."""
    from galaxy_core.datasets.drawing import scene

    return scene.facts(int(label), int(seed), int(row))
