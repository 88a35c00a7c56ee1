"""A real browser on the real app: one server and one Chromium for all browser tests, data and runs of their own."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from benchmarks import browser

HERE = {"127.0.0.1", "localhost"}


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
        browser.complete(self.page, title or path.partition("?")[0])
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
