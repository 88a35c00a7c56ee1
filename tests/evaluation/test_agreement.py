"""Two runs on the same images: every image stands in one outcome, whatever the order of each run's images."""

import numpy as np
import pytest

from galaxy_core import DataError, UsageError
from galaxy_core.evaluation import Predictions, agree, paired
from galaxy_core.evaluation.agreement import OUTCOMES


def drawn(n: int = 300, k: int = 4, seed: int = 5) -> tuple[Predictions, Predictions]:
    """Two models of the same images, each in an order of its own."""
    draw = np.random.default_rng(seed)
    rows, labels = draw.permutation(n), draw.integers(0, k, n)
    made = []
    for _ in range(2):
        raw = draw.dirichlet(np.ones(k), n) + 0.4 * np.eye(k)[labels]
        order = draw.permutation(n)
        made.append(Predictions(rows[order], labels[order], (raw / raw.sum(axis=1, keepdims=True))[order], "x" * k))
    return made[0], made[1]


def test_outcomes_hold_every_image_once_and_are_those_of_the_test():
    a, b = drawn()
    found = agree(a, b)
    assert found.test == paired(a, b)
    assert tuple(found.positions) == OUTCOMES
    assert sorted(np.concatenate([in_a for in_a, _ in found.positions.values()])) == list(range(300))
    assert sorted(np.concatenate([in_b for _, in_b in found.positions.values()])) == list(range(300))
    for name, right_a, right_b in zip(OUTCOMES, (1, 1, 0, 0), (1, 0, 1, 0), strict=True):
        in_a, in_b = found.positions[name]
        assert len(in_a) == getattr(found.test, name) > 0
        assert a.rows[in_a].tolist() == b.rows[in_b].tolist()
        assert (a.right[in_a] == right_a).all() and (b.right[in_b] == right_b).all()


def test_how_many_both_call_the_same():
    a, b = drawn()
    called_a, called_b = (dict(zip(one.rows.tolist(), one.predicted.tolist(), strict=True)) for one in (a, b))
    same = sum(called_a[row] == called_b[row] for row in called_a)
    assert agree(a, b).same == same and agree(a, b).test.both < same < 300
    assert agree(a, a).same == 300


def test_the_surest_mistakes_come_first():
    a, b = drawn()
    found = agree(a, b).positions
    assert (np.diff(b.confidence[found["only_a"][1]]) <= 0).all()
    assert (np.diff(a.confidence[found["only_b"][0]]) <= 0).all()
    in_a, in_b = found["neither"]
    assert (np.diff(a.confidence[in_a] + b.confidence[in_b]) <= 0).all()
    assert (np.diff(a.rows[found["both"][0]]) > 0).all()


def test_swapped_runs_swap_outcomes():
    a, b = drawn()
    there, back = agree(a, b), agree(b, a)
    assert there.same == back.same
    for name, swapped in zip(OUTCOMES, ("both", "only_b", "only_a", "neither"), strict=True):
        assert [one.tolist() for one in there.positions[name]] == [
            one.tolist() for one in reversed(back.positions[swapped])
        ]


def test_a_sentence_for_what_cant_be_compared(three):
    with pytest.raises(UsageError, match="scored on different images"):
        agree(three(), three(rows=np.array([7, 3, 8])))
    with pytest.raises(UsageError, match="know different classes"):
        agree(three(), three(classes=("Round", "Edge-on", "Loose")))
    with pytest.raises(UsageError, match="different true classes"):
        agree(three(), three(labels=np.array([0, 1, 1])))
    nothing = Predictions(np.array([]), np.array([]), np.zeros((0, 2)), ("a", "b"))
    with pytest.raises(DataError, match="no images to compare"):
        agree(nothing, nothing)
