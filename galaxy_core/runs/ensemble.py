"""Runs that others are made of: finished by then, and alike in all that decides which images are which."""

from contextlib import suppress

import numpy as np

from galaxy_core import GalaxyError, RunError, UsageError, datasets, models, prepare, splits
from galaxy_core.plugins import parameters
from galaxy_core.runs import dataset as learned_from
from galaxy_core.runs import shipped
from galaxy_core.runs.listing import every, find
from galaxy_core.runs.run import Run


def preparation(dataset: str, split: str, names: tuple[str, ...], chosen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """How the images of all these runs are prepared: the whole chain, which is that of what is made of them.

    Runs that still go on may be named: what is made of them waits for them. `chosen` is a preparation that the user
    asked for: none, or the same. Raises RunError as `finished`, UsageError.
    """
    steps: tuple[str, ...] | None = None
    for name in names:
        run = find(name)
        if run.status in ("queued", "running"):
            _refuse_unlike(run, dataset, split, steps)
        else:
            finished(name, dataset, split, steps)
        steps = steps or _steps(run)
    if chosen and chosen != steps:
        raise UsageError(
            f"Members of an ensemble see images prepared by {', '.join(steps or ())}, and so does the ensemble: "
            "leave out the preparation."
        )
    return steps or ()


def candidates(dataset: str, split: str, chosen: tuple[str, ...] = ()) -> list[Run]:
    """Finished runs that may be members beside those chosen already, and these: the newest first, shipped ones last."""
    steps, found = None, []
    for name in chosen[:1]:
        with suppress(GalaxyError):
            steps = _steps(find(name))
    for run in [*every(), *shipped.listed()]:
        if run.is_finished and (run.request.dataset, run.request.split) == (dataset, split):
            with suppress(GalaxyError):
                found.append(finished(run.name, dataset, split, steps))
    return found


def finished(name: str, dataset: str, split: str, steps: tuple[str, ...] | None = None) -> Run:
    """A finished run on this data set as it is now, this split and, unless None, images prepared by these steps.

    Raises RunError where there is none of that name, it hasn't finished, or saw something else.
    """
    run = find(name)
    if (status := run.status) != "finished":
        raise RunError(f"The run {name} can't be a member: it is {status}. Choose finished runs.")
    _refuse_unlike(run, dataset, split, steps)
    galaxies = datasets.opened(dataset)
    _compare(run, "knows the classes {}, not {}", run.target_names, galaxies.task.names)
    if not learned_from.shows(run, galaxies):
        raise RunError(f"The run {name} learned from {dataset} before its images were changed: train it again.")
    current_split, run_split = splits.find(galaxies, split), learned_from.own_split(run)
    if current_split and run_split and not np.array_equal(current_split.source.part, run_split.part):
        raise RunError(f"The run {name} learned from other images of the split {split} than a new run: train it again.")
    return run


def _refuse_unlike(run: Run, dataset: str, split: str, steps: tuple[str, ...] | None) -> None:
    _compare(run, "learns from the data set {}, not {}", (run.request.dataset,), (dataset,))
    _compare(run, "is trained on the split {}, not {}", (run.request.split,), (split,))
    own = _steps(run)
    _compare(run, "sees images prepared by {}, not {}", own, own if steps is None else steps)


def _compare(run: Run, template: str, actual: tuple[str, ...], expected: tuple[str, ...]) -> None:
    if actual != tuple(expected):
        difference = template.format(", ".join(actual), ", ".join(expected))
        raise RunError(f"The run {run.name} {difference}: members of an ensemble have all of it alike.")


def _steps(run: Run) -> tuple[str, ...]:
    """The whole chain that its images went, or will go, through."""
    if texts := run.result.get("steps"):
        return prepare.chain(texts)
    module = models.model(run.request.model)
    chosen = parameters.parse(module.Parameters, run.request.parameters)
    return prepare.chain(models.steps(module, chosen, run.request.preparation))
