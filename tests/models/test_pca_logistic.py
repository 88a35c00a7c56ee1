"""PCA and logistic regression, against scikit-learn's own chain of the same steps."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from galaxy_core import UsageError
from galaxy_core.models import Examples, pca_logistic


def test_it_is_what_scikit_learn_would_do(learnable: tuple, listener: Callable) -> None:
    train, validation, test = learnable
    chosen = pca_logistic.Parameters(components=5, image_size=16)
    said = pca_logistic.fit(train, validation, chosen, listener()).predict(test.images[test.rows])
    pixels = [part.images[part.rows].reshape(len(part.rows), -1) / 255 for part in (train, test)]
    theirs = make_pipeline(PCA(5, svd_solver="full"), StandardScaler(), LogisticRegression(max_iter=2000))
    assert np.allclose(said, theirs.fit(pixels[0], train.labels).predict_proba(pixels[1]), atol=0.02)


def test_two_classes_and_a_missing_one(learnable: tuple, listener: Callable) -> None:
    train, validation, test = learnable
    kept = train.labels != 1
    two = replace(train, rows=train.rows[kept], targets=train.labels[kept])
    said = pca_logistic.fit(two, validation, pca_logistic.Parameters(5, 16), listener()).predict(test.images[test.rows])
    judged = test.labels != 1
    assert (said[judged].argmax(axis=1) == test.labels[judged]).mean() > 0.95
    assert said[:, 1].max() < 1e-3


def test_more_components_than_images_are_cut(learnable: tuple, listener: Callable) -> None:
    train = learnable[0]
    few = Examples(train.images, train.rows[:12], train.labels[:12], train.task)
    predictor = pca_logistic.fit(few, few, pca_logistic.Parameters(components=200, image_size=16), listener())
    assert np.isfinite(predictor.predict(train.images[:4])).all()


def test_stronger_penalties_draw_smoother_borders(learnable: tuple, listener: Callable) -> None:
    train, validation, test = learnable
    sure = [
        pca_logistic.fit(train, validation, pca_logistic.Parameters(5, 16, strength=strength), listener())
        .predict(test.images[test.rows]).max(axis=1).mean()
        for strength in (1e-4, 1.0)
    ]  # fmt: skip
    assert sure[0] < sure[1]


def test_without_components_every_pixel_counts(learnable: tuple, listener: Callable) -> None:
    train, validation, test = learnable
    chosen = pca_logistic.Parameters(components=0, image_size=16)
    said = pca_logistic.fit(train, validation, chosen, listener()).predict(test.images[test.rows])
    pixels = [part.images[part.rows].reshape(len(part.rows), -1) / 255 for part in (train, test)]
    mean = pixels[0].mean(axis=0)
    scale = (pixels[0] - mean).std() * np.sqrt(768 / 20)
    theirs = LogisticRegression(max_iter=2000).fit((pixels[0] - mean) / scale, train.labels)
    assert np.allclose(said, theirs.predict_proba((pixels[1] - mean) / scale), atol=0.02)
    assert pca_logistic.gflop(chosen, 1000, 10) > 0


def test_too_many_pixels_are_refused_with_a_sentence() -> None:
    with pytest.raises(UsageError, match="components = 0 with images of 128 pixels needs too much memory: give images"):
        pca_logistic.Parameters(components=0, image_size=128)
