"""Eight views: all different, the first as it is, and the same eight of every one of them."""

import numpy as np

from galaxy_core.prediction import views


def test_the_eight_views_are_those_of_the_square():
    image = np.random.default_rng(0).integers(0, 256, (5, 5, 3), np.uint8)
    eight = views.turned(image)
    assert eight.shape == (views.COUNT, 5, 5, 3) and np.array_equal(eight[0], image)
    assert len({view.tobytes() for view in eight}) == views.COUNT
    for view in eight:
        assert {other.tobytes() for other in views.turned(view)} == {other.tobytes() for other in eight}
