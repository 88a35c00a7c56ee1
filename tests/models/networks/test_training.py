"""The training loop of every network."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import RunError
from galaxy_core.models import Stopped, TargetEpochs, cnn, plain_cnn
from galaxy_core.models.networks import Learning, training
from tests.models.conftest import THREE

LEARNING = {"batch_size": 16, "learning_rate": 0.01, "arithmetic": "float32"}


def small() -> object:
    """An untrained network."""
    import keras

    keras.utils.set_random_seed(0)
    return cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4))


def trained(parts: tuple, heard: object, **learning: object) -> tuple:
    """What `training.train` gives for a small network with these settings."""
    return training.train(small, Learning(**LEARNING | learning), *parts[:2], heard)


def same(one: object, other: object) -> bool:
    """Whether two networks have the same weights, bit for bit."""
    return all(np.array_equal(a, b) for a, b in zip(one.get_weights(), other.get_weights(), strict=True))


def test_the_loss_falls_and_is_the_cross_entropy(learnable: tuple, listener: Callable) -> None:
    validation, heard = learnable[1], listener()
    network, kept = trained(learnable, heard, epochs=4)
    losses = [values["loss"] for values in heard.values]
    assert losses[-1] < losses[0] and heard.values[-1]["accuracy"] > heard.values[0]["accuracy"] and kept == 4
    logits = network.predict_on_batch(validation.images[validation.rows])
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    expected = -log_p[np.arange(len(log_p)), validation.labels].mean()
    assert heard.values[-1]["val_loss"] == pytest.approx(expected, abs=1e-4)
    right = (logits.argmax(axis=1) == validation.labels).mean()
    assert heard.values[-1]["val_accuracy"] == pytest.approx(right)


def test_a_loss_that_is_no_number_is_a_sentence(learnable: tuple, listener: Callable) -> None:
    with pytest.raises(RunError, match="smaller learning rate"):
        trained(learnable, listener(), epochs=3, learning_rate=1e20)


@pytest.mark.parametrize("optimizer", ["AdamW", "Adam", "SGD"])
def test_every_optimizer_learns_and_goes_on_as_if_never_stopped(
    optimizer: str, learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    settings = {"epochs": 3, "optimizer": optimizer, "schedule": "plateau", "plateau_epochs": 1, "keep": "best_loss"}
    expected, kept = trained(learnable, unbroken := listener(), **settings)
    assert unbroken.values[-1]["loss"] < unbroken.values[0]["loss"]
    broken = listener(tmp_path, stop_after=12)  # in the second epoch
    with pytest.raises(Stopped):
        trained(learnable, broken, **settings)
    broken.stop_after = 10**9
    network, again = trained(learnable, broken, **settings)
    assert again == kept and same(network, expected)


def test_votes_are_learned_and_go_on_as_if_never_stopped(voted: tuple, listener: Callable, tmp_path: Path) -> None:
    def votes() -> object:
        import keras

        keras.utils.set_random_seed(0)
        return cnn.build((16, 16, 3), 37, cnn.Parameters(filters=4))

    learning = Learning(**LEARNING, epochs=3, keep="best_score")
    parts = training.headed(voted[0], learning), voted[1]
    expected, kept = training.train(votes, learning, *parts, unbroken := listener())
    losses = [values["val_loss"] for values in unbroken.values]
    assert losses[-1] < losses[0] and "val_squared_error" in unbroken.values[0]
    broken = listener(tmp_path, stop_after=12)  # in the second epoch
    with pytest.raises(Stopped):
        training.train(votes, learning, *parts, broken)
    broken.stop_after = 10**9
    network, again = training.train(votes, learning, *parts, broken)
    assert again == kept and same(network, expected)


def test_more_epochs_asked_for_later_are_as_if_asked_for_at_once(
    learnable: tuple, listener: Callable, tmp_path: Path
) -> None:
    settings = {"schedule": "exponential", "factor": 0.7}
    expected, _ = trained(learnable, unbroken := listener(), epochs=4, **settings)
    heard = listener(tmp_path)
    trained(learnable, heard, epochs=2, **settings)
    heard.target_epochs = TargetEpochs(4, 2)
    network, kept = trained(learnable, heard, epochs=2, **settings)
    assert kept == 4 and same(network, expected)
    rates = [values["learning_rate"] for values in heard.values]
    assert rates == pytest.approx([0.01, 0.007, 0.0049, 0.00343])
    assert rates == [values["learning_rate"] for values in unbroken.values]


def test_the_best_weights_are_kept(learnable: tuple, listener: Callable, tmp_path: Path) -> None:
    settings = {"schedule": "constant", "learning_rate": 0.05, "keep": "best_loss", "patience": 3}
    heard = listener(tmp_path)
    network, kept = trained(learnable, heard, epochs=30, **settings)
    losses = [values["val_loss"] for values in heard.values]
    assert kept == int(np.argmin(losses)) + 1
    assert len(losses) == min(30, kept + 3), "it stopped early"
    validation = learnable[1]
    logits = network.predict_on_batch(validation.images[validation.rows])
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    found = -log_p[np.arange(len(log_p)), validation.labels].mean()
    assert found == pytest.approx(min(losses), abs=1e-4)
    again, epoch = trained(learnable, heard, epochs=30, **settings)  # killed after the last epoch, before the end
    assert epoch == kept and same(again, network)


def test_l2_holds_weights_small_and_stays_out_of_the_shown_loss(learnable: tuple, listener: Callable) -> None:
    heard = {l2: listener() for l2 in (0.0, 0.1)}
    sizes = {}
    for l2, listening in heard.items():
        network, _ = trained(learnable, listening, epochs=3, l2=l2, optimizer="Adam")
        sizes[l2] = sum(float((np.asarray(w) ** 2).sum()) for w in network.trainable_variables if w.ndim > 1)
    assert sizes[0.1] < sizes[0.0] / 2
    assert heard[0.1].values[0]["loss"] < 5, "the punishment alone would be larger"


def plain(learning: Learning) -> training.Learner:
    """A network without batch norm and dropout, in which no image knows of another; always the same weights."""

    def build() -> object:
        import keras

        keras.utils.set_random_seed(0)
        return plain_cnn.build((16, 16, 3), 3, plain_cnn.Parameters(convolutions="4", dense="", image_size=16))

    return training.Learner(build, replace(learning, label_smoothing=0.0), THREE)


def moved(parts: tuple, rows: list[int], weights: list[float], l2: float = 0.0) -> tuple[list[np.ndarray], np.ndarray]:
    """How far one step of plain gradient descent of size 1 moves the weights, and the sums that it tells."""
    learner = plain(Learning(optimizer="SGD", momentum=0.0, learning_rate=1.0, l2=l2, arithmetic="float32"))
    before, train = learner.network.get_weights(), parts[0]
    labels = np.eye(3, dtype=np.float32)[train.labels[rows]]
    told = learner.step(train.images[train.rows[rows]], labels, np.float32(weights)).numpy()
    return [new - old for new, old in zip(learner.network.get_weights(), before, strict=True)], told


def alike(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    """Whether two steps are the same but for rounding."""
    return all(np.allclose(a, b, atol=1e-5, rtol=1e-3) for a, b in zip(one, other, strict=True))


def test_weights_change_the_step_as_so_many_images_would(learnable: tuple) -> None:
    alone, told = moved(learnable, [3], [1])
    assert max(np.abs(step).max() for step in alone) > 1e-3
    assert alike(moved(learnable, [3, 8], [2, 0])[0], alone), "what counts nothing moves nothing"
    assert alike(moved(learnable, [3], [3])[0], [3 * step for step in alone])
    twice, once = moved(learnable, [3, 8, 8], [1, 1, 1])[0], moved(learnable, [3, 8, 3], [1, 2, 0])[0]
    assert alike(twice, once), "twice as much is as shown twice"
    assert not alike(moved(learnable, [3, 8], [1, 3])[0], moved(learnable, [3, 8], [1, 1])[0])
    punished, free = (moved(learnable, [3], [0], l2=l2)[0] for l2 in (0.1, 0.0))
    assert max(np.abs(step).max() for step in free) == 0 < max(np.abs(step).max() for step in punished)
    assert moved(learnable, [3], [5])[1] == pytest.approx(told), "what is told counts every image alike"


def test_class_weights_reach_the_step(learnable: tuple, listener: Callable) -> None:
    weights = {}
    for balance in ("none", "class_weights"):
        heard = listener()
        parts = (replace(learnable[0], balance=balance), learnable[1])
        weights[balance], _ = trained(parts, heard, epochs=1)
        assert heard.batches == 9, "140 images, each once"
    assert not same(weights["none"], weights["class_weights"])


@pytest.fixture(scope="module")
def unchanged(learnable: tuple, listener: Callable) -> object:
    """What two epochs of the images as they are make of a network."""
    return trained(learnable, listener(), epochs=2)[0]


@pytest.mark.parametrize("balance", ["symmetries", "class_weights", "raise_small:images=60"])
def test_changed_and_balanced_images_go_on_as_if_never_stopped(
    balance: str, learnable: tuple, unchanged: object, listener: Callable, tmp_path: Path
) -> None:
    changes = ("rotation", "zoom", "noise", "cutout", "mixup")
    parts = (replace(learnable[0], augment=changes, balance=balance), learnable[1])
    expected, _ = trained(parts, unbroken := listener(), epochs=2)
    broken = listener(tmp_path, stop_after=unbroken.batches * 3 // 4)
    with pytest.raises(Stopped):
        trained(parts, broken, epochs=2)
    broken.stop_after = 10**9
    network, _ = trained(parts, broken, epochs=2)
    assert same(network, expected) and len(broken.values) == 2
    assert not same(unchanged, expected)
