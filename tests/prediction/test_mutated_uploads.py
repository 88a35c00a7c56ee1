"""Damaged uploads of every kind, alone and in archives: an answer or a sentence, whatever is wrong, in time.

A short run here, and a thousand in the long tests.
"""

import io
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import GalaxyError, prediction, runs
from galaxy_core.datasets.files.formats.fits import View
from galaxy_core.prediction import fits_view, framing, several
from tests.datasets.files.mutated import PICTURES, damaged

FEW, MANY = 42, 1000
LONGEST = 30  # seconds that an upload may take on a machine that is busy with other things
RESAVED = 4  # every fourth is damaged inside of a sound archive


def wholes() -> list[bytes]:
    """Whole files of each format, and an archive of some."""
    files = [make() for kind in PICTURES.values() for make in kind]
    return [*files, archive(files[:3])]


def archive(files: list[bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, content in enumerate(files):
            packed.writestr(f"deep/{number}.fits", content)
    return held.getvalue()


def shown_as_chosen(content: bytes) -> None:
    """All that can be chosen of a FITS file is a picture or a sentence."""
    try:
        planes = fits_view.planes(content, "x")
        for numbers in fits_view.choices(planes).values() if planes else ():
            assert fits_view.picture(planes, View(numbers), "x").dtype == np.uint8
    except GalaxyError as error:
        assert_sentence(str(error))


def assert_sentence(text: str) -> None:
    assert text.endswith(".") and "\n" not in text and "Traceback" not in text and len(text) < 600, text


def answers(run: runs.Run, count: int, folder: Path) -> int:
    """How many of so many damaged uploads have an answer; all others a sentence."""
    random, answered, whole = np.random.default_rng(11), 0, wholes()
    ready, known, path = prediction.classifier(run), framing.learned(run), folder / "upload"
    for number in range(count):
        content = damaged(whole[number % len(whole)], number, random)
        path.write_bytes(archive([content]) if number % RESAVED == 0 else content)
        began = time.monotonic()
        for picture in several.of_file(path, "<b>x"):
            told, seen = several.framed(ready, picture, known)
            if "error" in told:
                assert_sentence(told["error"])
            else:
                assert seen is not None and sum(told["probabilities"].values()) == pytest.approx(1, abs=1e-4)
            answered += "error" not in told
        shown_as_chosen(content)
        assert time.monotonic() - began < LONGEST
    return answered


def test_damaged_uploads(finished: dict[str, runs.Run], tmp_path: Path) -> None:
    assert 0 < answers(finished["pca_logistic"], FEW, tmp_path) < FEW


@pytest.mark.long
def test_a_thousand_damaged_uploads(finished: dict[str, runs.Run], tmp_path: Path) -> None:
    assert MANY / 10 < answers(finished["pca_logistic"], MANY, tmp_path) < MANY
