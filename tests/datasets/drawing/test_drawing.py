"""The door of the drawing package: one image, or many into any array."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.datasets import drawing


def test_many_are_each_as_drawn_alone() -> None:
    labels, told = np.array([2, 8, 5]), []
    out = np.zeros((3, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(labels, 4, out, lambda done, total: told.append((done, total)), processes=1)
    assert all(np.array_equal(out[row], drawing.draw(labels[row], 4, row)) for row in range(3))
    assert told[-1] == (3, 3)


@pytest.mark.parametrize("labels", [[10], [-1], [0, 11]])
def test_labels_that_are_no_class_are_told(labels: list[int]) -> None:
    with pytest.raises(UsageError, match="0 to 9"):
        drawing.draw_many(np.array(labels), 0, np.zeros((len(labels), drawing.SIZE, drawing.SIZE, 3), np.uint8))
    with pytest.raises(UsageError, match="0 to 9"):
        drawing.draw(labels[-1], 0, 0)


def test_an_array_of_another_shape_is_told() -> None:
    with pytest.raises(UsageError, match="shape"):
        drawing.draw_many(np.array([1]), 0, np.zeros((1, 64, 64, 3), np.uint8))
