"""Watching all runs at once: a table that keeps itself up to date on a terminal, a line for each news elsewhere."""

import sys
import time
from typing import TYPE_CHECKING, Any

from galaxy_core import backends, queue, runs
from galaxy_core.charts import formatting
from galaxy_core.cli import terminal, waiting

if TYPE_CHECKING:
    from rich.table import Table

POLL = 0.5  # seconds
ENDED = 4  # runs that are shown below those that go on
LIVE = ("epoch", "epochs", "batch", "batches", "images_per_second", "seconds_left", "memory_mb")


def row(run: runs.Run, place: int | None = None) -> dict[str, Any]:
    """A line of the table: run, title, status, place, after, doing and the numbers of LIVE; None where unknown."""
    status = run.status
    live = run.live if status == "running" else {}
    doing = waiting.doing(run, status) if status in ("queued", "running") else status
    about = {"run": run.name, "title": runs.title(run), "status": status, "place": place}
    about |= backends.about(run, status)
    return about | {"after": run.request.after or None, "doing": doing} | {name: live.get(name) for name in LIVE}


def rows() -> list[dict[str, Any]]:
    """Those that run, those that wait in their order, and the last that have ended."""
    every = [(run, run.status) for run in runs.every()]
    running = [row(run) for run, status in reversed(every) if status == "running"]
    queued = [row(run, place) for place, run in enumerate(runs.waiting(), 1)]
    ended = [run for run, status in every if status not in ("queued", "running")][:ENDED]
    return running + queued + [row(run) for run in ended]


def until_quiet() -> None:
    """Shows how far all runs are until none is running or waiting. Ctrl-C ends the watching, not the runs."""
    try:
        if sys.stderr is not None and sys.stderr.isatty():
            _draw()
        else:
            _tell()
    except KeyboardInterrupt:
        raise KeyboardInterrupt("The runs go on: “queue” tells how far they are.") from None


def table(shown: list[dict[str, Any]]) -> "Table":
    """The rows as a table of rich; what people typed is text in it, not markup."""
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    runs_table = Table(box=None, pad_edge=False, expand=True)
    for name, ratio in (("RUN", None), ("TITLE", 2), ("PROGRESS", 2)):
        runs_table.add_column(name, ratio=ratio, no_wrap=True, overflow="ellipsis")
    runs_table.add_column("", ratio=1, min_width=8)
    for name in ("IMAGES/S", "TIME LEFT", "MEMORY"):
        runs_table.add_column(name, justify="right", no_wrap=True)
    for row in shown:
        share = runs.share_done(row)
        runs_table.add_row(
            *(Text(terminal.plain(row[name])) for name in ("run", "title", "doing")),
            "" if share is None else ProgressBar(total=1, completed=share),
            *(Text(cell) for cell in _numbers(row)),
        )
    return runs_table


def _numbers(row: dict[str, Any]) -> list[str]:
    speed, left, memory = (row[name] for name in ("images_per_second", "seconds_left", "memory_mb"))
    return [
        "" if speed is None else formatting.count(round(speed)),
        "" if left is None else formatting.duration_short(left),
        "" if memory is None else formatting.size(round(memory * 1e6)),
    ]


def _draw() -> None:
    from rich.console import Console
    from rich.live import Live

    with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as live:
        while _goes_on(shown := rows()):
            live.update(table(shown), refresh=True)
            queue.ensure()  # for a dispatcher that was killed
            time.sleep(POLL)


def _tell() -> None:
    """A line whenever a run does something else, and when it has ended."""
    reported: dict[str, str] = {}
    while True:
        shown = rows()
        for row in shown:
            if row["status"] in ("queued", "running") or row["run"] in reported:
                _say(row, reported)
        if not _goes_on(shown):
            return
        queue.ensure()
        time.sleep(POLL)


def _say(row: dict[str, Any], reported: dict[str, str]) -> None:
    if reported.get(row["run"]) != row["doing"]:
        reported[row["run"]] = row["doing"]
        speed = f", {formatting.count(round(row['images_per_second']))} images/s" if row["images_per_second"] else ""
        terminal.say(f"{row['run']}: {row['title']}: {row['doing']}{speed}")


def _goes_on(shown: list[dict[str, Any]]) -> bool:
    return any(row["status"] in ("queued", "running") for row in shown)
