"""The baseline names the largest class of the training part."""

from collections.abc import Callable

import numpy as np

from galaxy_core.models import majority


def test_it_gives_every_image_the_shares_of_the_training_part(learnable: tuple, listener: Callable) -> None:
    train, validation, test = learnable
    predictor = majority.fit(train, validation, majority.Parameters(), listener())
    shares = np.bincount(train.labels, minlength=3) / len(train.labels)
    said = predictor.predict(test.images[test.rows])
    assert np.allclose(said, shares, atol=1e-7) and (said.argmax(axis=1) == shares.argmax()).all()
    assert majority.gflop(majority.Parameters(), 10**6, 10) == 0
