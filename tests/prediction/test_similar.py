"""Similar to a model: exactly those that a look at all of them finds, turned or not, and never by a model without
features."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import datasets, prediction, runs
from galaxy_core.evaluation import stored
from galaxy_core.models import familiarity
from galaxy_core.models.familiarity import References
from galaxy_core.prediction import assurance, similar, views
from tests.pages.stored_runs import copy

RANDOM = np.random.default_rng(3)


def known(n: int, d: int = 9) -> References:
    """So many training images of random features."""
    some, rings = np.arange(2), np.zeros((2, 3), np.float32)
    return References(RANDOM.normal(size=(n, d)).astype(np.float32), some, rings, np.zeros((1, 2), np.float32), None)


def test_a_search_in_blocks_finds_what_one_look_at_all_finds(monkeypatch: pytest.MonkeyPatch):
    among, sought = known(500), RANDOM.normal(size=(8, 9)).astype(np.float32)
    monkeypatch.setattr(similar, "SEARCHED", 64)
    found = similar.search(among, sought, 12)
    far = np.linalg.norm(among.learned[:, None] - sought, axis=2).min(axis=1)
    assert found.rows.tolist() == np.argsort(far)[:12].tolist()
    assert np.allclose(found.distances, np.sort(far)[:12], atol=1e-3)
    assert len(similar.search(known(5), sought, 12).rows) == 5


def test_a_training_image_is_nearest_to_itself_however_it_is_turned(finished: dict[str, runs.Run]):
    run = finished["cnn"]
    rows = stored.predictions(run, "train").rows
    images = datasets.open_dataset("sample").images(rows[[4, 90]])
    for row, image in zip(rows[[4, 90]], images, strict=True):
        for view in views.turned(prediction.classifier(run).fitted(image))[[0, 3, 6]]:
            found = similar.nearest(run, view, 5)
            assert found is not None and found.rows[0] == row and found.distances[0] < 0.3 * found.distances[1] + 0.1
            assert (np.diff(found.distances) >= 0).all() and set(found.rows.tolist()) <= set(rows.tolist())


def test_those_it_finds_are_more_often_of_its_class_than_others_are(finished: dict[str, runs.Run]):
    """To a network that has learned anything, galaxies that are alike are those that it names alike."""
    run, galaxies = finished["cnn"], datasets.open_dataset("sample")
    said, train = stored.predictions(run), stored.predictions(run, "train")
    named = dict(zip(train.rows.tolist(), train.outputs.argmax(axis=1).tolist(), strict=True))
    same = []
    for row, outputs in zip(said.rows[:15], said.outputs, strict=False):
        image = prediction.classifier(run).fitted(galaxies.images(np.array([row]))[0])
        found = similar.nearest(run, image, 5)
        assert found is not None
        same += [named[other] == outputs.argmax() for other in found.rows.tolist()]
    others = np.bincount([*named.values()], minlength=10).max() / len(named)
    assert np.mean(same) > others + 0.05


def test_who_has_none(finished: dict[str, runs.Run], own_runs: Path):
    image = np.zeros((32, 32, 3), np.uint8)
    assert similar.nearest(finished["pca_logistic"], image, 5) is None
    older = copy(finished["cnn"], own_runs)
    (older.folder / familiarity.FILE).unlink()
    assert similar.nearest(older, image, 5) is None and assurance.references(older) is None
