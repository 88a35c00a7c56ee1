"""The parts of Explore; the page itself: tests/pages/test_explore.py."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import datasets
from galaxy_core.prepare import thumbnails
from galaxy_core.storage import background
from pages.ui import explore, gallery

OPEN = "import dataclasses\nfrom galaxy_core import datasets\ngalaxies = datasets.open_dataset('sample')\n"
NOTES = "explore.data_notes(dataclasses.replace(galaxies, content={mark!r}, notes=({note!r},)))"


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("Synthetic: these are drawn.", "<b>Synthetic.</b> These are drawn."),
        ("200 images; the published set has 17,736.", "<b>200 images.</b> The published set has 17,736."),
        ("It has no positions, so twins may be in both parts.",
         "<b>It has no positions.</b> So twins may be in both parts."),
        ("1 picture was skipped: round/<b>.jpg (no picture).",
         "<b>1 picture was skipped.</b> round/&lt;b&gt;.jpg (no picture)."),
        ("Only this.", "<b>Only this.</b> "),
    ],
)  # fmt: skip
def test_a_note_is_a_bold_sentence_and_the_rest(note: str, html: str, draw: Callable):
    assert html in draw(OPEN + NOTES.format(mark=note, note=note)).html


def test_before_pictures_are_there_grey_squares_stand_for_them(monkeypatch: pytest.MonkeyPatch):
    sample = datasets.open_dataset("sample")
    monkeypatch.setattr(thumbnails, "pick", lambda galaxies, rows: None)
    monkeypatch.setattr(explore.cache, "_pictures", {})
    assert np.array_equal(explore._pictures(sample, np.arange(3)), np.repeat(gallery.EMPTY[None], 3, axis=0))
    assert [len(few) for few in explore.five_of_each(sample)] == [min(5, n) for n in sample.counts]


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (background.Job(30, 300, True, started=0.0), "Drawing the pictures, 10 %"),
        (background.Job(30, 300, False, error="The disk is full. Free 2 GB."), "The disk is full. Free 2 GB."),
    ],
)
def test_how_far_the_pictures_are(job: background.Job, words: str, draw: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(thumbnails, "find", lambda galaxies: None)
    monkeypatch.setattr(thumbnails, "start", lambda galaxies: job)
    seen = draw(OPEN + "explore.preparing(galaxies)")
    assert words in seen.text and ('role="alert"' in seen.html) is bool(job.error)


def test_even_classes_need_no_warning(draw: Callable):
    even = "targets=__import__('numpy').arange(300) % 10"
    assert draw(f"{OPEN}explore.uneven_classes(dataclasses.replace(galaxies, {even}))").html == ""
    assert "times" in draw(f"{OPEN}explore.uneven_classes(galaxies)").html
