"""Brighter and darker parts further apart or closer together."""

import numpy as np

from galaxy_core import augmentations
from galaxy_core.augmentations import contrast
from tests.augmentations.pictures import photographs


def test_distances_from_the_mean_grow_or_shrink_by_the_factor() -> None:
    batch = photographs(3).astype(np.float32)
    out = contrast.apply(batch, np.array([[0.0], [0.5], [1.0]], np.float32), contrast.Parameters(contrast=0.4), 50.0)
    assert out.dtype == np.float32 and np.allclose(out.mean(axis=(1, 2, 3)), batch.mean(axis=(1, 2, 3)), atol=0.01)
    assert np.allclose(out.std(axis=(1, 2, 3)) / batch.std(axis=(1, 2, 3)), [0.6, 1.0, 1.4], rtol=1e-4)


def test_each_image_has_its_own_mean() -> None:
    batch = np.stack([np.full((4, 4, 3), 20, np.uint8), np.full((4, 4, 3), 220, np.uint8)])
    out = augmentations.pipeline(("contrast:contrast=0.8",))(batch, np.array([[0.99], [0.99]], np.float32))
    assert np.array_equal(out, batch), "an even image has no contrast"
