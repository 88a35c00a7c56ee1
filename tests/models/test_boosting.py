"""Gradient boosting says what scikit-learn's says, on the same scores."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from galaxy_core.models import boosting

SMALL = boosting.Parameters(components=5, rounds=25, image_size=16)


@pytest.mark.parametrize("missing", [None, 1])
def test_it_is_what_scikit_learn_would_do(missing: int | None, learnable: tuple, listener: type) -> None:
    train, validation, test = learnable
    kept = train.labels != missing  # two classes are told apart by one tree a round
    train = replace(train, rows=train.rows[kept], targets=train.labels[kept])
    heard = listener()
    found = boosting.fit(train, validation, SMALL, heard)
    theirs = GradientBoostingClassifier(n_estimators=25, subsample=0.5, max_features="sqrt", random_state=0)
    theirs.fit(found.scores.of(train), train.labels)
    said = found.predict(test.images[test.rows])
    assert np.allclose(said[:, theirs.classes_], theirs.predict_proba(found.scores.of(test)), atol=1e-6)
    assert missing is None or said[:, missing].max() < 1e-6
    assert "growing trees, round 21 of 25" in heard.said


def test_work_grows_with_what_is_asked() -> None:
    base = boosting.gflop(boosting.Parameters(), 6400, 10)
    assert (
        boosting.gflop(boosting.Parameters(rounds=1000), 6400, 10)
        > base
        < boosting.gflop(boosting.Parameters(), 9000, 10)
    )
