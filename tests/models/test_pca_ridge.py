"""PCA and ridge regression, against scikit-learn's own chain of the same steps."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from galaxy_core.models import pca_ridge


def test_it_is_what_scikit_learn_would_do_within_what_was_met(voted: tuple, listener: Callable) -> None:
    train, validation, test = voted
    chosen = pca_ridge.Parameters(components=2, image_size=16)  # others are of noise, and not unique
    said = pca_ridge.fit(train, validation, chosen, listener()).predict(test.images[test.rows])
    pixels = [part.images[part.rows].reshape(len(part.rows), -1) / 255 for part in (train, test)]
    targets = train.task.for_estimators(train.targets)
    theirs = make_pipeline(PCA(2, svd_solver="full"), StandardScaler(), Ridge(10.0)).fit(pixels[0], targets)
    expected = np.clip(theirs.predict(pixels[1]), targets.min(axis=0), targets.max(axis=0))
    assert np.allclose(said, expected, atol=0.03) and said.dtype == np.float32


def test_more_of_its_penalty_draws_flatter_lines(voted: tuple, listener: Callable) -> None:
    train, validation, test = voted
    spread = [
        pca_ridge.fit(train, validation, pca_ridge.Parameters(5, 16, strength=strength), listener())
        .predict(test.images[test.rows]).std(axis=0).sum()
        for strength in (1e4, 1.0)
    ]  # fmt: skip
    assert spread[0] < 0.2 * spread[1]


def test_more_components_than_images_are_cut(voted: tuple, listener: Callable) -> None:
    few = replace(voted[0], rows=voted[0].rows[:12], targets=voted[0].targets[:12])
    predictor = pca_ridge.fit(few, few, pca_ridge.Parameters(components=200, image_size=16), listener())
    assert np.isfinite(predictor.predict(few.images[:4])).all()
    assert pca_ridge.gflop(pca_ridge.Parameters(), 1000, 37) > 0
