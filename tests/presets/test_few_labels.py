"""The preset few_labels: see test_presets.py for what all of them keep."""

import numpy as np

from galaxy_core import presets

MODULE = presets.preset("few_labels")


def test_each_number_of_labels_from_scratch_and_from_the_sample_with_several_seeds() -> None:
    first, *rest = MODULE.runs(np.array([400, 80]))
    assert first.dataset == "sample" and {one.start for one in rest} == {None, 0}
    assert {one.balance for one in rest} == {f"at_most:images={n},times=8" for n in (5, 10, 20, 50, 100)}
    assert {one.seed for one in rest} == {0, 1, 2} and len(rest) == 30
