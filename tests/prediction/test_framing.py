"""Frames: a galaxy off the middle, too large or too small is framed as those that were learned are."""

import shutil

import numpy as np
import pytest

from galaxy_core import datasets, runs
from galaxy_core.prediction import framing
from galaxy_core.prediction.framing import Box, Learned
from galaxy_core.prediction.sources import Source
from tests.prediction.test_sources import picture, put, sky

KNOWN = Learned(0.04, 0.1, 0.2, 64.0)


def galaxy(x: float = 128, y: float = 128, radius: float = 25, size: tuple[int, int] = (256, 256)) -> np.ndarray:
    image = sky(*size)
    put(image, x, y, radius)
    return picture(image)


def test_what_is_as_it_was_learned_is_taken_as_it_is() -> None:
    for radius in (12, 25, 45):
        assert framing.suggested(galaxy(radius=radius), KNOWN) == Box(128, 128, 256)
    assert framing.suggested(galaxy(size=(256, 400), x=200), KNOWN) == Box(200, 128, 256)


@pytest.mark.parametrize(("x", "y", "radius"), [(60, 200, 20), (128, 128, 6), (300, 90, 10)])
def test_others_are_framed_about_their_middle_by_their_size(x: float, y: float, radius: float) -> None:
    box = framing.suggested(galaxy(x, y, radius, (256, 400)), KNOWN)
    assert np.hypot(box.x - x, box.y - y) < 3 and box.side == pytest.approx(10 * radius, rel=0.25)


def test_with_both_scales_known_the_frame_is_the_same_piece_of_sky() -> None:
    assert framing.suggested(galaxy(), KNOWN, 0.5) == Box(128, 128, 128)
    assert framing.suggested(galaxy(), KNOWN, 0.01).side == framing.WIDEST * 256
    moved = framing.suggested(galaxy(60, 200), KNOWN, 0.5)
    assert moved.side == 128 and np.hypot(moved.x - 60, moved.y - 200) < 4
    assert framing.around(Source(9, 8, 3, 1), KNOWN, Box(128, 128, 256), 0.4).side == pytest.approx(160)


def test_nothing_known_or_nothing_there_is_the_whole_picture() -> None:
    assert framing.suggested(galaxy(60, 200), None) == Box(128, 128, 256)
    assert framing.suggested(np.zeros((90, 70, 3), np.uint8), KNOWN) == Box(35, 45, 70)


def test_cutting_keeps_pixels_and_fills_up_with_sky() -> None:
    image = galaxy()
    assert np.array_equal(framing.cut(image, Box(128, 128, 256)), image)
    assert np.array_equal(framing.cut(image, Box(100, 60, 40)), image[40:80, 80:120])
    out = framing.cut(image, Box(0, 0, 100))
    assert out.shape == (100, 100, 3) and np.array_equal(out[50:, 50:], image[:50, :50])
    assert abs(float(out[:50].mean()) - 31) < 4
    assert framing.reaches_out(image, Box(0, 0, 100)) and not framing.reaches_out(image, Box(128, 128, 256))
    assert framing.cut(image, Box(-900, 5000, 64)).shape == (64, 64, 3)


def test_a_press_means_the_source_there() -> None:
    every = [Source(50, 50, 10, 9), Source(80, 50, 5, 9)]
    assert framing.at(every, 62, 50) == every[0] and framing.at(every, 78, 52) == every[1]
    assert framing.at(every, 300, 300) is None


def test_sizes_of_a_data_set_are_measured_once(finished: dict[str, runs.Run], monkeypatch: pytest.MonkeyPatch) -> None:
    run = finished["majority"]
    shutil.rmtree(framing.galaxy_core.data_folder() / "frames", ignore_errors=True)
    known = framing.learned(run)
    assert known is not None and 0.03 < known.usual < 0.2 and known.low < known.usual < known.high
    monkeypatch.setattr(framing.sources, "central", lambda image: pytest.fail("it is kept"))
    assert framing.learned(run) == known
    sample = datasets.open_dataset("sample")
    assert sample.pixel_scale is not None
    assert known.field == pytest.approx(float(np.median(sample.pixel_scale)) * sample.image_shape[0])


def test_a_data_set_that_is_gone_or_a_damaged_note_is_none(
    finished: dict[str, runs.Run], monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    gone = runs.Run(finished["majority"].folder, runs.request(str(tmp_path / "gone.h5"), "majority"))
    assert framing.learned(gone) is None
    note = tmp_path / "note.json"
    note.write_text('{"low": 3, "usual": "x"}')
    assert framing._kept(note) is None
