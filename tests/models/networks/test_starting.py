"""Starting from an earlier run: what is taken over, what is refused, and that it isn't spoilt."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.models import Stopped, cnn
from galaxy_core.models.networks import FineTuning, Learning, export, starting, training
from tests.models.conftest import SOFTMAX, THREE

CARED = {
    "batch_size": 16,
    "learning_rate": 0.01,
    "arithmetic": "float32",
    "epochs": 3,
    "head_first": 1,
    "freeze_batchnorm": True,
}


def small(classes: int = 3, channels: int = 3, filters: int = 4) -> object:
    """An untrained network, always the same."""
    import keras

    keras.utils.set_random_seed(0)
    return cnn.build((16, 16, channels), classes, cnn.Parameters(filters=filters))


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[np.ndarray]]:
    """The weights.npz of a network, with statistics that aren't those of a new one, and its weights."""
    network = small()
    network.set_weights([weight + 0.01 for weight in network.get_weights()])
    network(np.random.default_rng(0).integers(0, 256, (32, 16, 16, 3), np.uint8), training=True)
    folder = tmp_path_factory.mktemp("saved")
    np.savez(folder / "weights.npz", **{str(n): w for n, w in enumerate(network.get_weights())})
    return folder / "weights.npz", network.get_weights()


def started(parts: tuple, heard: object, file: Path, **learning: object) -> tuple:
    """What `training.train` gives for a network that starts from a file."""
    heard.weights = Path
    return training.train(small, Learning(**CARED | learning, start=str(file)), *parts[:2], heard)


def test_the_same_classes_take_everything_over(saved: tuple) -> None:
    file, weights = saved
    network = small()
    assert starting.load(network, file)
    assert all(np.array_equal(a, b) for a, b in zip(network.get_weights(), weights, strict=True))


