"""How far a model agrees with itself: over views and members, calibrated as its certainty is."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import AbsentError, prediction, runs
from galaxy_core.models.graphs import merging
from galaxy_core.prediction import assurance, spread
from tests.pages.stored_runs import copy


def picture(seed: int = 0, side: int = 32) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)


def test_mean_and_spread_of_the_certainty_over_eight_views(finished: dict[str, runs.Run]):
    run = finished["cnn"]
    ready, image = prediction.classifier(run), picture()
    said, outputs = spread.answers(run, image), ready.prepared(image[None])[0]
    assert said.each.shape == (1, 8, 10)
    shares = assurance.calibrated(run, ready.task, said.views)
    label = int(outputs.argmax())
    assert shares is not None and np.allclose(shares.sum(axis=1), 1)
    told = spread.told(run, ready.task, outputs, image)
    assert told == {
        "views_mean": pytest.approx(shares[:, label].mean()), "views_spread": pytest.approx(shares[:, label].std()),
        "views_agree": int((said.views.argmax(axis=1) == label).sum()),
    }  # fmt: skip
    assert 0 < told["views_spread"] < 0.5


def test_members_that_are_alike_agree(finished: dict[str, runs.Run], own_runs: Path):
    run = copy(finished["cnn"], own_runs)
    model = (run.folder / "model.onnx").read_bytes()
    merging.write_mean(run.folder / "model.onnx", [model, model], np.array([0.5, 0.5]))
    ready, image = prediction.classifier(run), picture()
    told = spread.told(run, ready.task, ready.prepared(image[None])[0], image)
    assert told["members_agree"] in (0, 2) and told["members_spread"] == pytest.approx(0, abs=1e-9)
    assert told["members_mean"] == pytest.approx(told["views_mean"], abs=0.05)


def test_runs_of_other_seeds_are_told_together(finished: dict[str, runs.Run], own_runs: Path):
    run = finished["cnn"]
    other, ready, image = copy(run, own_runs, "20260101-000000-cnn-0001", seed=1), prediction.classifier(run), picture()
    alone = spread.over_runs([run], ready.task, 3, image)
    both = spread.over_runs([run, other], ready.task, 3, image)
    assert alone is not None and both is not None and len(both.named) == 2
    assert both.mean == pytest.approx(alone.mean) and both.deviation == pytest.approx(0) and alone.label == 3


def test_votes_have_no_certainty_to_spread(voted: dict[str, runs.Run]):
    run, image = voted["cnn"], picture()
    ready = prediction.classifier(run)
    assert spread.told(run, ready.task, ready.prepared(image[None])[0], image) == {}
    said = spread.answers(run, image).views
    whole = ready.prepared(image[None])[0, : said.shape[1]]
    assert np.allclose(said[::2].mean(axis=0), whole, atol=1e-5), "the quarter turns are what the network averages"


def test_a_model_that_is_gone(finished: dict[str, runs.Run], own_runs: Path):
    run = copy(finished["cnn"], own_runs)
    (run.folder / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(AbsentError, match="can't be read"):
        spread.answers(run, picture())
