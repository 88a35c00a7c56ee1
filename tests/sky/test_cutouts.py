"""Cut-outs: the right frame, the layer that covers the place, kept for good;
each way of saying “nothing” is understood."""

import numpy as np
import pytest

from galaxy_core import AbsentError, UsageError, surveys
from galaxy_core.sky import cutouts, names
from galaxy_core.sky.positions import Position
from tests.sky.conftest import galaxy, jpeg

HERE = names.Target("here", "here", Position(187.27, 12.05))
EMPTY = jpeg(np.full((256, 256, 3), 32, np.uint8))


def test_the_frame_fits_the_galaxy():
    assert cutouts.pixel_scale(None) == cutouts.pixel_scale(10) == 0.262
    assert cutouts.pixel_scale(120) == pytest.approx(2.7 * 120 / 256)


def test_every_survey_gives_a_picture_that_is_kept(service):
    for name in surveys.names():
        first, asked = cutouts.cutout(HERE, name), len(service.asked)
        again = cutouts.cutout(HERE, name)
        assert len(service.asked) == asked and (first.image == again.image).all() and first.file.exists()
        assert first.image.shape == (256, 256, 3) and first.survey == name and first.credit
        assert first.viewer.startswith("http") and "187.27" in first.viewer
    queries = " ".join(service.asked)
    assert "layer=ls-dr9" in queries and "scale=0.2620" in queries and "fov=0.018631" in queries


def test_another_layer_where_the_first_has_nothing(service):
    service.answer = lambda path, query: (200, EMPTY if query["layer"] == "ls-dr9" else jpeg(galaxy()))
    assert cutouts.cutout(HERE).layer == "ls-dr10-grz"


@pytest.mark.parametrize("name", surveys.names())
@pytest.mark.parametrize(("status", "body"), [(200, EMPTY), (404, b"outside the SDSS footprint"), (400, b"")])
def test_outside_of_what_a_survey_has_seen(name: str, status: int, body: bytes, service):
    service.answer = lambda path, query: (status, body)
    with pytest.raises(AbsentError, match=f"{surveys.survey(name).TITLE} has no picture of here"):
        cutouts.cutout(HERE, name)


def test_a_black_tile_with_words_on_it_is_nothing(service):
    tile = np.zeros((256, 256, 3), np.uint8)
    tile[120:130, 40:200] = 255
    service.answer = lambda path, query: (200, jpeg(tile))
    with pytest.raises(AbsentError, match="SDSS has no picture"):
        cutouts.cutout(HERE, "sdss")


@pytest.mark.parametrize("body", [b"no such layer", b"", b'{"title": "Bad Request", "description": "x"}', b"<html>"])
def test_words_in_place_of_a_picture(body: bytes, service):
    service.answer = lambda path, query: (200, body)
    with pytest.raises(AbsentError, match="in place of a picture"):
        cutouts.cutout(HERE)


def test_a_broken_picture_is_not_kept(service):
    service.answer = lambda path, query: (200, jpeg(galaxy())[:2000])
    with pytest.raises(AbsentError, match="broken picture"):
        cutouts.cutout(HERE)
    service.answer = lambda path, query: (200, jpeg(galaxy()))
    assert cutouts.cutout(HERE).image.std() > 1


def test_an_unknown_survey():
    with pytest.raises(UsageError, match="legacy, sdss"):
        cutouts.cutout(HERE, "hubble")
