"""How long pages take with very many runs in the folder: `python -m benchmarks.many_runs [--runs 1000] [--cpu]`.

Trains one small run on the sample and copies it. Each page is measured in a process of its own that has drawn it
before for that one run, so that imports don't count: for the first reader with all runs there, of which the process
knows nothing yet, and again. "unscored": the folders hold no scores, as somebody else's may; the page draws what it
can and completes itself later. Needs no browser; what Streamlit's test session takes is in the times. On a busy
machine `--cpu` says more: seconds of the processor instead of the clock's.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.browser import ROOT
from benchmarks.pages import place, prepare
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

PAGES = tuple(f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("[0-9]_*.py")))
TARGET = 0.3  # seconds
TIMES = 5  # medians are of so many
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def main() -> None:
    """Reads the command line, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000, help="runs in the folder (1000)")
    parser.add_argument("--cpu", dest="clock", action="store_const", const="cpu", default="wall", help="processor time")
    clock, n = (options := parser.parse_args()).clock, options.runs
    with place() as folder:
        prepare()
        many = folder / "many"
        copy(folder / "runs", many, n)
        print(f"{n:,} runs, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {clock} time in ms", flush=True)
        unscored = [_apart(page, many, clock, forget=True) for page in PAGES]
        print(f"scoring all of them: {_score(many, clock):.1f} s", flush=True)
        report(unscored, [_apart(page, many, clock) for page in PAGES])


def copy(one: Path, many: Path, n: int) -> None:
    """Puts the only run of a folder into another, and n - 1 copies of it that were begun earlier."""
    source = next(path.parent for path in one.glob("*/result.json"))
    request = json.loads((source / "request.json").read_text(encoding="utf-8"))
    shutil.copytree(source, many / source.name)
    for number in range(1, n):
        created = request["created"] - 60 * number
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(created))
        there = many / f"{stamp}-{request['model']}-{number % 2**16:04x}"
        shutil.copytree(source, there, copy_function=shutil.copyfile)
        changed = json.dumps(request | {"created": created, "seed": number})
        (there / "request.json").write_text(changed, encoding="utf-8")


def report(unscored: list[dict[str, float]], scored: list[dict[str, float]]) -> None:
    """Prints the table."""
    columns = ("one run", "unscored, first", "first", "again")
    rows = []
    for page, before, after in zip(PAGES, unscored, scored, strict=True):
        values = (after["few"], before["first"], after["first"], after["again"])
        missed = f"above {1000 * TARGET:.0f}" if max(values) > TARGET else ""
        rows.append((page, *(f"{1000 * value:.0f}" for value in values), missed))
    print(terminal.table(("page", *columns, ""), rows, right=range(1, 5)))


def measure(page: str, many: str, clock: str) -> dict[str, float]:
    """Seconds for a page with few runs, for the first reader with many, and again."""
    few = [_reader(page, clock)[1] for _ in range(TIMES + 1)][1:]
    os.environ["GALAXY_RUNS"] = many
    app, first = _reader(page, clock)
    return {"few": median(few), "first": first, "again": median(_drawn(app, clock) for _ in range(TIMES))}


def _apart(page: str, many: Path, clock: str, forget: bool = False) -> dict[str, float]:
    """What `measure` says in a process of its own; the scores that lie there are removed before, if asked to."""
    for kept in many.glob("*/scores.json") if forget else ():
        kept.unlink()
    code = "import json, sys; from benchmarks import many_runs; print(json.dumps(many_runs.measure(*sys.argv[1:])))"
    ended = subprocess.run(
        [sys.executable, "-c", code, page, str(many), clock], cwd=ROOT, capture_output=True, text=True
    )
    if ended.returncode:
        raise SystemExit(ended.stderr[-3000:])
    return json.loads(ended.stdout.splitlines()[-1])


def _reader(page: str, clock: str) -> "tuple[AppTest, float]":
    """A new reader of a page, and the seconds until it is drawn."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if page != PAGES[0]:  # which opens anyway
        app.switch_page(page)
    return app, _drawn(app, clock)


def _drawn(app: "AppTest", clock: str) -> float:
    from pages.ui import faults

    began = CLOCKS[clock]()
    app.run()
    if app.exception:
        raise SystemExit(app.exception[0].message)
    if failed := [html.proto.body for html in app.get("html") if faults.BEGAN in html.proto.body]:
        raise SystemExit(failed[0])
    return CLOCKS[clock]() - began


def _score(many: Path, clock: str) -> float:
    from galaxy_core.evaluation import comparison

    os.environ["GALAXY_RUNS"] = str(many)
    began = CLOCKS[clock]()
    comparison.table()
    ended = CLOCKS[clock]()
    os.environ["GALAXY_RUNS"] = str(many.with_name("runs"))
    return ended - began


if __name__ == "__main__":
    main()
