"""Run folders of the first wave, as its code left them, on every page: what was trained once stays readable.

`tests/stored/first_wave` was written by that code on the sample of 300: a network that was continued from two epochs to
three and given a title and a note, and a grid search of two trials.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import report, runs
from galaxy_core.evaluation import comparison, stored
from tests.pages.visits import PAGES, Visit

STORED = Path(__file__).parents[1] / "stored" / "first_wave"
NETWORK, WINNER = "20261126-141149-cnn-94ef", "20261126-141241-pca_logistic-60ac"
SCORES = {NETWORK: 6 / 29, WINNER: 9 / 29}  # what that code said of their test images


@pytest.fixture(autouse=True)
def first_wave(own_runs: Path, nothing_starts: None, prepared: np.ndarray) -> None:
    """Copies of the stored folders, in a runs folder of this test's own."""
    shutil.copytree(STORED, own_runs, dirs_exist_ok=True)


def test_every_run_is_finished_and_keeps_what_was_written_of_it() -> None:
    assert runs.unreadable() == {} and len(runs.every()) == 3
    network = runs.find(NETWORK)
    assert {run.status for run in runs.every()} == {"finished"}
    assert runs.title(network) == "An early network" and network.metadata.note == "Kept from the first wave."
    assert len(network.history) == 3 and network.target_epochs is not None and network.target_epochs.epochs == 3
    assert network.request.parameters["backbone_lr_factor"] == 0.1 and network.checkpoint() is not None


def test_their_scores_are_what_they_were() -> None:
    for name, accuracy in SCORES.items():
        assert stored.scores_of(runs.find(name)).accuracy.value == pytest.approx(accuracy)
    assert {line.run.name for line in comparison.table("sample")} > set(SCORES)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(visit: Callable[..., Visit], page: str) -> None:
    address = {"run": NETWORK, "beside": WINNER} if page == "inspect" else {}
    seen = visit(page, **address)
    assert seen.app.title[0].value
    if page == "inspect":  # its images are there to be looked at
        assert seen.data("inspect")["items"] and seen.has(f"matrix-{NETWORK}")
    if page in ("train", "compare", "inspect"):
        assert "An early network" in seen.text + str([box.options for box in seen.app.selectbox]) + seen.html


def test_a_report_is_made_of_them() -> None:
    html = report.html([runs.find(NETWORK), runs.find(WINNER)])
    assert "An early network" in html and "<img" in html
