"""Study 003's own way of training: its network, its metric, and votes that a network can learn."""

import numpy as np

from benchmarks import fitting


def test_the_network_is_the_studys_to_the_last_parameter() -> None:
    network = fitting.network((106, 106, 1), 37)
    assert network.count_params() == 2_085_925
    assert [layer.__class__.__name__ for layer in network.layers[:2]] == ["Conv2D", "MaxPooling2D"]


def test_all_fractions_are_known_and_those_of_a_question_sum_to_one() -> None:
    targets = fitting.votes(np.array([0, 3, 7]))
    assert targets.shape == (3, 2, 37) and targets.dtype == np.float32 and np.isnan(targets[:, 0]).all()
    fitting.TASK.check(targets)
    assert np.allclose([targets[:, 1, answers].sum(axis=1) for answers in fitting.TREE.slices], 1, atol=1e-4)
    assert not np.allclose(targets[0], targets[1], equal_nan=True)


def test_r2_is_one_at_best_and_nothing_for_the_mean() -> None:
    truth = np.array([[0.0, 1.0], [1.0, 0.0]], np.float32)
    assert float(fitting.r2_score(truth, truth)) == 1
    assert abs(float(fitting.r2_score(truth, np.full_like(truth, 0.5)))) < 1e-6
