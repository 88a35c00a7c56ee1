"""What Optuna proposes depends on nothing but the trials on disk, and gets better with them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import search as searches
from galaxy_core.search import Dimension, progress, proposals
from tests.search.planted import DROPOUT, FILTERS, begin, finish


@pytest.fixture(autouse=True)
def ended(own_runs: Path) -> Iterator[None]:
    """Closes what a test leaves open."""
    yield
    for search in searches.going():
        searches.close(search)


def test_it_finds_what_is_best_and_depends_on_nothing_but_what_is_on_disk() -> None:
    search = begin(DROPOUT, FILTERS, Dimension("learning_rate", (), 1e-4, 0.1, True), tpe=30)
    while search.is_open:
        progress.advance(search)
        for run in search.trials:
            if run.status == "queued":
                finish(run, 0.95 - abs(run.request.parameters["dropout"] - 0.3))
    trials = search.trials
    far = [abs(run.request.parameters["dropout"] - 0.3) for run in trials]
    assert min(far) < 0.03 and np.mean(far[15:]) < 0.7 * np.mean(far[:10]), "it has learned from its trials"
    for number in (0, 1, 12, 29):
        values = searches.values(search, trials[number])
        assert proposals.proposal(search, trials[:number]) == values
        assert 0 <= values["dropout"] <= 0.9 and values["filters"] in (8, 16, 32)
        assert 1e-4 <= values["learning_rate"] <= 0.1 and len(f"{values['dropout']:g}") <= 6
