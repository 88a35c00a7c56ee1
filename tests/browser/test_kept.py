"""What only a browser shows: back and forward go from choice to choice, and a reload keeps what is chosen."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from benchmarks.browser import complete
from galaxy_core import runs
from galaxy_core.evaluation import stored
from tests.browser.conftest import Tab
from tests.browser.matrix import cell, wrong_cells

pytestmark = pytest.mark.browser
ENTRIES = "history.length"


def row(page: Page, name: str):
    """The row of a class on Explore."""
    return page.get_by_role("button", name=re.compile(name)).first


def test_one_entry_a_page_and_a_choice(tab: Callable[..., Tab], run: runs.Run, pictures: np.ndarray):
    seen, said = tab().open("Explore"), stored.predictions(run)
    page, first = seen.page, seen.page.evaluate(ENTRIES)
    row(page, "Round Smooth").click()
    expect(page).to_have_url(re.compile("class=2"))
    complete(page)
    seen.go("Inspect")
    expect(page).to_have_url(re.compile(f"run={run.name}"))
    (true, called), *_ = wrong_cells(said)
    cell(seen, said, true, called).click()
    expect(page).to_have_url(re.compile(f"true={true}&called={called}"))
    complete(page)
    assert page.evaluate(ENTRIES) == first + 3
    page.go_back()
    expect(page).not_to_have_url(re.compile("true="))
    expect(cell(seen, said, true, called)).to_have_attribute("aria-pressed", "false")
    page.go_back()
    expect(page.locator(".gx-chip")).to_have_text(["Round Smooth"])
    complete(page, "Explore")
    page.go_back()
    expect(page.locator(".gx-chip")).to_have_count(0)
    complete(page, "Explore")
    page.go_forward()
    expect(page.locator(".gx-chip")).to_have_text(["Round Smooth"])


def test_a_reload_keeps_what_is_chosen_in_this_window(tab: Callable[..., Tab], run: runs.Run, pictures: np.ndarray):
    seen = tab().open("Train")
    other = Tab(seen.page.context.new_page(), seen.address).open("Train")
    for page, value in ((seen.page, "7"), (other.page, "8")):
        page.get_by_text("Split and seeds").click()
        seed(page).fill(value)
        seed(page).press("Enter")
        complete(page)
    for page, value in ((seen.page, "7"), (other.page, "8")):
        page.reload()
        complete(page, "Train")
        page.get_by_text("Split and seeds").click()
        expect(seed(page)).to_have_value(value)


def seed(page: Page):
    return page.get_by_role("spinbutton", name="Seed", exact=True)
