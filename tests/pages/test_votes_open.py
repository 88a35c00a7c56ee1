"""Every page opens on votes, and says nothing of classes that aren't there."""

from collections.abc import Callable

import pytest

from galaxy_core import report
from galaxy_core.evaluation import stored
from galaxy_core.report import card
from galaxy_core.runs import Run


@pytest.mark.parametrize("page", ["home", "train", "compare", "inspect", "classify", "explore", "augment"])
def test_every_page_opens_on_votes(
    page: str, voted: dict[str, Run], visit: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GALAXY_RUNS", str(voted["cnn"].folder.parent))
    assert visit(page, dataset="sample_votes").text


def test_they_are_reported(voted: dict[str, Run]) -> None:
    html = report.html([voted["cnn"], voted["column_mean"]])
    assert "RMSE" in html and "Confusion matrix" not in html
    assert html.count("Scores by question") == 2  # the section, and where the contents lead to it
    assert "class balancing" not in html.lower() and "how volunteers would answer questions" in html
    scores, written = stored.scores_of(voted["cnn"]).questions["t01"], card.markdown(voted["cnn"])
    row = f"| Smooth or featured | {scores.n} | {scores.rmse.value:.3f} ({scores.rmse.low:.3f}–"
    assert row in written and f"| {scores.floor:.3f} | {scores.column_mean_rmse:.3f} |" in written
    assert "| Column mean |" in written and "its classes" not in written and "Majority baseline" not in written
