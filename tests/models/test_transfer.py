"""Transfer: its sizes, what of it learns, what a form shows of it, and that it comes back in a fresh process."""

import gc
import os
import subprocess
import sys
import time
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from galaxy_core.models import backbones, transfer
from galaxy_core.models.backbones import learning
from galaxy_core.models.networks import FineTuning, export, starting
from galaxy_core.models.transfer import Parameters
from tests.models.conftest import SOFTMAX

ROOT = Path(__file__).parents[2]
IMAGES = np.random.default_rng(0).integers(0, 256, (3, 24, 24, 3), np.uint8) // np.uint8([[[[1]]], [[[2]]], [[[5]]]])


def test_a_form_says_which_layers_learn_without_keras() -> None:
    said = transfer.describe(Parameters(backbone="InceptionV3", mode="first_layers"), 10)
    assert said.startswith("The first 172 of 311 layers stay as they are: up to block mixed6; ")
    assert said.endswith(" of 21.8 million parameters are trained.")
    assert transfer.describe(Parameters(), 10) == (
        "All 154 layers stay as they are; 12,810 parameters of a new last layer are trained."
    )
    assert transfer.describe(Parameters(mode="two_phases", head_first=4), 10) == (
        "No layer of 154 stays as it is: the last layer alone for 4 epochs, "
        "then 2.2 of 2.3 million parameters are trained."
    )
    assert "0 epochs" not in transfer.describe(Parameters(mode="all"), 10)


def test_what_it_says_is_what_learns() -> None:
    chosen = Parameters(backbone="InceptionV3", mode="first_layers")
    network = transfer.build((75, 75, 3), 10, chosen)
    learn, total = network.count_params() - _fixed(network), network.count_params()
    assert f"{learn / 1e6:.1f} of {total / 1e6:.1f} million" in transfer.describe(chosen, 10)
    body = next(layer for layer in network.layers if hasattr(layer, "layers"))
    assert len(body.layers) == 311 and [layer.trainable for layer in body.layers[171:173]] == [False, True]


def _fixed(network: object) -> int:
    return sum(int(np.prod(weight.shape)) for weight in network.non_trainable_weights)


@pytest.mark.parametrize("name", backbones.BACKBONES)
def test_images_that_are_too_small_or_grey_are_taken(name: str) -> None:
    network = transfer.build((24, 24, 1), 4, Parameters(backbone=name, weights="random", mode="all"))
    assert network.input_shape == (None, 24, 24, 1) and network.output_shape == (None, 4)
    body = next(layer for layer in network.layers if hasattr(layer, "layers"))
    assert body.input_shape == (None, backbones.find(name).least, backbones.find(name).least, 3)
    assert len(network.trainable_variables) > len(backbones.layers(name)) / 5
    images = np.random.default_rng(0).integers(0, 256, (2, 24, 24, 1), np.uint8)
    still = starting.freeze_batchnorm(network)(images, training=False)
    assert np.allclose(still, network(images, training=False), atol=1e-5)


def test_scaling_and_enlarging_come_before_the_backbone() -> None:
    import keras

    network = transfer.build((16, 16, 3), 4, Parameters(weights="random"))
    images = np.random.default_rng(0).integers(0, 256, (2, 16, 16, 3), np.uint8)
    body = next(layer for layer in network.layers if hasattr(layer, "layers"))
    position = network.layers.index(body)
    before = keras.Model(network.input, network.layers[position - 1].output)
    enlarged = keras.ops.image.resize(images.astype(np.float32), (32, 32))
    assert np.allclose(before(images), np.asarray(enlarged) / 127.5 - 1, atol=1e-5)


def test_care_is_taken_of_trained_weights_only() -> None:
    two = Parameters(mode="two_phases", head_first=4, backbone_lr_factor=0.1)
    assert two.fine_tuning == FineTuning(4, 0.1, True) and replace(two, weights="random").fine_tuning == FineTuning(4)
    assert replace(two, mode="all").fine_tuning == FineTuning(0, 0.1, True)
    assert replace(two, mode="all", weights="random").fine_tuning == FineTuning()
    assert replace(two, weights="random", start="run").fine_tuning == FineTuning(4, 0.1, True)


