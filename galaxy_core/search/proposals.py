"""What Optuna says of a search: which values to try next, and which trials are hopeless. Nothing of it is stored.

A study is built in memory from the trials on disk each time, so the same trials give the same answer, whoever asks.
"""

from typing import TYPE_CHECKING, Any

from galaxy_core import GalaxyError
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run
from galaxy_core.search import Dimension, Search, pruned, values
from galaxy_core.tasks import VALIDATION, Measure

if TYPE_CHECKING:
    from optuna import Study
    from optuna.distributions import BaseDistribution
    from optuna.samplers import BaseSampler
    from optuna.trial import FrozenTrial

STARTUP = 10  # trials drawn evenly before TPE has something to go by, or a third of all
JUDGES = 4  # finished trials before one is ended early
WARMUP = 0.2  # of its epochs that every trial has
DIGITS = 4  # of a number that is proposed: more say nothing


def proposal(search: Search, trials: list[Run]) -> dict[str, Any]:
    """What TPE (Bergstra et al. 2011) would try next, by how these trials did. The same trials, the same answer."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    startup = max(2, min(STARTUP, search.plan.trials // 3))
    seed = (search.request.seed * 1009 + len(trials)) % 2**31
    study = _study(search, trials, optuna.samplers.TPESampler(n_startup_trials=startup, seed=seed))
    proposed = study.ask(_distributions(search)).params
    return {searched.name: _rounded(searched, proposed[searched.name]) for searched in search.plan.space}


def hopeless(search: Search, trials: list[Run]) -> list[tuple[Run, str]]:
    """Running trials whose best epoch is worse than the median of what the finished ones had reached by then, each
    with the words that say so."""
    running = [run for run in trials if run.status == "running" and run.learned]
    if not running or sum(run.status == "finished" for run in trials) < JUDGES:
        return []
    import optuna

    study, watched, judged = _study(search, trials, None), _watched(search), []
    for run in running:
        warmup = max(1, round(WARMUP * run.request.parameters.get("epochs", 0)))
        pruner = optuna.pruners.MedianPruner(n_startup_trials=JUDGES, n_warmup_steps=warmup)
        frozen = next(trial for trial in study.get_trials(deepcopy=False) if trial.user_attrs["run"] == run.name)
        if frozen.last_step is not None and pruner.prune(study, frozen):
            best = max(frozen.intermediate_values.values(), key=watched.merit)
            words = (
                f"after {frozen.last_step} epochs its validation {watched.key} was {best:.3f}, worse than the median "
                "of the finished trials by then"
            )
            judged.append((run, words))
    return judged


def score(search: Search, run: Run) -> float | None:
    """The measure of the search on the validation images of a finished trial, None where there is none."""
    if run.status != "finished":
        return None
    try:
        scores = stored.scores_of(run, "validation")
    except GalaxyError:  # deleted, damaged, or of no image
        return None
    measured = scores.values.get(search.plan.measure)
    return measured.value if measured else scores.loss


def _study(search: Search, trials: list[Run], sampler: "BaseSampler | None") -> "Study":
    """A study in memory that has been told all trials."""
    import optuna

    direction = "maximize" if search.measure.higher_is_better else "minimize"
    study = optuna.create_study(direction=direction, sampler=sampler or optuna.samplers.RandomSampler(seed=0))
    for run in trials:
        study.add_trial(_told(search, run))
    return study


def _told(search: Search, run: Run) -> "FrozenTrial":
    """A trial as Optuna knows it: its parameters, its values per epoch, its score."""
    from optuna.trial import TrialState, create_trial

    value, status = score(search, run), run.status
    state = TrialState.FAIL
    if value is not None:
        state = TrialState.COMPLETE
    elif pruned(run):
        state = TrialState.PRUNED
    elif status in ("queued", "running"):
        state = TrialState.RUNNING
    name = VALIDATION + _watched(search).key
    history = run.result.get("history", []) if status == "finished" else run.learned
    value_of_epoch = {int(epoch["epoch"]): epoch[name] for epoch in history if name in epoch}
    return create_trial(
        state=state, value=value, params=values(search, run), distributions=_distributions(search),
        intermediate_values=value_of_epoch, user_attrs={"run": run.name},
    )  # fmt: skip


def _watched(search: Search) -> Measure:
    """What is measured each epoch on validation images that says how a trial does: the score itself, or one that goes
    the same way."""
    watched = search.task.watched(search.plan.measure)
    return watched if watched.higher_is_better == search.measure.higher_is_better else search.task.LOSS


def _distributions(search: Search) -> "dict[str, BaseDistribution]":
    return {searched.name: _distribution(searched) for searched in search.plan.space}


def _distribution(searched: Dimension) -> "BaseDistribution":
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if searched.choices:
        return CategoricalDistribution(searched.choices)
    if isinstance(searched.low, float):
        return FloatDistribution(searched.low, searched.high, log=searched.log)
    return IntDistribution(searched.low, int(searched.high), log=searched.log)


def _rounded(searched: Dimension, value: Any) -> Any:
    """A proposed number with few digits, inside its range."""
    if searched.choices or isinstance(value, int):
        return value
    return min(max(float(f"{value:.{DIGITS}g}"), searched.low), searched.high)
