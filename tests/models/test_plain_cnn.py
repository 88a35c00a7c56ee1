"""The studies' kind of CNN: by default study 001's, to the layer."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.models import plain_cnn
from galaxy_core.models.plain_cnn import Parameters
from galaxy_core.plugins import parameters


def test_by_default_it_is_study_001s_network() -> None:
    chosen = Parameters()
    network = plain_cnn.build((88, 88, 3), 10, chosen)
    assert network.count_params() == 477_994
    assert [layer.output.shape[1] for layer in network.layers if "max_pooling" in layer.name] == [44, 22, 11, 5]
    assert (chosen.epochs, chosen.batch_size, chosen.optimizer, chosen.learning_rate) == (50, 32, "Adam", 0.001)


def test_layers_are_as_asked() -> None:
    network = plain_cnn.build((16, 16, 3), 4, Parameters(convolutions="8, 16", dense="20,10", image_size=16))
    shapes = [tuple(w.shape) for w in network.trainable_variables if len(w.shape) > 1]
    assert shapes == [(3, 3, 3, 8), (3, 3, 8, 16), (256, 20), (20, 10), (10, 4)]
    assert plain_cnn.build((16, 16, 1), 4, Parameters(convolutions="8", dense="")).count_params() == 80 + 2052


def test_pooling_before_the_activation_changes_nothing() -> None:
    from keras import Input, Model, layers

    images = np.random.default_rng(0).integers(0, 256, (3, 16, 16, 3), np.uint8)
    ours = plain_cnn.build((16, 16, 3), 4, Parameters(convolutions="8", dense="", activation="sigmoid"))
    convolution, dense = (layer for layer in ours.layers if layer.weights)
    put = Input((16, 16, 3), dtype="uint8")
    x = layers.MaxPooling2D(2)(layers.Activation("sigmoid")(convolution(layers.Rescaling(1 / 255)(put))))
    theirs = Model(put, dense(layers.Flatten()(x)))
    assert np.allclose(ours.predict_on_batch(images), theirs.predict_on_batch(images), atol=1e-6)


@pytest.mark.parametrize(
    "values",
    [{"convolutions": ""}, {"convolutions": "32,x"}, {"convolutions": "0"}, {"convolutions": "8," * 9},
     {"convolutions": "8,8,8,8,8", "image_size": 16}, {"dense": "-3"}, {"dense": "99999"}],
)  # fmt: skip
def test_layers_that_cannot_be_built_are_refused_with_a_sentence(values: dict) -> None:
    with pytest.raises(UsageError, match="can't be used: give"):
        parameters.parse(Parameters, values)


def test_work_grows_with_what_is_asked() -> None:
    base = plain_cnn.gflop(Parameters(), 1000, 10)
    assert plain_cnn.gflop(Parameters(epochs=100), 1000, 10) == pytest.approx(2 * base)
    assert plain_cnn.gflop(Parameters(convolutions="64,64,64,64"), 1000, 10) > 1.5 * base
