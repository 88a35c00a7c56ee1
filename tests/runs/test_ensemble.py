"""Who may be a member: finished runs that saw the same images, split and classes; the others get a sentence."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from galaxy_core import RunError, UsageError, runs
from galaxy_core.models import Finished
from galaxy_core.runs import dataset, ensemble
from galaxy_core.splits import stored
from galaxy_core.training.progress import RunProgress


@pytest.fixture
def pair(finished: dict, own_runs: Path) -> tuple[runs.Run, runs.Run]:
    """Two finished runs of equal preparation, to change as one likes."""
    for name in ("pca_logistic", "cnn"):
        shutil.copytree(finished[name].folder, own_runs / finished[name].name)
    return runs.find(finished["pca_logistic"].name), runs.find(finished["cnn"].name)


def change(run: runs.Run, file: str, **values: object) -> None:
    """Writes other values into one of its documents."""
    document = json.loads((run.folder / file).read_text())
    (run.folder / file).write_text(json.dumps({**document, **values}))


def ask(pair: tuple[runs.Run, runs.Run], **more: object) -> runs.Request:
    """An ensemble of the two."""
    return runs.request("sample", "ensemble", {"members": f"{pair[0].name}+{pair[1].name}"}, **more)


def test_its_images_are_prepared_as_those_of_its_members(pair: tuple[runs.Run, runs.Run]) -> None:
    asked = ask(pair)
    assert asked.preparation == tuple(pair[0].result["steps"]) == tuple(pair[1].result["steps"])
    assert ask(pair, preparation=asked.preparation).preparation == asked.preparation
    with pytest.raises(UsageError, match="so does the ensemble: leave out the preparation"):
        ask(pair, preparation=("grey",))


def test_the_same_again_is_asked_for_as_it_was(pair: tuple[runs.Run, runs.Run]) -> None:
    run = runs.create(ask(pair))
    again = runs.like(run, {"weighting": "validation"})
    assert again.preparation == run.request.preparation and again.parameters["members"].count("+") == 1


def test_one_that_has_not_finished(pair: tuple[runs.Run, runs.Run]) -> None:
    (pair[1].folder / "result.json").unlink()
    waiting = runs.create(ask(pair))
    assert waiting.request.waits_for == {one.name for one in pair} and waiting.request.preparation
    assert runs.waiting() == [pair[1], waiting], "it waits for its members"
    runs.put_at_end(pair[1])
    assert runs.waiting() == [pair[1], waiting] and runs.ready(runs.going()) == [pair[1]]
    with pytest.raises(RunError, match="is trained on the split 80/10/10, not 90/10"):
        ask(pair, split="90/10")
    (pair[1].folder / "cancel").touch()
    with pytest.raises(
        RunError, match=f"The run {pair[1].name} can't be a member: it is stopped. Choose finished runs"
    ):
        ask(pair)
    with pytest.raises(RunError, match="it is stopped"):
        RunProgress(waiting).finished(pair[1].name)


@pytest.mark.parametrize(
    ("file", "values", "words"),
    [
        ("request.json", {"dataset": "galaxy10_sdss"}, "learns from the data set galaxy10_sdss, not sample"),
        ("request.json", {"split": "80/10/10@7"}, "is trained on the split 80/10/10@7, not 80/10/10"),
        ("result.json", {"target_names": ["a", "b"]}, "knows the classes a, b, not "),
        ("result.json", {"steps": ["resize:size=16"]}, "sees images prepared by resize:size=16.*, not crop"),
        ("result.json", {"made_by": {"images": "x"}}, "learned from sample before its images were changed"),
    ],
)
def test_one_that_saw_something_else(pair: tuple, file: str, values: dict, words: str) -> None:
    waiting = runs.create(ask(pair))
    change(pair[1], file, **values)
    with pytest.raises(RunError, match=f"The run {pair[1].name} {words}") as asking:
        ask(pair)
    with pytest.raises(RunError) as training:
        RunProgress(waiting).finished(pair[1].name)
    assert str(asking.value) == str(training.value), "the form, the shell and the process say the same"


def test_one_that_learned_from_test_images_of_the_others_is_refused(pair: tuple[runs.Run, runs.Run]) -> None:
    file = pair[1].folder / dataset.SPLIT
    own = stored.read(file)
    stored.write(file, replace(own, part=own.part[::-1]))
    with pytest.raises(RunError, match=f"The run {pair[1].name} learned from other images of the split 80/10/10"):
        ask(pair)


def test_another_split_is_refused_for_the_whole_ensemble(pair: tuple[runs.Run, runs.Run]) -> None:
    with pytest.raises(RunError, match="is trained on the split 80/10/10, not 90/10: members"):
        ask(pair, split="90/10")


def test_a_member_is_its_model_and_what_it_learned(pair: tuple[runs.Run, runs.Run]) -> None:
    found = RunProgress(runs.create(ask(pair))).finished(pair[0].name)
    assert found == Finished(pair[0].folder / "model.onnx", int(pair[0].result["cost"]["parameters"]))
    assert ensemble.finished(pair[0].name, "sample", "80/10/10") == pair[0]
