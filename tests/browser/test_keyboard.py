"""From Home to a report by the keyboard alone, and wherever the focus is, it is seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from benchmarks.browser import complete
from galaxy_core import runs
from tests.browser.conftest import PATIENCE, Tab
from tests.browser.test_tour import PAGES

pytestmark = pytest.mark.browser
STOPS = 150  # of Tab on a page, at most
FOCUS = """() => {
  let part = document.activeElement;
  while (part.shadowRoot?.activeElement) part = part.shadowRoot.activeElement;
  const isRing = (box, { outlineStyle, outlineWidth } = getComputedStyle(box)) =>
    outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
  let box = part;
  while (box && !isRing(box)) box = box.parentElement ?? box.getRootNode().host;
  const { top, bottom } = part.getBoundingClientRect();
  const words = part.innerText || part.textContent;
  const name = part.getAttribute("aria-label") ?? (part.tagName === "MAIN" ? "the page" : words.trim());
  return { name, isSeen: Boolean(box) && bottom > 0 && top < innerHeight };
}"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_from_home_to_a_report(scheme: str, tab: Callable[..., Tab], run: runs.Run):
    page = tab(1366, 768, scheme).open("", PAGES[""]).page
    unseen = _tab_to(page, "Inspect")
    page.keyboard.press("Enter")
    complete(page, "Inspect", PATIENCE)
    unseen += _tab_to(page, "Download report")
    with page.expect_download() as report:
        page.keyboard.press("Enter")
    assert report.value.suggested_filename.endswith(".html") and unseen == []


def _tab_to(page: Page, name: str) -> list[str]:
    """Goes on by Tab to what has that name; returns the names of all on the way whose focus nobody sees."""
    unseen = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["isSeen"]:
            unseen.append(focus["name"])
        if focus["name"] == name:
            return unseen
    raise AssertionError(f"{name} isn’t reached within {STOPS} stops.")
