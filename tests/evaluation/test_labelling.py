"""The score by the number of labelled images."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from galaxy_core.evaluation import labelling, stored
from galaxy_core.intervals import Score

SCORES = {"a": 0.4, "b": 0.5, "c": 0.6, "d": 0.7, "e": 0.9, "f": 0.1}


def run(name: str, balance: str, finished: bool = True, origin: str = "", **parameters: str) -> SimpleNamespace:
    """What is read of a run."""
    request = SimpleNamespace(balance=balance, parameters=parameters)
    return SimpleNamespace(name=name, request=request, is_finished=finished, result={"origin": origin})


@pytest.fixture(autouse=True)
def _summaries(monkeypatch: pytest.MonkeyPatch) -> None:
    def kept(run: SimpleNamespace) -> SimpleNamespace:
        return SimpleNamespace(balanced_accuracy=Score(SCORES[run.name], 0, 1, 80))

    monkeypatch.setattr(stored, "kept", kept)


def test_means_over_seeds_with_students_interval() -> None:
    five = "at_most:images=5,times=8"
    found = labelling.points([
        run("a", five), run("b", five), run("c", five), run("d", five, start="20260101-000000-cnn-abcd"),
        run("e", "at_most:images=20"), run("f", "none"), run("f", five, finished=False), run("f", "gone:x=1"),
    ])  # fmt: skip
    assert [(one.labels, one.start, one.seeds) for one in found] == [
        (5, "from earlier weights", 1), (5, "from scratch", 3), (20, "from scratch", 1),
    ]  # fmt: skip
    alone, three, _ = found
    assert (alone.value, alone.low, alone.high) == (0.7, None, None)
    assert three.value == pytest.approx(0.5) and three.n == 80
    assert three.high - three.value == pytest.approx(4.303 * 0.1 / 3**0.5) == pytest.approx(three.value - three.low)


@pytest.mark.parametrize(("parameters", "origin", "start"), [
    ({"start": ""}, "random initial weights", "from scratch"),
    ({"start": "20260101-000000-cnn-abcd"}, "weights of run 20260101-000000-cnn-abcd", "from earlier weights"),
    ({"start": "", "weights": "imagenet"}, "ImageNet weights", "from ImageNet"),
    ({"start": "", "weights": "imagenet"}, "file mobilenet_v2.h5", "from a weights file"),
    ({"start": "mobilenet_v2.h5", "weights": "random"}, "ImageNet weights", "from ImageNet"),
    ({"start": "", "weights": "random"}, "random initial weights", "from scratch"),
    ({"start": "", "weights": "imagenet"}, "", "from ImageNet"),
    ({"start": "20260101-000000-cnn-abcd"}, "", "from earlier weights"),
    ({}, "", "from scratch"),
])  # fmt: skip
def test_starts_are_told_apart(parameters: dict[str, str], origin: str, start: str) -> None:
    (found,) = labelling.points([run("a", "at_most:images=5", origin=origin, **parameters)])
    assert found.start == start and start in labelling.STARTS


def test_they_are_the_words_of_what_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    from galaxy_core.models import transfer
    from galaxy_core.models.backbones import learning

    said = {weights: learning.origin(transfer.Parameters(weights=weights)) for weights in ("imagenet", "random")}
    starts = {weights: labelling.start(run("a", "", origin=origin)) for weights, origin in said.items()}
    assert starts == {"imagenet": "from ImageNet", "random": "from scratch"}


def test_a_result_without_its_origin_is_no_fault() -> None:
    old = run("a", "at_most:images=5")
    old.result = {}
    assert labelling.start(old) == "from scratch"


def test_intervals_stay_within_0_and_1() -> None:
    found = labelling.points([run("e", "at_most:images=5"), run("f", "at_most:images=5")])
    assert (found[0].low, found[0].high) == (0.0, 1.0)
