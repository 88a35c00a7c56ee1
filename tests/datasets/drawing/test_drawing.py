"""The package's front: one image, many images, and what can't be drawn."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.datasets import drawing


def test_many_are_the_same_as_each_alone():
    labels = np.array([3, 0, 9, 5], np.int64)
    out = np.zeros((4, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(labels, 8, out)
    for row, label in enumerate(labels):
        assert np.array_equal(out[row], drawing.draw(int(label), 8, row))


def test_progress_ends_with_all_of_them():
    seen = []
    out = np.zeros((3, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(np.array([1, 2, 3]), 0, out, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


@pytest.mark.parametrize(("labels", "shape"), [([10], (1,)), ([-1], (1,)), ([1, 2], (3,))])
def test_wrong_labels_and_places_are_told(labels, shape):
    out = np.zeros((*shape, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    with pytest.raises(UsageError):
        drawing.draw_many(np.array(labels), 0, out)
