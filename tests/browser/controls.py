"""The controls of a page as its reader has them, found by themselves, and what is seen when one of them is used."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from pages.ui import faults

SCRIPT = Path(__file__).with_suffix(".js")
BROKEN = '.st-key-gx-fault, [data-testid="stException"]'
BEYOND = '[role="dialog"], [data-testid="stPopoverBody"], [role="menu"], [role="listbox"]'  # what stands above the page
MARKDOWN = ":gray["  # of a label, which is to be seen by nobody
WAY_BACK = "Close fullscreen"
PATIENCE = 5_000  # milliseconds until a control can be used
FIRST_ROW = {"x": 16, "y": 56}  # of a table, where it is ticked


@dataclass(frozen=True)
class Control:
    """One that can be used now: its kind, its name as it is read out, the fold that it stands in, and the component, if
    it is one of many alike."""

    number: int
    kind: str
    name: str
    fold: str
    room: str
    disabled: bool
    on: bool

    @property
    def known_by(self) -> tuple[str, str, str]:
        """What it is known by when the page is drawn anew: counts and times in its name may change."""
        return self.fold, self.kind, re.sub(r"[\d.,:]+", "#", self.name)

    def __str__(self) -> str:
        return f"{self.kind} “{self.name[:90]}”"


def controls(page: Page) -> list[Control]:
    """All that can be used now, in the order of the page: those of the dialog or the menu that is open, else all; where
    something fills the window, the way back."""
    there = [Control(**found) for found in _asked(page, "controls")]
    return [control for control in there if control.name.startswith(WAY_BACK)] or there


def seen(page: Page) -> str:
    """All that a reader sees or hears of the page now: words, values, states, pictures, the address."""
    return _asked(page, "seen")


def broken(page: Page) -> list[str]:
    """What the page tells of errors that nobody has foreseen."""
    told = [box.inner_text() for box in page.locator(BROKEN).all()]
    words = page.locator("body").inner_text()
    return told + [word for word in (faults.BEGAN, "Traceback (most recent call last)") if word in words and not told]


def twice(page: Page) -> list[str]:
    """The controls that another one of the page (or of the same fold, which has a name, too) has the name of, or that
    have none, or Markdown in it."""
    counted = Counter((control.kind, control.name, control.fold) for control in controls(page))
    wrong = {of: count for of, count in counted.items() if count > 1 or not of[1] or MARKDOWN in of[1]}
    return [f"{count} × {kind} “{name}” {fold}" for (kind, name, fold), count in wrong.items()]


def is_above(page: Page) -> bool:
    """Whether a dialog or a menu stands above the page."""
    return any(box.is_visible() for box in page.locator(BEYOND).all())


def where(page: Page, control: Control) -> Locator:
    """The control on the page."""
    return page.locator(f'[data-tour="{control.number}"]')


def use(page: Page, control: Control) -> None:
    """Does what its reader would do: presses it, types into it, moves it by a key."""
    place = where(page, control)
    if control.kind in ("text", "number"):
        place.fill("3" if control.kind == "number" else "bar", timeout=PATIENCE)
        place.press("Enter")
    elif control.kind == "range":
        place.focus(timeout=PATIENCE)
        place.press("ArrowRight" if place.input_value() == place.get_attribute("min") else "ArrowLeft")
    elif control.kind in ("checkbox", "radio", "switch") and place.locator("xpath=ancestor::label").count():
        place.locator("xpath=ancestor::label").last.click(timeout=PATIENCE)
    elif control.kind == "tool":
        place.locator("xpath=ancestor::*[@data-testid='stElementToolbar']/..").hover(timeout=PATIENCE)
        place.click(timeout=PATIENCE)
    elif control.kind == "table":
        place.click(position=FIRST_ROW, timeout=PATIENCE, force=True)
    else:
        place.click(timeout=PATIENCE)


def _asked(page: Page, what: str):
    if not page.evaluate("'gxTour' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return page.evaluate(f"gxTour.{what}()")
