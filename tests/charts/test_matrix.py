"""The table behind the confusion matrix."""

import numpy as np
import pytest

from galaxy_core.charts import palette
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.matrix import Show, matrix_cells, picture
from tests.charts.drawn import sound

CONFUSION = np.array([[184, 26, 0], [1, 999, 0], [0, 0, 0]])
NAMES = ["Loose", "Tight", "<script>"]


def test_shares_of_the_row():
    cells = matrix_cells(CONFUSION, "share", NAMES)
    assert [[cell.text for cell in row] for row in cells] == [["88", "12", "·"], ["<1", ">99", "·"], ["·", "·", "·"]]
    assert [[cell.kind for cell in row] for row in cells][:2] == [
        ["right", "wrong", "none"],
        ["wrong", "right", "none"],
    ]
    assert (cells[0][0].level, cells[0][1].level, cells[1][0].level) == (8, 5, 0)


def test_numbers_of_images():
    cells = matrix_cells(CONFUSION * 10, "count", NAMES)
    assert [cell.text for cell in cells[0]] == ["1,840", "260", "·"]
    assert [cell.n for cell in cells[0]] == [1840, 260, 0]


def test_what_a_cell_reads_out():
    cells = matrix_cells(CONFUSION, "share", NAMES)
    assert cells[0][1].label == "26 of 210 Loose galaxies were called Tight (12 %)"
    assert cells[0][0].label == "184 of 210 Loose galaxies were recognised (88 %)"
    assert (
        cells[2][0].label == "No <script> galaxy was called Loose"
    )  # text, not HTML: the component writes it by textContent


def test_only_square_matrices():
    with pytest.raises(ValueError, match="2 × 3"):
        matrix_cells(np.zeros((2, 3), int), "share")


def test_shares_of_the_column():
    """[184 26; 1 999]: of the 185 called Loose, 184 are."""
    cells = matrix_cells(CONFUSION, "precision", NAMES)
    assert [[cell.text for cell in row] for row in cells] == [["99", "3", "·"], ["1", "97", "·"], ["·", "·", "·"]]
    assert (cells[0][0].level, cells[0][1].level, cells[1][1].level) == (9, 2, 9)
    assert cells[0][1].label == "26 of 1,025 galaxies called Tight are Loose in truth (3 %)"
    assert cells[1][1].label == "999 of 1,025 galaxies called Tight are that in truth (97 %)"
    assert cells[0][2].label == "No Loose galaxy was called <script>"


@pytest.mark.parametrize(
    ("show", "words"),
    [("count", "8 2 · 1 3 · · · ·"), ("share", "80 20 · 25 75 · · · ·"), ("precision", "89 40 · 11 60 · · · ·")],
)
def test_the_picture_says_the_same(show: Show, words: str) -> None:
    labels = [ClassLabel(f"Long {name}", name, "round") for name in ("Round", "Edge-on", "Spiral")]
    rows = sound(picture(np.array([[8, 2, 0], [1, 3, 0], [0, 0, 0]]), labels, show)).rows
    assert " ".join(row["words"] for row in rows) == words
    assert [(row["true"], row["called"]) for row in rows[:4]] == [
        ("Round", "Round"), ("Round", "Edge-on"), ("Round", "Spiral"), ("Edge-on", "Round"),
    ]  # fmt: skip
    share = {"count": 80, "share": 80, "precision": 89}[show]
    assert rows[0]["ground"] == palette.RIGHT[palette.right_level(share, 100)].light
    wrong = {"count": 25, "share": 25, "precision": 11}[show]
    assert rows[3]["ground"] == palette.WRONG[palette.wrong_level(wrong, 100)].light
    assert all(palette.contrast(row["ground"], row["ink"]) > 4.5 for row in rows)
