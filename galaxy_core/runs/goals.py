"""How many epochs a run is to have: those it was asked for, more of them later, or no more than it has by now."""

import time
from typing import Any

from galaxy_core import RunError, UsageError
from galaxy_core.runs import shipped
from galaxy_core.runs.run import EPOCHS, Run


def epochs(run: Run) -> int | None:
    """How many it is to have in all; None where its model doesn't learn in epochs."""
    if target := run.target_epochs:
        return target.epochs
    asked = run.request.parameters.get("epochs")
    return asked if isinstance(asked, int) else None


def here(run: Run) -> dict[str, Any] | None:
    """What goal.json is to hold where a run ends with the epochs it has; None where these are all that were asked for.

    `planned` is how many it would have had, to which it can go on.
    """
    done, planned = len(run.learned), run.planned_epochs or epochs(run)
    if planned is None or done >= planned:
        return None
    since = run.target_epochs.since if run.target_epochs else 0
    return {"epochs": done, "since": min(since, done - 1), "planned": planned, "asked": round(time.time(), 3)}


def further(run: Run, more: int | None) -> dict[str, Any] | None:
    """What goal.json is to hold where a run goes on for so many more epochs; None where that stays as it is.

    None more: one that was ended early goes on to what was planned, as if it had never been; another that hasn't
    reached its end goes on to it. Raises RunError where that can't be, UsageError for a wrong number.
    """
    shipped.refuse(run, f"go on: train with its settings instead (train --like {run.name}), or from its weights")
    status, sorry, done = run.status, f"The run {run.name} can't go on", len(run.learned)
    if status in ("queued", "running"):
        raise RunError(f"{sorry}: it is {status}.")
    planned, target = run.planned_epochs, run.target_epochs
    if more is None and not (planned and status != "failed"):
        if not run.is_done:
            return None
        if "epochs" in run.request.parameters:
            raise RunError(f"{sorry}: it is finished. Say for how many more epochs it is to learn.")
    if "epochs" not in run.request.parameters:
        raise RunError(f"{sorry}: it is {status}, and its model doesn't learn in epochs.")
    if run.is_finished and done < len(run.result.get("history", [])):
        raise RunError(f"{sorry}: its last checkpoint is gone. Train again, with more epochs.")
    if more is None and planned and target:
        return {"epochs": planned, "since": target.since, "asked": round(time.time(), 3)}
    if more is None or not 1 <= more <= EPOCHS - done:
        raise UsageError(f"{more} more epochs can't be learned: give a whole number from 1 to {EPOCHS - done}.")
    return {"epochs": done + more, "since": done, "asked": round(time.time(), 3)}
