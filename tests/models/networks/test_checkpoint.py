"""Checkpoints from which training goes on bit for bit, and into no other network."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.models import Stopped, cnn
from galaxy_core.models.networks import checkpoint

CHOSEN = cnn.Parameters(epochs=3, image_size=16, filters=4, batch_size=32, views=1)


def test_stopped_and_gone_on_is_as_never_stopped(treated: Callable, listener: Callable, tmp_path: Path) -> None:
    train, validation, test = treated(cnn)
    images = test.images[test.rows]
    unbroken = listener()
    expected = cnn.fit(train, validation, CHOSEN, unbroken).predict(images)
    broken = listener(tmp_path, stop_after=8)  # in the second of three epochs
    with pytest.raises(Stopped):
        cnn.fit(train, validation, CHOSEN, broken)
    assert len(broken.values) == 1
    broken.stop_after = 10**9
    assert np.array_equal(cnn.fit(train, validation, CHOSEN, broken).predict(images), expected)
    keep = [{k: v for k, v in values.items() if k != "seconds"} for values in unbroken.values]
    assert [{k: v for k, v in values.items() if k != "seconds"} for values in broken.values] == keep


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    import keras

    networks = [cnn.build((16, 16, 3), 3, cnn.Parameters(filters=filters)) for filters in (4, 5)]
    optimizers = [keras.optimizers.Adam() for _ in networks]
    for network, optimizer in zip(networks, optimizers, strict=True):
        optimizer.build(network.trainable_variables)
    checkpoint.save(networks[0], optimizers[0], tmp_path)
    assert checkpoint.load(networks[0], optimizers[0], tmp_path) is None
    with pytest.raises(DataError, match="another network"):
        checkpoint.load(networks[1], optimizers[1], tmp_path)
    with np.load(tmp_path / checkpoint.FILE, allow_pickle=False) as stored:
        assert all(stored[name].dtype.kind in "fiu" for name in stored)


def test_the_best_weights_come_back(tmp_path: Path) -> None:
    import keras

    network, optimizer = cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4)), keras.optimizers.SGD()
    optimizer.build(network.trainable_variables)
    best = [array + 1 for array in network.get_weights()]
    checkpoint.save(network, optimizer, tmp_path, best)
    found = checkpoint.load(network, optimizer, tmp_path)
    assert all(np.array_equal(a, b) for a, b in zip(found, best, strict=True))
