import numpy as np
from scipy import ndimage

from galaxy_core.datasets.drawing import merging, smooth


def test_most_have_two_cores_and_round_galaxies_have_one():
    two = np.mean([_cores(merging.draw(1, np.random.default_rng(seed))) >= 2 for seed in range(30)])
    one = np.mean([_cores(smooth.draw(2, np.random.default_rng(seed))) >= 2 for seed in range(30)])
    assert two > 0.5 > one + 0.2


def test_the_same_numbers_draw_the_same_light():
    one, two = (merging.draw(1, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(one, two)


def _cores(light):
    """Separate peaks of at least a tenth of the highest, in light blurred as by good seeing."""
    image = ndimage.gaussian_filter(light[1].astype(float), 1.0)
    peaks = (image == ndimage.maximum_filter(image, 7)) & (image > 0.1 * image.max())
    return int(peaks.sum())
