import numpy as np
import pytest

from galaxy_core.datasets.drawing import textures


def test_fields_are_standardised_and_always_the_same():
    fields = textures.fields(5.0, 6)
    assert fields.shape == (6, 256, 256) and fields.dtype == np.float32
    np.testing.assert_allclose(fields.std(axis=(1, 2)), 1.0, rtol=1e-4)
    textures.fields.cache_clear()
    assert np.array_equal(textures.fields(5.0, 6), fields)


@pytest.mark.parametrize("blur", [1.6, 5.0])
def test_neighbouring_pixels_agree_as_the_blur_says(blur):
    field = textures.fields(blur, 6)
    agreement = (field * np.roll(field, 2, axis=1)).mean()
    assert agreement == pytest.approx(np.exp(-(2.0**2) / (4.0 * blur**2)), abs=0.04)


def test_patches_are_parts_of_fields():
    patch = textures.patch(np.random.default_rng(0), textures.WHITE, 128, 24)
    assert patch.shape == (128, 128)
    assert patch.std() == pytest.approx(1.0, abs=0.03)


def test_reading_is_periodic_and_meets_the_field_at_whole_pixels():
    rows = np.float32([[3.0, 3.0 + textures.PERIOD], [-253.0, 3.5]])
    columns = np.float32([[7.0, 7.0], [7.0 - textures.PERIOD, 7.0]])
    values = textures.read(np.random.default_rng(4), 5.0, rows, columns)
    assert values[0, 0] == values[0, 1] == values[1, 0]
    assert values[0, 0] in textures.fields(5.0, 6)
    assert values[1, 1] == pytest.approx(values[0, 0], abs=0.3)
