"""The choice of a data set, and the offer of one that isn't here."""

from collections.abc import Callable
from pathlib import Path

import pytest

import galaxy_core
from galaxy_core import runs
from galaxy_core.datasets.files import download
from galaxy_core.storage import background
from pages.ui import dataset_choice
from tests.pages.stored_runs import unfinished

PICK = "st.write(dataset_choice.opened(dataset_choice.pick()).n)"


@pytest.mark.parametrize(
    ("reference", "title"),
    [("sample", "Sample (drawn galaxies)"), ("/a/b/mine.h5", "mine.h5"), (dataset_choice.OWN, dataset_choice.OWN)],
)
def test_titles(reference: str, title: str):
    assert dataset_choice._title(reference) == title


def test_files_that_runs_were_trained_on_are_a_choice_again(draw: Callable, nothing_starts: None, decals_file: Path):
    runs.create(runs.request(str(decals_file), "majority"))
    unfinished("stopped")
    assert draw(PICK).field("Data set").options[3:] == ["mine.h5", dataset_choice.OWN]


def test_nothing_typed_changes_nothing(draw: Callable):
    seen = draw(PICK).choose("Data set", dataset_choice.OWN).choose("Path on this computer", "   ")
    assert seen.app.markdown[-1].value == "`300`" and seen.app.query_params["dataset"] == "sample"


def test_the_button_starts_the_download(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(download, "start", asked.append)
    seen = draw(PICK).choose("Data set", "galaxy10_sdss")
    assert "Galaxy10 SDSS is not on this computer yet" in seen.text and "210 MB" in seen.text
    assert "Galaxy10.h5" in seen.text and str(galaxy_core.data_folder()) in seen.text
    seen.click("Download")
    assert asked == ["galaxy10_sdss"]


def test_a_download_that_goes_on_shows_how_far_it_is(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    job = background.Job(50_000_000, 200_000_000, True, started=0.0, first=50_000_000)
    monkeypatch.setattr(download, "state", lambda name: job)
    seen = draw(PICK).choose("Data set", "galaxy10_sdss")
    assert "50 MB of 200 MB. It goes on when you leave this page." in seen.text
    assert "width:25.0%" in seen.html and "Download" not in seen.buttons


def test_a_download_that_failed_says_why_and_can_be_tried_again(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    job = background.Job(5, 20, False, error="There is no connection. Try again <later>.")
    monkeypatch.setattr(download, "state", lambda name: job)
    seen = draw(PICK).choose("Data set", "galaxy10_sdss")
    assert "There is no connection. Try again <later>." in seen.text and "Download" in seen.buttons
