"""Every class down to the smallest."""

import numpy as np

from galaxy_core.augmentations import balancing


def test_all_as_many_as_the_smallest_that_has_any() -> None:
    assert balancing.shown("undersample", np.array([7, 0, 20, 19])).tolist() == [7, 0, 7, 7]


def test_no_image_comes_twice() -> None:
    labels = np.repeat([0, 1, 2], [7, 20, 19])
    places, copies = balancing.order("undersample", labels, 3, 0, 1)
    assert len(places) == len(set(places)) == 21 and not copies.any() and set(range(7)) < set(places)
