"""How long pages take in Chromium, with pictures prepared: `python -m benchmarks.pages [--times 7] [--data sample]`.

`--data` is what the run of Inspect learned from, such as `contiguous.h5` of `benchmarks.data`: 1,774 test images of 256
pixels. Prints a table of medians. Data (but for a `$GALAXY_DATA` that is set) and runs lie in a temporary folder; a PCA
run is trained first. Look at `uptime` before: the numbers mean something on a quiet machine only.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import browser
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOME = "Ten shapes of galaxies"
ROUND = ("Explore", "Train", "Compare", "Inspect", "Classify")
BASE = {"first page after a cold start": 8.0, "first page, server warm": 3.0}
TARGETS = BASE | {f"sidebar to {name}": 0.7 for name in (*ROUND, "Home")} | {"matrix click to thumbnails": 0.3}
CLICK = """async (number) => {
  const all = (root, what) => [...root.querySelectorAll("*")].flatMap(
    (one) => [...(one.matches(what) ? [one] : []), ...(one.shadowRoot ? all(one.shadowRoot, what) : [])]);
  const gallery = () => all(document, "button.card img").map((one) => one.src).join();
  const cells = all(document, "button.cell:not(.none)");
  const cell = cells[(7 * number) % cells.length];
  const before = gallery(), began = performance.now();
  cell.click();
  while (gallery() === before || all(document, "button.card img").some((one) => !one.complete)) {
    await new Promise(requestAnimationFrame);
    if (performance.now() - began > 10000) throw new Error("no new thumbnails");
  }
  return (performance.now() - began) / 1000;
}"""
Times = dict[str, list[float]]


def main() -> None:
    """Reads the command line, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=7, help="measurements of each (7)")
    parser.add_argument("--data", default="sample", help="data set of the run (sample)")
    options = parser.parse_args()
    times = options.times
    with place() as folder, opened() as chromium:
        prepare(options.data)
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, median of {times}", flush=True)
        report(measure(chromium, folder, times))


def measure(chromium: "Browser", folder: Path, times: int) -> Times:
    """Seconds of every measurement, by what was measured."""
    cold = [_cold(chromium, folder) for _ in range(times)]
    found: Times = {name: [] for name in TARGETS} | {"first page after a cold start": cold}
    with browser.app({}, folder / "app.log") as address:
        _visit(chromium, address)  # the server is warm from here on
        for _ in range(times):
            found["first page, server warm"].append(_visit(chromium, address))
        with tab(chromium) as page:
            page.goto(address)
            browser.complete(page, HOME)
            for _ in range(times + 1):
                for name in (*ROUND, "Home"):
                    found[f"sidebar to {name}"].append(_switch(page, name))
                    page.wait_for_timeout(300)
            page.goto(f"{address}/Inspect")
            browser.complete(page, "Inspect")
            found["matrix click to thumbnails"] = _clicks(page, times)
    return {name: values if "sidebar" not in name else values[1:] for name, values in found.items()}


def report(found: Times) -> None:
    """Prints the table: median, smallest and largest in seconds, and the target."""
    rows = [
        (name, *(f"{seconds:.2f}" for seconds in (median(values), min(values), max(values))), f"{TARGETS[name]:.1f}",
         "missed" if median(values) > TARGETS[name] else "")
        for name, values in found.items()
    ]  # fmt: skip
    print(terminal.table(("", "median", "least", "most", "target", ""), rows, right=range(1, 5)))


def prepare(reference: str = "sample") -> None:
    """The data set's pictures and a finished run."""
    from galaxy_core import datasets, queue, runs
    from galaxy_core.prepare import cache, thumbnails

    galaxies = datasets.open_dataset(reference)
    cache.make(galaxies, thumbnails.chain(galaxies))
    run = queue.submit(runs.request(reference, "pca_logistic"))
    while run.status in ("queued", "running"):
        time.sleep(0.2)
    if not run.is_finished:
        raise SystemExit(f"The run has {run.status}: {run.error}")


@contextmanager
def place() -> Iterator[Path]:
    """A folder of our own for data and runs, in force meanwhile; `$GALAXY_DATA` is used where it is set."""
    folder = Path(tempfile.mkdtemp(prefix="galaxy-pages-"))
    os.environ.setdefault("GALAXY_DATA", str(folder / "data"))
    os.environ["GALAXY_RUNS"] = str(folder / "runs")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened() -> Iterator["Browser"]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    path = browser.chromium()
    if path is None:
        raise SystemExit(f"There is no Chromium: install one of {', '.join(browser.NAMES)}.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=browser.ARGUMENTS)


@contextmanager
def tab(chromium: "Browser") -> Iterator["Page"]:
    """A session of its own in that browser."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    yield context.new_page()
    context.close()


def _visit(chromium: "Browser", address: str) -> float:
    """Seconds until a new reader has Home complete."""
    with tab(chromium) as page:
        return _seconds(lambda: (page.goto(address), browser.complete(page, HOME)))


def _cold(chromium: "Browser", folder: Path) -> float:
    """Seconds from the start of the server until Home is complete."""
    began = time.perf_counter()
    with browser.app({}, folder / "app.log") as address:
        _visit(chromium, address)
        return time.perf_counter() - began


def _switch(page: "Page", name: str) -> float:
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=name)
    return _seconds(lambda: (link.click(), browser.complete(page, HOME if name == "Home" else name)))


def _clicks(page: "Page", times: int) -> list[float]:
    """Seconds from a press on a cell until its thumbnails are drawn, measured inside the browser."""
    found = []
    for number in range(times + 1):
        found.append(page.evaluate(CLICK, number))
        browser.complete(page, "Inspect")
        page.wait_for_timeout(300)
    return found[1:]


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
