"""The preset sdss_augmentation: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("sdss_augmentation")


def test_the_number_of_copies_follows_the_size_of_the_data_set() -> None:
    small = [one.balance for one in MODULE.runs(np.full(10, 100)) if one.balance and "raise_small" in one.balance]
    assert small and all(0 < int(text.split("=")[1]) < 4000 for text in small)
    assert sum(one.title.startswith("Naive CNN, grid") for one in MODULE.runs(np.full(10, 100))) == 8
