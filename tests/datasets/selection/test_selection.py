"""Some rows of a data set."""

import numpy as np

from galaxy_core import tasks
from galaxy_core.datasets import Galaxies, selection


def test_rows_keep_their_own_images_and_columns() -> None:
    images = np.arange(6 * 8 * 8 * 3, dtype=np.uint8).reshape(6, 8, 8, 3)
    whole = Galaxies(
        "whole", "Whole", tasks.task("classes", ("a", "b")), np.array([0, 1, 0, 1, 0, 1]), (8, 8, 3), "content",
        lambda rows: images[rows], prints=lambda progress: np.arange(6, dtype=np.uint64), ra=np.arange(6.0),
        dec=np.arange(6.0),
        files=[f"{row}.png" for row in range(6)], known_faults={"twins": np.array([[0, 1]])},
    )  # fmt: skip
    part = selection.rows(whole, np.array([1, 4, 5]))
    assert part.n == 3 and part.labels.tolist() == [1, 0, 1] and part.ra is not None and part.ra.tolist() == [1, 4, 5]
    np.testing.assert_array_equal(part.images(np.array([2, 0])), images[[5, 1]])
    assert [*part.files] == ["1.png", "4.png", "5.png"] and part.known_faults == {}
    assert part.prints is not None and part.prints(print).tolist() == [1, 4, 5]
    assert part.identity.images not in (whole.identity.images, selection.rows(whole, np.array([1, 4])).identity.images)
