"""Passes with dropout: always the same ones, about as Keras' rate says, and none of a model without it."""

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.prediction import dropout, spread


def test_passes_spread_about_what_the_network_says(finished: dict[str, runs.Run]):
    run, image = finished["cnn"], np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    said = dropout.passes(run, image)
    assert said is not None and said.shape == (dropout.PASSES, 10) and np.allclose(said.sum(axis=1), 1, atol=1e-5)
    assert np.ptp(said, axis=0).max() > 1e-3
    assert np.array_equal(said, dropout.passes(run, image)), "the same picture has the same answer"
    many = dropout.passes(run, image, 2000)
    assert many is not None
    whole, each = np.log(spread.answers(run, image).views[0]), np.log(many)
    logits = (each - each[:, :1]).mean(axis=0)  # the last layer is linear: on average nothing is left out
    assert np.allclose(logits, whole - whole[0], atol=0.1 * np.ptp(whole))


def test_a_mask_keeps_the_mean():
    drawn = dropout.mask(np.random.default_rng(0), (300, 300), 0.4)
    assert drawn.mean() == pytest.approx(1, abs=0.02) and (drawn == 0).mean() == pytest.approx(0.4, abs=0.01)


def test_models_without_dropout_have_no_passes(finished: dict[str, runs.Run]):
    image = np.zeros((32, 32, 3), np.uint8)
    assert dropout.passes(finished["pca_logistic"], image) is None
    assert dropout.rates(finished["majority"]) == () and dropout.rates(finished["cnn"]) == (0.3,)
