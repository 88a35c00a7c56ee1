"""Gaussian noise, as strong as a share of what differs between the images of the data set."""

import numpy as np
import pytest

from galaxy_core.augmentations import noise
from tests.augmentations.pictures import table


@pytest.mark.parametrize("std", [20.0, 50.0])
def test_strength_is_a_share_of_the_data_sets_own_standard_deviation(std: float) -> None:
    out = noise.apply(np.zeros((4, 64, 64, 3), np.float32), table(2, 4), noise.Parameters(beta=0.2), std)
    assert np.allclose(out.std(axis=(1, 2, 3)), std / 5, rtol=0.05), "study 004: a fifth"
    assert np.abs(out.mean(axis=(1, 2, 3))).max() < std / 100


def test_strength_varies_where_asked_and_images_are_independent() -> None:
    random = np.array([[0.1, 1.0], [0.7, 1.0], [0.4, 0.5], [0.2, 0.0]], np.float32)
    out = noise.apply(np.zeros((4, 64, 64, 3), np.float32), random, noise.Parameters(beta=0.2, varying=True), 40.0)
    assert np.allclose(out.std(axis=(1, 2, 3)), [8, 8, 4, 0], rtol=0.05)
    assert np.abs(out.mean(axis=(1, 2, 3))).max() < 0.5
    assert abs(np.corrcoef(out[0].ravel(), out[1].ravel())[0, 1]) < 0.05
    assert abs(np.corrcoef(out[0, :, 1:].ravel(), out[0, :, :-1].ravel())[0, 1]) < 0.05


def test_its_input_stays_as_it_was() -> None:
    batch = np.zeros((2, 8, 8, 3), np.float32)
    noise.apply(batch, np.full((2, 2), 0.5, np.float32), noise.Parameters(), 50.0)
    assert not batch.any()
