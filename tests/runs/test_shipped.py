"""Runs that come with this program: there by name, nobody's own, never changed; and the one that there is."""

import numpy as np
import pytest

import galaxy_core
from galaxy_core import RunError, datasets, prediction, prepare, queue, runs
from galaxy_core.evaluation import comparison, duration, stored
from galaxy_core.prediction import assurance
from galaxy_core.prepare import cache
from galaxy_core.runs import shipped

MOST = 4_000_000  # bytes in the repository


def test_it_is_there_by_name_and_in_no_list_of_ones_own(beside: dict[str, runs.Run]) -> None:
    run = runs.find("first-model")
    assert run.is_shipped and run.status == "finished" and runs.is_name("first-model")
    assert not any(own.is_shipped for own in runs.every()) and len(runs.every()) == 3
    assert shipped.every() == [run] and not runs.is_name("second-model")
    with pytest.raises(RunError, match="There is no run “second-model”"):
        runs.find("second-model")


def test_nothing_leads_out_of_the_folder_of_shipped_runs(beside: dict[str, runs.Run]) -> None:
    own = beside["cnn"].name
    for name in ("../first-model", "/etc", "", ".", "First-Model", f"../../runs/{own}"):
        assert shipped.find(name) is None


def test_it_can_be_hidden_and_comes_back(beside: dict[str, runs.Run]) -> None:
    run = runs.find("first-model")
    shipped.hide(run)
    assert shipped.hidden() == {"first-model"} and shipped.listed() == [] and runs.find("first-model") == run
    assert not any(line.run.is_shipped for line in comparison.table("sample"))
    shipped.bring_back()
    assert shipped.listed() == [run] and not shipped.hidden()
    with pytest.raises(RunError, match="is your own"):
        shipped.hide(beside["cnn"])


def test_it_is_never_changed(beside: dict[str, runs.Run]) -> None:
    run, before = runs.find("first-model"), {path.name for path in runs.find("first-model").folder.iterdir()}
    for change in (
        lambda: runs.delete(run), lambda: runs.deleted.put_aside(run), lambda: runs.describe(run, "Mine"),
        lambda: queue.resume(run, 3), lambda: queue.stop(run), lambda: queue.finish(run),
    ):  # fmt: skip
        with pytest.raises(RunError, match="first-model"):
            change()
    assert {path.name for path in run.folder.iterdir()} == before


def test_it_comes_last_though_it_is_better(beside: dict[str, runs.Run]) -> None:
    lines = comparison.table("sample")
    assert lines[-1].run.is_shipped and lines[-1].merit() > min(line.merit() for line in comparison.own(lines))
    assert len(comparison.sets(lines)) == 1, "on the same images it stands in the same set"


def test_it_says_nothing_of_how_long_this_machine_takes(
    beside: dict[str, runs.Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = runs.like(beside["cnn"])
    counts = np.full(10, 24)
    with_it = duration.estimate(request, counts)
    monkeypatch.setenv("GALAXY_SHIPPED", "/nowhere")
    assert with_it == duration.estimate(request, counts)


def test_others_may_begin_with_its_weights_and_be_made_of_it(beside: dict[str, runs.Run]) -> None:
    assert runs.beginning.candidates("cnn")[-1].name == "first-model"
    assert runs.ensemble.candidates("sample", "80/10/10")[-1].name == "first-model"
    asked = runs.like(runs.find("first-model"), {"start": "first-model"})
    assert asked.parameters["start"] == "first-model" and asked.waits_for == {"first-model"}


def test_nothing_is_kept_beside_it(beside: dict[str, runs.Run]) -> None:
    folder = runs.find("first-model").folder
    (folder / "scores.json").unlink(missing_ok=True)
    assert comparison.table("sample")[-1].run.is_shipped and not (folder / "scores.json").exists()


# What this checkout ships.


def test_it_belongs_to_the_sample_as_it_is_drawn_now(first_model: runs.Run) -> None:
    sample = datasets.open_dataset("sample")
    assert first_model.result["made_by"]["images"] == sample.identity.images, "make first-model trains it anew"
    assert first_model.result["made_by"]["labels"] == sample.identity.labels
    assert stored.shows(first_model, sample) and first_model.request.dataset == datasets.usual()


def test_it_says_now_what_it_said_when_it_was_trained(first_model: runs.Run) -> None:
    sample, said = datasets.open_dataset("sample"), stored.predictions(first_model)
    classifier, few = prediction.classifier(first_model), slice(0, 12)
    answers = classifier.prepared(prepare.apply(sample.images(said.rows[few]), classifier.steps))
    np.testing.assert_allclose(answers, said.outputs[few], atol=0.001)
    prepared = prepare.apply(sample.images(said.rows[:1]), classifier.steps)[0]
    distance = assurance.distance(first_model, prepared)
    assert distance is not None and distance < 1, "what it learned from is kept as this program reads it"
    assert cache.find(sample, tuple(first_model.result["steps"])) is None, "only these few were drawn"


def test_it_is_small_and_whole(first_model: runs.Run) -> None:
    files = [path for path in galaxy_core.shipped_folder().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST
    assert {*runs.RESULTS, "split.npz", "familiarity.npz", "history.csv"} <= {path.name for path in files}
    assert not any(path.name.startswith(".") or path.suffix == ".lock" for path in files)


def test_it_is_good_and_asked_for_nothing_but_defaults(first_model: runs.Run) -> None:
    line, usual = comparison.table("sample")[0], runs.request("sample", first_model.request.model)
    assert line.run == first_model and line.validation() is not None and line.score().value > 0.75
    assert first_model.request.parameters == usual.parameters and first_model.request.augment == usual.augment
    assert (first_model.request.seed, first_model.request.split) == (usual.seed, usual.split)
