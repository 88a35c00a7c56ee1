"""The score by the number of labelled images."""

from types import SimpleNamespace

import pytest

from galaxy_core.evaluation import labelling, stored
from galaxy_core.evaluation.intervals import Score

SCORES = {"a": 0.4, "b": 0.5, "c": 0.6, "d": 0.7, "e": 0.9, "f": 0.1}


def run(name: str, balance: str, start: str = "", finished: bool = True) -> SimpleNamespace:
    """What is read of a run."""
    request = SimpleNamespace(balance=balance, parameters={"start": start})
    return SimpleNamespace(name=name, request=request, is_finished=finished)


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


def test_intervals_stay_within_0_and_1() -> None:
    found = labelling.points([run("e", "at_most:images=5"), run("f", "at_most:images=5")])
    assert (found[0].low, found[0].high) == (0.0, 1.0)
