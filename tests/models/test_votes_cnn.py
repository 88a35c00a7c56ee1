"""Study 003's network, to the layer, and how it is trained."""

import numpy as np
import pytest

from galaxy_core import models, prepare
from galaxy_core.models import votes_cnn
from galaxy_core.models.networks import schedules
from galaxy_core.models.votes_cnn import Parameters


def test_by_default_it_is_study_003s_network() -> None:
    network = votes_cnn.build((106, 106, 1), 37, Parameters())
    assert network.count_params() == 2_085_925
    shapes = [layer.output.shape[1:] for layer in network.layers if "max_pooling" in layer.name]
    assert shapes == [(52, 52, 32), (25, 25, 64), (11, 11, 128)]
    kinds = [type(layer).__name__ for layer in network.layers if "dropout" in layer.name or "dense" in layer.name]
    assert kinds == ["Dropout", "Dense", "Dropout", "Dense", "Dense"]
    told = models.layers(votes_cnn, Parameters(), (), (424, 424, 3), 37)
    assert sum(layer.numbers for layer in told) == 2_085_925 and told[-1].shape == (37,)


def test_its_images_are_the_central_source_in_grey() -> None:
    chain = prepare.chain(votes_cnn.steps(Parameters()))
    assert prepare.apply(np.zeros((1, 424, 424, 3), np.uint8), chain).shape == (1, 106, 106, 1)
    coloured = models.steps(votes_cnn, Parameters(), ("crop:fraction=0.5",))
    assert prepare.apply(np.zeros((1, 424, 424, 3), np.uint8), prepare.chain(coloured)).shape == (1, 106, 106, 3)


def test_it_learns_as_the_study_did_and_goes_on_where_the_rate_was() -> None:
    chosen = Parameters()
    assert (chosen.epochs, chosen.batch_size, chosen.optimizer, chosen.learning_rate) == (120, 2000, "Adam", 0.001)
    assert (chosen.patience, chosen.keep, chosen.head, votes_cnn.AUGMENT) == (7, "best_loss", "sigmoids", ())
    history = [{"epoch": n, "val_loss": 1 / n} for n in range(1, 26)]
    assert schedules.rate(chosen, history, 0, 9) == pytest.approx(0.001 * 0.8**2), "by the history, whoever goes on"
    stayed = history + [{"epoch": n, "val_loss": 1.0} for n in range(26, 31)]
    assert schedules.rate(chosen, stayed, 0, 9) == pytest.approx(0.001 * 0.8**3 * 0.1)
    assert schedules.rate(chosen, stayed * 20, 0, 9) >= schedules.LEAST


def test_work_grows_with_what_is_asked() -> None:
    base = votes_cnn.gflop(Parameters(), 1000, 37)
    assert votes_cnn.gflop(Parameters(epochs=240), 1000, 37) == pytest.approx(2 * base)
    assert votes_cnn.gflop(Parameters(image_size=53), 1000, 37) < 0.3 * base
