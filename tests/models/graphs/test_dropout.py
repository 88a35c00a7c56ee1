"""Dropout left on, through the exported graph: equal to the network in Keras with the same numbers left out."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core.models import cnn, graphs, plain_cnn, votes_cnn
from galaxy_core.models.graphs import dropout
from galaxy_core.models.networks import export
from tests.models.conftest import SOFTMAX

SIDE, CLASSES, PASSES = 32, 4, 3
RANDOM = np.random.default_rng(2)
NETWORKS: dict[str, Callable] = {
    "cnn": lambda: (cnn, cnn.Parameters(filters=4, image_size=SIDE, dropout=0.4)),
    "plain_cnn": lambda: (
        plain_cnn, plain_cnn.Parameters(convolutions="4,8", dense="12,9", image_size=SIDE, dropout=0.5)
    ),
    "votes_cnn": lambda: (votes_cnn, votes_cnn.Parameters(image_size=SIDE, dropout=0.3)),
}  # fmt: skip


def in_keras(network, masks: list[np.ndarray], image: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """What the network says where its dropout layers, in their order, leave out what the masks say."""
    from keras import layers

    left = iter(masks)

    def leave_out(self, inputs, training=None):
        return inputs * next(left).reshape(-1, *inputs.shape[1:])

    with monkeypatch.context() as patch:
        patch.setattr(layers.Dropout, "call", leave_out)
        return np.asarray(SOFTMAX(network(np.repeat(image[None], len(masks[0]), axis=0), training=False)))


@pytest.mark.parametrize("views", [1, 4])
@pytest.mark.parametrize("name", NETWORKS)
def test_it_is_keras_with_training_on_for_dropout_alone(
    name: str, views: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    module, chosen = NETWORKS[name]()
    network = module.build((SIDE, SIDE, 3), CLASSES, chosen)
    image = RANDOM.integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    export.Network(network, SOFTMAX, views).save(tmp_path)
    halves = dropout.halves(tmp_path / "model.onnx", module.dropped(chosen))
    assert halves is not None and [*halves.rates.values()] == [rate for rate in module.dropped(chosen) if rate]
    masks = {key: (RANDOM.random((PASSES, width)) > 0.5) * np.float32(2) for key, width in halves.widths.items()}
    trunk, head = graphs.session(halves.trunk, 1), graphs.session(halves.head, 1)
    (before,) = trunk.run(None, {trunk.get_inputs()[0].name: image[None]})
    (said,) = head.run(None, {head.get_inputs()[0].name: np.repeat(before, PASSES, axis=0)} | masks)
    expected = in_keras(network, [*masks.values()], image, monkeypatch)
    assert said.shape == (PASSES, CLASSES) and np.allclose(said, expected, atol=1e-4)
    assert np.ptp(said, axis=0).max() > 1e-3, "passes that are all alike say nothing"


def test_without_dropout_there_is_none(tmp_path: Path):
    graphs.write_linear(tmp_path / "model.onnx", np.zeros((12, 3), np.float32), np.zeros(3, np.float32), (2, 2, 3))
    assert dropout.halves(tmp_path / "model.onnx", ()) is None
    assert dropout.halves(tmp_path / "model.onnx", (0.0,)) is None
