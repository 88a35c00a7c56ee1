"""Ensembles: recomputed from what their members said, weighed by validation images alone, one graph in the end."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import RunError, UsageError, prediction, runs, training
from galaxy_core.evaluation import stored, summaries
from galaxy_core.models import Finished, ensemble, majority, pca_logistic

PARTS = ("train", "validation", "test")
AFRESH = """
import hashlib, sys
import numpy as np
import onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
images = np.random.default_rng(0).integers(0, 256, (9, 32, 32, 3), np.uint8)
print(hashlib.sha256(session.run(None, {"images": images})[0].tobytes()).hexdigest())
"""


@pytest.fixture
def two(finished: dict, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[runs.Run, runs.Run]:
    """Copies of a finished PCA run and a finished CNN of equal preparation, in a runs folder of one's own."""
    monkeypatch.setattr(os, "environ", os.environ.copy())  # `training.main` pins threads in it
    for name in ("pca_logistic", "cnn", "majority"):
        shutil.copytree(finished[name].folder, own_runs / finished[name].name)
    return runs.find(finished["pca_logistic"].name), runs.find(finished["cnn"].name)


def trained(*members: runs.Run, weighting: str = "mean") -> runs.Run:
    """A finished ensemble."""
    values = {"members": "+".join(member.name for member in members), "weighting": weighting}
    run = runs.create(runs.request("sample", "ensemble", values))
    assert training.main(run.name) == 0, run.log()
    return run


def weights_of(run: runs.Run) -> np.ndarray:
    """What its weights.npz holds."""
    with np.load(run.folder / "weights.npz", allow_pickle=False) as kept:
        assert list(kept) == ["weights"]
        return kept["weights"]


def test_it_is_recomputed_from_what_its_members_said(two: tuple[runs.Run, runs.Run]) -> None:
    equal, weighed = trained(*two), trained(*two, weighting="validation")
    assert np.array_equal(weights_of(equal), [0.5, 0.5])
    weights = weights_of(weighed)
    assert weights.sum() == pytest.approx(1) and not np.allclose(weights, 0.5, atol=0.01)
    losses = {}
    for run in (equal, weighed):
        for part in PARTS:
            said = [stored.predictions(member, part).probabilities for member in two]
            own = stored.predictions(run, part)
            assert np.abs(np.tensordot(weights_of(run), said, axes=1) - own.probabilities).max() < 1e-5
            assert np.array_equal(own.rows, stored.predictions(two[0], part).rows)
        losses[run] = stored.scores_of(run, "validation").loss
    assert losses[weighed] <= min(losses[equal], *(stored.scores_of(one, "validation").loss for one in two)) + 1e-6
    assert summaries.summary(equal).n_parameters == sum(summaries.summary(member).n_parameters for member in two)
    assert (runs.title(equal), runs.title(weighed)) == ("Ensemble of 2", "Ensemble of 2, member weights validation")


def test_its_graph_needs_no_member_and_says_the_same_in_a_fresh_process(two: tuple[runs.Run, runs.Run]) -> None:
    inner = trained(*two, weighting="validation")
    outer = trained(inner, two[0])  # a member may be an ensemble itself
    said = [stored.predictions(one, "test").probabilities for one in (inner, two[0], outer)]
    assert np.abs((said[0] + said[1]) / 2 - said[2]).max() < 1e-5
    for run in (inner, *two):
        runs.delete(run)
    images = np.random.default_rng(0).integers(0, 256, (9, 32, 32, 3), np.uint8)
    here = prediction.classifier(outer).prepared(images)
    ended = subprocess.run(
        [sys.executable, "-c", AFRESH, outer.folder / "model.onnx"], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == hashlib.sha256(here.tobytes()).hexdigest()


def test_a_member_that_is_gone_when_it_begins_is_a_sentence(two: tuple[runs.Run, runs.Run]) -> None:
    run = runs.create(runs.request("sample", "ensemble", {"members": f"{two[0].name}+{two[1].name}"}))
    runs.delete(two[1])
    assert training.main(run.name) == 1 and run.status == "failed"
    with pytest.raises(RunError) as error:
        runs.request("sample", "ensemble", {"members": f"{two[0].name}+{two[1].name}"})
    assert run.error == str(error.value) and f"There is no run “{two[1].name}”" in run.error


@pytest.mark.parametrize(
    ("members", "words"),
    [("", "An ensemble of 0 is none: choose two"), ("a", "An ensemble of 1 is none"),
     ("a + a", "The run a is named twice")],
)  # fmt: skip
def test_what_is_no_ensemble_is_refused_with_a_sentence(members: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        ensemble.members(ensemble.Parameters(members))
    with pytest.raises(UsageError, match=words):
        runs.request("sample", "ensemble", {"members": members})


def test_names_may_have_spaces_around_them() -> None:
    assert ensemble.members(ensemble.Parameters(" a + b+ ")) == ("a", "b")
    assert ensemble.steps(ensemble.Parameters()) == () and ensemble.gflop(ensemble.Parameters(), 10**6, 10) == 0


def test_weights_are_the_likeliest_there_are() -> None:
    random = np.random.default_rng(3)
    said = random.beta(2, 2, (3, 400))
    found = ensemble.likeliest(said)
    grid = np.array([(a, b, 20 - a - b) for a in range(21) for b in range(21 - a)]) / 20
    assert np.log(found @ said).mean() >= np.log(grid @ said).mean(axis=1).max() - 1e-9
    truth = np.array([0.7, 0.3, 0.0])  # a mixture whose shares are known
    levels = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
    drawn = np.where(random.random(20_000) < (truth @ levels)[0], 0, 1)
    mixed = ensemble.likeliest(levels[:, drawn]) @ levels
    assert mixed == pytest.approx(truth @ levels, abs=0.01)
    assert ensemble.likeliest(np.array([[0.9, 0.8], [0.1, 0.2]])) == pytest.approx([1, 0], abs=1e-3)
    assert np.isfinite(ensemble.likeliest(np.zeros((2, 5)))).all(), "nobody gave the truth a chance"


def test_only_validation_images_decide_the_weights(learnable: tuple, listener: type, tmp_path: Path) -> None:
    train, validation, _ = learnable
    heard = listener()
    for name, module, values in (("a", pca_logistic, {"components": 4, "image_size": 16}), ("b", majority, {})):
        predictor = module.fit(train, validation, module.Parameters(**values), heard)
        (tmp_path / name).mkdir()
        predictor.save(tmp_path / name)
        heard.members[name] = Finished(tmp_path / name / "model.onnx", predictor.n_parameters)
    chosen = ensemble.Parameters("a+b", "validation")
    found = ensemble.fit(train, validation, chosen, heard)
    assert np.array_equal(ensemble.fit(validation, validation, chosen, heard).weights, found.weights)
    assert found.weights[0] > 0.9 and not np.array_equal(
        ensemble.fit(train, train, chosen, heard).weights, found.weights
    )
