"""A game's scores are the core's own intervals and paired test, from the truth that is stored."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.demonstration import Exhibit, Question
from galaxy_core.demonstration.game import result
from galaxy_core.evaluation.pairing import mcnemar, newcombe
from galaxy_core.intervals import proportion

QUESTION = Question("What is it?", ("a", "b", "c"), True)


def exhibits(predicted: list[int], truth: list[int]) -> tuple[Exhibit, ...]:
    pairs = enumerate(zip(predicted, truth, strict=True))
    return tuple(Exhibit(row, QUESTION, np.eye(3, dtype=np.float32)[said], true) for row, (said, true) in pairs)


def test_scores_difference_and_where_you_differ():
    shown = exhibits([0] * 15 + [1] * 5, [0] * 20)
    found = result(shown, [0] * 8 + [2] * 12)
    assert found.scores == (proportion(8, 20), proportion(15, 20)) and found.n == 20
    test = found.difference
    assert (test.both, test.only_a, test.only_b, test.neither) == (8, 0, 7, 5)
    assert test.p == mcnemar(0, 7) and (test.low, test.high) == newcombe(8, 0, 7, 5)
    assert found.differ == list(range(8, 20))


@pytest.mark.parametrize("answers", [[0], [0, 0, 3], [0, 0, -1], [0, 0, "1"], [0, 0, True], [0, 0, None], [0] * 4])
def test_what_is_no_answer_to_each_is_a_sentence(answers: list):
    with pytest.raises(UsageError, match="play again"):
        result(exhibits([0, 1, 2], [0, 1, 2]), answers)
