"""The eight symmetries as needed."""

import numpy as np

from galaxy_core import augmentations
from galaxy_core.augmentations import balancing
from tests.augmentations.pictures import confetti


def test_seven_second_copies_are_the_seven_other_views() -> None:
    labels = np.repeat([0, 1], [80, 5])
    assert balancing.shown("symmetries", np.bincount(labels)).tolist() == [80, 40]
    places, copies = balancing.order("symmetries", labels, 2, 0, 1)
    images = confetti(85, (8, 8, 3))
    seen = augmentations.pipeline(())(images[places], np.zeros((len(places), 0), np.float32), copies)
    for place in range(80, 85):
        views = seen[places == place]
        expected = [np.rot90(side, turns) for side in (images[place], images[place][:, ::-1]) for turns in range(4)]
        assert len(views) == 8 and {one.tobytes() for one in views} == {one.tobytes() for one in expected}
    assert all(np.array_equal(seen[places == place][0], images[place]) for place in range(80)), "none of the largest"


def test_no_image_comes_up_more_than_eight_times() -> None:
    counts = np.array([1000, 3, 0, 100, 500])
    assert balancing.shown("symmetries", counts).tolist() == [1000, 24, 0, 800, 1000]
