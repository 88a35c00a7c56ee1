"""FITS: cubes and planes, packed or not, with their place on the sky; each trap of its files."""

import gzip
import io
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits as files

from galaxy_core.datasets.files.formats import Unusable, fits, survey_colours
from tests.datasets.files.formats.survey_colours.test_survey_colours import galaxy


def packed(values: np.ndarray | None, before: list | None = None, **header: object) -> bytes:
    """A FITS file; `before`: HDUs in front of the image."""
    held = io.BytesIO()
    first = files.PrimaryHDU(values if before is None else None)
    hdus = [first] if before is None else [first, *before, files.ImageHDU(values)]
    for name, value in header.items():
        hdus[-1].header[name] = value
    files.HDUList(hdus).writeto(held)
    return held.getvalue()


SKY = {
    "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0, "CRPIX1": 32.5, "CRPIX2": 32.5,
    "CD1_1": -0.262 / 3600, "CD2_2": 0.262 / 3600,
}  # fmt: skip


def test_a_cube_is_the_viewer_s_picture_with_north_up() -> None:
    values = galaxy()
    values[:, 4:8, 4:8] += 3  # row 0 is south: it belongs to the bottom
    data = packed(values, BANDS="grz", **SKY)
    seen = fits.look(data)
    assert seen.size == (64, 64) and seen.levels is None
    assert abs(seen.ra - 150) < 1e-3 and abs(seen.dec - 2) < 1e-3 and abs(seen.pixel_scale - 0.262) < 1e-6
    assert np.array_equal(fits.pixels(data), survey_colours.of_bands(values, "grz")[::-1])
    assert fits.pixels(data)[57, 5].min() > 190


def test_other_orders_and_more_bands() -> None:
    g, r, z = galaxy()
    expected = fits.pixels(packed(np.stack([g, r, z]), BANDS="grz"))
    assert np.array_equal(fits.pixels(packed(np.stack([z, r, g]), BANDS="zrg")), expected)
    assert np.array_equal(fits.pixels(packed(np.stack([g, r, r, z]), BANDS="griz")), expected)
    assert np.array_equal(fits.pixels(packed(galaxy()[None], BANDS="grz")), expected), "a leading axis of one"
    with pytest.raises(Unusable, match="2 planes, not 1 or 3"):
        fits.look(packed(galaxy()[:2]))
    with pytest.raises(Unusable, match="a cube of 30 planes"):
        fits.look(packed(np.zeros((30, 20, 20), np.float32)))


def test_one_plane_bytes_and_channels_last() -> None:
    grey = fits.pixels(packed(galaxy()[0] * 100))
    assert (grey[..., 0] == grey[..., 1]).all() and grey[32, 32, 0] > 200
    noise = np.random.default_rng(0).integers(0, 255, (3, 20, 30), np.uint8)
    assert np.array_equal(fits.pixels(packed(noise)), noise.transpose(1, 2, 0)[::-1])
    assert np.array_equal(fits.pixels(packed(noise.transpose(1, 2, 0))), noise.transpose(1, 2, 0)[::-1])
    assert np.isnan(fits.look(packed(noise)).ra)


def test_planes_and_stretch_can_be_chosen() -> None:
    values = galaxy()
    given = fits.planes(packed(values, BANDS="grz", **SKY))
    assert fits.usual_view(given) == fits.View((0, 1, 2)) and fits.missing(given) == {}
    turned = fits.shown(given, fits.View((2, 1, 0)))
    assert np.array_equal(turned, survey_colours.of_bands(values[::-1])[::-1])
    grey = fits.shown(given, fits.View((1,)))
    assert (grey[..., 0] == grey[..., 2]).all() and grey.mean() > 20
    low, high = (fits.shown(given, fits.View((0, 1, 2), survey_colours.Stretch(at, 4.6))) for at in (0.05, 2.0))
    assert low.mean() > fits.shown(given).mean() > high.mean()


