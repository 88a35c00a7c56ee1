"""The parts of Inspect; the page itself: tests/pages/test_inspect.py."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.charts import words
from galaxy_core.charts.glyphs import labels
from galaxy_core.evaluation import Predictions, comparison, mistakes, stored
from pages.ui import inspect_run
from tests.pages.visits import Visit

SAID = Predictions(
    np.arange(4), np.array([0, 0, 1, 2]),
    np.array([[0.9, 0.1, 0], [0.2, 0.8, 0], [0.6, 0.4, 0], [0, 0, 1]]), ("a", "b", "c"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "lines"),
    [(None, ("b, 80\u00a0%\u00a0sure", "is a")), ((0, None), ("b, 80\u00a0%\u00a0sure", "is a")),
     ((0, 1), ("80\u00a0%\u00a0sure",))],
)  # fmt: skip
def test_captions_say_what_the_chips_do_not(cell: inspect_run.Cell, lines: tuple[str, ...]):
    assert inspect_run._caption(SAID, labels(["a", "b", "c"]), 1, cell) == lines


def test_a_run_is_called_by_model_score_and_age(finished: dict[str, runs.Run]):
    for line in comparison.table("sample"):
        title, accuracy = inspect_run._title(line), stored.scores_of(line.run).accuracy
        assert title.startswith(f"{runs.title(line.run)} · {words.percent(accuracy.value)} · ")


def test_a_run_without_predictions_is_no_choice(visit: Callable[..., Visit], trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "predictions.npz").unlink()
    offered = visit("inspect").field("Run").options
    assert len(offered) == 2 and not [title for title in offered if title.startswith("CNN")]


def test_a_later_page_shows_what_follows(visit: Callable[..., Visit], finished: dict[str, runs.Run]):
    run = finished["majority"]
    wrong = mistakes(stored.predictions(run))
    seen = visit("inspect", run=run.name)
    seen.app.session_state[f"page-None-{len(wrong)}"] = 2
    seen.run()
    assert len(seen.data("inspect")["items"]) == len(wrong[16:32]) and f"17–{min(32, len(wrong))} of" in seen.text
