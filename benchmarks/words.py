"""Every string that a reader meets, for a person to read: `python -m benchmarks.words [--address http://127.0.0.1:8501]`.

Opens each page in Chromium, of galaxies with classes and of galaxies with votes, unfolds what is folded, points at
every help, and prints each string once, below the page where it was met first. Marked are strings that are only heard
or shown on pointing: "help", "label" (for screen readers), "title", "alt" and "placeholder". In the end stand those
that look wrong by rule, such as “1 images”; all others need a person's eye. Without an address it starts an app with
both samples and finished runs in a temporary folder.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks import browser, pages, sessions, visitor
from galaxy_core import queue, runs

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("Home", *visitor.PAGES)
PAUSE = 500  # milliseconds until the server has surely heard of a press
DATA = ("sample", "sample_votes")
FOLDED = "details:not([open]) > summary:visible"
HELP = '[data-testid="stTooltipIcon"]'
MANY = "images galaxies runs classes files epochs mistakes answers questions sets trials votes seeds points minutes"
WRONG = re.compile(
    rf"(?<![\d,.–])1 (?:[a-z]+ )?(?:{MANY.replace(' ', '|')})\b"  # 1 images, 1 test images
    r"|\b0 bytes\b|\b(?:nan|NaN|undefined|null)\b|Traceback|\[object|<\w+ object"
    r"|\b\w+:\w+=|\b[a-z]+_[a-z]+\b"  # crop:fraction=0.75, best_loss
    r"|,,|(?<!\.)\.\.(?!\.)|\s[,.;](?:\s|$)|\(\)"
)
ROUNDS = 4  # folds in folds
STRINGS = """() => {
  const found = [], attributes = {"aria-label": "label", title: "title", alt: "alt", placeholder: "placeholder"};
  const drawn = document.querySelectorAll('[data-testid="stIconMaterial"]');
  const icons = new Set([...drawn].map((icon) => icon.innerText.trim()));
  const add = (kind, words) => words.split("\\n").map((line) => line.replace(/\\s+/g, " ").trim())
    .filter((line) => line && !icons.has(line)).forEach((line) => found.push([kind, line]));
  const walk = (root) => {
    for (const part of root.children) if (!part.matches("style, script, noscript")) add("", part.innerText ?? "");
    for (const part of root.querySelectorAll("*")) {
      for (const [name, kind] of Object.entries(attributes)) add(kind, part.getAttribute(name) ?? "");
      if (part.shadowRoot) walk(part.shadowRoot);
    }
  };
  walk(document.body);
  return found;
}"""  # [kind, line] of all that is on the page, also inside components


def main() -> None:
    """Reads the command line and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", help="of an app that is open already, with runs of its own")
    parser.add_argument("--page", action="append", choices=NAMES, help="only this page; can be given several times")
    options = parser.parse_args()
    known: dict[tuple[str, str], str] = {}
    with served(options.address) as address, pages.opened() as chromium:
        for dataset in DATA:
            for name in options.page or NAMES:
                with pages.tab(chromium) as page:
                    page.goto(f"{address}/Explore?dataset={dataset}")  # from here on all pages are about it
                    browser.complete(page, "Explore", 90)
                    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
                    page.wait_for_timeout(PAUSE)
                    browser.complete(page, seconds=90)
                    fresh = [string for string in strings(page) if string not in known]
                known |= dict.fromkeys(fresh, name)
                print(f"\n## {name}, {dataset}\n")
                print("\n".join(f"{kind:>11} {words}" for kind, words in fresh), flush=True)
    wrong = [f"{name}: {words}" for (_, words), name in known.items() if looks_wrong(words)]
    sys.exit("\n".join(["\nThese look wrong:", *wrong]) if wrong else 0)


def looks_wrong(words: str) -> bool:
    """Whether a string has what none should have: a count that doesn't fit its noun, a fragment, code."""
    return bool(WRONG.search(words))


def strings(page: "Page") -> list[tuple[str, str]]:
    """What can be read on the page that is open, each (kind, line) once, in the order in which they stand."""
    unfold(page)
    found = [(kind, line) for kind, line in page.evaluate(STRINGS) if any(map(str.isalpha, line))]
    return list(dict.fromkeys([*found, *helps(page)]))


def unfold(page: "Page") -> None:
    """Opens all folds, and those that appear in them."""
    for _ in range(ROUNDS):
        folded = page.locator(FOLDED)
        if not folded.count():
            return
        for summary in reversed(folded.all()):  # the last first: opening one moves none above it
            summary.click()
            page.wait_for_timeout(PAUSE)
            browser.complete(page, seconds=90)


def helps(page: "Page") -> Iterator[tuple[str, str]]:
    """What stands behind each mark of help."""
    for mark in page.locator(HELP).all():
        if not mark.is_visible():
            continue
        mark.hover()
        shown = page.get_by_test_id("stTooltipContent").last
        yield ("help", " ".join(shown.inner_text(timeout=5000).split()))
        page.mouse.move(0, 0)
        shown.wait_for(state="hidden", timeout=5000)


@contextmanager
def served(address: str | None) -> Iterator[str]:
    """The app at that address, or one of our own with runs of classes and of votes."""
    if address:
        yield address.rstrip("/")
        return
    with pages.place() as folder:
        pages.prepare()
        sessions.finished()
        voted = queue.submit(runs.request("sample_votes", "pca_ridge"))
        while voted.status in ("queued", "running"):
            time.sleep(0.2)
        with browser.app({}, folder / "app.log") as own:
            yield own


if __name__ == "__main__":
    main()