def test_other_classes_have_a_new_head(saved: tuple) -> None:
    file, weights = saved
    network = small(classes=5)
    head = [variable.numpy() for variable in starting.head(network)]
    assert [array.shape for array in head] == [(32, 5), (5,)]
    assert not starting.load(network, file)
    assert all(np.array_equal(a, b) for a, b in zip(network.get_weights()[:-2], weights[:-2], strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(starting.head(network), head, strict=True))


def test_from_classes_to_votes_and_back(
    saved: tuple, voted: tuple, learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    file, weights = saved
    learning = Learning(**CARED | {"epochs": 1}, start=str(file))
    part, heard = training.headed(voted[0], learning), listener()
    heard.weights = Path
    network, _ = training.train(lambda: small(37), learning, part, voted[1], heard)
    assert np.array_equal(network.get_weights()[0], weights[0]), "in its first epoch only the new head learns"
    stored = {str(number): weight for number, weight in enumerate(network.get_weights())}
    np.savez(tmp_path / "votes.npz", **stored)
    again, _ = started(learnable, listener(), tmp_path / "votes.npz", epochs=1)
    assert np.array_equal(again.get_weights()[0], weights[0]) and again.output_shape == (None, 3)


@pytest.mark.parametrize("other", [{"channels": 1}, {"filters": 5}])
def test_another_network_is_refused_with_a_sentence(other: dict, saved: tuple) -> None:
    network = small(**other)
    before = network.get_weights()
    with pytest.raises(DataError, match="another network: choose a run of the same model"):
        starting.load(network, saved[0])
    assert all(np.array_equal(a, b) for a, b in zip(network.get_weights(), before, strict=True))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_what_is_no_archive_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_bytes(content)
    with pytest.raises(DataError, match="holds no weights of a network: give the weights.npz"):
        starting.load(small(), tmp_path / "weights.npz")


@pytest.mark.parametrize(
    "arrays", [{"0": np.array([{}])}, {"0": np.array(["a"])}, {"a": np.zeros(3)}, {"0": np.array([np.nan])}, {}]
)
def test_arrays_that_are_no_numbers_are_refused_with_a_sentence(arrays: dict, tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", **arrays)
    with pytest.raises(DataError, match="holds no weights of a network"):
        starting.load(small(), tmp_path / "weights.npz")


def test_an_origin_is_told_in_words() -> None:
    assert starting.initial_weights("") == "random initial weights"
    assert starting.initial_weights("20261125-cnn-ab12") == "weights of run 20261125-cnn-ab12"
    assert starting.initial_weights("/home/anybody/weights.npz") == "file weights.npz"


def test_a_still_network_keeps_statistics_and_still_drops_out() -> None:
    network = cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4, dropout=0.5))
    images = np.random.default_rng(0).integers(0, 256, (32, 16, 16, 3), np.uint8)
    still, before = starting.freeze_batchnorm(network), network.get_weights()
    said, learning = np.asarray(still(images, training=False)), np.asarray(still(images, training=True))
    assert np.allclose(said, np.asarray(network(images, training=False)), atol=1e-6)
    assert not np.allclose(said, learning, atol=1e-3)
    assert all(np.array_equal(a, b) for a, b in zip(network.get_weights(), before, strict=True))
    network(images, training=True)
    assert not all(np.array_equal(a, b) for a, b in zip(network.get_weights(), before, strict=True))
    assert [id(v) for v in still.trainable_variables] == [id(v) for v in network.trainable_variables]


def test_care_is_taken_only_of_weights_that_came_from_elsewhere() -> None:
    assert Learning().fine_tuning == FineTuning(0, 1.0, False)
    assert Learning(
        start="run", head_first=2, backbone_lr_factor=0.5, freeze_batchnorm=False
    ).fine_tuning == FineTuning(2, 0.5, False)


def test_the_head_learns_first_and_statistics_stay(saved: tuple, learnable: tuple, listener: Callable) -> None:
    file, weights = saved
    network, _ = started(learnable, listener(), file, epochs=1)
    assert all(np.array_equal(a, b) for a, b in zip(network.get_weights()[:-2], weights[:-2], strict=True))
    assert not np.array_equal(network.get_weights()[-2], weights[-2])
    network, _ = started(learnable, listener(), file, epochs=2)
    changed = [not np.array_equal(np.asarray(w), old) for w, old in zip(network.weights, weights, strict=True)]
    learns = {id(variable) for variable in network.trainable_variables}
    assert changed == [id(weight) in learns for weight in network.weights]
    network, _ = started(learnable, listener(), file, epochs=1, head_first=0, freeze_batchnorm=False)
    assert all(not np.array_equal(np.asarray(w), old) for w, old in zip(network.weights, weights, strict=True))


def test_the_rest_moves_by_its_share_of_a_step(saved: tuple, learnable: tuple) -> None:
    file, weights = saved
    images, labels = learnable[0].images[:16], np.eye(3, dtype=np.float32)[learnable[0].labels[:16]]
    moved = {}
    for share in (1.0, 0.25, 0.0):
        chosen = Learning(**CARED | {"head_first": 0}, start="x", backbone_lr_factor=share, optimizer="SGD")
        learner = training.Learner(
            lambda: cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4, dropout=0)), chosen, THREE
        )
        starting.load(learner.network, file)
        learner.step(images, labels, np.ones(16, np.float32))
        moved[share] = [new - old for new, old in zip(learner.network.get_weights(), weights, strict=True)]
    head = len(weights) - 2
    assert max(np.abs(step).max() for step in moved[1.0][:head]) > 1e-5
    for number, (whole, quarter, none) in enumerate(zip(*moved.values(), strict=True)):
        body = number < head
        assert np.allclose(quarter, whole * (0.25 if body else 1), atol=1e-6)
        assert not body or not none.any()


def test_stopped_between_the_phases_it_goes_on_as_if_never_stopped(
    saved: tuple, learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    parts = (replace(learnable[0], augment=("flips", "noise")), learnable[1])
    expected, _ = started(parts, listener(), saved[0])
    broken = listener(tmp_path, stop_after=12)  # in the second epoch
    with pytest.raises(Stopped):
        started(parts, broken, saved[0])
    assert len(broken.values) == 1
    broken.stop_after = 10**9
    network, _ = started(parts, broken, tmp_path / "gone.npz")  # it isn't needed any more
    assert all(np.array_equal(a, b) for a, b in zip(network.get_weights(), expected.get_weights(), strict=True))


def test_a_predictor_says_what_it_began_with(saved: tuple, learnable: tuple, listener: Callable) -> None:
    heard = listener()
    heard.weights = Path
    chosen = cnn.Parameters(epochs=1, image_size=16, filters=4, views=1, start=str(saved[0]))
    assert cnn.fit(*learnable[:2], chosen, heard).initial_weights == "file weights.npz"
    assert export.Network(small(), SOFTMAX, 1).initial_weights == ""
