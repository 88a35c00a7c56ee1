"""Grad-CAM without TensorFlow: equal to what TensorFlow's gradients give, and sentences where there is no map."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import AbsentError, runs
from galaxy_core.datasets import open_dataset
from galaxy_core.models.networks import export
from galaxy_core.prediction import attention
from tests.models.conftest import SOFTMAX


def network(side: int = 32, channels: int = 3, pool: int = 2):
    """Two convolutions, pooling of two kinds, a bend in the head: what our networks have behind their last maps."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(3)
    images = keras.Input((side, side, channels), dtype="uint8")
    x = layers.Rescaling(1 / 127.5, -1)(keras.ops.cast(images, "float32"))
    x = layers.MaxPooling2D(pool)(layers.Conv2D(6, 3, padding="same", activation="relu")(x))
    maps = layers.Conv2D(9, 3, padding="same", activation="relu", name="last")(x)
    both = layers.concatenate([layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)])
    scores = layers.Dense(5)(layers.Dense(7, activation="relu")(both))
    return keras.Model(images, scores), keras.Model(images, [maps, scores])


def by_gradients(both, image: np.ndarray, label: int) -> np.ndarray:
    """The map of the paper, by TensorFlow's own gradients: float (h, w), not yet scaled."""
    import tensorflow as tf

    maps, _ = both(image[None])
    rest = tf.keras.Model(both.outputs[0], both.outputs[1])
    with tf.GradientTape() as tape:
        tape.watch(maps)
        score = rest(maps)[0, label]
    weights = tape.gradient(score, maps).numpy()[0].mean(axis=(0, 1))
    return np.maximum((maps.numpy()[0] * weights).sum(axis=-1), 0)


@pytest.mark.parametrize("views", [1, 4])
def test_it_is_grad_cam(tmp_path: Path, views: int):
    plain, both = network()
    export.Network(plain, SOFTMAX, views).save(tmp_path)
    random = np.random.default_rng(0)
    halves = attention._halves(tmp_path / "model.onnx", 0)
    compared = 0
    for label in range(5):
        image = random.integers(0, 255, (32, 32, 3)).astype(np.uint8)
        maps = attention._ask(halves.first, image[None])
        assert maps.shape == (1, 9, 16, 16)
        weights = attention._weights(halves, maps, label)
        ours, theirs = np.maximum((weights[:, None, None] * maps[0]).sum(axis=0), 0), by_gradients(both, image, label)
        np.testing.assert_allclose(ours, theirs, atol=2e-3 * max(1e-6, theirs.max()))
        compared += theirs.max() > 0
    assert compared >= 2  # an empty map would agree with anything


def test_maps_of_single_points_are_passed_over(tmp_path: Path):
    plain, _ = network(side=16, pool=16)
    export.Network(plain, SOFTMAX, 1).save(tmp_path)
    found = attention._halves(tmp_path / "model.onnx", 0)  # those before the pooling say where something is
    assert attention._ask(found.first, np.zeros((1, 16, 16, 3), np.uint8)).shape[2:] == (16, 16)


def test_of_a_finished_run(finished: dict[str, runs.Run]):
    galaxies = open_dataset("sample")
    found = attention.attention(finished["cnn"], galaxies.images(np.array([4]))[0], 2)
    assert found.map.shape == found.image.shape[:2] == (32, 32) and found.map.dtype == np.float32
    assert found.map.min() >= 0 and (found.map.max() > 0.5 or found.map.max() == 0)
    lit = found.lit()
    assert lit.shape == (320, 320, 3) and lit.dtype == np.uint8 and 0 <= found.low <= found.high
    others = [attention.attention(finished["cnn"], galaxies.images(np.array([4]))[0], label).map for label in range(10)]
    assert len({other.tobytes() for other in others}) > 3  # each class has a map of its own


def test_any_answer_of_votes_has_its_map(voted: dict[str, runs.Run]):
    galaxies = open_dataset("sample_votes")
    maps = [attention.attention(voted["cnn"], galaxies.images(np.array([4]))[0], answer).map for answer in (0, 1, 36)]
    assert all(each.shape == maps[0].shape and np.isfinite(each).all() for each in maps)
    assert not np.allclose(maps[0], maps[1])


@pytest.mark.parametrize("model", ["pca_logistic", "majority"])
def test_no_network_no_map(finished: dict[str, runs.Run], model: str):
    with pytest.raises(AbsentError, match="isn't a network with convolutions"):
        attention.attention(finished[model], np.zeros((64, 64, 3), np.uint8), 0)


def test_a_model_that_is_gone_or_damaged(finished: dict[str, runs.Run], own_runs: Path):
    there = own_runs / finished["cnn"].name
    shutil.copytree(finished["cnn"].folder, there)
    (there / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(AbsentError, match="can't be read"):
        attention.attention(runs.find(there.name), np.zeros((64, 64, 3), np.uint8), 0)
    (there / "model.onnx").unlink()
    with pytest.raises(AbsentError, match="no model to ask"):
        attention.attention(runs.find(there.name), np.zeros((64, 64, 3), np.uint8), 0)


def test_tensorflow_stays_out():
    code = "import sys; from galaxy_core.prediction import attention, neighbours; print('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
