"""Every page opens on votes, and says nothing of classes that aren't there."""

from collections.abc import Callable

import pytest

from galaxy_core import report
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
    assert "RMSE" in card.markdown(voted["cnn"])
