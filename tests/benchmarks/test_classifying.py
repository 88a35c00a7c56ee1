"""The benchmark of classifying: what it says of much and of little memory."""

import os

import pytest

from benchmarks import classifying, memory


def test_more_than_may_be_held_is_marked(capsys: pytest.CaptureFixture):
    assert classifying.report([300.0] * 200 + [701.0]) == 1
    assert "At most 701 MB; it may be 700; missed" in capsys.readouterr().out
    assert classifying.report([300.0, 500.0]) == 0


def test_megabytes_are_not_mebibytes():
    mebibytes = memory.resident(os.getpid())
    assert classifying.megabytes(os.getpid()) == pytest.approx(mebibytes * 1.048576, rel=0.1)
