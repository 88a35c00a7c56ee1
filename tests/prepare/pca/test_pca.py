"""Streamed principal components, against scikit-learn's PCA of the same pixels."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from galaxy_core.datasets import open_dataset
from galaxy_core.prepare import cache, pca


@pytest.fixture(scope="module")
def images(finished: dict) -> np.ndarray:
    """Prepared images of the sample: uint8 (300, 32, 32, 3)."""
    return cache.make(open_dataset("sample"), ("crop:fraction=0.75", "resize:size=32"))


def test_it_finds_what_scikit_learn_finds(images: np.ndarray) -> None:
    rows = np.arange(0, 300, 2)
    pixels = images[rows].reshape(len(rows), -1) / 255
    theirs, ours = PCA(6, svd_solver="full").fit(pixels), pca.fit(images, rows, 6)
    assert np.allclose(ours.mean, theirs.mean_, atol=1e-5)
    assert np.allclose(ours.variance_share, theirs.explained_variance_ratio_, rtol=0.02)
    assert (np.abs((ours.axes * theirs.components_).sum(axis=1)) > 0.98).all()
    scores = ours.scores(images, rows)
    signs = np.sign((ours.axes * theirs.components_).sum(axis=1))
    assert np.allclose(scores[:, :3] * signs[:3], theirs.transform(pixels)[:, :3], atol=0.05 * scores.std())


def test_axes_are_orthonormal_ordered_and_repeatable(images: np.ndarray) -> None:
    rows = np.arange(300)
    found, again = pca.fit(images, rows, 12), pca.fit(images, rows, 12)
    assert np.allclose(found.axes @ found.axes.T, np.eye(12), atol=1e-4)
    assert (np.diff(found.variance_share) <= 1e-12).all() and 0 < found.variance_share.sum() <= 1
    assert np.array_equal(found.axes, again.axes)
    assert (found.axes[np.arange(12), np.abs(found.axes).argmax(axis=1)] > 0).all()


def test_blocks_change_nothing(images: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pca.fit(images, np.arange(300), 4)
    monkeypatch.setattr(pca, "BLOCK", 37)
    assert np.allclose(pca.fit(images, np.arange(300), 4).axes, whole.axes, atol=1e-3)


@pytest.mark.parametrize(("rows", "asked", "found"), [(5, 20, 4), (2, 1, 1), (60, 500, 12)])
def test_no_more_components_than_the_data_allow(rows: int, asked: int, found: int) -> None:
    images = np.random.default_rng(0).integers(0, 256, (60, 2, 2, 3), np.uint8)
    components = pca.fit(images, np.arange(rows), asked)
    assert components.axes.shape == (found, 12) and np.isfinite(components.axes).all()


def test_images_that_are_all_alike(images: np.ndarray) -> None:
    same = np.full((20, 8, 8, 3), 7, np.uint8)
    found = pca.fit(same, np.arange(20), 3)
    assert np.isfinite(found.axes).all() and np.allclose(found.scores(same, np.arange(20)), 0, atol=1e-4)
