"""A preset's runs on a data set."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import UsageError, presets, runs
from galaxy_core.augmentations import balancing
from galaxy_core.models import backbones
from galaxy_core.runs import plans

COUNTS = np.array([80, 130, 190, 150, 26, 147, 130, 187, 103, 131])


@pytest.fixture(autouse=True)
def _nothing_of_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that somebody has downloaded before are not here."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.mark.parametrize("quick", [False, True], ids=["whole", "quick"])
@pytest.mark.parametrize("name", presets.names())
def test_every_run_can_be_asked_for_on_the_sample(name: str, quick: bool) -> None:
    dataset = "sample" if presets.serves(presets.preset(name), "classes") else "sample_votes"
    found = plans.requests(name, dataset, COUNTS, quick)
    planned = [one for one in plans.planned(name, COUNTS) if not one.members]
    assert [one.model for one in found] == [one.model for one in planned]
    for asked, one in zip(found, planned, strict=True):
        assert balancing.shown(asked.balance, COUNTS).sum() > 0
        assert asked.seed == one.seed and asked.split == one.split
        if quick:
            assert asked.parameters.get("epochs", 0) <= 4 and asked.parameters.get("image_size", 0) <= 96
        else:
            assert all(asked.parameters[name] == value for name, value in one.values.items())


def test_they_wait_in_their_order_with_their_titles(nothing_starts_here: Path) -> None:
    made = plans.create("best-small", "sample", COUNTS, quick=True)
    assert runs.waiting() == made and [run.request.seed for run in made] == [0, 1, 0, 0]
    assert {plans.preset_of(run.request) for run in made} == {"best_small"}
    assert len({run.request.study for run in made}) == 1
    titles = [runs.title(run) for run in made]
    assert titles[0] == "Equivariant CNN, seed 0 (quick)" and titles[-1] == "Ensemble of all (quick)"
    assert made[-1].request.parameters["members"] == "+".join(run.name for run in made[:3])
    assert made[0].request.parameters["epochs"] == 2


def test_a_quick_run_begins_with_drawn_galaxies_that_are_always_here(nothing_starts_here: Path) -> None:
    made = plans.create("few-labels", "sample", COUNTS, quick=True)
    begun = [run.request for run in made if run.request.parameters.get("backbone") == backbones.DRAWN]
    assert {asked.parameters["weights"] for asked in begun} == {"published"} and len(begun) == len(made) // 2


def test_few_labels_begins_with_imagenet_where_its_weights_are_here(
    nothing_starts_here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from galaxy_core.models.backbones import weights

    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    without = plans.planned("few-labels", COUNTS)
    left_out = presets.preset("few-labels").WITHOUT
    assert "MobileNetV2" not in {one.values.get("backbone") for one in without}
    assert plans.remarks("few-labels", COUNTS)[-1] == left_out
    file = weights.place(backbones.find("MobileNetV2"))
    file.parent.mkdir(parents=True)
    file.touch()
    whole = plans.planned("few-labels", COUNTS)
    assert whole[: len(without)] == without and left_out not in plans.remarks("few-labels", COUNTS)
    made = plans.create("few-labels", "sample", COUNTS)
    more = [run.request for run in made[len(without) :]]
    assert len(more) == len(without) // 2 == 15 and {asked.model for asked in more} == {"transfer"}
    assert {asked.parameters["weights"] for asked in more} == {"published"}


def test_a_quick_run_whose_weights_are_not_here_begins_at_random_and_says_so(nothing_starts_here: Path) -> None:
    quick = plans.create("decals-button", "sample", COUNTS, quick=True)[-1]
    assert quick.request.parameters["weights"] == "random"
    assert runs.title(quick) == "Transfer (quick, random weights)"
    whole = plans.requests("decals-button", "sample", COUNTS)[-1]
    assert whole.parameters["weights"] == "published", "in earnest it is refused, not done otherwise"


def test_a_preset_that_there_is_not_makes_no_run(nothing_starts_here: Path) -> None:
    with pytest.raises(UsageError, match="choose best_small"):
        plans.create("worst", "sample", COUNTS)
    assert runs.every() == []


def test_other_studies_are_no_presets() -> None:
    asked = runs.request("sample", "majority")
    assert plans.preset_of(asked) is None
    assert plans.preset_of(runs.request("sample", "majority", study="augmentation-20260101-000000-abcd")) is None


@pytest.fixture
def nothing_starts_here(own_runs: Path):
    """Waiting runs stay waiting: it seems that another process works the queue off."""
    import os

    from galaxy_core.storage import lock

    held = lock.take(own_runs / ".queue.lock")
    yield own_runs
    os.close(held)


def test_what_asks_something_else_is_refused_and_what_asks_nothing_of_classes_is_not() -> None:
    with pytest.raises(
        UsageError, match="“DECaLS CNN .study 001.” asks something else than sample_votes can answer: choose .*Best"
    ):
        plans.requests("decals_cnn", "sample_votes", COUNTS)
    with pytest.raises(UsageError, match="“Galaxy Zoo 2 votes .study 003.” asks something else than sample can answer"):
        plans.requests("gz2-votes", "sample", COUNTS)
    assert {request.balance for request in plans.requests("best-small", "sample_votes", COUNTS)} == {"none"}
