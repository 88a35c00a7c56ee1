"""The parts of Compare; the page itself: tests/pages/test_compare.py."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from galaxy_core.charts import words
from galaxy_core.evaluation import comparison, stored
from pages.ui import compare

DRAW = "from galaxy_core.evaluation import comparison\nlines = comparison.table('sample')\n"


def test_every_measure_is_explained():
    assert compare.MEANING.keys() == comparison.MEASURES.keys()


@pytest.mark.parametrize("measure", comparison.MEASURES)
def test_what_guessing_reaches_is_that_of_the_measure(measure: str, draw: Callable, finished: dict[str, runs.Run]):
    line = comparison.table("sample")[0]
    seen = draw(f"{DRAW}compare.scores(lines, {measure!r})")
    said = stored.predictions(line.run)
    classes = len(set(said.labels.tolist()))
    guessing = {"accuracy": line.summary.guessing.value, "balanced_accuracy": 1 / classes}.get(measure)
    assert (f'class="gx-majority" style="left:{100 * guessing:.2f}%"' if guessing else "gx-scores") in seen.html
    assert ("gx-majority" in seen.html) is (guessing is not None)


def test_the_table_has_every_score_with_its_interval(finished: dict[str, runs.Run]):
    lines = comparison.table("sample")
    frame = compare._frame(lines)
    for column, measure in (("Accuracy (= F1-micro)", "accuracy"), ("Balanced accuracy", "balanced_accuracy")):
        scores = [line.score(measure) for line in lines]
        assert frame[column].tolist() == [words.score(one.value, one.low, one.high) for one in scores]


def test_moments_are_ordered_like_their_texts():
    moments = [0.0, 1e9, 1795264750.45, 1795264810.45]
    assert sorted(written := [compare._minute(moment) for moment in moments]) == written and len({*written}) == 4


def test_one_run_is_compared_with_nothing(finished: dict[str, runs.Run]):
    assert compare._against(comparison.table("sample")[:1]) == []
