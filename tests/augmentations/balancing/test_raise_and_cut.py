"""Study 000, experiment 2: all classes to the same number."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.augmentations import balancing


@pytest.mark.parametrize(
    ("counts", "images", "expected"),
    [([50, 900, 700, 20], 400, [400] * 4), ([50, 90, 70, 20], 50, [50] * 4), ([9, 0, 3], 2, [2, 0, 2]),
     ([8, 9], 2, [2, 2]), ([0, 30, 40, 0], 7, [0, 7, 7, 0]), ([5], 2, [2])],
)  # fmt: skip
def test_smaller_ones_are_raised_and_the_two_largest_cut(counts: list[int], images: int, expected: list[int]) -> None:
    assert balancing.shown(f"raise_and_cut:images={images}", np.array(counts)).tolist() == expected


def test_a_third_class_is_not_cut_in_silence() -> None:
    with pytest.raises(UsageError, match="images = 49 would .* give at least 50, or choose “undersample”"):
        balancing.shown("raise_and_cut:images=49", np.array([50, 900, 700, 20]))


def test_of_a_class_that_is_cut_no_image_comes_twice() -> None:
    labels = np.repeat([0, 1, 2], [90, 70, 4])
    places, copies = balancing.order("raise_and_cut:images=40", labels, 3, 0, 1)
    times = np.bincount(places, minlength=164)
    assert times[:160].max() == 1 and not copies[labels[places] < 2].any() and set(times[160:]) == {10}
