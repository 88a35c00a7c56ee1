"""The list of all strings that a reader meets: what looks wrong by rule."""

import pytest

from benchmarks import words


@pytest.mark.parametrize(
    "wrong",
    [
        "All 1 images", "1 test images", "0 bytes of 0 bytes", "crop:fraction=0.75", "best_loss", "off by nan",
        "done ,", "It is done..", "5 images ()", "[object Object]",
    ],
)  # fmt: skip
def test_what_no_string_should_have_is_found(wrong: str):
    assert words.looks_wrong(wrong)


@pytest.mark.parametrize(
    "fine",
    [
        "1 image", "21 images", "1,001 images", "0.1 points", "1.1 points", "Asking for it…", "1–60 of 60",
        "Covering one square after the other...", "All 8 runs", "1 of 6 galaxies was called Merging", "80/10/10",
    ],
)  # fmt: skip
def test_what_reads_well_is_left_alone(fine: str):
    assert not words.looks_wrong(fine)
