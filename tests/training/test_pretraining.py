"""Pretraining: what is shipped of a run, and that it is trained once."""

import json
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import RunError, runs
from galaxy_core.models import cnn
from galaxy_core.models.networks import starting
from galaxy_core.training import pretraining
from tests.conftest import TINY


def test_the_body_is_shipped_in_half_precision_with_what_made_it(finished: dict[str, runs.Run], tmp_path: Path) -> None:
    run, file = finished["cnn"], tmp_path / "backbones" / "drawn.npz"
    pretraining.ship(run, file)
    told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["synthetic"] and told["last_epoch"]["epoch"] == TINY["epochs"]
    assert told["made_by"] == run.result["made_by"]
    assert told["parameters"] == run.request.parameters and told["drawn_by_seed"] == pretraining.SEED
    network = cnn.build((32, 32, 3), 4, cnn.Parameters(filters=TINY["filters"]))
    assert not starting.load(network, file)
    with np.load(run.folder / "weights.npz") as whole:
        for number, weight in enumerate(network.get_weights()[: -starting.HEAD]):
            np.testing.assert_allclose(weight, whole[str(number)], rtol=1e-3, atol=1e-6)


def test_it_is_trained_once_and_again_where_it_failed(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretraining, "MODEL", "column_mean")
    monkeypatch.setattr(pretraining, "VALUES", {})
    monkeypatch.setattr(pretraining, "AUGMENT", None)
    run = pretraining.trained()
    assert run.is_finished and pretraining.trained() == run and runs.every() == [run]
    (run.folder / "result.json").unlink()
    assert pretraining.trained() == run and run.is_finished, "it goes on with the run that is there"
    (run.folder / "result.json").unlink()
    monkeypatch.setattr(pretraining.training, "main", lambda name: 1)
    with pytest.raises(RunError, match="could not be trained: .*log.txt says why"):
        pretraining.trained()


def test_galaxies_are_others_than_those_of_the_sample() -> None:
    from galaxy_core.datasets import sample

    assert pretraining.SEED != sample.SEED
