"""Every page in everything that an app may hold: nothing breaks, and no two controls of a page have the same name."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from benchmarks import browser
from galaxy_core import runs
from tests.browser import access, controls, states
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser


@pytest.fixture
def address(chromium: Browser, own_runs: Path, tmp_path: Path) -> Iterator[str]:
    """Where an app answers whose runs are those of this test; no traceback may stand in its log at the end."""
    log = tmp_path / "app.log"
    with browser.app({"GALAXY_RUNS": str(own_runs)}, log) as found:
        yield found
    written = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in written, written[-3000:]


def test_every_page_opens_whatever_there_is(
    tab: Callable[..., Tab],
    lab: list[runs.Run],
    pictures: np.ndarray,
    without_tensorflow: None,
    until: Callable[..., None],
):
    seen = tab()
    found = []
    for state in states.STATES:
        states.make(state, lab)
        with states.living(until) if state == states.LIVE else nullcontext():
            for path, title in states.addresses(state).items():
                found += [f"{path or 'Home'}, {state}: {fault}" for fault in _faults(seen.open(path, title))]
    assert not found, "\n".join(found)


def _faults(seen: Tab) -> list[str]:
    access.unfold(seen.page)
    browser.complete(seen.page)
    return controls.broken(seen.page) + controls.twice(seen.page)
