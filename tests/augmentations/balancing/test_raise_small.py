"""Study 000, experiment 1: every class but the two largest up to a number."""

import numpy as np
import pytest

from galaxy_core.augmentations import balancing


@pytest.mark.parametrize(
    ("counts", "images", "expected"),
    [
        ([50, 900, 700, 20], 400, [400, 900, 700, 400]),
        ([50, 90, 70, 20], 400, [400, 90, 70, 400]),  # also where those two are smaller than the number
        ([500, 900, 700, 450], 400, [500, 900, 700, 450]),  # smaller than every class
        ([30, 30, 30, 30], 40, [30, 30, 40, 40]),  # of equals the first
        ([30, 0, 0, 7, 5], 40, [30, 0, 0, 7, 40]),
        ([3, 9], 40, [3, 9]),
    ],
)
def test_all_but_the_two_largest(counts: list[int], images: int, expected: list[int]) -> None:
    assert balancing.shown(f"raise_small:images={images}", np.array(counts)).tolist() == expected
