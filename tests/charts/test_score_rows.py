"""Score rows: what is written, where the marks stand, and that names stay text."""

import re

import pytest

from galaxy_core.charts.score_rows import FRACTION, ScoreRow, error_scale, picture, score_key, score_rows, score_strip
from tests.charts.drawn import dashed, layers, sound

OURS = ScoreRow("Transfer", 0.846, 0.829, 0.862, 1774, reference=0.955, bold=True)
THEIRS = ScoreRow("Best published", None, None, None, None, reference=0.955, note="other test set")


def words_of(html):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html).replace("&nbsp;", " ")).strip()


def test_a_row_says_value_and_interval_and_on_how_many():
    html = score_rows([OURS], 0.149)
    assert words_of(html) == "Transfer 84.6 % 82.9–86.2 0 % 20 % 40 % 60 % 80 % 100 % 1,774 images"
    assert 'title="on 1,774 images"' in html and "gx-bold" in html


def test_marks_stand_where_the_numbers_are():
    html = score_rows([OURS], 0.149)
    assert '<i class="gx-value" style="left:84.60%">' in html
    assert '<i class="gx-band" style="left:82.90%;right:calc(100% - 86.20%)">' in html
    assert '<i class="gx-majority" style="left:14.90%">' in html
    assert '<i class="gx-reference" style="left:95.50%">' in html


def test_what_others_report_is_never_in_our_colours():
    html = score_rows([THEIRS], None)
    assert "gx-theirs" in html and "95.5" in html and "other test set" in html
    assert not {"gx-ours", "gx-value", "gx-band", "gx-majority"} & set(re.findall(r"gx-[a-z]+", html))


def test_a_row_of_which_nothing_is_known_is_empty():
    html = score_rows([ScoreRow("New", None, None, None, None)], None)
    assert "New" in html and "–" in html and "gx-value" not in html


def test_names_and_notes_stay_text():
    bad = "<script>alert(1)</script>"
    html = (
        score_rows([ScoreRow(bad, 0.5, 0.4, 0.6, 10, note=bad)], 0.1)
        + score_strip(OURS, 0.1, counted=bad)
        + score_key(majority=bad)
    )
    assert "<script" not in html and html.count("&lt;script&gt;") == 4


def test_rows_on_different_numbers_of_images_say_from_to():
    html = score_rows([OURS, ScoreRow("Other", 0.5, 0.4, 0.6, 1700)], None)
    assert "1,700–1,774 images" in html


def test_other_scales():
    assert "0.846" in score_rows([OURS], None, FRACTION) and "0.829–0.862" in score_rows([OURS], None, FRACTION)
    html = score_rows([ScoreRow("RMSE", 0.1, 0.09, 0.5, 10)], 0.2, error_scale(0.4))
    assert 'gx-value" style="left:25.00%' in html and "calc(100% - 100.00%)" in html and ">0.4<" in html


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [(0.348, (0, 0.1, 0.2, 0.3, 0.4)), (0.4, (0, 0.1, 0.2, 0.3, 0.4)), (0.107, (0, 0.025, 0.05, 0.075, 0.1, 0.125)),
     (1, (0, 0.2, 0.4, 0.6, 0.8, 1)), (45, (0, 10, 20, 30, 40, 50)), (0.0051, (0, 0.002, 0.004, 0.006))],
)  # fmt: skip
def test_errors_have_round_ticks(largest, ticks):
    assert error_scale(largest).ticks == ticks and error_scale(largest).upper == ticks[-1]


def test_the_strip_of_a_card():
    text = words_of(score_strip(OURS, 0.149))
    assert text.startswith("84.6 % of 1,774 test galaxies named correctly (accuracy); 95 % interval 82.9–86.2 %")
    assert "majority baseline: 14.9 %" in text


@pytest.mark.parametrize("references", [True, False])
def test_the_key_names_what_is_drawn(references):
    assert ("reported elsewhere" in score_key(references)) is references
    assert "guessing" not in score_key(majority="")


def test_the_picture_says_the_same() -> None:
    rows = [
        ScoreRow("CNN & <b>", 0.8, 0.7, 0.9, 100, bold=True),
        ScoreRow("CNN & <b>", 0.5, 0.4, 0.6, 100, note="other test images"),
        ScoreRow("Somebody", None, None, None, None, reference=0.955, note="another rule"),
    ]
    chart = sound(picture(rows, 0.2))
    assert dashed(chart) == [0.2] and dashed(picture(rows, None)) == []
    assert [row["name"] for row in chart.rows] == ["CNN & <b>", "CNN & <b> (2)", "Somebody"]
    assert [row["words"] for row in chart.rows] == [
        "80.0 % (70.0–90.0)", "50.0 % (40.0–60.0) other test images", "95.5 % another rule",
    ]  # fmt: skip
    assert [chart.rows[0][name] for name in ("value", "low", "high", "reference")] == [0.8, 0.7, 0.9, None]
    (theirs,) = layers(chart, "point")
    assert theirs["mark"]["shape"] == "diamond" and not theirs["mark"]["filled"]
    assert theirs["encoding"]["x"]["field"] == "reference"
