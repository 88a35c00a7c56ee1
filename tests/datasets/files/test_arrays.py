"""Arrays of images in the layouts that people write; whole files of them are in `test_hdf5.py`."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.datasets.files import arrays
from galaxy_core.datasets.files.arrays import Arrangement

PATH = Path("/some/file.h5")


def arranged(values: np.ndarray) -> Arrangement:
    found = arrays.arrangement(PATH, "images", values.shape, values.dtype, 10**6)
    return arrays.with_levels(PATH, "images", found, values.dtype, lambda rows: values[rows])


def test_axes_and_numbers_are_understood() -> None:
    images = np.random.default_rng(0).integers(0, 256, (9, 16, 20, 3), np.uint8)
    images[:, 0, 0], images[:, 0, 1] = 0, 255
    assert arranged(images).is_plain and arranged(images).note == ""
    for values, words in (
        (np.moveaxis(images, 3, 1), "with their channels first"),
        (images / 255, "of which 0 is shown as black and 1 as white"),
        (images.astype(np.float32), "0 is shown as black and 255 as white"),
        (np.moveaxis(images, 3, 1).astype(np.float16) / 255, "channels first and as numbers"),
        (np.concatenate([images, images[..., :1]], axis=3), "fourth channel, left out"),
        (images.astype(np.uint16) * 257, "65,535 as white"),
    ):
        found = arranged(values)
        assert (found.n, found.size) == (9, (16, 20)) and words in found.note
        assert abs(found.rgb(values).astype(int) - images).max() <= (1 if values.dtype == np.float16 else 0)
    assert np.array_equal(arranged(images[..., 0]).rgb(images[..., 0]), np.repeat(images[..., :1], 3, axis=3))
    assert np.array_equal(arranged(images[..., :1]).rgb(images[..., :1]), np.repeat(images[..., :1], 3, axis=3))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.zeros((9, 16)), "have the shape"), (np.zeros((9, 16, 16, 5)), "have the shape"),
        (np.zeros((0, 16, 16, 3)), "hold 0 images"),
        (np.zeros((9, 4, 16, 3)), "16 × 4 pixels: bring them to 8 to 4,096"),
        (np.zeros((9, 16, 16), "S3"), "are .S3: write them as bytes"),
        (np.linspace(-2, 2, 9 * 256).reshape(9, 16, 16), "hold numbers from -2 to 2: scale them to 0…1"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_sentence(values: np.ndarray, words: str) -> None:
    with pytest.raises(DataError, match=words):
        arranged(values)
