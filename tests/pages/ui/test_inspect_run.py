"""The parts of Inspect; the page itself: tests/pages/test_inspect.py."""

from collections.abc import Callable

from galaxy_core import runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import comparison, stored
from pages.ui import inspect_run
from tests.pages.visits import Visit


def test_a_run_is_called_by_model_score_and_age(finished: dict[str, runs.Run]):
    for line in comparison.table("sample"):
        title, accuracy = inspect_run._title(line), stored.scores_of(line.run).accuracy
        assert title.startswith(f"{runs.title(line.run)} · {formatting.percent(accuracy.value)} · ")


def test_a_run_without_predictions_says_so(visit: Callable[..., Visit], trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "predictions.npz").unlink()
    offered = visit("inspect").field("Run").options
    assert len(offered) == 3 and offered[-1].startswith("CNN") and offered[-1].endswith("its predictions are gone")


def test_a_second_run_stands_in_the_address(visit: Callable[..., Visit], finished: dict[str, runs.Run]):
    one, other = finished["cnn"].name, finished["majority"].name
    seen = visit("inspect", run=one, beside=other)
    assert seen.field("Compare with").value == other
    assert len(seen.field("Compare with").options) == len(seen.field("Run").options) - 1  # all but itself
    seen.choose("Compare with", None)
    assert "beside" not in seen.app.query_params
    assert visit("inspect", run=one, beside=one).field("Compare with").value is None
