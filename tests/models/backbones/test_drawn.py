"""The backbone of drawn galaxies: it is the CNN, knows them as they are drawn now, and no sample shows its own."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import prepare
from galaxy_core.datasets import drawing, sample
from galaxy_core.models import Stopped, backbones, cnn, graphs, transfer
from galaxy_core.models.backbones import learning
from galaxy_core.models.networks import starting

TOLD = json.loads(starting.DRAWN_FILE.with_suffix(".json").read_text(encoding="utf-8"))
CHOSEN = transfer.Parameters(backbone=backbones.DRAWN)
SHAPE = (64, 64, 3)
MOST = 6_000_000  # bytes in the repository
LEARNED, ASKED = 12, 12  # fresh galaxies of each class
KNOWS, BLIND = 0.6, 0.5  # balanced accuracy over ten classes that its features reach at least, random ones at most


def described(network: object, images: np.ndarray) -> np.ndarray:
    """Features of images, of mean 0 and variance 1."""
    found = learning.describing(network).predict_on_batch(images)
    return (found - found.mean(axis=0)) / (found.std(axis=0) + 1e-3)


def named(features: np.ndarray, labels: np.ndarray) -> float:
    """The share that a straight border between classes names rightly, learned on the first LEARNED of each."""
    from sklearn.linear_model import LogisticRegression

    learn = np.arange(len(labels)) % (LEARNED + ASKED) < LEARNED
    border = LogisticRegression(C=0.01, max_iter=200).fit(features[learn], labels[learn])
    return float((border.predict(features[~learn]) == labels[~learn]).mean())


def test_it_is_the_cnn_without_its_last_layer() -> None:
    network, whole = transfer.build(SHAPE, 4, CHOSEN), cnn.build(SHAPE, 4, cnn.Parameters())
    network.set_weights(whole.get_weights())
    images = np.random.default_rng(0).integers(0, 256, (2, *SHAPE), np.uint8)
    assert np.allclose(network(images), whole(images), atol=1e-5)


def test_both_begin_with_the_same_weights() -> None:
    network, whole = transfer.build(SHAPE, 4, CHOSEN), cnn.build(SHAPE, 4, cnn.Parameters())
    assert not learning.begin(network, CHOSEN, None) and not starting.load(whole, starting.DRAWN_FILE)
    assert all(map(np.array_equal, network.get_weights()[:-2], whole.get_weights()[:-2]))
    assert learning.initial_weights(CHOSEN) == starting.initial_weights(starting.DRAWN)
    assert "drawn" in learning.initial_weights(CHOSEN) and "synthetic" in learning.initial_weights(CHOSEN)


def test_it_goes_on_bit_for_bit_and_is_exported(learnable: tuple, listener: Callable, tmp_path: Path) -> None:
    chosen = replace(CHOSEN, mode="all", epochs=2, image_size=16, batch_size=32, arithmetic="float32")
    expected = transfer.fit(*learnable[:2], chosen, listener())
    broken = listener(tmp_path, stop_after=8)  # in the second epoch
    with pytest.raises(Stopped):
        transfer.fit(*learnable[:2], chosen, broken)
    broken.stop_after = 10**9
    again = transfer.fit(*learnable[:2], chosen, broken)
    assert all(map(np.array_equal, again.network.get_weights(), expected.network.get_weights()))
    again.save(tmp_path)
    images = learnable[2].images[learnable[2].rows]
    answers = graphs.answers(graphs.session(str(tmp_path / "model.onnx")), images)
    np.testing.assert_allclose(answers, again.predict(images), atol=1e-4)


def test_it_is_small_and_says_what_made_it() -> None:
    with np.load(starting.DRAWN_FILE, allow_pickle=False) as stored:
        assert all(np.isfinite(stored[name]).all() for name in stored)
    assert starting.DRAWN_FILE.stat().st_size <= MOST
    assert TOLD["synthetic"] and TOLD["last_epoch"]["epoch"] == TOLD["parameters"]["epochs"]


def test_no_sample_shows_what_it_has_seen() -> None:
    assert TOLD["drawn_by_seed"] != sample.SEED and sum(TOLD["rows"].values()) <= TOLD["images"]


def test_it_knows_galaxies_as_they_are_drawn_now() -> None:
    labels = np.repeat(np.arange(drawing.CLASSES), LEARNED + ASKED)
    images = np.empty((len(labels), drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(labels, 10**6, images)
    small = prepare.apply(images, prepare.chain(cnn.steps(cnn.Parameters())))
    network = transfer.build(SHAPE, drawing.CLASSES, CHOSEN)
    blind = named(described(network, small), labels)
    learning.begin(network, CHOSEN, None)
    assert named(described(network, small), labels) > max(KNOWS, blind + 0.1) and blind < BLIND
