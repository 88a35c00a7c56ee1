"""Inspect in a real browser: a shared link, one galaxy large, two runs side by side."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from benchmarks.browser import complete
from galaxy_core import queue, runs
from galaxy_core.evaluation import agree, images, stored
from tests.browser import access
from tests.browser.conftest import Tab
from tests.browser.matrix import cards, cell, wrong_cells

pytestmark = pytest.mark.browser


@pytest.fixture
def second(run: runs.Run, until: Callable[..., None]) -> Iterator[runs.Run]:
    """Another model on the same images."""
    found = queue.submit(runs.request("sample", "majority", {}, run.request.seed, run.request.split))
    until(lambda: found.is_finished, 60, "the second run")
    yield found
    runs.delete(found)


def test_a_link_shows_the_same_to_somebody_else(tab: Callable[..., Tab], run: runs.Run):
    said, seen = stored.predictions(run), tab().open(f"Inspect?run={run.name}", "Inspect")
    true, called = wrong_cells(said)[0]
    cell(seen, said, true, called).click()
    expect(cards(seen)).to_have_count(int(said.confusion[true, called]))
    seen.page.get_by_text("Alike together", exact=True).click()
    expect(seen.page).to_have_url(re.compile("order=Alike"))
    complete(seen.page)
    other = tab()
    other.page.goto(seen.page.url)
    complete(other.page, "Inspect")
    expect(cell(other, said, true, called)).to_have_attribute("aria-pressed", "true")
    sources = [one.locator("img").get_attribute("src") for one in cards(other).all()]
    assert sources == [one.locator("img").get_attribute("src") for one in cards(seen).all()] and sources
    rows = [one.locator("button").first.text_content() for one in other.page.get_by_role("row").all()[1:]]
    assert rows == [one.locator("button").first.text_content() for one in seen.page.get_by_role("row").all()[1:]]
    other.page.locator(".st-key-cell-clear button").click()
    expect(other.page).not_to_have_url(re.compile("true="))


def test_one_galaxy_large_with_its_neighbours(tab: Callable[..., Tab], run: runs.Run):
    said, seen = stored.predictions(run), tab().open(f"Inspect?run={run.name}", "Inspect")
    cards(seen).nth(1).focus()
    seen.page.keyboard.press("Enter")
    dialog = seen.page.get_by_role("dialog")
    at = images(said)[1]
    expect(dialog.get_by_text(f", no. {said.rows[at]:,}")).to_be_visible()
    expect(dialog.locator(".gx-probability")).to_have_count(len(said.classes))
    expect(dialog.locator("button.card")).to_have_count(6)
    seen.page.keyboard.press("ArrowRight")
    expect(dialog.get_by_text(f", no. {said.rows[images(said)[2]]:,}")).to_be_visible()
    expect(seen.page).to_have_url(re.compile(f"galaxy={said.rows[images(said)[2]]}$"))
    absent = dialog.get_by_role("button", name="Grad-CAM", exact=True)
    expect(absent).to_be_disabled()
    absent.locator("xpath=..").hover(force=True)
    expect(seen.page.get_by_text("isn't a network with convolutions")).to_be_visible()
    seen.page.mouse.move(0, 0)
    assert access.faults(seen.page) == []
    seen.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(cards(seen).nth(1)).to_be_focused()
    expect(seen.page).not_to_have_url(re.compile("galaxy="))


def test_two_runs_side_by_side(tab: Callable[..., Tab], run: runs.Run, second: runs.Run):
    seen = tab().open(f"Inspect?run={run.name}", "Inspect")
    seen.page.get_by_role("combobox", name=re.compile("Compare with")).click()
    seen.page.get_by_role("option", name=re.compile("Majority baseline")).click()
    expect(seen.page.get_by_role("heading", name="Two runs on the same images")).to_be_visible()
    expect(seen.page).to_have_url(re.compile(f"beside={second.name}"))
    found = agree(stored.predictions(run), stored.predictions(second))
    expect(seen.page.get_by_text(re.compile(f"^1–{min(24, found.test.only_a)} of {found.test.only_a}"))).to_be_visible()
    seen.page.get_by_text("Both wrong", exact=True).click()
    expect(seen.page.get_by_text(re.compile(f"of {found.test.neither}\\b"))).to_be_visible()
