"""Train: the form starts the run it describes; runs in every state, with what can be done about each."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from PIL import Image

from galaxy_core import datasets, runs, splits
from galaxy_core.datasets import alike
from galaxy_core.prepare import thumbnails
from galaxy_core.storage import background
from pages.ui.run_actions import CHANGE
from tests.pages.stored_runs import ERROR, learned, running, unfinished

PCA = "pca_logistic"


def test_copies_are_looked_for_first_where_that_takes_time(
    visit: Callable, own_runs: object, picture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    picture_folder = shutil.copytree(picture_folder, tmp_path / "others")
    Image.new("RGB", (40, 40), "navy").save(picture_folder / "round" / "99.png")  # pages know the folder without it
    monkeypatch.setattr(alike, "SMALL", 0)
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(thumbnails, "start", lambda galaxies: background.Job(3, 48, True))
    seen = visit("train", dataset=str(picture_folder))
    assert "are being compared with each other first" in seen.text and "Start training" not in seen.buttons
    assert "Preparing the pictures, 6 %" in seen.text
    galaxies = datasets.open_dataset(str(picture_folder))
    alike.make(galaxies)
    assert "Start training" in seen.run().buttons


def test_start_queues_what_the_form_says(visit: Callable, nothing_starts: None):
    seen = visit("train").choose("Model", PCA).choose("Components", 7).choose("Seed", 5)
    seen.choose("Split: training / validation / test", "75/25").click("Start training")
    (run,) = runs.every()
    assert run.status == "queued" and run.request.dataset == "sample" and run.request.model == PCA
    assert run.request.parameters["components"] == 7 and run.request.parameters["image_size"] == 64
    assert (run.request.seed, run.request.split) == (5, "75/25")
    assert "waiting: PCA and logistic regression, components 7" in seen.text


def test_on_the_data_set_of_the_page(visit: Callable, picture_folder: Path, nothing_starts: None):
    visit("train", dataset=str(picture_folder)).choose("Model", "majority").click("Start training")
    assert [run.request.dataset for run in runs.every()] == [str(picture_folder)]


def test_the_estimate_counts_training_images_and_those_before(visit: Callable, nothing_starts: None):
    train = len(splits.split(datasets.open_dataset("sample")).train)
    assert f"on {train} images." in visit("train").text
    unfinished("queued")
    assert "It starts after 1 run that goes on or waits." in visit("train").text
    unfinished("queued")
    assert "It starts after 2 runs that go on or wait." in visit("train").text


def test_the_last_model_is_offered_with_its_sentence_and_fields(visit: Callable, own_runs: Path):
    seen = visit("train")
    options = seen.field("Model").options
    assert options[0] == "Majority baseline" and seen.field("Model").value == "cnn"
    assert seen.field("Epochs") and "Each image" not in seen.text
    seen.choose("Model", "majority")
    assert not [field for field in seen.app.slider if field.label == "Epochs"]


def test_a_value_out_of_range_is_a_sentence_and_starts_nothing(visit: Callable, own_runs: Path, monkeypatch):
    monkeypatch.setattr(runs, "request", refused(runs.request))
    seen = visit("train").choose("Model", PCA)
    assert seen.html.count('role="alert"') == 1
    assert "components = 201 is out of range: give a whole number from 0 to 200." in seen.text
    assert "Start training" not in seen.buttons and runs.every() == []


def refused(real: Callable) -> Callable:
    """A request that was asked with a value no form would give."""
    return lambda dataset, model, values, *more, **treated: real(
        dataset, model, values | ({"components": 201} if "components" in values else {}), *more, **treated
    )


def test_classes_too_small_to_split_are_a_sentence(
    visit: Callable, tmp_path: Path, own_runs: Path, picture_folder: Path
):
    for name in ("one", "two"):
        (tmp_path / "few" / name).mkdir(parents=True)
        (tmp_path / "few" / name / "a.png").write_bytes((picture_folder / "round" / "00.png").read_bytes())
    seen = visit("train", dataset=str(tmp_path / "few"))
    assert seen.html.count('role="alert"') == 1 and "Start training" not in seen.buttons


def test_nothing_is_started_where_the_folder_cannot_be_written(visit: Callable, own_runs: Path, monkeypatch):
    (own_runs / "file").write_text("")
    seen = visit("train").choose("Model", "majority").choose("Seed", 5)
    monkeypatch.setenv("GALAXY_RUNS", str(own_runs / "file" / "below"))
    seen.click("Start training")
    assert "Nothing has been started." in seen.text and seen.html.count('role="alert"') == 1
    assert (seen.field("Model").value, seen.field("Seed").value) == ("majority", 5)  # the form keeps what was entered
    monkeypatch.setenv("GALAXY_RUNS", str(own_runs))


def test_a_running_run_is_shown_live_and_can_be_stopped(visit: Callable, nothing_starts: None):
    run = unfinished("queued", "cnn", epochs=5)
    (run.folder / "log.txt").write_text("It said <this>.")
    with running(run):
        seen = visit("train")
        assert "Epoch 2 of 5 · about 2 minutes left" in seen.text and "30 %" in seen.text
        assert "Batch 3 of 6 · 128 images a second · 412 MB of memory" in seen.text
        seen.unfold("Learning rate and log")
        assert "It said <this>." in [found.value for found in seen.app.code]
        seen.click("Cancel without keeping")
    assert (run.folder / "cancel").exists() and run.status == "stopped"


def test_curves_of_a_running_run(visit: Callable, nothing_starts: None):
    run = unfinished("queued", "cnn", epochs=5)
    with running(learned(run, 2)):
        charts = visit("train").charts
    assert len(charts) == 2
    rows = pa.ipc.open_stream(charts[0].data.data).read_all().to_pylist()
    assert {"epoch": 2, "value": run.learned[1]["val_accuracy"], "images": "validation"} in rows


@pytest.mark.parametrize(
    ("state", "button", "then"),
    [("stopped", "Continue", "queued"), ("failed", "Try again", "queued"), ("queued", "Stop", "stopped"),
     ("interrupted", "Stop", "stopped")],
)  # fmt: skip
def test_what_can_be_done_about_a_run(state: str, button: str, then: str, visit: Callable, nothing_starts: None):
    run = unfinished(state)
    visit("train").click(button)
    assert run.status == then


def test_run_again_with_changes(visit: Callable, nothing_starts: None):
    like = runs.create(runs.request("sample", PCA, {"components": 7}, 5, "75/25@3"))
    (like.folder / "cancel").touch()
    runs.describe(like, "**Mine**")
    seen = visit("train").choose("Model", "majority").choose("Seed", 9).pick(f"more-{like.name}", CHANGE)
    assert "Begins with the settings of **Mine**" in seen.text and "Nothing is changed yet" in seen.text
    assert (seen.field("Model").value, seen.field("Components").value, seen.field("Seed").value) == (PCA, 7, 5)
    assert (seen.field("Split: training / validation / test").value, seen.field("Split seed").value) == ("75/25", 3)
    seen.choose("Components", 9)
    assert "Against it: components 7 → 9." in seen.text
    seen.open("home").open("train")  # a draft and what was changed in it outlive other pages
    assert (seen.field("Components").value, seen.field("Seed").value) == (9, 5)
    seen.click("Start training")
    (new,) = runs.waiting()
    assert (new.request.parameters["components"], new.request.seed, new.request.split) == (9, 5, "75/25@3")
    seen.click("Back to the defaults")
    assert seen.field("Seed").value == 0 and "Begins with" not in seen.text


def test_run_again_on_its_own_data_set(visit: Callable, nothing_starts: None, picture_folder: Path):
    like = unfinished("failed", PCA, str(picture_folder), components=9)
    seen = visit("train", dataset="sample")
    assert f"Failed: {ERROR}" in seen.text
    seen.pick(f"more-{like.name}", CHANGE)
    assert seen.field("Data set").value == str(picture_folder) and seen.field("Components").value == 9


def test_a_link_of_another_page_begins_with_a_run(visit: Callable, nothing_starts: None):
    like = unfinished("stopped", PCA, components=9)
    seen = visit("train", like=like.name)
    assert seen.field("Components").value == 9 and "like" not in seen.app.query_params
    assert visit("train", like="<script>").field("Seed").value == 0


def test_finished_runs_lead_to_inspect(visit: Callable, trained: dict[str, runs.Run]):
    seen = visit("train")
    assert seen.links.count("Inspect") == 3 and "Stop" not in seen.buttons


def test_before_anything_was_trained(visit: Callable, own_runs: Path):
    assert "Nothing has been trained yet." in visit("train").text


def test_several_seeds_at_once(visit: Callable, nothing_starts: None):
    seen = visit("train").choose("Model", "majority").choose("Seed", 4).choose("Runs", 3)
    assert ", 3 times, on " in seen.text
    seen.click("Start training")
    assert sorted(run.request.seed for run in runs.every()) == [4, 5, 6]


def test_members_of_an_ensemble_are_picked_by_their_titles(visit: Callable, trained: dict, nothing_starts: None):
    seen = visit("train").choose("Model", "ensemble")
    assert "An ensemble of 0 is none" in seen.text
    names = [trained[name].name for name in ("pca_logistic", "cnn")]
    seen.choose("Members", names).click("Start training")
    (run,) = [one for one in runs.every() if one.request.model == "ensemble"]
    assert run.request.parameters["members"] == "+".join(names) and runs.title(run) == "Ensemble of 2"


def test_what_transfer_will_learn_is_told_before_it_runs(visit: Callable, nothing_starts: None):
    seen = visit("train").choose("Model", "transfer")
    assert "layers stay as they are; " in seen.text and "parameters of a new last layer are trained." in seen.text
