"""A real browser on the real app: one server and one Chromium for all browser tests, data and runs of their own."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from benchmarks import browser
from galaxy_core import datasets, runs
from galaxy_core.prepare import cache, thumbnails
from galaxy_core.storage import lock

HERE = {"127.0.0.1", "localhost"}
PATIENCE = 120  # seconds until a page is there, on a machine that has other things to do

expect.set_options(timeout=15_000)  # ms: a busy machine is slow, not wrong


@dataclass
class Tab:
    """A page of the app in the browser, and what must not happen in it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._request)

    def open(self, path: str, title: str = "") -> "Tab":
        """Loads a page by its address and waits until it is complete."""
        self.page.goto(f"{self.address}/{path}")
        browser.complete(self.page, title or path.partition("?")[0], PATIENCE)
        return self

    def go(self, name: str, title: str = "") -> "Tab":
        """Goes to a page by the sidebar."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        browser.complete(self.page, title or name)
        return self

    def _console(self, message: ConsoleMessage) -> None:
        asked = urlsplit(message.location.get("url", "")).path
        deep = asked.endswith(("/_stcore/health", "/_stcore/host-config")) and asked.count("/") > 2
        if message.type == "error" and not deep:  # Streamlit itself asks for these two beside every deep link
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname not in HERE:
            self.outside.append(request.url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = browser.chromium()
    if path is None:
        reason = f"There is no Chromium: none of {', '.join(browser.NAMES)} is on the path."
        if os.environ.get("CI"):
            pytest.fail(f"{reason} CI needs one.")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=browser.ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def runs_of_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runs folder of the app: empty at first."""
    return tmp_path_factory.mktemp("app") / "runs"


@pytest.fixture(scope="session")
def address(chromium: Browser, runs_of_app: Path) -> Iterator[str]:
    """Where the app answers."""
    with browser.app({"GALAXY_RUNS": str(runs_of_app)}, runs_of_app.with_name("app.log")) as found:
        yield found


@pytest.fixture
def address_of_own_runs(chromium: Browser, own_runs: Path, tmp_path: Path) -> Iterator[str]:
    """Where an app answers whose runs are those of this test; no traceback may stand in its log at the end."""
    log = tmp_path / "app.log"
    with browser.app({"GALAXY_RUNS": str(own_runs)}, log) as found:
        yield found
    written = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in written, written[-3000:]


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Callable[..., Tab]]:
    """`tab(width=390, color_scheme="light")` opens a session; in none may anything fail or leave the machine."""
    opened = []

    def new(width: int = 1440, height: int = 900, color_scheme: str = "dark") -> Tab:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=color_scheme)
        context.set_default_timeout(30_000)
        opened.append(Tab(context.new_page(), address))
        return opened[-1]

    yield new
    for one in opened:
        assert one.errors == [] and one.outside == []
        one.page.context.close()


@pytest.fixture(scope="session")
def pictures() -> np.ndarray:
    sample = datasets.open_dataset("sample")
    return cache.make(sample, thumbnails.chain(sample))


@pytest.fixture(scope="session")
def lab(
    finished: dict[str, runs.Run], voted: dict[str, runs.Run], train: Callable[[runs.Request], runs.Run]
) -> list[runs.Run]:
    """Finished runs of three data sets, one of each model: look only, and copy."""
    on_rule = train(runs.request("sample_votes:five", "majority"))
    return [finished["cnn"], finished["pca_logistic"], finished["majority"], *voted.values(), on_rule]


@pytest.fixture
def here(runs_of_app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs of the app are ours, too."""
    monkeypatch.setenv("GALAXY_RUNS", str(runs_of_app))


@pytest.fixture
def run(tab: Callable[..., Tab], pictures: np.ndarray, here: None, until: Callable[..., None]) -> Iterator[runs.Run]:
    """A run that was started by the button, once for all tests here, and has finished."""
    if not runs.every():
        start(tab())
    (found,) = runs.every()
    until(lambda: found.is_finished, 60, "the run that was started by the button")
    yield found
    until(lambda: not lock.is_held(found.folder.parent / ".queue.lock"), 30, "the end of the app's dispatcher")


def start(tab: Tab) -> None:
    page = tab.open("Train").page
    choice = page.get_by_role("combobox", name=re.compile("Model"))
    choice.click()
    page.get_by_role("option", name="PCA and logistic regression").click()
    expect(page.get_by_text("How many basic").or_(page.get_by_text("Components", exact=True)).first).to_be_visible()
    browser.complete(page)
    page.get_by_role("button", name="Start training").click()
    expect(page.locator(".gx-run-finished")).to_have_count(1, timeout=60_000)  # without anybody touching the page
    expect(page.get_by_role("link", name="Inspect").last).to_be_visible()
