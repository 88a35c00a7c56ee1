"""Waiting for a run: what it does meanwhile on stderr, and how it ended."""

import time
from collections.abc import Callable

from galaxy_core import RunError, queue, runs
from galaxy_core.charts import formatting
from galaxy_core.cli import terminal
from galaxy_core.runs import Run

POLL = 0.3  # seconds


def until_ended(run: Run) -> str:
    """Shows how far a run is until it has ended, and returns its status then.

    Ctrl-C ends the waiting, not the run, and says so. Raises RunError where the run is deleted meanwhile.
    """
    try:
        with terminal.Progress() as progress:
            while (status := run.status) in ("queued", "running"):
                if not run.folder.is_dir():
                    raise RunError(f"The run {run.name} has been deleted.")
                share = runs.share_done(run.live) if status == "running" else None
                progress.show(f"{run.name}: {doing(run, status)}", share)
                queue.ensure()  # for a dispatcher that was killed
                time.sleep(POLL)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"The run {run.name} goes on: “show {run.name}” tells how far it is.") from None
    return status


def until_all_ended(members: list[Run], named: Callable[[Run], str], later: str) -> None:
    """Shows how many of these runs have ended, and what the one that is running does, until none goes on.

    `named` is what stands before what a run does. Ctrl-C ends the waiting, not the runs, and says `later`.
    """
    try:
        with terminal.Progress() as progress:
            while going := [run for run in members if run.folder.is_dir() and run.status in ("queued", "running")]:
                running = [(status, run) for run in going if (status := run.status) == "running"]
                status, run = running[0] if running else ("queued", going[0])
                ended = len(members) - len(going)
                words = f"{ended} of {len(members)} runs have ended; {named(run)}{doing(run, status)}"
                progress.show(words, ended / len(members))
                queue.ensure()  # for a dispatcher that was killed
                time.sleep(POLL)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"The runs go on{later}") from None


def doing(run: Run, status: str) -> str:
    """What a queued or running run is doing, in a few words: "epoch 3 of 14, about 2 minutes left"."""
    live = run.live if status == "running" else {}
    if status == "queued":
        return "waiting for its turn"
    if "epoch" not in live:
        return live.get("doing", "starting")
    left = live.get("seconds_left")
    return f"epoch {live['epoch']} of {live['epochs']}" + (f", {formatting.duration(left)} left" if left else "")


def failure(value: dict) -> str | None:
    """Why a run that was waited for did not finish, or None if it did, or still goes on."""
    if value["status"] == "stopped":
        return f"The run {value['run']} was stopped: “continue {value['run']}” goes on with it."
    if value["status"] == "failed":
        return f"The run {value['run']} failed: {runs.find(value['run']).error}"
    return None
