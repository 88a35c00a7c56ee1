"""One step of learning: in pieces it is the same, where no image knows of another."""

from dataclasses import replace

import numpy as np
import pytest

from galaxy_core.models import cnn, plain_cnn, votes_cnn
from galaxy_core.models.networks import Learning, steps, training
from tests.models.conftest import THREE

LEARNING = Learning(batch_size=40, optimizer="SGD", learning_rate=0.1, l2=0.01, arithmetic="float32")


def plain() -> object:
    """A network without batch norm and dropout, always the same."""
    import keras

    keras.utils.set_random_seed(0)
    return plain_cnn.build((16, 16, 3), 3, plain_cnn.Parameters(convolutions="4", dense="", image_size=16))


def test_a_batch_in_pieces_makes_the_same_step(learnable: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    train = learnable[0]
    images, encoded = train.images[train.rows], THREE.encoded(train.targets)
    weights = np.linspace(0.5, 2, len(images)).astype(np.float32)
    learned = []
    for piece in (16, 64):
        monkeypatch.setattr(steps, "PIECE", piece)
        learner = training.Learner(plain, LEARNING, THREE)
        sums = [learner.step(images[part], encoded[part], weights[part]).numpy() for part in (slice(40), slice(40, 52))]
        learned.append((np.concatenate(sums), learner.network.get_weights()))
    (pieces, divided), (at_once, whole) = learned
    assert np.allclose(pieces, at_once, rtol=1e-5)
    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip(divided, whole, strict=True))


def test_only_a_network_in_which_no_image_knows_of_another_is_divided() -> None:
    assert steps._is_mixing(cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4)))
    assert not steps._is_mixing(votes_cnn.build((24, 24, 1), 37, votes_cnn.Parameters()))
    assert not steps._is_mixing(plain())
    assert replace(LEARNING, batch_size=votes_cnn.Parameters().batch_size).batch_size > steps.PIECE
