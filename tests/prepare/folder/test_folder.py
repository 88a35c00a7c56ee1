"""A folder of pictures, prepared: streamed, resumed, and one bad picture spoils no other."""

import os
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError, StorageError, UsageError, prepare
from galaxy_core.prepare.folder import Prepared, decoding, journal, prepare_folder, workers

CHAIN = ("central_source",)


def picture(seed: int, side: int = 64, source: bool = True) -> Image.Image:
    """Dark noise, with a galaxy in its middle or without."""
    image = np.random.default_rng(seed).integers(2, 20, (side, side, 3), np.uint8)
    if source:
        image[side // 3 : 2 * side // 3, side // 3 : 2 * side // 3] = 150 + seed % 100
    return Image.fromarray(image)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """40 JPEG files, of which every fourth has no source, in a folder and one below it."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for number in range(40):
        place = tmp_path / "in" / ("sub" if number % 2 else "")
        picture(number, source=number % 4 != 0).save(place / f"{number:02}.jpg", quality=95)
    return tmp_path / "in"


def pixels(path: Path) -> np.ndarray:
    """A PNG as it is: uint8 (h, w) where it is grey, (h, w, 3) where it is in colour, red first."""
    return np.asarray(Image.open(path))


def refused(done: Prepared) -> dict[str, str]:
    """What was skipped and why, by the file's name."""
    return {Path(file).name: error for file, error in done.skipped}


def test_every_picture_becomes_a_png_of_the_same_stem(source: Path, tmp_path: Path) -> None:
    told = []
    done = prepare_folder(source, CHAIN, tmp_path / "out", lambda *numbers: told.append(numbers))
    assert (done.images, done.fallbacks, done.skipped) == (40, 10, ()) and done.seconds > 0
    assert told[0] == (0, 40) and told[-1] == (40, 40) and told == sorted(told)
    made = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert made == sorted([journal.NAME, *(f"{'sub/' * (number % 2)}{number:02}.png" for number in range(40))]), (
        "nothing else is left there"
    )
    for path in sorted(source.rglob("*.jpg")):
        expected = prepare.apply(decoding.read(str(path))[None], CHAIN)[0, ..., 0]
        assert np.array_equal(pixels((tmp_path / "out" / path.relative_to(source)).with_suffix(".png")), expected)


def test_pngs_are_read_alike_by_opencv_and_pillow_in_grey_and_colour(source: Path, tmp_path: Path) -> None:
    for chain in (("resize:size=32",), ("resize:size=200",), ("grey",)):
        out = tmp_path / chain[0]
        prepare_folder(source, chain, out)
        expected = prepare.apply(decoding.read(str(source / "00.jpg"))[None], chain)[0]
        assert np.array_equal(pixels(out / "00.png"), expected.squeeze())
        theirs = cv2.imread(str(out / "00.png"), cv2.IMREAD_UNCHANGED)
        assert np.array_equal(theirs, expected[..., ::-1].squeeze())


def test_a_second_call_makes_only_what_is_missing(source: Path, tmp_path: Path) -> None:
    out, first = tmp_path / "out", prepare_folder(source, CHAIN, tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.png")}
    (out / "00.png").unlink()
    (out / "sub" / "01.png").write_bytes(b"")
    os.utime(out / "02.png", (1, 1))
    told = []
    again = prepare_folder(source, CHAIN, out, lambda *numbers: told.append(numbers))
    assert told[0] == (37, 40) and (again.images, again.fallbacks) == (first.images, first.fallbacks) == (40, 10)
    changed = {path.name for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert changed == {"00.png", "01.png", "02.png"}
    assert pixels(out / "sub" / "01.png").shape == (106, 106)


class Cut(Exception):
    """What ends a call in the middle."""


def test_what_was_cut_off_goes_on_and_comes_out_the_same(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = prepare_folder(source, CHAIN, tmp_path / "whole")
    monkeypatch.setattr(workers, "CHUNK", 2)

    def cut(done: int, total: int) -> None:
        if done >= 20:
            raise Cut

    out = tmp_path / "out"
    with pytest.raises(Cut):
        prepare_folder(source, CHAIN, out, cut)
    there = len([*out.rglob("*.png")])
    assert 20 <= there < 40 and not [*out.glob(".new-*")]
    told = []
    done = prepare_folder(source, CHAIN, out, lambda *numbers: told.append(numbers))
    assert told[0] == (there, 40) and (done.images, done.fallbacks) == (whole.images, whole.fallbacks)
    for path in (tmp_path / "whole").rglob("*.png"):
        assert path.read_bytes() == (out / path.relative_to(tmp_path / "whole")).read_bytes()


def test_another_chain_needs_another_folder(source: Path, tmp_path: Path) -> None:
    prepare_folder(source, CHAIN, tmp_path / "out")
    with pytest.raises(UsageError, match="another chain .central_source:.*choose another folder"):
        prepare_folder(source, ("central_source:size=64",), tmp_path / "out")
    assert prepare_folder(source, ("central_source:size=106",), tmp_path / "out").images == 40, "written otherwise"


@pytest.mark.parametrize(
    ("steps", "where", "out", "words"),
    [
        (("resise",), "in", "out", "“resise” is not one of the prepare"),
        (("crop:pixels=-1",), "in", "out", "from 0 to 4096"),
        (CHAIN, "in", "in", "holds the pictures themselves"),
        (CHAIN, "in", "in/../in", "holds the pictures themselves"),
        (CHAIN, "absent", "out", "is not a folder"),
        (CHAIN, "in/00.jpg", "out", "is not a folder"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    steps: tuple, where: str, out: str, words: str, source: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=words):
        prepare_folder(tmp_path / where, steps, tmp_path / out)
    assert not (tmp_path / "out").exists() and not journal.path(source).exists()


def test_a_folder_without_pictures(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").touch()
    with pytest.raises(DataError, match="holds no picture, but 1 .txt: give the folder"):
        prepare_folder(tmp_path / "in", CHAIN, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nobody_s_pictures_are_written_over(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "sub").mkdir(parents=True)
    (tmp_path / "out" / "notes.txt").touch()
    (tmp_path / "out" / "sub" / "01.png").write_bytes(b"mine")
    with pytest.raises(UsageError, match=r"sub/01.png is there already.*choose another folder"):
        prepare_folder(source, CHAIN, tmp_path / "out")
    assert (tmp_path / "out" / "sub" / "01.png").read_bytes() == b"mine"
    (tmp_path / "out" / "sub" / "01.png").unlink()
    assert prepare_folder(source, CHAIN, tmp_path / "out").images == 40


def test_results_below_the_pictures_are_no_pictures(source: Path) -> None:
    for _ in range(2):
        assert prepare_folder(source, CHAIN, source / "out").images == 40


def test_what_cannot_be_read_is_skipped_with_a_sentence(source: Path, tmp_path: Path) -> None:
    whole = (source / "00.jpg").read_bytes()
    (source / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (source / "empty.png").write_bytes(b"")
    (source / "text.jpg").write_bytes(b"<html>")
    Image.new("RGB", (9, 9)).save(source / "00.png")
    for _ in range(2):
        done = prepare_folder(source, CHAIN, tmp_path / "out")
        assert done.images == 40 and refused(done).keys() == {"cut.jpg", "empty.png", "text.jpg", "00.png"}
        assert all(error.endswith(".") and name in error for name, error in refused(done).items())
        assert "00.jpg" in refused(done)["00.png"] and str(source / "cut.jpg") in dict(done.skipped)
    assert pixels(tmp_path / "out" / "00.png").shape == (106, 106)


def test_pictures_in_which_something_is_found_later_are_no_fallbacks_any_more(source: Path, tmp_path: Path) -> None:
    assert prepare_folder(source, CHAIN, tmp_path / "out").fallbacks == 10
    picture(4).save(source / "04.jpg")
    os.utime(source / "04.jpg", (2**32, 2**32))
    assert prepare_folder(source, CHAIN, tmp_path / "out").fallbacks == 9
    (source / "08.jpg").unlink()
    done = prepare_folder(source, CHAIN, tmp_path / "out")
    assert (done.images, done.fallbacks) == (39, 8)


ODD = {
    "one.png": Image.new("RGB", (1, 1), (90, 80, 70)),
    "line.png": picture(1).resize((300, 2)),
    "tall.jpg": picture(2).resize((50, 120)),
    "grey.jpg": picture(3).convert("L"),
    "grey.png.png": picture(3).convert("L"),
    "deep.png": Image.fromarray(np.asarray(picture(4).convert("L")).astype(np.uint16) * 257),
    "clear.png": picture(5).convert("RGBA"),
    "palette.png": picture(6).convert("P"),
    "cmyk.jpg": picture(7).convert("CMYK"),
    "two.webp": picture(8),
}


@pytest.mark.parametrize("chain", [CHAIN, ("crop:pixels=20", "normalise"), ("grey", "resize:size=16"), ()])
def test_odd_pictures_are_prepared(chain: tuple, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, image in ODD.items():
        image.save(tmp_path / "in" / name)
    done = prepare_folder(tmp_path / "in", chain, tmp_path / "out")
    assert (done.images, done.skipped) == (len(ODD), ())
    made = {name: pixels(tmp_path / "out" / f"{name.rsplit('.', 1)[0]}.png") for name in ODD}
    assert all(image.dtype == np.uint8 for image in made.values())
    expected = prepare.apply(decoding.read(str(tmp_path / "in" / "tall.jpg"))[None], chain)[0]
    assert np.array_equal(made["tall.jpg"], expected.squeeze())
    if chain == ():
        assert np.array_equal(made["deep.png"][..., 0], np.asarray(picture(4).convert("L")))


def test_opencv_s_threads_are_left_as_they_were(source: Path, tmp_path: Path) -> None:
    before = cv2.getNumThreads()
    cv2.setNumThreads(2)
    prepare_folder(source, CHAIN, tmp_path / "out")
    assert cv2.getNumThreads() == 2
    cv2.setNumThreads(before)


def test_a_full_disk_is_a_sentence_and_what_is_there_is_whole(source: Path, disk: Callable[[int], Path]) -> None:
    place = disk(200)
    with pytest.raises(StorageError, match="full"):
        prepare_folder(source, CHAIN, place / "out")
    there = [*(place / "out").rglob("*.png")]
    assert 0 < len(there) < 40 and all(pixels(path).shape == (106, 106) for path in there)
