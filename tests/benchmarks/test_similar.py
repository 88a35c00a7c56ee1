"""The benchmark of searching: it searches as often as it says, and marks what takes too long."""

import pytest

from benchmarks import similar


def test_searches_are_timed_and_slow_ones_marked(capsys: pytest.CaptureFixture):
    taken = similar.searches(1000)
    assert len(taken) == similar.TIMES and all(clock > 0 for clock, _ in taken)
    assert similar.report([(60.0, 20.0)]) == 1 and "missed" in capsys.readouterr().out
    assert similar.report([(40.0, 40.0)]) == 0