def test_each_place_of_the_picture_has_one_on_the_sky() -> None:
    given = fits.planes(packed(galaxy(), BANDS="grz", **SKY))
    middle, north, east = (given.sky(x, y) for x, y in ((32, 32), (32, 22), (22, 32)))
    assert middle and north and east and given.pixel_scale == pytest.approx(0.262)
    assert middle == pytest.approx((150, 2), abs=1e-6)
    assert (north[1] - middle[1]) * 3600 == pytest.approx(2.62, rel=1e-3)
    assert (east[0] - middle[0]) * 3600 == pytest.approx(2.62, rel=1e-2)
    nowhere = fits.planes(packed(galaxy(), BANDS="grz"))
    assert nowhere.sky(1, 1) is None or abs(nowhere.sky(1, 1)[1]) <= 90


def test_numbers_as_large_as_can_be_are_white_and_no_warning() -> None:
    values = galaxy()
    values[:, 10, 10] = np.finfo(np.float32).max
    for bands in ("grz", " "):
        for numbers in ((0, 1, 2), (1,)):
            shown = fits.shown(fits.planes(packed(values, BANDS=bands)), fits.View(numbers))
            assert shown.shape == (64, 64, 3) and shown[53, 10].min() == 255


def test_pixels_without_data_are_counted_by_band() -> None:
    values = galaxy()
    values[1, :8] = 0
    values[2, :, :4] = np.nan
    assert fits.missing(fits.planes(packed(values, BANDS="grz"))) == {"r": 0.125, "z": 0.0625}
    assert fits.missing(fits.planes(packed(values))) == {"3": 0.0625}


def test_packed_files_and_images_behind_tables() -> None:
    values = galaxy()
    expected = fits.pixels(packed(values, BANDS="grz"))
    zipped = gzip.compress(packed(values, BANDS="grz"))
    assert fits.begins(zipped) and not fits.begins(gzip.compress(b"words"))
    assert np.array_equal(fits.pixels(zipped), expected)
    table = files.BinTableHDU.from_columns([files.Column("a", "J", array=np.arange(5))])
    assert np.array_equal(fits.pixels(packed(values, [table], BANDS="grz")), expected)
    held = io.BytesIO()
    files.HDUList(
        [files.PrimaryHDU(), files.CompImageHDU(values, quantize_level=0, compression_type="GZIP_2")]
    ).writeto(held)
    assert fits.pixels(held.getvalue()).shape == (64, 64, 3)
    with pytest.raises(Unusable, match="no image in it"):
        fits.look(packed(None, []))


def test_what_is_missing_is_nothing_and_too_much_of_it_is_refused() -> None:
    values = galaxy()
    values[1, :6] = np.nan
    assert fits.look(packed(values, BANDS="grz")).size == (64, 64)
    values[1, :30] = np.nan
    with pytest.raises(Unusable, match="no data in 47 % of the pixels of its band r, more than 20 %"):
        fits.look(packed(values, BANDS="grz"))
    values[0, :40] = 0
    with pytest.raises(Unusable, match="no data in 62 % of the pixels of its band g"):
        fits.look(packed(values, BANDS="grz"))
    with pytest.raises(Unusable, match="the same number everywhere"):
        fits.look(packed(np.full((20, 20), 5, np.float32)))


def test_damage_and_headers_that_promise_too_much_are_refused() -> None:
    whole = packed(galaxy(), BANDS="grz")
    for data in (whole[:-20_000], whole[:2880], whole[:500], gzip.compress(whole)[:-900]):
        with pytest.raises(Unusable, match="cut short"):
            fits.look(data)
    bomb = whole.replace(b"NAXIS1  =                   64", b"NAXIS1  =               200000")
    bomb = bomb.replace(b"NAXIS2  =                   64", b"NAXIS2  =               200000")
    with pytest.raises(Unusable, match="40,000 million pixels, more than 64 million"):
        fits.look(bomb)


def test_the_real_ones(real: Path) -> None:
    good = (real / "fits" / "good_a.fits").read_bytes()
    seen, found = fits.look(good), fits.pixels(good)
    assert seen.size == (424, 424) and 146 < seen.ra < 147 and -2 < seen.dec < 0 and 0.05 < seen.pixel_scale < 1
    assert 25 < np.median(found[:40, -40:]) < 50, "empty sky in a corner"
    with pytest.raises(Unusable, match="no data in 76 % of the pixels of its band g"):
        fits.look((real / "fits" / "bad_pixels.fits").read_bytes())
    with pytest.raises(Unusable, match="cut short"):
        fits.look((real / "fits" / "truncated.fits").read_bytes())
