"""SDSS: a black tile with words on it is nothing."""

import numpy as np

from galaxy_core.surveys import sdss


def test_mostly_black_is_blank():
    tile = np.zeros((100, 100, 3), np.uint8)
    tile[:49] = 90
    assert sdss.is_blank(tile)
    tile[:51, :, 0] = 90
    assert not sdss.is_blank(tile)
