"""The choice of a data set, and the offer of one that isn't here."""

from collections.abc import Callable
from pathlib import Path

import pytest

import galaxy_core
from galaxy_core import runs
from galaxy_core.datasets import own
from galaxy_core.datasets.files import download
from galaxy_core.storage import background
from pages.ui import dataset_choice
from tests.pages.stored_runs import unfinished

PICK = "st.write(dataset_choice.opened(dataset_choice.pick()).n)"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is remembered is the test's own."""
    monkeypatch.setattr(own, "_file", lambda: tmp_path / "own-datasets.json")


def test_what_is_not_here_says_so_in_the_choice(draw: Callable):
    own.remember("/a/b/mine.h5")
    options = draw(PICK).field("Data set").options
    assert options[0] == "Sample (drawn galaxies)" and "Galaxy10 SDSS · not here yet, 210 MB" in options
    assert "mine.h5 · not found any more" in options and options[-1] == dataset_choice.OWN


def test_files_that_runs_were_trained_on_are_a_choice_again(draw: Callable, nothing_starts: None, decals_file: Path):
    runs.create(runs.request(str(decals_file), "majority"))
    unfinished("stopped")
    assert draw(PICK).field("Data set").options[-2:] == ["mine.h5", dataset_choice.OWN]


def test_nothing_typed_changes_nothing(draw: Callable):
    seen = draw(PICK).choose("Data set", dataset_choice.OWN).choose("Path on this computer", "   ")
    assert seen.app.markdown[-1].value == "`300`" and "dataset" not in seen.app.query_params


def test_a_wrong_path_stays_in_its_field_with_the_reason_under_it(draw: Callable):
    seen = draw(PICK).choose("Data set", dataset_choice.OWN).choose("Path on this computer", "/no/such")
    assert "“/no/such” is neither a data set" in seen.text and "The data set is the same as before." in seen.text
    assert seen.field("Path on this computer").value == "/no/such"
    assert seen.app.markdown[-1].value == "`300`" and "dataset" not in seen.app.query_params
    assert "one folder for each class, called as the class" in seen.text and own.remembered() == []


def test_a_right_path_is_the_data_set_and_is_remembered(draw: Callable, decals_file: Path, tmp_path: Path):
    (path := tmp_path / "of mine.h5").write_bytes(decals_file.read_bytes())
    seen = draw(PICK).choose("Data set", dataset_choice.OWN).choose("Path on this computer", str(path))
    assert seen.app.markdown[-1].value == "`200`" and seen.field("Data set").value == str(path)
    assert own.remembered() == [str(path)]
    path.unlink()
    seen = draw(PICK).choose("Data set", str(path))
    assert "of mine.h5 · not found any more" in seen.field("Data set").options
    assert "Choose another data set above" in seen.text
    seen.click("Forget this data set")
    assert own.remembered() == [] and seen.app.markdown[-1].value == "`300`"


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
    asked: list[str] = []
    monkeypatch.setattr(download, "cancel", asked.append)
    monkeypatch.setattr(download, "is_ending", lambda name: bool(asked))
    monkeypatch.setattr(download, "state", lambda name: job)
    seen = draw(PICK).choose("Data set", "galaxy10_sdss")
    assert "50 MB of 200 MB. It goes on when you leave this page." in seen.text
    assert "width:25.0%" in seen.html and "Download" not in seen.buttons
    seen.click("Cancel the download")
    assert len(asked) == 1 and "Cancelling…" in seen.text and "Cancel the download" not in seen.buttons


def test_of_unknown_size_it_says_no_zeros(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(download, "state", lambda name: background.Job(0, 0, True))
    assert "Asking for it. It goes on when you leave this page." in draw(PICK).choose("Data set", "galaxy10_sdss").text


def test_a_download_that_failed_says_why_and_can_be_tried_again(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    job = background.Job(5, 20, False, error="There is no connection. Try again <later>.")
    monkeypatch.setattr(download, "state", lambda name: job)
    seen = draw(PICK).choose("Data set", "galaxy10_sdss")
    assert "There is no connection. Try again <later>." in seen.text and "Download" in seen.buttons
