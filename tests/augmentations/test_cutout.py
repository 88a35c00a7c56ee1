"""A square of the image is hidden."""

import numpy as np
import pytest

from galaxy_core.augmentations import cutout
from tests.augmentations.pictures import photographs, table


@pytest.mark.parametrize(("shape", "side"), [((40, 40, 3), 10), ((40, 80, 1), 10), ((81, 40, 3), 10)])
def test_a_square_in_the_mean_colour(shape: tuple[int, int, int], side: int) -> None:
    batch = photographs(1, shape).astype(np.float32)
    centre = np.array([[0.5, 0.5]], np.float32)
    out = cutout.apply(batch, centre, cutout.Parameters(side=0.25), 50.0)
    rows, columns = (
        np.flatnonzero((out != batch)[0].any(axis=(1, 2))),
        np.flatnonzero((out != batch)[0].any(axis=(0, 2))),
    )
    assert abs(len(rows) - side) <= 1 and abs(len(columns) - side) <= 1
    assert abs(rows.mean() + 0.5 - shape[0] / 2) <= 1 and abs(columns.mean() + 0.5 - shape[1] / 2) <= 1
    hidden = out[0, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert np.allclose(hidden, batch[0].mean(axis=(0, 1)), atol=1e-3)


def test_it_may_lie_anywhere_and_partly_outside() -> None:
    batch = np.tile(np.arange(1024, dtype=np.float32).reshape(1, 32, 32, 1), (3000, 1, 1, 1))
    hidden = (cutout.apply(batch, table(2, 3000), cutout.Parameters(side=0.25), 50.0) != batch)[..., 0]
    assert hidden.any(axis=0).all(), "no pixel is always seen"
    assert np.quantile(hidden.sum(axis=(1, 2)), 0.75) == 64 and hidden.sum(axis=(1, 2)).min() < 30
    assert hidden.mean(axis=0)[8:24, 8:24] == pytest.approx(64 / 1024, abs=0.025)


def test_its_input_stays_as_it_was_and_a_square_of_no_pixel_hides_nothing() -> None:
    batch = photographs().astype(np.float32)
    before = batch.copy()
    cutout.apply(batch, table(2), cutout.Parameters(side=0.6), 50.0)
    assert np.array_equal(batch, before)
    tiny = photographs(shape=(3, 3, 1)).astype(np.float32)
    assert np.array_equal(cutout.apply(tiny, table(2), cutout.Parameters(side=0.05), 50.0), tiny)
