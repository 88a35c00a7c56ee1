"""The benchmark of pages: two checkouts, each with data and runs of its own, and the table of both."""

from pathlib import Path

import pytest

from benchmarks import browser, pages


def times(seconds: float) -> pages.Times:
    return {name: [seconds, 2 * seconds, 3 * seconds] for name in pages.TARGETS}


def test_another_checkout_has_data_and_runs_of_its_own(tmp_path: Path):
    ours = pages.Side(browser.ROOT, tmp_path / "app.log")
    other = pages.Side(tmp_path / "other", tmp_path / "other.log", tmp_path / "beside")
    assert ours.environment == {}
    assert other.environment == {
        "GALAXY_DATA": str(tmp_path / "beside/data"),
        "GALAXY_RUNS": str(tmp_path / "beside/runs"),
    }


def test_the_table_of_both_has_medians_and_their_ratio(capsys: pytest.CaptureFixture):
    pages.compare(times(0.4), times(0.1))
    rows = {line.split("  ")[0]: line.split()[-4:] for line in capsys.readouterr().out.splitlines()}
    assert rows["sidebar to Train"] == ["0.80", "0.20", "0.25", "0.7"]
    pages.compare(times(0.1), times(0.4))
    assert capsys.readouterr().out.count("missed") == sum(target < 0.8 for target in pages.TARGETS.values())


def test_a_median_above_its_target_is_marked(capsys: pytest.CaptureFixture):
    pages.report(times(0.01))
    assert "missed" not in capsys.readouterr().out
    pages.report(times(10.0))
    assert capsys.readouterr().out.count("missed") == len(pages.TARGETS)
