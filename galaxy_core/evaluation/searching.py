"""Carries searches out: asks for their next trials, tells Optuna how those before did, ends the hopeless ones early.

`advance` is a function of what is on disk and may be called by anybody at any time; a killed process is missed for no
more than the time until the next one calls it. `python -m galaxy_core.evaluation.searching` calls it for all open
searches until none is left; the queue starts it, and again where it was killed.
"""

import os
import time
import traceback
from typing import Any

import galaxy_core
from galaxy_core import GalaxyError, RunError, StorageError, queue
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run, searches
from galaxy_core.runs.searches import Dimension, Search
from galaxy_core.storage import atomic, lock

POLL = 0.5  # seconds
STARTUP = 10  # trials drawn evenly before TPE has something to go by, or a third of all
JUDGES = 4  # finished trials before one is ended early
WARMUP = 0.2  # of its epochs that every trial has
DIGITS = 4  # of a number that is proposed: more say nothing


def advance(search: Search) -> None:
    """Asks for the trials that are due, ends hopeless ones, and closes the search when nothing is left to decide.

    Does nothing while another process is at it. A trial is on disk or not at all, so nothing is asked for twice.
    Raises UsageError or RunError where a trial can't be asked for, StorageError where the disk is full.
    """
    held = lock.take(search.folder / "lock")
    if held is None:
        return
    try:
        if not search.is_open:
            return
        trials = search.trials
        trials += _asked_for(search, trials)
        going = [run for run in trials if run.status in ("queued", "running")]
        if search.plan.prune and going:
            _prune(search, trials)
        if len(trials) >= search.plan.trials and not (search.plan.prune and going):
            searches.close(search)
    finally:
        os.close(held)


def score(search: Search, run: Run) -> float | None:
    """The measure of the search on the validation images of a finished trial, None where there is none."""
    if run.status != "finished":
        return None
    try:
        found = stored.scores_of(run, "validation")
    except GalaxyError:  # deleted, damaged, or of no image
        return None
    return found.loss if search.plan.measure == "loss" else getattr(found, search.plan.measure).value


def _asked_for(search: Search, trials: list[Run]) -> list[Run]:
    """Puts the trials that are due into the queue: of a grid all, of TPE as many as train at once."""
    last, made = max((run.request.created for run in trials), default=0.0), []
    if search.plan.method == "grid":
        there = [searches.values(search, run) for run in trials]
        wanted = [values for values in searches.grid(search.plan) if values not in there]
        began = max(time.time(), last + 0.001)
        return [searches.ask(search, values, began + number / 1000) for number, values in enumerate(wanted)]
    going = sum(run.status in ("queued", "running") for run in trials)
    while len(trials) + len(made) < search.plan.trials and going + len(made) < queue.slots():
        values = proposal(search, [*trials, *made])
        made.append(searches.ask(search, values, max(time.time(), last + 0.001 * (1 + len(made)))))
    return made


def proposal(search: Search, trials: list[Run]) -> dict[str, Any]:
    """What TPE (Bergstra et al. 2011) would try next, by how these trials did. The same trials, the same answer."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    startup = max(2, min(STARTUP, search.plan.trials // 3))
    seed = (search.asked.seed * 1009 + len(trials)) % 2**31
    study = _study(search, trials, optuna.samplers.TPESampler(n_startup_trials=startup, seed=seed))
    found = study.ask(_distributions(search)).params
    return {one.name: _rounded(one, found[one.name]) for one in search.plan.space}


def _prune(search: Search, trials: list[Run]) -> None:
    """Ends trials whose best epoch is worse than the median of what the finished ones had reached by then."""
    running = [run for run in trials if run.status == "running" and run.learned]
    if not running or sum(run.status == "finished" for run in trials) < JUDGES:
        return
    import optuna

    study, name = _study(search, trials, None), _watched(search)
    for run in running:
        warmup = max(1, round(WARMUP * run.request.parameters.get("epochs", 0)))
        pruner = optuna.pruners.MedianPruner(n_startup_trials=JUDGES, n_warmup_steps=warmup)
        frozen = next(one for one in study.get_trials(deepcopy=False) if one.user_attrs["run"] == run.name)
        if frozen.last_step is not None and pruner.prune(study, frozen):
            best = (min if name == "val_loss" else max)(frozen.intermediate_values.values())
            searches.prune(
                run, f"after {frozen.last_step} epochs its validation {name[4:]} was {best:.3f}, worse than the median "
                "of the finished trials by then",
            )  # fmt: skip


def _study(search: Search, trials: list[Run], sampler):
    """A study of Optuna in memory that has been told all trials."""
    import optuna

    direction = "minimize" if search.plan.measure == "loss" else "maximize"
    study = optuna.create_study(direction=direction, sampler=sampler or optuna.samplers.RandomSampler(seed=0))
    for run in trials:
        study.add_trial(_told(search, run))
    return study


def _told(search: Search, run: Run):
    """A trial as Optuna knows it: its parameters, its values per epoch, its score."""
    from optuna.trial import TrialState, create_trial

    value, status = score(search, run), run.status
    state = TrialState.FAIL
    if value is not None:
        state = TrialState.COMPLETE
    elif searches.pruned(run):
        state = TrialState.PRUNED
    elif status in ("queued", "running"):
        state = TrialState.RUNNING
    name = _watched(search)
    history = run.result.get("history", []) if status == "finished" else run.learned
    seen = {int(epoch["epoch"]): epoch[name] for epoch in history if name in epoch}
    return create_trial(
        state=state, value=value, params=searches.values(search, run), distributions=_distributions(search),
        intermediate_values=seen, user_attrs={"run": run.name},
    )  # fmt: skip


def _watched(search: Search) -> str:
    """The value of an epoch that says how a trial does."""
    return "val_loss" if search.plan.measure == "loss" else "val_accuracy"


def _distributions(search: Search) -> dict:
    import optuna

    def one(this: Dimension):
        if this.choices:
            return optuna.distributions.CategoricalDistribution(this.choices)
        kinds = optuna.distributions.IntDistribution, optuna.distributions.FloatDistribution
        return kinds[isinstance(this.low, float)](this.low, this.high, log=this.log)

    return {this.name: one(this) for this in search.plan.space}


def _rounded(this: Dimension, value: Any) -> Any:
    """A proposed number with few digits, inside its range."""
    if this.choices or isinstance(value, int):
        return value
    return min(max(float(f"{value:.{DIGITS}g}"), this.low), this.high)


def carry_out() -> None:
    """Advances all open searches until there are none. Returns at once where another process does it."""
    held = lock.take(queue.search_lock())
    if held is None:
        return
    atomic.sweep(galaxy_core.runs_folder() / "searches")
    while going := searches.going():
        for search in going:
            _advance(search)
        queue.ensure()  # for the trials just asked for, and for a dispatcher that was killed
        time.sleep(POLL)
    os.close(held)
    if searches.going():
        queue.ensure()  # for a search that came between the last look and here


def _advance(search: Search) -> None:
    """What can't be mended by trying again closes the search with its sentence."""
    try:
        advance(search)
    except StorageError as error:
        print(error, flush=True)
    except RunError as error:
        searches.close(search, str(error))
    except GalaxyError as error:
        searches.close(search, f"A trial can't be asked for: {error}")
    except Exception as error:
        print(traceback.format_exc(), flush=True)
        searches.close(search, f"It ended with an unexpected error: {type(error).__name__}: {error}")


if __name__ == "__main__":
    carry_out()
