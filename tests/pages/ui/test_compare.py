"""The parts of Compare; the page itself: tests/pages/test_compare.py."""

from collections.abc import Callable

import pytest

from galaxy_core import glossary, runs
from galaxy_core.evaluation import comparison, stored

DRAW = "from galaxy_core.evaluation import comparison\nlines = comparison.table('sample')\n"


def test_every_measure_is_explained():
    assert all(map(glossary.meaning, comparison.MEASURES.values()))


@pytest.mark.parametrize("measure", comparison.MEASURES)
def test_what_guessing_reaches_is_that_of_the_measure(measure: str, draw: Callable, finished: dict[str, runs.Run]):
    line = comparison.table("sample")[0]
    seen = draw(f"{DRAW}compare.scores(lines, {measure!r})")
    said = stored.predictions(line.run)
    classes = len(set(said.labels.tolist()))
    guessing = {"accuracy": line.summary.guessing.value, "balanced_accuracy": 1 / classes}.get(measure)
    assert (f'class="gx-majority" style="left:{100 * guessing:.2f}%"' if guessing else "gx-scores") in seen.html
    assert ("gx-majority" in seen.html) is (guessing is not None)
