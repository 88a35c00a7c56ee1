"""Images as data URIs."""

import numpy as np
import pytest

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
