"""Learning with a backbone: what it begins with, exactness, and that the head's standardising is folded away."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.models import Stopped, transfer
from galaxy_core.models.backbones import learning, weights
from galaxy_core.models.networks import starting

QUICK = transfer.Parameters(
    weights="random", epochs=3, batch_size=32, image_size=32, learning_rate=0.01, arithmetic="float32", copies=2
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


def fitted(parts: tuple, heard: object, parameters: transfer.Parameters, way: Callable) -> object:
    """A predictor."""
    import keras

    keras.utils.set_random_seed(0)
    heard.weights = Path
    make = partial(transfer.build, parts[0].images.shape[1:], parts[0].outputs, parameters)
    return way(make, parameters, *parts[:2], heard)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backbone of one layer in the place of the real one."""

    def build(name: str, side: int) -> object:
        import keras

        given = keras.Input((side, side, 3))
        return keras.Model(given, keras.layers.Conv2D(8, 5, strides=4, activation="relu")(given), name="tiny")

    monkeypatch.setattr(learning.backbones, "build", build)


@pytest.fixture(scope="module")
def changed(learnable: tuple) -> tuple:
    """Training images that are changed."""
    return replace(learnable[0], augment=("flips", "noise")), learnable[1], learnable[2]


def test_stopped_it_goes_on_as_if_never_stopped_and_starts_another(
    changed: tuple, listener: Callable, tmp_path: Path, tiny: None
) -> None:
    expected = fitted(changed, unbroken := listener(), QUICK, learning.on_features)
    assert (
        unbroken.values[-1]["loss"] < unbroken.values[0]["loss"]
        and expected.initial_weights == "random initial weights"
    )
    assert expected.n_parameters == 9 * 3
    (tmp_path / "kept").mkdir()
    broken = listener(tmp_path / "kept", stop_after=7)  # in the second of three epochs
    with pytest.raises(Stopped):
        fitted(changed, broken, QUICK, learning.on_features)
    broken.stop_after = 10**9
    found = fitted(changed, broken, QUICK, learning.on_features)
    assert len(broken.values) == 3
    for one, other in zip(found.network.get_weights(), expected.network.get_weights(), strict=True):
        assert np.array_equal(one, other)
    validation = changed[1]
    said = expected.predict(validation.images[validation.rows])
    loss = -np.log(said[np.arange(30), validation.labels]).mean()
    assert unbroken.values[-1]["val_loss"] == pytest.approx(loss, abs=1e-3), "the head is folded into the network"

    np.savez(tmp_path / "weights.npz", **{str(n): w for n, w in enumerate(expected.network.get_weights())})
    started = replace(QUICK, start=str(tmp_path / "weights.npz"), epochs=1, learning_rate=1e-6)
    again = fitted(changed, listener(), started, learning.on_features)
    assert again.initial_weights == "file weights.npz"
    assert np.allclose(again.predict(changed[2].images[:20]), expected.predict(changed[2].images[:20]), atol=1e-3)


def test_weights_of_every_kind(published: Path, mobile: object, listener: Callable, tmp_path: Path) -> None:
    heard = listener()
    heard.weights = Path
    network = transfer.build((32, 32, 3), 3, QUICK)
    body = learning.body(network)
    for chosen in (replace(QUICK, start=str(published)), replace(QUICK, weights="published")):
        if not chosen.start:
            weights.place(learning.backbones.find("MobileNetV2")).parent.mkdir(parents=True)
            weights.place(learning.backbones.find("MobileNetV2")).write_bytes(published.read_bytes())
        body.set_weights([weight * 0 for weight in body.get_weights()])
        assert not learning.begin(network, chosen, heard)
        assert all(np.array_equal(a, b) for a, b in zip(body.get_weights(), mobile.get_weights(), strict=True))
        assert learning.initial_weights(chosen) == f"file {published.name}", "it isn't the published one"
    np.savez(tmp_path / "weights.npz", *[])
    with pytest.raises(DataError, match="holds no weights of a network"):
        learning.begin(network, replace(QUICK, start=str(tmp_path / "weights.npz")), heard)
    assert (
        learning.initial_weights(replace(QUICK, start="20261125-transfer-ab12"))
        == "weights of run 20261125-transfer-ab12"
    )


def test_imagenet_weights_are_called_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(weights, "is_published", lambda backbone, file: True)
    (tmp_path / "weights.h5").touch()
    monkeypatch.setattr(weights, "find", lambda backbone: tmp_path / "weights.h5")
    assert learning.initial_weights(replace(QUICK, weights="published")) == "ImageNet weights"


@pytest.mark.long
def test_two_phases_leave_statistics_and_frozen_layers_alone(
    changed: tuple, published: Path, mobile: object, listener: Callable
) -> None:
    chosen = replace(
        QUICK, start=str(published), mode="two_phases", epochs=1, head_first=0, batch_size=64, views=1, keep="last"
    )
    predictor = fitted(changed, heard := listener(), chosen, learning.through)
    body = learning.body(predictor.network)
    learns = {id(variable) for variable in body.trainable_variables}
    moved = [not np.array_equal(now, old) for now, old in zip(body.get_weights(), mobile.get_weights(), strict=True)]
    still = [m for m, weight in zip(moved, body.weights, strict=True) if id(weight) not in learns]
    assert not any(still) and sum(moved) > 0.9 * len(learns)
    assert len(heard.values) == 1 and predictor.initial_weights == f"file {published.name}"
    assert starting.head(predictor.network)[0].shape == (1280, 3)
