"""Class weights: a mistake on a rare class counts more."""

import numpy as np
import pytest

from galaxy_core.augmentations import balancing


def test_all_classes_count_as_much_in_all() -> None:
    counts = np.array([50, 30, 0, 20])
    found = balancing.weights("class_weights", counts)
    assert found[[0, 1, 3]] * counts[[0, 1, 3]] == pytest.approx(100 / 3)
    assert (found * counts).sum() / counts.sum() == pytest.approx(1), "or another learning rate would be right"
    assert np.array_equal(balancing.shown("class_weights", counts), counts)


def test_they_are_scikit_learns() -> None:
    from sklearn.utils.class_weight import compute_class_weight

    labels = np.repeat(np.arange(4), [70, 5, 11, 200])
    expected = compute_class_weight("balanced", classes=np.arange(4), y=labels)
    assert balancing.weights("class_weights", np.bincount(labels)) == pytest.approx(expected, rel=1e-6)
