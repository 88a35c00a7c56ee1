"""How pages answer fifteen readers while a run trains: `python -m benchmarks.sessions [--sessions 15] [--looks 8]`.

Every reader walks over all pages, and links to a demonstration and a game, in an order of their own, and looks at each
for some seconds while it refreshes itself. A page run is timed at the reader: from asking for the page until its script
has ended and all of it is there. Readers are sessions over Streamlit's protocol; with --chromium they are tabs of a
browser, whose drawing is in the time, and on the same cores. Data and runs lie in a temporary folder: the sample, three
finished runs, a CNN in training.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import browser, pages, visitor
from galaxy_core import queue, runs
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGET = 1.0  # seconds that 95 % of all page runs may take
TITLES = {visitor.HOME: pages.HOME}
LEARNING = {"epochs": 500}
GAME = "You against the model"
LINKS = {"demonstration": ("Present", "present=", "Demonstration"), "game": ("Present", "present=quiz", GAME)}
VISITED = [visitor.HOME, *visitor.PAGES, *LINKS]  # pages, and links: what each opens, and the title of that


class Walk:
    """What the readers met: seconds by page, and errors."""

    def __init__(self, seconds: float, looks: float):
        self.seconds, self.looks, self.end = seconds, looks, 0.0
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    def over(self, number: int, open_page: Callable[[str], float], idle: Callable[[float], None]) -> None:
        """One reader's walk, until the time is over, after a first look at Home that isn't counted."""
        chance = random.Random(number)
        idle(chance.uniform(0, self.looks))
        open_page(visitor.HOME)
        while time.monotonic() < self.end:
            for page in chance.sample(VISITED, len(VISITED)):
                idle(self.looks * chance.uniform(0.5, 1.5))
                self.times[page or "Home"].append(open_page(page))

    def all(self, readers: list[Callable[[], None]]) -> None:
        """Has the readers walk at the same time, each in a thread of their own."""
        self.end = time.monotonic() + self.seconds
        threads = [threading.Thread(target=self._safely, args=(reader,)) for reader in readers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _safely(self, reader: Callable[[], None]) -> None:
        try:
            reader()
        except Exception as error:  # of one reader: the others go on, and it is counted
            self.errors.append(f"{type(error).__name__}: {error}")


def main() -> None:
    """Reads the command line, measures and prints; ends with 1 where a page had an error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=15, help="readers at once (15)")
    parser.add_argument("--seconds", type=float, default=90, help="how long they walk (90)")
    parser.add_argument("--looks", type=float, default=8, help="seconds that a reader looks at a page, on average (8)")
    parser.add_argument("--chromium", action="store_true", help="tabs of a browser instead of plain sessions")
    options = parser.parse_args()
    with pages.place() as folder:
        training = prepare()
        with browser.app({}, folder / "app.log") as address:
            warm(address)
            walk, before = Walk(options.seconds, options.looks), len(training.history)
            in_chromium(walk, address, options.sessions) if options.chromium else plain(walk, address, options.sessions)
        learned = len(training.history) - before
        trained = training.status
        queue.stop(training)
        while training.is_alive:
            time.sleep(0.1)
        errors = [
            *walk.errors,
            *(["the app's log has a traceback"] if "Traceback" in _text(folder / "app.log") else []),
        ]
    report(walk.times, f"{options.sessions} sessions, while a run was {trained} and learned {learned} epochs")
    if errors:
        sys.exit("\n".join([f"{len(errors)} errors:", *errors]))


def prepare() -> runs.Run:
    """Pictures and finished runs, and a run that learns meanwhile."""
    pages.prepare()
    finished()
    training = queue.submit(runs.request("sample", "cnn", LEARNING))
    while "batch" not in training.live:
        time.sleep(0.2)
    return training


def finished() -> None:
    """Two more runs that have ended, one of them a network's."""
    made = [queue.submit(runs.request("sample", *asked)) for asked in (("majority",), ("cnn", {"epochs": 2}))]
    while any(run.status in ("queued", "running") for run in made):
        time.sleep(0.2)


def warm(address: str) -> None:
    """One reader sees every page: what the server makes once for all is made."""
    with visitor.session(address) as session:
        for page in VISITED:
            session.visit(*address_of(page))


def address_of(page: str) -> tuple[str, str]:
    """The page that a name in VISITED opens, and what stands behind its address."""
    return LINKS[page][:2] if page in LINKS else (page, "")


def plain(walk: Walk, address: str, count: int) -> None:
    """Readers without a browser."""

    def reader(number: int) -> None:
        with visitor.session(address) as session:
            try:
                walk.over(number, lambda page: session.visit(*address_of(page)), session.idle)
            finally:
                walk.errors.extend(session.errors)

    walk.all([lambda number=number: reader(number) for number in range(count)])


def in_chromium(walk: Walk, address: str, count: int) -> None:
    """Readers in tabs of one browser, each a session of its own."""

    def reader(number: int) -> None:
        with pages.opened() as chromium, pages.tab(chromium) as page:
            page.on("pageerror", lambda error: walk.errors.append(str(error)))

            def open_page(name: str) -> float:
                began = time.perf_counter()
                _go(page, address, name)
                browser.complete(page, LINKS[name][2] if name in LINKS else TITLES.get(name, name))
                walk.errors.extend(one.inner_text() for one in page.get_by_test_id("stException").all())
                return time.perf_counter() - began

            walk.over(number, open_page, lambda seconds: page.wait_for_timeout(1000 * seconds))

    walk.all([lambda number=number: reader(number) for number in range(count)])


def _go(page: "Page", address: str, name: str) -> None:
    """By the sidebar, where there is one and it leads there; else by the address."""
    target, query = address_of(name)
    sidebar = page.get_by_test_id("stSidebarNav")
    if page.url == "about:blank" or query or not sidebar.is_visible():
        page.goto(f"{address}/{target}{'?' * bool(query)}{query}")
    else:
        sidebar.get_by_role("link", name=name or "Home").click()


def report(times: dict[str, list[float]], what: str) -> None:
    """Prints the table: for each page and all of them median, 95th percentile and the longest, in seconds."""
    print(f"{what}; load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    everything = [seconds for values in times.values() for seconds in values]
    rows = [
        (name, len(values), *(f"{seconds:.2f}" for seconds in (*np.percentile(values, [50, 95]), max(values))))
        for name, values in [*sorted(times.items()), ("all", everything)]
    ]
    print(terminal.table(("page", "page runs", "median", "95 %", "most"), rows, right=range(1, 5)))
    late = float(np.percentile(everything, 95))
    print(
        f"95 % of all page runs took at most {late:.2f} s, the target is {TARGET:.1f} s"
        + ("; missed" if late > TARGET else "")
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
