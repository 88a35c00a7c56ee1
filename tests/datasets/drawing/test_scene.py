import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.datasets.drawing import CLASSES, SIZE, draw, scene
from galaxy_core.datasets.drawing.plane import CANVAS


@pytest.mark.parametrize("label", range(CLASSES))
def test_every_class_draws_a_galaxy_in_the_middle_of_a_dark_sky(label):
    images = np.stack([draw(label, 5, row) for row in range(12)])
    assert images.dtype == np.uint8 and images.shape == (12, SIZE, SIZE, 3)
    assert 31 <= np.median(images) <= 36
    middle = images[:, 58:70, 58:70].mean(axis=(1, 2, 3))
    assert np.median(middle) > 70


@pytest.mark.parametrize("label", range(CLASSES))
def test_every_class_gives_sound_light(label):
    for row in range(20):
        light = scene.SUBJECTS[label].draw(label, np.random.default_rng([label, row]))
        side = light.shape[1]
        assert light.dtype == np.float32 and light.shape == (3, side, side)
        assert side % 2 == 0 and side <= CANVAS
        assert np.isfinite(light).all() and light.min() >= 0.0 and light[1].sum() > 1.0


def test_seed_row_and_label_decide_the_pixels():
    one = draw(7, 3, 11)
    draw(2, 3, 12)
    assert np.array_equal(draw(7, 3, 11), one)
    for other in (draw(7, 4, 11), draw(7, 3, 12), draw(6, 3, 11)):
        assert not np.array_equal(other, one)


@pytest.mark.parametrize(("label", "seed", "row"), [(10, 0, 0), (-1, 0, 0), (3, -1, 0), (3, 0, -1)])
def test_impossible_numbers_are_told(label, seed, row):
    with pytest.raises(UsageError, match="-1|10"):
        draw(label, seed, row)


def test_classes_differ_as_their_names_say():
    """Elongation by second moments of the light: cigars and discs on edge are thin, round ones are round."""
    median = {label: np.median([_axis_ratio(label, row) for row in range(15)]) for label in (2, 3, 4, 8)}
    assert median[2] > 0.8 > median[3] > median[4] > median[8]


def _axis_ratio(label, row):
    light = scene.SUBJECTS[label].draw(label, np.random.default_rng([9, row]))[1].astype(float)
    y, x = np.indices(light.shape) - (len(light) - 1) / 2.0
    total = light.sum()
    covariance = [[(light * a * b).sum() / total for a in (x, y)] for b in (x, y)]
    small, large = np.linalg.eigvalsh(covariance)
    return np.sqrt(small / large)
