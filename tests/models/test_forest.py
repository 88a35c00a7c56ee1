"""The random forest says what scikit-learn's says, on the same scores."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from galaxy_core.models import forest

SMALL = forest.Parameters(components=5, trees=30, image_size=16, leaf=2)


@pytest.mark.parametrize("weights", ["equal", "balanced"])
def test_it_is_what_scikit_learn_would_do(weights: str, learnable: tuple, listener: type) -> None:
    train, validation, test = learnable
    found = forest.fit(train, validation, replace(SMALL, weights=weights), listener())
    theirs = RandomForestClassifier(
        30, max_depth=12, min_samples_leaf=2, random_state=0, class_weight="balanced" if weights == "balanced" else None
    ).fit(found.scores.of(train), train.labels)
    assert np.allclose(found.predict(test.images[test.rows]), theirs.predict_proba(found.scores.of(test)), atol=1e-6)


def test_a_class_without_training_images_gets_nothing(learnable: tuple, listener: type) -> None:
    train, validation, test = learnable
    kept = train.labels != 1
    two = replace(train, rows=train.rows[kept], targets=train.labels[kept])
    said = forest.fit(two, validation, SMALL, listener()).predict(test.images[test.rows])
    assert (said[:, 1] == 0).all() and np.allclose(said.sum(axis=1), 1)


def test_work_grows_with_what_is_asked() -> None:
    base = forest.gflop(forest.Parameters(), 6400, 10)
    assert forest.gflop(forest.Parameters(trees=2000), 6400, 10) > base < forest.gflop(forest.Parameters(), 12800, 10)
