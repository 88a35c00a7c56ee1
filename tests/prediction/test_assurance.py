"""How sure, and how unlike: by validation images, and None where nobody can say."""

import shutil

import numpy as np
import pytest

from galaxy_core import datasets, prediction, runs
from galaxy_core.evaluation import reliability, stored
from galaxy_core.models import familiarity
from galaxy_core.models.familiarity import UNLIKE
from galaxy_core.prediction import assurance
from tests.pages.stored_runs import copy


def test_certainty_is_the_tempered_probability(finished: dict[str, runs.Run]):
    run = finished["pca_logistic"]
    said = stored.predictions(run, "validation")
    tempered = reliability.tempered(said, reliability.temperature(said))
    for at in range(3):
        sure = assurance.certainty(run, prediction.classifier(run).task, said.outputs[at])
        assert sure == pytest.approx(float(tempered.probabilities[at].max()), abs=1e-5)


def test_a_galaxy_is_nearer_than_noise(finished: dict[str, runs.Run]):
    ready = prediction.classifier(finished["cnn"])
    galaxy = datasets.open_dataset("sample").images(stored.predictions(finished["cnn"]).rows[:1])[0]
    noise = np.random.default_rng(0).integers(0, 256, galaxy.shape, np.uint8)
    near, far = ready.told(galaxy), ready.told(noise)
    assert near["distance"] < far["distance"] and far["distance"] >= UNLIKE
    assert 0 < near["certainty"] <= 1 and near["predicted"] in near["probabilities"]


def test_a_run_that_is_older_says_nothing(finished: dict[str, runs.Run], own_runs):
    run = copy(finished["pca_logistic"], own_runs)
    (run.folder / familiarity.FILE).unlink()
    image = np.zeros((40, 40, 3), np.uint8)
    assert prediction.classifier(run).told(image)["distance"] is None
    shutil.copyfile(finished["pca_logistic"].folder / familiarity.FILE, run.folder / familiarity.FILE)
    assert prediction.classifier(run).told(image)["distance"] is not None
