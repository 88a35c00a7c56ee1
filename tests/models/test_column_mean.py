"""The baseline says the mean of the training part."""

from collections.abc import Callable

import numpy as np

from galaxy_core.models import column_mean


def test_it_says_the_mean_of_every_column_whatever_the_picture(voted: tuple, listener: Callable) -> None:
    train, validation, test = voted
    predictor = column_mean.fit(train, validation, column_mean.Parameters(), listener())
    said = predictor.predict(test.images[test.rows])
    assert said.shape == (30, 37) and np.allclose(said, np.nanmean(train.targets[:, 1], axis=0), atol=1e-5)
    assert (predictor.n_parameters, column_mean.gflop(column_mean.Parameters(), 10**6, 37)) == (0, 0)
