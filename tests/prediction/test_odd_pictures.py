"""Drawn things that no model of galaxies knows are told apart from galaxies, by networks of either task."""

import numpy as np
import pytest

from galaxy_core import datasets, prediction, runs
from galaxy_core.evaluation import stored
from galaxy_core.models.familiarity import UNLIKE
from galaxy_core.prediction import assurance
from tests.prediction import odd_pictures

COUNT = 10


def flagged(run: runs.Run, images: np.ndarray) -> float:
    """The share of images from elsewhere, uint8 (n, h, w, 3), that are said to be unlike what was learned."""
    fitted = np.stack([prediction.classifier(run).fitted(image) for image in images])
    known = assurance.references(run)
    assert known is not None
    return float((known.distances(fitted) >= UNLIKE).mean())


@pytest.fixture(params=["classes", "votes", "no network"])
def run(request: pytest.FixtureRequest, finished: dict[str, runs.Run], voted: dict[str, runs.Run]) -> runs.Run:
    return {"classes": finished["cnn"], "votes": voted["cnn"], "no network": finished["pca_logistic"]}[request.param]


def test_nine_of_ten_odd_pictures_and_few_galaxies(run: runs.Run):
    for kind in odd_pictures.KINDS:
        assert flagged(run, odd_pictures.drawn(kind, COUNT)) >= 0.9, kind
    galaxies = datasets.open_dataset(run.request.dataset).images(stored.predictions(run).rows)
    assert flagged(run, galaxies) <= 0.2, "thirty validation images say no more exactly which the furthest hundredth is"
