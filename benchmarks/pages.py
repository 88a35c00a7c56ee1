"""How long pages take in Chromium, with pictures prepared: `python -m benchmarks.pages [--times 7] [--data sample]`.

`--data` is what the run of Inspect learned from, such as `contiguous.h5` of `benchmarks.data`: 1,774 test images of 256
pixels. Prints a table of medians. Data (but for a `$GALAXY_DATA` that is set) and runs lie in a temporary folder; a PCA
run is trained first. Look at `uptime` before: the numbers mean something on a quiet machine only.

`--beside CHECKOUT` measures the app of another checkout of this repository in turns with ours, each measurement once
here and once there: what else the machine does is in both medians, and hardly in their ratio. Both run on the packages
that are installed here; each has data and a run of its own.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import browser
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOME = "Ten shapes of galaxies"
ROUND = ("Explore", "Train", "Compare", "Inspect", "Classify")
COLD, WARM, CELL = "first page after a cold start", "first page, server warm", "matrix click to thumbnails"
PATIENCE = 180  # seconds until a page counts as broken: the machine may be busy
TARGETS = {COLD: 8.0, WARM: 3.0} | {f"sidebar to {name}": 0.7 for name in (*ROUND, "Home")} | {CELL: 0.3}
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
    if (performance.now() - began > 60000) throw new Error("no new thumbnails");
  }
  return (performance.now() - began) / 1000;
}"""
Times = dict[str, list[float]]


@dataclass(frozen=True)
class Side:
    """A checkout whose app is measured, and the folder with its data and runs; None of ours, which `place` has set."""

    root: Path
    log: Path
    folder: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Where its app finds data and runs."""
        if self.folder is None:
            return {}
        return {"GALAXY_DATA": str(self.folder / "data"), "GALAXY_RUNS": str(self.folder / "runs")}


def main() -> None:
    """Reads the command line, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=7, help="measurements of each (7)")
    parser.add_argument("--data", default="sample", help="data set of the run (sample)")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT", help="another checkout, measured in turns with this")
    options = parser.parse_args()
    times = options.times
    with place() as folder, opened() as chromium:
        prepare(options.data)
        sides = [Side(browser.ROOT, folder / "app.log")]
        if options.beside:
            sides.append(Side(options.beside.resolve(), folder / "beside.log", folder / "beside"))
            prepare_beside(sides[1], options.data)
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, median of {times}", flush=True)
        ours, *beside = measure(chromium, sides, times)
        compare(beside[0], ours) if beside else report(ours)


def measure(chromium: "Browser", sides: Sequence[Side], times: int) -> list[Times]:
    """Seconds of every measurement of each side, by what was measured; sides take turns."""
    found: list[Times] = [{name: [] for name in TARGETS} for _ in sides]
    for _ in range(times):
        for side, values in zip(sides, found, strict=True):
            values[COLD].append(_cold(chromium, side))
    with ExitStack() as stack:
        apps = [stack.enter_context(browser.app(side.environment, side.log, side.root)) for side in sides]
        for address in apps:
            _visit(chromium, address)  # the server is warm from here on
        for _ in range(times):
            for address, values in zip(apps, found, strict=True):
                values[WARM].append(_visit(chromium, address))
        tabs = [stack.enter_context(tab(chromium)) for _ in sides]
        for page, address in zip(tabs, apps, strict=True):
            page.goto(address)
            browser.complete(page, HOME, PATIENCE)
        _walk(tabs, found, times)
        for page, address in zip(tabs, apps, strict=True):
            page.goto(f"{address}/Inspect")
            browser.complete(page, "Inspect", PATIENCE)
        _clicks(tabs, found, times)
    return found


def report(found: Times) -> None:
    """Prints the table: median, smallest and largest in seconds, and the target."""
    rows = [
        (name, *(f"{seconds:.2f}" for seconds in (median(values), min(values), max(values))), f"{TARGETS[name]:.1f}",
         "missed" if median(values) > TARGETS[name] else "")
        for name, values in found.items()
    ]  # fmt: skip
    print(terminal.table(("", "median", "least", "most", "target", ""), rows, right=range(1, 5)))


def compare(beside: Times, ours: Times) -> None:
    """Prints the table of both: medians in seconds, ours as a share of theirs, and the target."""
    rows = []
    for name in ours:
        theirs, own = median(beside[name]), median(ours[name])
        missed = "missed" if own > TARGETS[name] else ""
        rows.append((name, f"{theirs:.2f}", f"{own:.2f}", f"{own / theirs:.2f}", f"{TARGETS[name]:.1f}", missed))
    print(terminal.table(("", "beside", "here", "ratio", "target", ""), rows, right=range(1, 5)))


def prepare_beside(side: Side, reference: str) -> None:
    """The same for another checkout, by its own code."""
    lines = "import sys; from benchmarks import pages; pages.prepare(sys.argv[1])"
    command = [sys.executable, "-c", lines, reference]
    subprocess.run(command, cwd=side.root, env={**os.environ, **side.environment}, check=True)


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
    context.set_default_timeout(1000 * PATIENCE)
    yield context.new_page()
    context.close()


def _visit(chromium: "Browser", address: str) -> float:
    """Seconds until a new reader has Home complete."""
    with tab(chromium) as page:
        return _seconds(lambda: (page.goto(address), browser.complete(page, HOME, PATIENCE)))


def _cold(chromium: "Browser", side: Side) -> float:
    """Seconds from the start of the server until Home is complete."""
    began = time.perf_counter()
    with browser.app(side.environment, side.log, side.root) as address:
        _visit(chromium, address)
        return time.perf_counter() - began


def _walk(tabs: Sequence["Page"], found: Sequence[Times], times: int) -> None:
    """Goes round all pages by the sidebar; the first round, which warms them, doesn't count."""
    for number in range(times + 1):
        for name in (*ROUND, "Home"):
            for page, values in zip(tabs, found, strict=True):
                seconds = _switch(page, name)
                page.wait_for_timeout(300)
                if number:
                    values[f"sidebar to {name}"].append(seconds)


def _switch(page: "Page", name: str) -> float:
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=name)
    return _seconds(lambda: (link.click(), browser.complete(page, HOME if name == "Home" else name, PATIENCE)))


def _clicks(tabs: Sequence["Page"], found: Sequence[Times], times: int) -> None:
    """From a press on a cell until its thumbnails are drawn, measured inside the browser; the first doesn't count."""
    for number in range(times + 1):
        for page, values in zip(tabs, found, strict=True):
            seconds = page.evaluate(CLICK, number)
            browser.complete(page, "Inspect", PATIENCE)
            page.wait_for_timeout(300)
            if number:
                values[CELL].append(seconds)


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
