"""The eight views of an image: a galaxy has no up and no mirror side, so all of them show the same one."""

import numpy as np

COUNT = 8


def turned(image: np.ndarray) -> np.ndarray:
    """A square image (s, s, c), its three quarter turns, and the mirror image of each: (8, s, s, c)."""
    quarters = [np.rot90(image, times) for times in range(4)]
    return np.stack([view for quarter in quarters for view in (quarter, quarter[:, ::-1])])
