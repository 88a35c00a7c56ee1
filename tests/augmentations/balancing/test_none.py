"""No balancing."""

import numpy as np

from galaxy_core.augmentations import balancing


def test_every_image_is_shown_once() -> None:
    labels = np.array([1, 0, 1, 1, 2])
    places, copies = balancing.order("none", labels, 4, 0, 1)
    assert sorted(places) == [0, 1, 2, 3, 4] and not copies.any()
    assert balancing.USUAL == "none" and np.array_equal(balancing.shown("none", np.array([1, 0, 7])), [1, 0, 7])
