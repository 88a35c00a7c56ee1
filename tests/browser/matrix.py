"""Where things are on Inspect."""

import numpy as np
from playwright.sync_api import Locator

from galaxy_core.charts.matrix import matrix_cells
from galaxy_core.evaluation import Predictions
from tests.browser.conftest import Tab


def cell(tab: Tab, said: Predictions, true: int, called: int) -> Locator:
    label = matrix_cells(said.confusion, "share", said.classes)[true][called].label
    return tab.page.get_by_role("button", name=label, exact=True)


def cards(tab: Tab) -> Locator:
    return tab.page.locator('[class*="st-key-inspect"] button.card')


def wrong_cells(said: Predictions) -> list[tuple[int, int]]:
    """The cells off the diagonal, the fullest first."""
    wrong = said.confusion * ~np.eye(len(said.classes), dtype=bool)
    return [tuple(divmod(at, len(wrong))) for at in np.argsort(-wrong, axis=None).tolist() if wrong.flat[at]]
