"""What starts every network."""

from collections.abc import Callable

import numpy as np

from galaxy_core.models import networks


def test_a_start_says_so_and_sets_the_seed(listener: Callable) -> None:
    import keras

    drawn = []
    for seed in (4, 4, 5):
        networks.start(heard := listener(seed=seed))
        drawn.append((np.asarray(keras.random.normal((3,))), np.random.random()))
        assert heard.said == ["starting TensorFlow"]
    assert np.array_equal(drawn[0][0], drawn[1][0]) and drawn[0][1] == drawn[1][1] != drawn[2][1]
