"""The preset best_small: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("best_small")


def test_as_many_steps_whatever_the_size_of_the_data_set() -> None:
    for images in (1500, 2187, 8000):
        epochs = MODULE.runs(np.array([images]))[0].values["epochs"]
        assert {one.values.get("epochs", epochs) for one in MODULE.runs(np.array([images]))} == {epochs}
        assert 0.9 < epochs * images / 32 / MODULE.STEPS < 1.1
    assert MODULE.runs(np.array([100]))[0].values["epochs"] == 150
    assert MODULE.runs(np.array([100]))[-1].members == (0, 1, 2)