def test_work_is_what_passes_cost() -> None:
    once = transfer.gflop(Parameters(copies=1), 1000, 10)
    assert once == pytest.approx(1000 * backbones.gflop("MobileNetV2", 96))
    assert transfer.gflop(Parameters(copies=4, epochs=50), 1000, 10) == pytest.approx(4 * once)
    everything = transfer.gflop(Parameters(mode="all", epochs=10), 1000, 10)
    assert everything == pytest.approx(30 * once)
    assert once < transfer.gflop(Parameters(mode="first_layers", frozen_layers=100, epochs=10), 1000, 10) < everything
    two = transfer.gflop(Parameters(mode="two_phases", head_first=4, epochs=10), 1000, 10)
    assert two == pytest.approx(22 * once)


AGAIN = """
import sys
import time
import weakref
import numpy as np
from pathlib import Path
from galaxy_core import tasks
from galaxy_core.models import transfer
from galaxy_core.models.networks import export, starting
chosen = transfer.Parameters(weights="random", image_size=32)
network = transfer.build((32, 32, 3), 3, chosen)
assert starting.load(network, Path(sys.argv[1]) / "weights.npz")
images = np.load(Path(sys.argv[1]) / "images.npy", allow_pickle=False)
softmax = tasks.task("classes", "abc").activated
np.save(Path(sys.argv[1]) / "said.npy", export.Network(network, softmax, 1).predict(images), allow_pickle=False)
"""


@pytest.mark.long
def test_a_fresh_process_says_the_same_to_the_bit(tmp_path: Path) -> None:
    import keras

    keras.utils.set_random_seed(9)
    images = np.random.default_rng(0).integers(0, 256, (5, 32, 32, 3), np.uint8)
    whole = export.Network(transfer.build((32, 32, 3), 3, Parameters(weights="random", image_size=32)), SOFTMAX, 1)
    np.savez(tmp_path / "weights.npz", **{str(n): w for n, w in enumerate(whole.network.get_weights())})
    np.save(tmp_path / "images.npy", images, allow_pickle=False)
    ended = subprocess.run(
        [sys.executable, "-c", AGAIN, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=300,
        env={**os.environ, "KERAS_BACKEND": "tensorflow"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert np.array_equal(np.load(tmp_path / "said.npy", allow_pickle=False), whole.predict(images))


@pytest.mark.long
def test_the_graph_holds_the_scaling(tmp_path: Path) -> None:
    """MobileNetV2's is held by the contract."""
    chosen = Parameters(backbone="EfficientNetV2-B0", weights="random")
    network = transfer.build((24, 24, 3), 4, chosen)
    features = learning.describing(network).predict_on_batch(IMAGES)  # tiny, with random weights
    random = np.random.default_rng(1).normal(size=(features.shape[1], 4)) / np.sqrt(features.shape[1])
    kernel = random / np.maximum(features.std(axis=0), 1e-9)[:, None]
    network.layers[-1].set_weights([kernel, -features.mean(axis=0) @ kernel])
    agrees(network, tmp_path)


def test_the_graph_holds_scaling_by_colour(tmp_path: Path) -> None:
    from keras import Input, Model, layers

    given = Input((24, 24, 3), dtype="uint8")
    x = backbones.scaled("VGG16", layers.Rescaling(1.0)(given))
    agrees(Model(given, layers.Rescaling(0.02)(layers.GlobalAveragePooling2D()(x))), tmp_path)


def agrees(network: object, folder: Path) -> None:
    """Holds that the graph says what the network says."""
    whole = export.Network(network, SOFTMAX, 1)
    whole.save(folder)
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    said = session.run(None, {session.get_inputs()[0].name: IMAGES})[0]
    assert np.allclose(said, whole.predict(IMAGES), atol=1e-4) and said.std(axis=0).max() > 0.01


def test_what_exporting_leaves_behind_is_collected_meanwhile() -> None:
    """The exporter copies a network of 24 million numbers dozens of times, in circles: 7 GB."""

    class Circle:
        def __init__(self) -> None:
            self.me = self

    gc.disable()  # nothing but ours collects
    try:
        with export.tidy():
            left = weakref.ref(Circle())
            ends = time.monotonic() + 20
            while left() is not None and time.monotonic() < ends:
                time.sleep(0.02)
        assert left() is None and gc.get_freeze_count() == 0
    finally:
        gc.enable()
