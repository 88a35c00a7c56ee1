"""Every control of every page is used, in everything that an app may hold: nothing breaks, and each does something that
is seen."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Error, Page

from benchmarks import browser
from galaxy_core import runs
from galaxy_core.storage import lock
from tests.browser import access, controls, states
from tests.browser.conftest import PATIENCE, Tab
from tests.browser.controls import Control

pytestmark = [pytest.mark.browser, pytest.mark.walk]
ALIKE = 2  # of those in one component or list that are used
MOST = 250  # that are used on one page
ENDS = ("Delete", "Stop", "Cancel", "Clear", "Close", "Start", "Queue", "Fullscreen", "Data set", "Open: Data set")
SECONDS = 6  # until an effect is seen


@pytest.fixture
def address(address_of_own_runs: str) -> str:
    """Where the app answers: each state has one of its own."""
    return address_of_own_runs


@pytest.mark.parametrize("state", states.STATES)
def test_every_control_does_something_that_is_seen(
    state: str,
    tab: Callable[..., Tab],
    lab: list[runs.Run],
    pictures: np.ndarray,
    own_runs: Path,
    until: Callable[..., None],
):
    states.make(state, lab)
    found = []
    with states.living(until) if state == states.LIVE else _nothing_begins(own_runs):
        for path, title in states.addresses(state).items():
            found += Walk(tab, path, title).walk()
            if state != states.LIVE:
                states.make(state, lab)
    assert not found, "\n".join(found)


@contextmanager
def _nothing_begins(folder: Path) -> Iterator[None]:
    """Meanwhile runs that are started wait: it seems that another process works the queue off."""
    held = lock.take(folder / ".queue.lock")
    yield
    os.close(held)


@dataclass
class Walk:
    """A way through a page: every control that is there at first or appears on the way is used.

    What led to others, such as a row's menu, is used again in later sessions, until it leads to nothing new.
    """

    tab: Callable[[], Tab]
    path: str
    title: str
    used: set[tuple[str, ...]] = field(default_factory=set)
    leading: set[tuple[str, ...]] = field(default_factory=set)
    rooms: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def walk(self) -> list[str]:
        """What is wrong on that page."""
        seen, is_new = self._begin(), False
        for _ in range(MOST):
            control = next(self._unused(seen.page), None)
            if control is not None:
                is_new |= control.known_by not in self.leading
                self._use(seen, control)
                if not _is_elsewhere(seen.page, self.path):
                    continue
            elif controls.is_above(seen.page):
                seen.page.keyboard.press("Escape")
                browser.complete(seen.page, seconds=PATIENCE)
                if not controls.is_above(seen.page):
                    continue
            elif not is_new:
                break
            seen.page.context.close()
            seen, is_new = self._begin(), False
        seen.page.context.close()
        return self.found

    def _begin(self) -> Tab:
        """A session of its own, in which nothing is chosen, with all folds open."""
        self.used -= self.leading
        seen = self.tab().open(self.path, self.title)
        access.unfold(seen.page)
        return seen

    def _unused(self, page: Page) -> Iterator[Control]:
        """Those that weren't used yet, what ends others last; of those alike a few."""
        for control in sorted(controls.controls(page), key=_ends_others):
            is_known = control.known_by in self.used or self.rooms[control.room] >= ALIKE
            if not (is_known or control.disabled or control.on or control.kind == "link to elsewhere"):
                yield control

    def _use(self, seen: Tab, control: Control) -> None:
        page, before, told = seen.page, controls.seen(seen.page), []
        page.once("download", lambda download: told.append(download))
        others = {other.known_by for other in controls.controls(page)}
        self.used.add(control.known_by)
        self.rooms[control.room] += bool(control.room) and control.known_by not in self.leading
        try:
            controls.use(page, control)
            if not _is_seen(page, before, told):
                self._tell(control, "nothing is seen to happen")
            browser.complete(page, seconds=PATIENCE)
        except (Error, RuntimeError) as error:
            self._tell(control, f"can’t be used: {str(error)[:200]}")
        for fault in [*controls.broken(page), *controls.twice(page)[:3], *seen.errors]:
            self._tell(control, fault[:400])
        seen.errors.clear()
        is_here = not _is_elsewhere(page, self.path)
        leads = is_here and any(other.known_by not in others for other in self._unused(page))
        (self.leading.add if leads else self.leading.discard)(control.known_by)

    def _tell(self, control: Control, fault: str) -> None:
        if not any(fault in before for before in self.found):
            self.found.append(f"{self.path or 'Home'}: {control}: {fault}")


def _ends_others(control: Control) -> bool:
    """Whether other controls may be gone once it was used."""
    return control.kind in ("text", "number", "fold") or control.name.startswith(ENDS)


def _is_seen(page: Page, before: str, told: list) -> bool:
    for _ in range(10 * SECONDS):
        if told or controls.seen(page) != before:
            return True
        page.wait_for_timeout(100)
    return False


def _is_elsewhere(page: Page, path: str) -> bool:
    return page.url.partition("?")[0].rpartition("/")[2] != path.partition("?")[0]
