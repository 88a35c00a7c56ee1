"""The report, downloaded by its button and opened again from disk: offline, without scripts, on a phone, on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from galaxy_core import runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import stored
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser
LARGEST = 5_000_000  # bytes


@pytest.fixture
def report(tab: Callable[..., Tab], run: runs.Run, tmp_path: Path) -> Path:
    """The file that the button of Inspect gives."""
    page = tab().open(f"Inspect?run={run.name}", "Inspect").page
    with page.expect_download(timeout=60_000) as found:
        page.get_by_role("button", name="Download report").click()
    assert found.value.suggested_filename == f"{run.name}.html"
    found.value.save_as(tmp_path / "report.html")
    return tmp_path / "report.html"


def test_it_opens_offline_without_javascript(chromium: Browser, run: runs.Run, report: Path):
    context = chromium.new_context(offline=True, java_script_enabled=False, viewport={"width": 1000, "height": 900})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    score, said = stored.scores_of(run).accuracy, stored.predictions(run)
    expect(page.get_by_text(formatting.percent(score.value)).first).to_be_visible()
    expect(page.locator("img").first).to_be_visible()
    for name in said.classes:
        expect(page.get_by_text(name).first).to_be_attached()
    cells = page.locator("table a[href^='#']")
    cells.first.click()  # from a cell of the matrix to the pictures of what it confuses
    target = cells.first.get_attribute("href")
    expect(page.locator(f"[id='{target[1:]}'] img").first).to_be_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert report.stat().st_size < LARGEST
    context.close()


def test_it_fits_a_phone_and_paper(chromium: Browser, report: Path, tmp_path: Path):
    context = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF") and printed.count(b"/Type /Page\n") in range(2, 20)
    context.close()
