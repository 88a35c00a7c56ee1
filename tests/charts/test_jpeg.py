"""Images as data URIs."""

import io
from base64 import b64decode

import numpy as np
import pytest
from PIL import Image

from galaxy_core.charts import jpeg


def test_images_are_jpegs():
    image = np.random.default_rng(0).integers(0, 255, (64, 48, 3), np.uint8)
    assert jpeg.data_uri(image).startswith("data:image/jpeg;base64,/9j/")
    assert jpeg.data_uri(image[:, :, :1]) == jpeg.data_uri(image[:, :, 0])
    assert len(jpeg.data_uri(image, side=16)) < len(jpeg.data_uri(image))


@pytest.mark.parametrize("image", [np.zeros((4, 4)), np.zeros(4, np.uint8), np.zeros((2, 4, 4, 3), np.uint8)])
def test_a_thumbnail_needs_one_uint8_image(image):
    with pytest.raises(ValueError, match="uint8"):
        jpeg.data_uri(image)


def test_a_large_image_is_made_small_and_forgotten():
    image = np.full((900, 300, 3), 90, np.uint8)
    kept = jpeg._encode.cache_info().currsize
    made = Image.open(io.BytesIO(b64decode(jpeg.once(image, 90).partition(",")[2])))
    assert made.size == (30, 90) and abs(np.asarray(made).mean() - 90) < 2
    assert Image.open(io.BytesIO(b64decode(jpeg.once(image, 2000).partition(",")[2]))).size == (300, 900)
    assert jpeg._encode.cache_info().currsize == kept
