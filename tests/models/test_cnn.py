"""The CNN: its shape, its parameters, and that it listens while it learns."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core.models import Stopped, cnn

TINY = cnn.Parameters(epochs=2, image_size=16, filters=4, batch_size=32)


@pytest.fixture(scope="module")
def fitted(treated: Callable, listener: Callable) -> tuple[object, object]:
    """What it has learned, and what it told meanwhile."""
    train, validation, _ = treated(cnn)
    heard = listener()
    return cnn.fit(train, validation, TINY, heard), heard


def test_it_tells_every_batch_and_epoch(fitted: tuple) -> None:
    _, heard = fitted
    assert [values["epoch"] for values in heard.values] == [1, 2]
    assert all({"loss", "accuracy", "val_loss", "val_accuracy", "seconds"} < set(values) for values in heard.values)
    assert heard.batches == 2 * 5 and "starting TensorFlow" in heard.said


def test_it_stops_when_told_to(treated: Callable, listener: Callable) -> None:
    train, validation, _ = treated(cnn)
    with pytest.raises(Stopped):
        cnn.fit(train, validation, TINY, heard := listener(stop_after=3))
    assert heard.batches == 3


def test_another_seed_is_another_network(fitted: tuple, treated: Callable, listener: Callable) -> None:
    train, validation, test = treated(cnn)
    images = test.images[test.rows]
    again, other = (cnn.fit(train, validation, TINY, listener(seed=seed)).predict(images) for seed in (0, 1))
    first = fitted[0].predict(images)
    assert np.array_equal(first, again) and not np.allclose(first, other, atol=1e-3)


@pytest.mark.parametrize(("side", "channels"), [(16, 3), (69, 1)])
def test_any_size_and_number_of_channels(side: int, channels: int) -> None:
    network = cnn.build((side, side, channels), 7, cnn.Parameters(filters=4))
    assert network.predict_on_batch(np.zeros((2, side, side, channels), np.uint8)).shape == (2, 7)


def test_work_grows_with_what_is_asked() -> None:
    base = cnn.gflop(cnn.Parameters(), 6400, 10)
    assert cnn.gflop(cnn.Parameters(epochs=2 * cnn.Parameters().epochs), 6400, 10) == pytest.approx(2 * base)
    assert cnn.gflop(cnn.Parameters(filters=64), 6400, 10) > 3 * base
    assert cnn.gflop(cnn.Parameters(image_size=128), 6400, 10) == pytest.approx(4 * base, rel=0.05)
