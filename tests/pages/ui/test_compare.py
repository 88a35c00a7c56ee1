"""The parts of Compare; the page itself: tests/pages/test_compare.py."""

from collections.abc import Callable

import pytest

from galaxy_core import runs, tasks
from galaxy_core.evaluation import comparison, stored
from galaxy_core.tasks import Measure

DRAW = "from galaxy_core.evaluation import comparison\nlines = comparison.table('sample')\n"


@pytest.mark.parametrize("measure", tasks.kind("classes").SCORES, ids=lambda one: one.key)
def test_the_baseline_is_that_of_the_measure(measure: Measure, draw: Callable, finished: dict[str, runs.Run]):
    line = comparison.table("sample")[0]
    seen = draw(f"{DRAW}compare.scores(lines, lines[0].measure({measure.key!r}))")
    said = stored.predictions(line.run)
    classes = len(set(said.labels.tolist()))
    guessing = {"accuracy": line.baseline(), "balanced_accuracy": 1 / classes}.get(measure.key)
    assert (f'class="gx-majority" style="left:{100 * guessing:.2f}%"' if guessing else "gx-scores") in seen.html
    assert ("gx-majority" in seen.html) is (guessing is not None)
