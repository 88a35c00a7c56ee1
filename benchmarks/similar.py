"""How long it takes to find what is alike to a model among very many: `python -m benchmarks.similar [--images 240000]`.

As many training images as the largest data set has, described by random numbers: the search looks at all of them,
whatever they are. It may take 50 ms, the median of some searches.
"""

import argparse
import sys
import time
from statistics import median

import numpy as np

from galaxy_core.cli import terminal
from galaxy_core.models.familiarity import References
from galaxy_core.models.familiarity.projection import COMPONENTS
from galaxy_core.prediction import similar, views

MOST = 50.0  # ms of a search
TIMES = 15
FOUND = 7


def main() -> None:
    """Reads the command line, measures and prints; ends with 1 where a search takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=240_000, help="training images that are compared (240000)")
    sys.exit(report(searches(parser.parse_args().images)))


def searches(images: int) -> list[tuple[float, float]]:
    """Milliseconds of each search among so many images, on the clock and of the processor."""
    random, none = np.random.default_rng(0), np.zeros((1, 2), np.float32)
    learned = random.standard_normal((images, COMPONENTS + 1), np.float32)
    known = References(learned, np.arange(1), none, none, None)
    sought = random.standard_normal((views.COUNT, COMPONENTS + 1), np.float32)
    similar.search(known, sought, FOUND)  # the first one also measures the lengths of all, once
    taken = []
    for _ in range(TIMES):
        began, before = time.perf_counter(), time.process_time()
        similar.search(known, sought, FOUND)
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - before)))
    return taken


def report(taken: list[tuple[float, float]]) -> int:
    """Prints the medians; 1 where a search takes longer than it may, else 0."""
    clock, processor = (median(values) for values in zip(*taken, strict=True))
    rows = [("on the clock", f"{clock:.1f}"), ("of the processor", f"{processor:.1f}")]
    print(terminal.table(("a search", "ms"), rows, right=range(1, 2)))
    print(f"It may take {MOST:.0f} ms{'; missed' * (clock > MOST)}")
    return int(clock > MOST)


if __name__ == "__main__":
    main()
