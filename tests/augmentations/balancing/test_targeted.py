"""Some classes so many times more often."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.augmentations import balancing
from galaxy_core.augmentations.balancing.targeted import Parameters


@pytest.mark.parametrize(
    ("factors", "expected"),
    [("0x2", [20, 5, 0, 8]), ("3x2.5/1x0.4", [10, 2, 0, 20]), ("1x0", [10, 0, 0, 8]), ("2x100", [10, 5, 0, 8]),
     ("", [10, 5, 0, 8]), (" 0x1.05 / 1x1 ", [10, 5, 0, 8])],
)  # fmt: skip
def test_named_classes_come_up_so_many_times(factors: str, expected: list[int]) -> None:
    assert balancing.shown(f"targeted:factors={factors}", np.array([10, 5, 0, 8])).tolist() == expected


@pytest.mark.parametrize(
    "factors", ["0", "x2", "0x-1", "0x2/0x3", "0x101", "0xnan", "0x1e3", "a", "0x2;1x3", "٣x2", "0x2.00001", "-1x2"]
)
def test_what_cannot_be_read_is_a_sentence(factors: str) -> None:
    with pytest.raises(UsageError, match="give each class number once with a factor from 0 to 100, as 0x2/4x2.5"):
        balancing.shown(f"targeted:factors={factors}", np.array([10, 5]))


def test_factors_as_numbers() -> None:
    assert Parameters("0x2/4x2.5").pairs == {0: 2.0, 4: 2.5} and Parameters("").pairs == {}
