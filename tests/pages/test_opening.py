"""Every page opens, whatever lies in the folders of data and runs, and says what is the matter in a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs
from tests.pages.stored_runs import ERROR, copy, damaged, unfinished
from tests.pages.visits import PAGES, plain

TITLES = {"home": "Ten shapes of galaxies"}
each_page = pytest.mark.parametrize("page", PAGES)
each_data_page = pytest.mark.parametrize("page", ["explore", "train", "compare"])


def title(page: str) -> str:
    return TITLES.get(page, page.capitalize())


@each_page
def test_without_any_run(page: str, visit: Callable, own_runs: Path):
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [title(page)]
    if page in ("compare", "inspect", "classify"):
        assert "Train a first model" in seen.buttons


@each_page
def test_with_finished_runs(page: str, visit: Callable, finished: dict[str, runs.Run]):
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [title(page)]
    assert "Train a first model" not in [*seen.buttons, *seen.links]


@each_page
@pytest.mark.parametrize("state", ["failed", "stopped", "queued", "interrupted"])
def test_with_a_run_that_has_not_finished(page: str, state: str, visit: Callable, nothing_starts: None):
    unfinished(state)
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [title(page)]
    if page == "train":
        said = {"failed": ERROR, "stopped": "Stopped by you", "queued": "Waiting for its turn",
                "interrupted": "Nothing is lost"}  # fmt: skip
        assert said[state] in seen.text


@each_page
def test_a_damaged_run_spoils_no_other(page: str, visit: Callable, trained: dict[str, runs.Run]):
    name = damaged()
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [title(page)]
    assert (name in seen.text) is (page in ("train", "runs"))


@each_page
@pytest.mark.parametrize("file", ["result.json", "predictions.npz", "model.onnx"])
def test_a_run_with_a_damaged_result(page: str, file: str, visit: Callable, trained: dict[str, runs.Run]):
    (trained["pca_logistic"].folder / file).write_bytes(b"PK\x03\x04 not what it should be")
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [title(page)]


def test_a_damaged_model_is_said_and_another_can_be_chosen(visit: Callable, trained: dict[str, runs.Run]):
    broken = trained["pca_logistic"]
    (broken.folder / "model.onnx").write_bytes(b"not a model")
    seen = visit("classify").choose("Model", broken.name)
    assert seen.html.count('role="alert"') == 1 and "can't be read: train the run again." in seen.text
    seen.choose("Model", trained["cnn"].name)
    assert 'role="alert"' not in seen.html and "Answered in" in seen.text


@each_data_page
def test_a_data_set_that_is_absent(page: str, visit: Callable):
    seen = visit(page, dataset="galaxy10_decals")
    assert "Galaxy10 DECaLS is not on this computer yet" in seen.text and "2.5 GB" in seen.text
    assert "Download" in seen.buttons
    assert "Galaxy10_DECals.h5" in seen.text and "/data" in seen.text  # where to put it by hand


@each_data_page
def test_a_file_of_ones_own(page: str, visit: Callable, decals_file: Path, own_runs: Path):
    seen = visit(page, dataset=str(decals_file))
    assert seen.field("Data set").value == str(decals_file)
    assert 'role="alert"' not in seen.html


@each_data_page
def test_a_folder_of_pictures(page: str, visit: Callable, picture_folder: Path, own_runs: Path):
    seen = visit(page, dataset=str(picture_folder))
    assert seen.field("Data set").value == str(picture_folder)
    assert 'role="alert"' not in seen.html and "<script" not in seen.html


@each_data_page
@pytest.mark.parametrize("name", ["broken.h5", "nothing-there.h5", "notes.txt", "empty"])
def test_what_is_no_data_set_gets_one_sentence(page: str, name: str, visit: Callable, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    for broken in ("broken.h5", "notes.txt"):
        (tmp_path / broken).write_text("This is no galaxy.")
    seen = visit(page, dataset=str(tmp_path / name))
    assert seen.html.count('role="alert"') == 1
    said = plain(seen.html.split('role="alert"')[1])
    assert name in said and "Choose another data set above; nothing has been changed." in said


@each_data_page
def test_an_address_that_names_no_data_set(page: str, visit: Callable):
    seen = visit(page, dataset="<script>alert(1)</script>")
    assert seen.html.count('role="alert"') == 1 and "<script" not in seen.html
    assert "“<script>alert(1)</script>” is neither a data set" in plain(seen.html)


@each_page
def test_a_run_whose_data_set_has_gone(page: str, visit: Callable, finished: dict[str, runs.Run], own_runs: Path):
    gone = copy(finished["cnn"], own_runs, dataset=str(own_runs / "gone.h5"))
    seen = visit(page)
    assert [found.value for found in seen.app.title] == [title(page)]
    if page == "inspect":
        assert "gone.h5" in seen.text and "Its numbers are shown without images." in seen.text
        assert seen.has(f"matrix-{gone.name}") and not seen.has("inspect")
