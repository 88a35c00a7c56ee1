"""Where a run is trained: what isn't here can't be pressed; what a back end is asked for is remembered."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import RunError, backends, runs
from galaxy_core.backends import slurm


def test_without_a_cluster_its_button_is_grey(
    visit: Callable, prepared: np.ndarray, nothing_starts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slurm, "missing", lambda: "There is no Slurm on this computer: sbatch isn't found.")
    seen = visit("train")
    (absent,) = [button for button in seen.app.button if button.label == slurm.TITLE]
    assert absent.disabled and "isn't found" in absent.help
    seen.click("Start training")
    assert not (runs.every()[0].folder / "where.json").exists()


def test_a_cluster_is_asked_before_anything_is_queued_and_its_options_stay(
    visit: Callable, prepared: np.ndarray, nothing_starts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slurm, "missing", lambda: None)
    said: list[object] = []

    def check(options: slurm.Options) -> None:
        said.append(options)
        if options.partition == "nowhere":
            raise RunError("Slurm refuses: Invalid partition name specified.")

    monkeypatch.setattr(slurm, "check", check)
    seen = visit("train").choose("Where", "slurm").choose("Partition", "nowhere").click("Start training")
    assert "Invalid partition name" in seen.text and runs.every() == []
    seen.choose("Partition", "gpu").click("Start training")
    (run,) = runs.every()
    assert backends.where(run)[0] == "slurm" and backends.where(run)[1].partition == "gpu" and len(said) == 2
    assert backends.remembered("slurm")["partition"] == "gpu" and backends.remembered("local") == {}
