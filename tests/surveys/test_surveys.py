"""Surveys: the first is meant where nothing is said, and an unknown one is refused by naming the others."""

import numpy as np
import pytest

from galaxy_core import UsageError, surveys


def test_the_first_is_that_of_galaxy10():
    assert surveys.names()[0] == "legacy" and set(surveys.names()) >= {"legacy", "sdss", "panstarrs", "dss"}


def test_an_unknown_one():
    with pytest.raises(UsageError, match="“hubble” is not one of the surveys: choose legacy"):
        surveys.survey("hubble")


def test_even_pictures():
    image = np.full((40, 40, 3), (32, 30, 200), np.uint8)
    assert surveys.is_even(image)
    image[:20, :, 2] = 196
    assert not surveys.is_even(image)
