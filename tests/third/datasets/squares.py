"""Squares of known brightness on noise."""

from pathlib import Path

import numpy as np

from galaxy_core import tasks
from galaxy_core.datasets import Galaxies

TITLE = "Squares"
SENTENCE = "Squares on noise, drawn for a test."
SOURCE = "a test"
TASK = "brightness"
SYNTHETIC = True
DOWNLOAD = None
COUNT, SIDE = 160, 24


def find(folder: Path) -> Path:
    """It is always here."""
    return folder


def open(path: Path) -> Galaxies:
    """Draws it."""
    random = np.random.default_rng(3)
    brightness = random.uniform(0, 1, COUNT)
    images = random.integers(0, 40, (COUNT, SIDE, SIDE, 3)).astype(np.uint8)
    images[:, 8:16, 8:16] = (40 + 200 * brightness)[:, None, None, None]
    return Galaxies(
        "squares", TITLE, tasks.task(TASK, ("brightness",)), brightness, (SIDE, SIDE, 3), "squares-1",
        lambda rows: images[rows], synthetic=True,
    )  # fmt: skip
