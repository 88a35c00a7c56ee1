"""The parts that are HTML: what they say, and that whatever somebody typed stays text."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from galaxy_core.charts.glyphs import ClassLabel
from pages.ui import chips, notes, probability_bars, run_card

BAD = "<script>alert(1)</script>"
LABELS = [
    ClassLabel("Round Smooth", "Round", "round"),
    ClassLabel(BAD, BAD, "cigar"),
    *(ClassLabel(f"c{n}", f"c{n}", "shape-0") for n in range(8)),
]


def words_of(html):
    """The text of well-formed HTML."""
    root = ET.fromstring(f"<r>{html.replace('&nbsp;', ' ')}</r>")
    return re.sub(r"\s+", " ", " ".join(root.itertext())).strip()


def test_chips_show_glyph_and_full_name():
    html = chips.chips_html([("in truth", LABELS[0]), ("called", LABELS[1]), ("only", None)])
    assert words_of(html) == f"in truth Round Smooth called {BAD} only"
    assert "--gx-glyph-round" in html and "<script" not in html


def test_probabilities_best_first_and_the_rest_in_words():
    p = np.array([0.08, 0.87, 0.03, *[0.02 / 7] * 7])
    html = probability_bars.probability_bars_html(LABELS, p)
    assert words_of(html) == f"{BAD} 87 % Round Smooth 8 % c0 3 % The other seven classes share the remaining 2 %."
    assert "width:87.0%;background:var(--gx-right)" in html and "gx-wrong" not in html
    assert "width:87.0%;background:var(--gx-wrong)" in probability_bars.probability_bars_html(LABELS, p, wrong=True)
    p = np.array([0.646, 0.136, 0.118, *[0.1 / 7] * 7])
    assert "the remaining 9 %." in words_of(probability_bars.probability_bars_html(LABELS, p)), "65 + 14 + 12 + 9"


@pytest.mark.parametrize(
    ("k", "wanted"),
    [(3, ""), (4, "The other class has the remaining"), (25, "The other 22 classes share the remaining")],
)
def test_how_many_others_there_are(k, wanted):
    labels = [ClassLabel(f"c{n}", f"c{n}", "round") for n in range(k)]
    html = words_of(probability_bars.probability_bars_html(labels, np.full(k, 1 / k)))
    assert wanted in html and ("other" in html) is bool(wanted)


@pytest.mark.parametrize("kind", ["note", "error", "right", "wrong", "info", "plain"])
def test_notes(kind):
    html = notes.note_html("This run cannot be read.", f"“{BAD}” has predictions for 1,700 images.", kind)
    assert words_of(html) == f"This run cannot be read. “{BAD}” has predictions for 1,700 images."
    assert ("gx-glyph" in html) is (kind != "plain") and ('role="alert"' in html) is (kind == "error")


@pytest.mark.parametrize("state", ["running", "waiting", "finished", "failed", "stopped", "interrupted"])
def test_runs_say_their_state_in_words_too(state):
    html = run_card.run_html(run_card.RunRow(state, BAD, "detail", "76.2 %", "on validation images"))
    assert words_of(html) == f"{state}: {BAD} detail 76.2 % on validation images"
    assert "--gx-icon-" in html and "gx-progress" not in html


@pytest.mark.parametrize(("fraction", "width"), [(0.28, "28.0%"), (None, "0.0%"), (1.7, "100.0%"), (-1, "0.0%")])
def test_progress(fraction, width):
    assert f"width:{width}" in run_card.progress_html(fraction)


def test_progress_nobody_knows_has_no_number():
    assert "aria-valuenow" not in run_card.progress_html(None)
    assert 'aria-valuenow="28"' in run_card.progress_html(0.28)
