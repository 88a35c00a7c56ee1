"""The preset decals_cnn: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("decals_cnn")


def test_targeted_classes_are_those_there_are_and_the_ensemble_is_of_the_cnns() -> None:
    runs = MODULE.runs(np.full(5, 100))
    assert [one.balance for one in runs if one.balance] == ["targeted:factors=0x3/4x2"]
    assert [runs[place].model for place in runs[-1].members] == ["plain_cnn"] * 4
