"""The preset decals_button: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("decals_button")


def test_a_run_for_each_wish_and_each_changes_one_thing() -> None:
    first, *wishes = [one for one in MODULE.runs(np.full(10, 100)) if one.model == "plain_cnn"]
    for one in wishes:
        changed = {name for name in {*first.values, *one.values} if first.values.get(name) != one.values.get(name)}
        assert len(changed - {"learning_rate"}) + (one.preparation != first.preparation) == 1, one.title
    assert [one.values["epochs"] for one in wishes][-2:] == [45, 120]
