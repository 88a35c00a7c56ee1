import numpy as np

from galaxy_core.datasets.drawing import disturbed, smooth


def test_disturbed_galaxies_are_lopsided_and_smooth_ones_are_not():
    wild = [_asymmetry(disturbed.draw(0, np.random.default_rng(seed))) for seed in range(25)]
    calm = [_asymmetry(smooth.draw(3, np.random.default_rng(seed))) for seed in range(25)]
    assert np.median(wild) > 2 * np.median(calm) + 0.05


def test_the_kinds_differ_and_each_has_light():
    totals = [disturbed.draw(0, np.random.default_rng(seed))[1].sum() for seed in range(25)]
    assert min(totals) > 1.0 and np.std(totals) > 0


def _asymmetry(light):
    """Light that changes when the image is turned by half a turn, as a share of all (Abraham et al. 1996)."""
    image = light[1].astype(float)
    return np.abs(image - image[::-1, ::-1]).sum() / (2 * image.sum())
