"""What open pages cost while nobody touches them:
`python -m benchmarks.idle [--seconds 20] [--page Train] [--times 2]`.

One page is open in Chromium; the processor time of the server's process is read before and after (Linux). Every page is
measured while nothing is being trained, and while a run trains. Prints a table in % of a core. Data and runs lie in a
temporary folder: the sample, two finished runs, a CNN in training. It trains in a process of its own, so what it takes
isn't counted, but it fills the caches that the server works with.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import browser, pages, processes, sessions
from galaxy_core import queue, runs
from galaxy_core.cli import terminal

IDLE, LIVE = 2.0, 5.0  # % of a core that a page may take
NAMES = ("Home", "Explore", "Augment", "Train", "Compare", "Inspect", "Classify", "Runs")
SETTLE = 4  # seconds after which a page has drawn itself to its end, whatever was prepared in the background
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Reads the command line, measures and prints; ends with 1 where a page takes more than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="how long each page lies open (20)")
    parser.add_argument("--page", action="append", choices=NAMES, help="only this page; can be given several times")
    options = parser.parse_args()
    names = options.page or NAMES
    with pages.place() as folder:
        pages.prepare()
        with browser.app({}, folder / "app.log") as address:
            sessions.warm(address)
            (server,) = processes.found(folder / "runs", "app")
            idle = measure(address, server, names, options.seconds)
            with training():
                live = measure(address, server, names, options.seconds)
        log = (folder / "app.log").stat().st_size
    print(f"{options.seconds:.0f} s a page; the server wrote {log} bytes of log; load {os.getloadavg()[0]:.1f}")
    sys.exit(report(idle, live))


def measure(address: str, server: int, names: tuple[str, ...], seconds: float) -> dict[str, float]:
    """Share of a core, in %, that the server takes for each page while it lies open alone."""
    taken = {}
    with pages.opened() as chromium:
        for name in names:
            with pages.tab(chromium) as page:
                page.goto(address if name == "Home" else f"{address}/{name}")
                browser.complete(page, pages.HOME if name == "Home" else name)
                page.wait_for_timeout(1000 * SETTLE)
                before, began = processor_time(server), time.monotonic()
                page.wait_for_timeout(1000 * seconds)
                taken[name] = 100 * (processor_time(server) - before) / (time.monotonic() - began)
    return taken


def processor_time(process: int) -> float:
    """Seconds that the threads of a process have computed so far, its children left out."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICKS  # utime and stime, the 14th and 15th of all


@contextmanager
def training() -> Iterator[None]:
    """Meanwhile a run learns."""
    run = queue.submit(runs.request("sample", "cnn", sessions.LEARNING))
    try:
        while "batch" not in run.live:
            time.sleep(0.2)
        yield
    finally:
        queue.stop(run)
        while run.is_alive:
            time.sleep(0.1)


def report(idle: dict[str, float], live: dict[str, float]) -> int:
    """Prints the table; 1 where a page takes more than it may, else 0."""
    rows, missed = [], 0
    for name in idle:
        over = idle[name] > IDLE or live[name] > LIVE
        missed |= over
        rows.append((name, f"{idle[name]:.1f}", f"{live[name]:.1f}", "missed" * over))
    head = ("% of a core", f"idle (goal {IDLE:.0f})", f"while a run trains (goal {LIVE:.0f})", "")
    print(terminal.table(head, rows, right=range(1, 3)))
    return int(missed)


if __name__ == "__main__":
    main()
