"""What shuts people out of a page, as axe-core finds it: names that nobody reads out, too little contrast, …"""

from functools import cache
from importlib import resources

from playwright.sync_api import Page

from benchmarks import browser

RUN = "axe.run(document, {resultTypes: ['violations']})"
LOOKS, MOMENT = 4, 500  # at what is wrong, milliseconds between two
FOLDS, PATIENCE = 60, 120  # of one page, at most; seconds until what they hold is computed
GRAVE = ("serious", "critical")


@cache
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """The grave faults of the page, each with the element and what would mend it; what is gone after a moment, as
    colours that are just changing with the theme, is none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    for _ in range(LOOKS):
        if not (grave := _grave(page)):
            break
        page.wait_for_timeout(MOMENT)
    return grave


def _grave(page: Page) -> list[str]:
    rules = [rule for rule in page.evaluate(RUN)["violations"] if rule["impact"] in GRAVE]
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})" for rule in rules for node in rule["nodes"]
    ]


def unfold(page: Page) -> None:
    """Opens all folds of the page, one after the other, and those inside them."""
    folded = page.locator('[data-testid="stExpander"] details:not([open]) > summary')
    for _ in range(FOLDS):
        if not folded.count():
            browser.complete(page, seconds=PATIENCE)
            if not folded.count():
                return
        folded.first.click()
    raise AssertionError(f"More than {FOLDS} folds, or one that doesn't open: {folded.all_inner_texts()}")
