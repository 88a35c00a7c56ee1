"""FITS as chosen: bands in any order, one in grey, and a sentence on what is missing."""

import io

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError, prediction
from galaxy_core.datasets.files.formats.fits import View
from galaxy_core.datasets.files.formats.survey_colours import USUAL
from galaxy_core.prediction import fits_view
from tests.datasets.files.formats.survey_colours.test_survey_colours import galaxy
from tests.datasets.files.formats.test_fits import SKY, packed


def test_the_usual_choice_comes_first_and_is_what_everybody_reads() -> None:
    for bands in ("grz", "zrg", "griz", ""):
        content = packed(np.stack([galaxy()[min(at, 2)] for at in range(len(bands or "grz"))]), BANDS=bands or " ")
        given = fits_view.planes(content, "a.fits")
        assert given is not None and fits_view.can_be_chosen(given)
        words, numbers = next(iter(fits_view.choices(given).items()))
        assert "".join((bands or "123")[number] for number in numbers) == ((bands and "grz") or "123"), words
        usual = fits_view.picture(given, View(numbers), "a.fits")
        assert np.array_equal(usual, prediction.read_image(content))
    assert USUAL.stretch in fits_view.STRETCHES and USUAL.q in fits_view.QS


def test_one_plane_is_grey_and_two_can_only_be_grey() -> None:
    for count in (1, 2):
        given = fits_view.planes(packed(galaxy()[:count]), "a.fits")
        assert given is not None
        known = fits_view.choices(given)
        assert list(known) == [f"{number} in grey" for number in range(1, count + 1)]
        shown = fits_view.picture(given, View(known["1 in grey"]), "a.fits")
        assert (shown[..., 0] == shown[..., 1]).all()


def test_what_is_missing_is_said_and_too_much_is_refused() -> None:
    values = galaxy()
    values[0, :4] = 0
    values[2, :40] = np.nan
    given = fits_view.planes(packed(values, BANDS="grz"), "a.fits")
    assert given is not None and fits_view.lacks(given).startswith("No data in 6 % of band g, 62 % of band z")
    with pytest.raises(DataError, match="62 % of the pixels of its band z, more than 20 %.*choose another band"):
        fits_view.picture(given, View((0, 1, 2)), "a.fits")
    assert fits_view.picture(given, View((1,)), "a.fits").shape == (64, 64, 3)
    assert fits_view.lacks(fits_view.planes(packed(galaxy(), BANDS="grz"), "a.fits")) == ""  # type: ignore[arg-type]


def test_scales_are_read_of_fits_alone() -> None:
    assert fits_view.pixel_scale(packed(galaxy(), BANDS="grz", **SKY)) == pytest.approx(0.262)
    assert fits_view.pixel_scale(packed(galaxy())[:3000]) is None
    held = io.BytesIO()
    Image.fromarray(np.zeros((9, 9, 3), np.uint8)).save(held, "PNG")
    assert fits_view.pixel_scale(held.getvalue()) is None and fits_view.planes(held.getvalue(), "a") is None
    with pytest.raises(DataError, match=r"a\.fits can't be read as a picture"):
        fits_view.planes(packed(galaxy())[:3000], "a.fits")
