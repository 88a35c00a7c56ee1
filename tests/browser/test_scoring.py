"""Many runs that nobody has scored: the page is there at once, and completes itself without being touched."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks import browser
from galaxy_core import runs
from galaxy_core.evaluation import summaries

pytestmark = pytest.mark.browser
MANY = 60


@pytest.fixture
def address(finished: dict[str, runs.Run], tmp_path: Path) -> Iterator[str]:
    """Where an app answers that has many unscored runs."""
    for number in range(MANY):
        there = tmp_path / "runs" / f"20260101-0000{number:02}-pca_logistic-0000"
        shutil.copytree(finished["pca_logistic"].folder, there, ignore=shutil.ignore_patterns(summaries.KEPT))
    with browser.app({"GALAXY_RUNS": str(tmp_path / "runs")}, tmp_path / "app.log") as found:
        yield found


def test_runs_are_scored_while_the_page_is_open(chromium: Browser, address: str):
    page = chromium.new_page()
    page.goto(f"{address}/Compare")
    expect(page.get_by_text("more runs…")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("is the best so far")).to_be_visible()
    expect(page.get_by_text(f"The best 12 of {MANY} runs")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("more runs…")).to_have_count(0)
    browser.complete(page, "Compare")
    page.close()
