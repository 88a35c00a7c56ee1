"""Every class up to the largest."""

import numpy as np

from galaxy_core.augmentations import balancing


def test_all_as_many_as_the_largest() -> None:
    assert balancing.shown("oversample", np.array([7, 0, 20, 19])).tolist() == [20, 0, 20, 20]


def test_every_image_is_shown() -> None:
    labels = np.repeat([0, 1, 2], [7, 20, 19])
    places, _ = balancing.order("oversample", labels, 3, 0, 1)
    assert set(places) == set(range(46)) and len(places) == 60
