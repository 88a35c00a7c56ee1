"""Predictions that several tests start from."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core.evaluation import Predictions


@pytest.fixture
def three() -> Callable[..., Predictions]:
    """Makes predictions of three images, the second wrong; keywords replace fields."""

    def make(**changed: object) -> Predictions:
        fields = {
            "rows": np.array([7, 3, 9]),
            "labels": np.array([0, 1, 2]),
            "probabilities": np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0, 0, 1]]),
            "classes": ("Round", "Edge-on", "Spiral"),
        }
        return Predictions(*(fields | changed).values())

    return make
