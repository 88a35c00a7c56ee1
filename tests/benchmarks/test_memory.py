"""The benchmark of memory: whose it reads, and when it says that it goes on growing."""

import mmap
import os

import pytest

from benchmarks import memory


def readings(resident: list[float]) -> list[memory.Reading]:
    return [memory.Reading(minute, mib, 10 * minute) for minute, mib in enumerate(resident)]


def test_resident_memory_is_what_is_in_use():
    before, size = memory.resident(os.getpid()), 64 * memory.MIB
    with mmap.mmap(-1, size) as held:
        held.write(b"x" * size)
        assert memory.resident(os.getpid()) - before == pytest.approx(64, abs=8)
    assert memory.resident(os.getpid()) - before < 32


def test_memory_that_grows_at_first_and_then_levels_off_passes(capsys: pytest.CaptureFixture):
    assert memory.report(readings([300 + 50 * min(minute, 20) for minute in range(60)])) == 0
    assert "+0.0 %" in capsys.readouterr().out


def test_memory_that_goes_on_growing_is_marked(capsys: pytest.CaptureFixture):
    assert memory.report(readings([300 + 10.0 * minute for minute in range(60)])) == 1
    assert "missed" in capsys.readouterr().out


def test_growth_is_of_the_second_half_and_of_each_page():
    share, each = memory.growth(readings([100.0] * 30 + [100.0] * 24 + [110.0] * 6))
    assert share == pytest.approx(0.1) and each == pytest.approx(1024 * 10 / 240)


def test_what_comes_and_goes_by_the_minute_is_no_growth():
    assert memory.report(readings([400.0, 430.0] * 30)) == 0
