"""Making the run that comes with this program."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import galaxy_core
from galaxy_core import RunError, models, runs
from galaxy_core.cli import shipping
from galaxy_core.evaluation import comparison
from tests.pages.stored_runs import unfinished


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Data and shipped runs in folders of the test's own; what a making changes is as before afterwards."""
    before = {name: os.environ[name] for name in ("GALAXY_RUNS", "GALAXY_SAMPLE")}
    monkeypatch.setenv("GALAXY_SHIPPED", str(tmp_path / "shipped"))
    yield tmp_path
    os.environ |= before


def test_what_others_read_is_shipped_whole_and_nothing_else(finished: dict[str, runs.Run], elsewhere: Path) -> None:
    folder = shipping.ship(finished["cnn"], "first-model")
    assert {path.name for path in folder.iterdir()} == {*shipping.COPIED, "weights.npz", "about.json"}
    run = runs.find("first-model")
    assert run.is_shipped and run.metadata.title == "First model (shipped)" and run.status == "finished"
    assert [line.run.name for line in comparison.table("sample")][-1] == "first-model"
    with np.load(folder / "weights.npz") as half, np.load(finished["cnn"].folder / "weights.npz") as whole:
        assert {half[name].dtype for name in half.files} <= {np.dtype(np.float16), np.dtype(np.int64)}
        assert all(np.allclose(half[name], whole[name], rtol=1e-3, atol=1e-4) for name in whole.files)
    assert shipping.ship(finished["cnn"], "first-model") == folder, "in place of the earlier one"


def test_what_is_too_large_or_not_finished_is_refused(
    finished: dict[str, runs.Run], elsewhere: Path, own_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RunError, match="can't be shipped: it is stopped"):
        shipping.ship(unfinished("stopped"), "first-model")
    monkeypatch.setattr(shipping, "MOST", 1000)
    with pytest.raises(RunError, match="at most 1,000 are shipped"):
        shipping.ship(finished["cnn"], "first-model")
    assert not (galaxy_core.shipped_folder() / "first-model").exists()


def test_the_recipe_is_what_train_begins_with_and_an_interrupted_one_goes_on(
    finished: dict[str, runs.Run], elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def until_ended(run: runs.Run) -> str:
        begun.append(run)
        (run.folder / "cancel").touch()
        return "stopped"

    monkeypatch.setenv("GALAXY_DATA", str(elsewhere / "data"))
    monkeypatch.setattr(shipping.waiting, "until_ended", until_ended)
    monkeypatch.setattr(shipping.queue, "submit", runs.create)
    with pytest.raises(RunError, match="was stopped"):
        shipping.make()
    (begun[0].folder / "cancel").unlink()
    with pytest.raises(RunError, match="was stopped"):
        shipping.make()
    assert begun[0] == begun[1] and "GALAXY_SAMPLE" not in os.environ
    asked = json.loads((begun[0].folder / "request.json").read_text(encoding="utf-8"))
    usual = runs.request("sample", models.usual())
    assert (asked["model"], asked["parameters"], asked["seed"]) == (usual.model, usual.parameters, usual.seed)
    assert begun[0].folder.parent == elsewhere / "data" / "first-model"
