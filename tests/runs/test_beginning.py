"""Weights that a run is to begin with are there, and fit, before it is asked for."""

from pathlib import Path

import pytest

from galaxy_core import GalaxyError, UsageError, runs
from galaxy_core.runs import beginning
from tests.pages.stored_runs import copy, unfinished


@pytest.fixture
def trained(finished: dict[str, runs.Run], own_runs: Path) -> dict[str, runs.Run]:
    """Copies of the finished runs, alone in a runs folder of the test's own."""
    return {name: copy(run, own_runs) for name, run in finished.items()}


def test_candidates_are_finished_networks_of_the_kind(trained: dict[str, runs.Run]):
    assert [run.name for run in beginning.candidates("cnn")] == [trained["cnn"].name]
    assert beginning.candidates("plain_cnn") == [] and beginning.candidates("pca_logistic") == []
    (trained["cnn"].folder / "weights.npz").unlink()
    assert beginning.candidates("cnn") == []


def test_a_run_that_fits_is_taken_also_one_that_is_waited_for(trained: dict[str, runs.Run]):
    known = trained["cnn"].request.parameters
    for run in (trained["cnn"], unfinished("queued", "cnn", filters=known["filters"])):
        asked = runs.request("sample", "cnn", {"start": run.name, "filters": known["filters"], "image_size": 96})
        assert asked.waits_for == {run.name}


@pytest.mark.parametrize(
    ("start", "more", "sentence"),
    [
        ("/nowhere/weights.npz", {}, "There are no weights at /nowhere/weights.npz"),
        ("20200101-000000-cnn-abcd", {}, "20200101-000000-cnn-abcd"),
        ("pca_logistic", {}, "belong to another kind of network"),
        ("cnn", {"filters": 112}, "belong to a network with other layers"),
        ("stopped", {}, "has no weights to begin with: it is stopped"),
    ],
)
def test_what_cannot_be_begun_with_is_said_at_once(start: str, more: dict, sentence: str, trained: dict[str, runs.Run]):
    run = unfinished("stopped", "cnn") if start == "stopped" else trained.get(start)
    with pytest.raises(GalaxyError, match=sentence):
        runs.request("sample", "cnn", {"start": run.name if run else start} | more)


def test_a_file_is_a_choice_too(tmp_path: Path):
    file = tmp_path / "weights.npz"
    file.write_bytes(b"")
    assert runs.request("sample", "cnn", {"start": str(file)}).parameters["start"] == str(file)


def test_the_cnn_and_the_backbone_may_begin_with_what_is_known_of_drawn_galaxies() -> None:
    assert set(beginning.provided("cnn")) == {"drawn"}
    assert beginning.provided("equivariant") == beginning.provided("forest") == {}
    asked = runs.request("sample", "cnn", {"start": "drawn", "image_size": 96})
    assert asked.parameters["start"] == "drawn"
    assert runs.request("sample", "transfer", {"backbone": "Drawn galaxies", "start": "drawn"})


@pytest.mark.parametrize(
    ("model", "values"),
    [("cnn", {"filters": 16}), ("equivariant", {}), ("transfer", {"backbone": "MobileNetV2"}), ("forest", {})],
)
def test_no_other_network_may(model: str, values: dict) -> None:
    with pytest.raises(UsageError, match="the model cnn with its usual filters"):
        runs.request("sample", model, values | {"start": "drawn"})
