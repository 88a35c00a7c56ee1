"""The preset decals_pca_transfer: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("decals_pca_transfer")


def test_the_learning_rate_falls_as_in_the_study() -> None:
    for one in (run for run in MODULE.runs(np.full(10, 100)) if run.model == "transfer"):
        values = one.values
        assert (values["optimizer"], values["learning_rate"], values["momentum"]) == ("SGD", 0.001, 0.9)
        assert (values["schedule"], values["step_epochs"], values["factor"], values["epochs"]) == ("step", 5, 0.1, 20)
        assert one.augment == ("resized_crop", "flips:axes=horizontal") and one.split == "90/10"
