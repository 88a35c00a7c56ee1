"""Present in a real browser: a game to its end by the keyboard alone and on a phone, and what goes over the wire."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import WebSocket, expect

from benchmarks.browser import complete
from galaxy_core import demonstration, runs
from galaxy_core.demonstration import games
from tests.browser import access
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser

GAME, SHOWN = "You against the model", "Demonstration"


def test_going_on_asks_the_server_for_nothing(tab: Callable[..., Tab], run: runs.Run):
    seen, asked = tab(1920, 1080), []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: asked.append(frame))

    seen.page.on("websocket", listen)
    page = seen.open(f"?present={run.name}", SHOWN).page
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    assert access.faults(page) == []
    begun, first = len(asked), page.locator("img.galaxy").get_attribute("src")
    while not page.get_by_text("galaxy 9 of").is_visible():
        page.keyboard.press("Space")  # the truth, unless it came by itself, then the next galaxy
    assert len(asked) == begun and page.locator("img.galaxy").get_attribute("src") != first
    expect(page.get_by_role("status", name=re.compile("^Right: right \\d of [89]$"))).to_be_visible()
    expect(page.get_by_text(re.compile("^(Right|Wrong)\\. It was drawn as"))).to_be_visible(timeout=60_000)  # by itself
    page.keyboard.press("r")
    expect(page.get_by_role("status")).to_have_count(0)
    page.keyboard.press("Escape")
    complete(page, "Present")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


def test_a_game_by_the_keyboard_alone_to_its_end(tab: Callable[..., Tab], run: runs.Run):
    page = tab().open(f"Present?present=quiz:{run.name}", GAME).page
    for number in range(demonstration.GAME):
        expect(page.get_by_text(f"galaxy {number + 1} of 20")).to_be_visible()
        page.keyboard.press(str((number + 1) % 10))
        expect(page.get_by_text(re.compile("^The model said "))).to_be_visible()
        page.keyboard.press("Space")
    expect(page.get_by_text(re.compile("^You named \\d+ of 20 correctly, the model \\d+\\.$"))).to_be_visible()
    complete(page, GAME)
    assert access.faults(page) == []
    nickname = page.get_by_role("textbox", name=re.compile("Nickname"))
    while not nickname.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{games.every()[0].yours} of 20" if games.every() else "Ada").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Delete"))).to_be_visible()
    games.delete(games.every()[0].identity)


def test_a_game_on_a_phone_to_its_end(tab: Callable[..., Tab], run: runs.Run):
    page = tab(390, 844, "light").open(f"?present=quiz:{run.name}", GAME).page
    for number in range(demonstration.GAME):
        answer = page.locator("button.answer").nth(number % 10)
        expect(answer).to_be_in_viewport()
        answer.click()
        expect(page.locator("button.next")).to_be_in_viewport(ratio=0.9)
        page.locator("button.next").click()
    expect(page.get_by_text(re.compile("^You named \\d+ of 20 correctly"))).to_be_visible()
    complete(page, GAME)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
