"""`prepare FOLDER --step NAME … --out FOLDER`"""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from galaxy_core.cli import prepare as command
from galaxy_core.cli.terminal import Pace
from tests.cli.conftest import CommandLine

STEP = ("--step", "central_source")


@pytest.fixture
def place(tmp_path: Path) -> CommandLine:
    """A shell whose working folder has a folder `in` of 30 JPEG files of 424², of which every tenth has no source."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for number in range(30):
        image = np.random.default_rng(number).integers(0, 20, (424, 424, 3), np.uint8)
        if number % 10:
            x, y = np.random.default_rng(number).integers(60, 360, 2)
            cv2.circle(image, (int(x), int(y)), 4 + number, (90, 160, 230), -1)
        folder = tmp_path / "in" / ("sub" if number > 25 else "")
        cv2.imwrite(
            str(folder / f"{number:02}.jpg"), cv2.GaussianBlur(image, (0, 0), 2), [cv2.IMWRITE_JPEG_QUALITY, 92]
        )
    return CommandLine(tmp_path / "data", tmp_path / "runs", tmp_path)


def by_hand(path: Path) -> np.ndarray:
    """The study's recipe with one file, straight by OpenCV: uint8 (106, 106)."""
    grey = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2GRAY)
    mask = cv2.dilate(cv2.inRange(cv2.GaussianBlur(grey, (5, 5), 0), 31, 255), np.ones((5, 5)))
    best = (1e9, (0, 0, 424, 424))
    for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        m = cv2.moments(outline)
        if cv2.contourArea(outline) >= 100 and m["m00"]:
            away = np.linalg.norm([int(m["m10"] / m["m00"]) - 212, int(m["m01"] / m["m00"]) - 212])
            best = min(best, (away, cv2.boundingRect(outline)), key=lambda one: one[0])
    x, y, width, height = best[1]
    for low, high in ((159, 265), (106, 318)):
        if min(x, y) >= low and max(x + width, y + height) <= high:
            return cv2.resize(grey[low:high, low:high], (106, 106))
    return cv2.resize(grey, (106, 106))


def test_every_pixel_is_the_study_s(place: CommandLine) -> None:
    answer = place("prepare", "in", *STEP, "--out", "out", "--json")
    assert answer.code == 0 and "Traceback" not in answer.err
    assert answer.json.keys() == {"images", "fallbacks", "skipped", "seconds", "left_out", "notes"}
    assert (answer.json["images"], answer.json["fallbacks"], answer.json["skipped"]) == (30, 3, [])
    assert answer.json["seconds"] > 0
    files = sorted((place.files / "in").rglob("*.jpg"))
    kept = set()
    for file in files:
        made = cv2.imread(
            str((place.files / "out" / file.relative_to(place.files / "in")).with_suffix(".png")), cv2.IMREAD_UNCHANGED
        )
        assert made.shape == (106, 106) and np.array_equal(made, by_hand(file)), file
        grey = cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2GRAY)
        kept.add(np.array_equal(made, cv2.resize(grey, (106, 106))))
    assert kept == {True, False}, "some are cut, some are not"


def test_in_words(place: CommandLine) -> None:
    (place.files / "in" / "bad.jpg").write_bytes(b"x")
    answer = place.inside("prepare", "in", *STEP, "--out", "out")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0].startswith("30 images prepared, in ")
    assert lines[1] == "3 without a source: only resized."
    assert lines[2] == "1 skipped:" and "bad.jpg can't be read (not a " in lines[3]
    assert answer.err.splitlines()[-1] == "The pictures without a source are listed in out/.prepared.jsonl."


def test_of_many_skipped_the_first_are_named() -> None:
    skipped = [{"file": f"{number}.jpg", "error": f"{number}.jpg is odd."} for number in range(1200)]
    lines = command.text({"images": 1234, "fallbacks": 0, "skipped": skipped, "seconds": 75.0}).splitlines()
    assert lines[:3] == [
        "1,234 images prepared, in 1 min.", "1,200 skipped, of which these are the first 5:", "  0.jpg is odd.",
    ]  # fmt: skip
    assert len(lines) == 7


