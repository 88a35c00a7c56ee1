"""The whole way in a real browser: train by a button, watch it finish, press a cell of its matrix, see its images."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from benchmarks.browser import complete
from galaxy_core import queue, runs
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.evaluation import mistakes, stored
from pages.ui import text
from tests.browser import access
from tests.browser.conftest import Tab
from tests.browser.matrix import cards, cell, wrong_cells
from tests.conftest import TINY

pytestmark = pytest.mark.browser
PAGES = {"": "Ten shapes of galaxies"} | {
    name: name for name in ("Explore", "Augment", "Train", "Compare", "Inspect", "Classify", "Runs", "Present")
}
SIDEWAYS = "document.scrollingElement.scrollWidth - innerWidth"
TYPED = "**x** :material/home: :red[r] :smile: $y$ <b>z</b> [a](b) www.x.de a -> b"  # all of it is text
GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"


def test_a_cell_shows_exactly_its_images_and_one_opens(tab: Callable[..., Tab], run: runs.Run, pictures: np.ndarray):
    said, seen = stored.predictions(run), tab().open("Train")
    seen.page.get_by_test_id("stMain").get_by_role("link", name="Inspect").click()
    complete(seen.page, "Inspect")
    assert f"run={run.name}" in seen.page.url
    for true, called in wrong_cells(said)[:3]:
        wanted = mistakes(said, true=true, predicted=called)
        of = int((said.labels == true).sum())
        cell(seen, said, true, called).click()
        expect(seen.page.get_by_text(re.compile(rf"^{len(wanted)} of {of} \("))).to_be_visible()
        expect(cards(seen)).to_have_count(len(wanted))
        for number, at in enumerate(wanted):
            expect(cards(seen).nth(number).locator("img")).to_have_attribute("src", data_uri(pictures[said.rows[at]]))
        complete(seen.page)
    cards(seen).first.click()
    dialog = seen.page.get_by_role("dialog")
    expect(dialog.get_by_text(f", no. {said.rows[wanted[0]]}")).to_be_visible()
    expect(dialog.get_by_text("The model said")).to_be_visible()
    expect(dialog.locator(".gx-chip")).to_have_text(said.classes[true])


def test_the_matrix_by_keyboard_alone(tab: Callable[..., Tab], run: runs.Run):
    said, seen = stored.predictions(run), tab().open(f"Inspect?run={run.name}", "Inspect")
    (true, called), page = wrong_cells(said)[0], seen.page
    cell(seen, said, 0, 0).focus()
    for _ in range(true):
        page.keyboard.press("ArrowDown")
    for _ in range(called):
        page.keyboard.press("ArrowRight")
    expect(cell(seen, said, true, called)).to_be_focused()
    page.keyboard.press("Enter")
    expect(cards(seen)).to_have_count(int(said.confusion[true, called]))
    complete(page)
    expect(cell(seen, said, true, called)).to_be_focused()  # drawing anew keeps the focus
    expect(cell(seen, said, true, called)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Home")
    expect(cell(seen, said, true, 0)).to_be_focused()
    page.keyboard.press("ArrowLeft")  # to the name of the row
    page.keyboard.press("Space")
    expect(page.get_by_text("among them")).to_be_visible()
    expect(cards(seen)).to_have_count(int((said.labels == true).sum()))
    expect(page).to_have_url(re.compile(rf"[?&]true={true}(?!\d)"))


def test_one_data_set_for_all_pages_in_the_address(tab: Callable[..., Tab], pictures: np.ndarray):
    seen = tab().open("Explore?dataset=galaxy10_decals", "Explore")
    absent = seen.page.get_by_text("Galaxy10 DECaLS is not on this computer yet")
    for name in ("Train", "Compare"):
        seen.go(name)
        expect(absent).to_be_visible()
        expect(seen.page).to_have_url(re.compile(rf"/{name}\?dataset=galaxy10_decals$"))
    seen.page.get_by_role("combobox").first.click()
    seen.page.get_by_role("option", name="Sample (drawn galaxies)").click()
    expect(absent).to_be_hidden()
    complete(seen.page)
    seen.go("Explore")
    expect(seen.page).to_have_url(re.compile(r"/Explore\?dataset=sample$"))
    expect(absent).to_be_hidden()


def test_a_run_of_the_shell_is_seen_and_told_on_an_open_page_that_nobody_touches(
    tab: Callable[..., Tab], run: runs.Run, until: Callable[..., None]
):
    seen, shown = tab().open("", PAGES[""]), runs.title(run)
    complete(seen.page)
    expect(seen.page.get_by_text("Nothing is being trained.")).to_be_visible()
    runs.describe(run, TYPED)
    try:
        short = queue.submit(runs.request("sample", "cnn", TINY | {"epochs": 8}))  # longer than two looks of the page
        runs.describe(short, TYPED)
        expect(seen.page.locator(".gx-watch")).to_have_count(1, timeout=60_000)
        toast = seen.page.get_by_test_id("stToast")
        expect(toast).to_have_count(1, timeout=60_000)
        told = toast.text_content().replace(text.JOINER, "")
        assert told.startswith(TYPED) and told.endswith(" is ready."), "of two runs of one name it says which"
        expect(toast.get_by_role("link")).to_have_count(0)
        expect(seen.page.locator(".gx-watch")).to_have_count(0)
        expect(seen.page.get_by_text("Nothing is being trained.")).to_be_visible()
    finally:
        runs.describe(run, "")
        until(lambda: short.is_finished, 60, "the run of the shell")
        runs.delete(short)
    assert runs.title(run) == shown


def test_a_run_is_named_and_run_again_with_changes(tab: Callable[..., Tab], run: runs.Run):
    seen, automatic = tab().open("Train"), runs.title(run)
    page, row = seen.page, seen.page.locator(f".st-key-gx-run-{run.name}")
    row.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Name and note").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_attribute("placeholder", automatic)
    dialog.get_by_label("Name").fill(TYPED)
    dialog.get_by_label("Note").fill("Why\n<i>I</i> did it.")
    dialog.get_by_role("button", name="Save").click()
    expect(row.locator(".gx-run-name")).to_contain_text(TYPED)
    expect(row.locator(".gx-run-note")).to_have_text("Why\n<i>I</i> did it.")
    row.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Change and run again").click()
    expect(page.get_by_text(f"Begins with the settings of {TYPED}.")).to_be_visible()
    complete(page)
    expect(page.get_by_role("combobox", name=re.compile("Model"))).to_have_value("PCA and logistic regression")
    runs.describe(run, "", "")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "Home")
def test_dark_light_and_narrow_without_sideways_scrolling_or_grave_faults(
    path: str, tab: Callable[..., Tab], run: runs.Run, pictures: np.ndarray
):
    seen = tab().open(path, PAGES[path])
    access.unfold(seen.page)
    complete(seen.page, PAGES[path])
    dark = seen.page.evaluate(GROUND)
    assert seen.page.evaluate(SIDEWAYS) <= 0 and access.faults(seen.page) == []
    seen.page.set_viewport_size({"width": 390, "height": 844})
    complete(seen.page, PAGES[path])
    assert seen.page.evaluate(SIDEWAYS) <= 0 and access.faults(seen.page) == []
    seen.page.emulate_media(color_scheme="light")
    expect(seen.page.locator(".stApp")).not_to_have_css("background-color", dark)
    assert (dark, seen.page.evaluate(GROUND)) == ("rgb(11, 14, 19)", "rgb(255, 255, 255)")
    assert seen.page.evaluate(SIDEWAYS) <= 0 and access.faults(seen.page) == []
