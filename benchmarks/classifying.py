"""What the server holds in memory while it classifies: `python -m benchmarks.classifying [--times 200]`.

One reader asks for one test galaxy after the other on Classify, of each finished run in turn, with all that the page
shows: certainty over eight views, what is alike to the model and in pixels, the card of the class. The server's
resident memory is read after each, and its largest value may be 700 MB.
"""

import argparse
import sys

from benchmarks import browser, memory, pages, processes, sessions, visitor
from galaxy_core import runs
from galaxy_core.cli import terminal

MOST = 700  # MB that the server may hold
LINES = 10  # of the table


def main() -> None:
    """Reads the command line, measures and prints; ends with 1 where more is held than may be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=200, help="galaxies that are classified (200)")
    options = parser.parse_args()
    with pages.place() as folder:
        pages.prepare()
        sessions.finished()
        names = [run.name for run in runs.every() if run.is_finished]
        with browser.app({}, folder / "app.log") as address:
            (server,) = processes.found(folder / "runs", "app")
            held = classify(address, server, names, options.times)
    sys.exit(report(held))


def classify(address: str, server: int, names: list[str], times: int) -> list[float]:
    """Memory in MB before, and after each of so many galaxies, one by each of these runs in turn. Ends the
    process where a page had an error."""
    held = [megabytes(server)]
    with visitor.session(address) as session:
        for number in range(times):
            session.visit("Classify", f"model={names[number % len(names)]}&turn={number // len(names)}")
            held.append(megabytes(server))
        if session.errors:
            sys.exit("\n".join(session.errors[:LINES]))
    return held


def megabytes(server: int) -> float:
    """Memory of the server that is in RAM, in MB."""
    return memory.resident(server) * memory.MIB / 1e6


def report(held: list[float]) -> int:
    """Prints some lines and the largest value; 1 where that is more than it may be, else 0."""
    step = max(1, len(held) // LINES)
    rows = [(f"{number:,}", f"{held[number]:.0f}") for number in range(0, len(held), step)]
    print(terminal.table(("galaxies", "MB in memory"), rows, right=range(2)))
    missed = max(held) > MOST
    print(f"At most {max(held):.0f} MB; it may be {MOST}{'; missed' * missed}")
    return int(missed)


if __name__ == "__main__":
    main()
