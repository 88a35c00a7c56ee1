"""Every page in everything that an app may hold: nothing breaks, and no two controls of a page have the same name."""

from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
import pytest

from galaxy_core import runs
from tests.browser import access, controls, states
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser


@pytest.fixture
def address(address_of_own_runs: str) -> str:
    """Where the app answers."""
    return address_of_own_runs


@pytest.mark.long
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
    return controls.broken(seen.page) + controls.twice(seen.page)