def test_chains_of_steps_with_parameters(place: CommandLine) -> None:
    steps = ("--step", "crop:pixels=200", "--step", "resize:size=32", "--step", "normalise:low=0,high=100")
    assert place.inside("prepare", "in", *steps, "--out", "out").code == 0
    made = np.asarray(Image.open(place.files / "out" / "05.png"))
    assert made.shape == (32, 32, 3) and (made.min(), made.max()) == (0, 255)


def test_ctrl_c_keeps_what_is_made_and_the_same_command_goes_on(place: CommandLine, until) -> None:
    many = place.files / "many"
    many.mkdir()
    for number in range(3000):
        os.link(place.files / "in" / f"{number % 26:02}.jpg", many / f"{number:04}.jpg")
    out = place.files / "out"
    going = place.open("prepare", "many", *STEP, "--out", "out", "--json")
    until(lambda: out.exists() and len(os.listdir(out)) > 60)
    answer = place.interrupt(going)
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.splitlines()[-1] == (
        "The preparation of many was interrupted: what is in out is kept, and the same command goes on from there."
    )
    there = {file: file.stat().st_mtime_ns for file in out.glob("*.png")}
    assert 50 < len(there) < 3000 and not [*out.glob(".new-*")]
    for number in range(len(there) + 20, 3000):
        (many / f"{number:04}.jpg").unlink()
    again = place("prepare", "many", *STEP, "--out", "out", "--json")
    total = len(os.listdir(many))
    assert again.json["images"] == total and again.err.splitlines()[0].endswith(f" of {total:,} images")
    assert not again.err.startswith("0 of"), "it says what was there already"
    assert all(file.stat().st_mtime_ns == time for file, time in there.items()), "none of them was made again"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("in", "--step", "centre", "--out", "out"), 2, "choose central_source, crop, grey, normalise, resize"),
        (("in", "--step", "central_source:area=x", "--out", "out"), 2, "area = “x” can't be used"),
        (("in", "--out", "out"), 2, "--step"),
        (("in", *STEP), 2, "--out"),
        (("in", *STEP, "--out", "in"), 2, "choose another folder"),
        (("absent", *STEP, "--out", "out"), 2, "absent is not a folder"),
        (("empty", *STEP, "--out", "out"), 1, "empty holds no picture: give the folder"),
        (("bad", *STEP, "--out", "out-of-bad"), 1, "None of the 2 pictures could be prepared."),
        (("in", *STEP, "--out", "in/00.jpg"), 1, "choose another folder"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(arguments: tuple, code: int, words: str, place: CommandLine) -> None:
    (place.files / "empty").mkdir()
    (place.files / "bad").mkdir()
    for name in ("a.jpg", "b.png"):
        (place.files / "bad" / name).write_bytes(b"x")
    answer = place.inside("prepare", *arguments, "--json")
    assert answer.code == code and words in answer.err.splitlines()[-1]
    assert not (place.files / "out").exists()


def test_one_bad_picture_alone_says_why(place: CommandLine) -> None:
    (place.files / "bad").mkdir()
    (place.files / "bad" / "a.jpg").write_bytes(b"x")
    answer = place.inside("prepare", "bad", *STEP, "--out", "out", "--json")
    assert answer.code == 1 and answer.json["images"] == 0
    assert answer.json["skipped"] == [{"file": "bad/a.jpg", "error": answer.err.splitlines()[-1]}]


def test_another_chain_in_the_same_folder_is_refused(place: CommandLine) -> None:
    place.inside("prepare", "in", *STEP, "--out", "out")
    answer = place.inside("prepare", "in", "--step", "grey", "--out", "out", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.sentence.startswith("out holds images prepared by another chain (central_source:")


def test_the_help_lists_every_step_and_parameter(place: CommandLine) -> None:
    text = place.inside("prepare", "--help").out
    assert all(f"  {name}: " in text for name in ("central_source", "crop", "grey", "normalise", "resize"))
    assert "    threshold=30: " in text and "    pixels=0: " in text


def test_the_speed_and_the_time_left_in_words() -> None:
    assert command.words(200_000, 239_267, Pace(None, None)) == "200,000 of 239,267 images"
    assert command.words(215_000, 239_267, Pace(1500.0, 16.0)) == (
        "215,000 of 239,267 images, 1,500 per second, under a minute left"
    )
