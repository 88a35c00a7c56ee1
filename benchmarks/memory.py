"""What the server holds in memory while visitors come and go:
`python -m benchmarks.memory [--minutes 60] [--visitors 4]`.

Visitors open pages one after the other, in orders of their own, of galaxies with classes and of galaxies with votes,
look at each for a moment and leave after a round; another comes in their place, as with a server that runs for days.
The server's resident memory is read each minute and stands in a table. Two figures tell whether it levels off: by how
much it grows in the second half, and how much that is for each page that was opened. Data and runs lie in a temporary
folder: both samples and three finished runs.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks import browser, pages, processes, sessions, visitor
from galaxy_core.cli import terminal

MOST = 0.1  # of what is held half-way: it may grow by so much in the second half
MIB = 2**20
DATA = ("sample", "sample_votes")


@dataclass(frozen=True)
class Reading:
    """Resident memory in MiB, when it was read, in minutes, and how many pages had been opened by then."""

    minutes: float
    resident: float
    opened: int


class Visits:
    """Visitors until the time is over: how many pages they opened, and the errors they met."""

    def __init__(self, address: str, end: float):
        self.address, self.end = address, end
        self.opened = 0
        self.errors: list[str] = []

    def begin(self, count: int) -> list[threading.Thread]:
        """Has so many come at once, each in a thread of its own."""
        threads = [threading.Thread(target=self._coming_and_going, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def _coming_and_going(self, number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < self.end:
            try:
                with visitor.session(self.address) as session:
                    self._round(session, chance)
                    self.errors.extend(session.errors)
            except (OSError, RuntimeError) as error:  # of one visitor: the next one comes, and it is counted
                self.errors.append(f"{type(error).__name__}: {error}")

    def _round(self, session: visitor.Visitor, chance: random.Random) -> None:
        query = f"dataset={chance.choice(DATA)}"
        for page in chance.sample([visitor.HOME, *visitor.PAGES], 1 + len(visitor.PAGES)):
            if time.monotonic() >= self.end:
                return
            session.visit(page, query)
            self.opened += 1
            session.idle(chance.uniform(0.5, 1.5))


def main() -> None:
    """Reads the command line, measures and prints; ends with 1 where memory goes on growing or a page had an error."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60, help="how long visitors come and go (60)")
    parser.add_argument("--visitors", type=int, default=4, help="how many are there at once (4)")
    options = parser.parse_args()
    with pages.place() as folder:
        pages.prepare()
        sessions.finished()
        with browser.app({}, folder / "app.log") as address:
            sessions.warm(address)
            (server,) = processes.found(folder / "runs", "app")
            visits = Visits(address, time.monotonic() + 60 * options.minutes)
            readings = watch(server, visits, options.visitors)
    for error in visits.errors[:10]:
        print(error)
    sys.exit(report(readings) or bool(visits.errors))


def watch(server: int, visits: Visits, count: int) -> list[Reading]:
    """Memory at the beginning, each minute, or 60 times where that is more, and in the end."""
    began = time.monotonic()
    pause = min(60.0, (visits.end - began) / 60)
    readings = [Reading(0, resident(server), 0)]
    print(_line(readings[-1]), flush=True)
    threads = visits.begin(count)
    while any(thread.is_alive() for thread in threads):
        time.sleep(pause)
        readings.append(Reading((time.monotonic() - began) / 60, resident(server), visits.opened))
        print(_line(readings[-1]), flush=True)
    return readings


def resident(process: int) -> float:
    """Memory of a process that is in RAM, in MiB (Linux)."""
    pages_held = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / MIB


def growth(readings: Sequence[Reading]) -> tuple[float, float]:
    """How much more is held at the end than half-way, as a share of that, and in KiB for each page opened between.

    Both ends are means over a tenth of all readings, as memory goes up and down with what is being drawn.
    """
    few, middle = max(1, len(readings) // 10), len(readings) // 2
    halfway, end = readings[middle : middle + few], readings[-few:]
    more = mean(reading.resident for reading in end) - mean(reading.resident for reading in halfway)
    opened = mean(reading.opened for reading in end) - mean(reading.opened for reading in halfway)
    return more / mean(reading.resident for reading in halfway), 1024 * more / max(1.0, opened)


def report(readings: Sequence[Reading]) -> int:
    """Prints the table, ten lines of it, and the growth; 1 where that is more than it may be, else 0."""
    some = readings[:: max(1, len(readings) // 10)]
    rows = [(f"{one.minutes:.0f}", f"{one.opened:,}", f"{one.resident:.0f}") for one in some]
    print(terminal.table(("minutes", "pages opened", "MiB in memory"), rows, right=range(3)))
    share, each = growth(readings)
    missed = share > MOST
    print(
        f"In the second half {100 * share:+.1f} % ({each:+.1f} KiB a page); it may be {100 * MOST:.0f} %"
        + "; missed" * missed
    )
    return int(missed)


def _line(reading: Reading) -> str:
    return f"{reading.minutes:6.1f} min  {reading.opened:6,} pages  {reading.resident:6.0f} MiB"


if __name__ == "__main__":
    main()
