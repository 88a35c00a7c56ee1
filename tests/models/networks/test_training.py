"""The training loop of every network."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import RunError
from galaxy_core.models import cnn
from galaxy_core.models.networks import Recipe, training


def small() -> object:
    """An untrained network."""
    import keras

    keras.utils.set_random_seed(0)
    return cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4))


def test_the_loss_falls_and_is_the_cross_entropy(learnable: tuple, listener: Callable) -> None:
    train, validation, _ = learnable
    network, heard = small(), listener()
    training.train(network, Recipe(4, 16, 0.01), train, validation, heard)
    losses = [values["loss"] for values in heard.values]
    assert losses[-1] < losses[0] and heard.values[-1]["accuracy"] > heard.values[0]["accuracy"]
    logits = network.predict_on_batch(validation.images[validation.rows])
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    expected = -log_p[np.arange(len(log_p)), validation.labels].mean()
    assert heard.values[-1]["val_loss"] == pytest.approx(expected, abs=1e-4)
    right = (logits.argmax(axis=1) == validation.labels).mean()
    assert heard.values[-1]["val_accuracy"] == pytest.approx(right)


def test_a_loss_that_is_no_number_is_a_sentence(learnable: tuple, listener: Callable) -> None:
    train, validation, _ = learnable
    with pytest.raises(RunError, match="smaller learning rate"):
        training.train(small(), Recipe(3, 16, 1e20), train, validation, listener())


def test_the_rate_warms_up_and_falls_to_zero() -> None:
    network = small()
    training.compile_for(network, Recipe(10, 16, 0.01), steps=20)
    rates = [float(network.optimizer._learning_rate(step)) for step in (0, 20, 100, 200)]
    assert rates[0] == pytest.approx(0.001) and rates[1] == pytest.approx(0.01)
    assert 0.01 > rates[2] > rates[3] and rates[3] == pytest.approx(0, abs=1e-6)
