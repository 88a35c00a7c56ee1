"""The score by the number of labelled images."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from galaxy_core.evaluation import labelling, summaries
from galaxy_core.runs import Run
from tests.evaluation.finished_runs import finish


def run(origin: str, **parameters: str) -> SimpleNamespace:
    """What is read of a run to say what it began with."""
    return SimpleNamespace(request=SimpleNamespace(parameters=parameters), result={"origin": origin})


FIVE = "at_most:images=5,times=8"
LABELS = np.arange(30) % 3


def told(
    right: int, balance: str = FIVE, model: str = "cnn", origin: str = "random initial weights", **asked: Any
) -> Run:
    """A finished run that names so many tenths of each class."""
    called = np.where(np.arange(30) // 3 < right, LABELS, (LABELS + 1) % 3)
    made = finish(LABELS, called, model, balance=balance, **asked)
    result = json.loads((made.folder / "result.json").read_text(encoding="utf-8"))
    (made.folder / "result.json").write_text(json.dumps(result | {"origin": origin}), encoding="utf-8")
    summaries.summary(made)
    return made


@pytest.mark.usefixtures("own_runs")
def test_means_over_seeds_with_students_interval() -> None:
    made = [told(right, seed=seed) for seed, right in enumerate((4, 5, 6))]
    made.append(told(7, origin="weights of run 20260101-000000-cnn-abcd"))
    made += [told(9, "at_most:images=20"), told(1, "none")]
    found = labelling.points(made)
    assert [(one.labels, one.start, one.seeds) for one in found] == [
        (5, "from earlier weights", 1), (5, "from scratch", 3), (20, "from scratch", 1),
    ]  # fmt: skip
    alone, three, _ = found
    assert (alone.value, alone.low, alone.high) == (pytest.approx(0.7), None, None)
    assert three.value == pytest.approx(0.5) and three.n == 30
    assert three.high - three.value == pytest.approx(4.303 * 0.1 / 3**0.5) == pytest.approx(three.value - three.low)


@pytest.mark.usefixtures("own_runs")
def test_a_run_made_again_is_no_other_seed() -> None:
    (point,) = labelling.points([told(4, seed=0), told(6, seed=0), told(9, seed=1)])
    assert point.seeds == 2 and point.value == pytest.approx((0.5 + 0.9) / 2)
    (point,) = labelling.points([told(4, seed=0), told(6, seed=0)])
    assert (point.seeds, point.value, point.low) == (1, pytest.approx(0.5), None), "one seed has no spread"


@pytest.mark.parametrize(
    "other",
    [{"model": "plain_cnn"}, {"values": {"filters": 8}}, {"split": "80/20"}, {"rows": range(9, 39)},
     {"augment": ("flips",)},
     {"balance": "at_most:images=5,times=2"}],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
@pytest.mark.usefixtures("own_runs")
def test_runs_of_something_else_are_no_seeds(other: dict) -> None:
    found = labelling.points([told(4, seed=0), told(5, seed=1), told(9, seed=2, **other)])
    assert sorted(point.seeds for point in found) == [1, 2]


@pytest.mark.usefixtures("own_runs")
def test_a_line_is_called_by_what_its_runs_have_alike() -> None:
    made = [told(4), told(5, "at_most:images=20"), told(6, values={"filters": 8})]
    assert [point.line for point in labelling.points(made)] == ["CNN", "CNN, filters 8", "CNN"]


@pytest.mark.parametrize(("parameters", "origin", "start"), [
    ({"start": ""}, "random initial weights", "from scratch"),
    ({"start": "20260101-000000-cnn-abcd"}, "weights of run 20260101-000000-cnn-abcd", "from earlier weights"),
    ({"start": "", "weights": "published"}, "ImageNet weights", "from ImageNet"),
    ({"start": "", "weights": "published"}, "file mobilenet_v2.h5", "from a weights file"),
    ({"start": "mobilenet_v2.h5", "weights": "random"}, "ImageNet weights", "from ImageNet"),
    ({"start": "", "weights": "random"}, "random initial weights", "from scratch"),
    ({"start": "", "weights": "imagenet"}, "", "from ImageNet"),
    ({"start": "20260101-000000-cnn-abcd"}, "", "from earlier weights"),
    ({}, "", "from scratch"),
])  # fmt: skip
def test_starts_are_told_apart(parameters: dict[str, str], origin: str, start: str) -> None:
    assert labelling.start(run(origin, **parameters)) == start and start in labelling.STARTS


def test_they_are_the_words_of_what_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    from galaxy_core.models import transfer
    from galaxy_core.models.backbones import learning

    said = {
        weights: learning.initial_weights(transfer.Parameters(weights=weights)) for weights in ("published", "random")
    }
    starts = {weights: labelling.start(run(origin)) for weights, origin in said.items()}
    assert starts == {"published": "from ImageNet", "random": "from scratch"}


def test_a_result_without_its_origin_is_no_fault() -> None:
    old = run("")
    old.result = {}
    assert labelling.start(old) == "from scratch"


@pytest.mark.usefixtures("own_runs")
def test_intervals_stay_within_0_and_1() -> None:
    found = labelling.points([told(9, seed=0), told(1, seed=1)])
    assert (found[0].low, found[0].high) == (0.0, 1.0)
