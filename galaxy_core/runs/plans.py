"""A preset's runs on a data set: checked requests, and the runs made of them, in their order."""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from galaxy_core import UsageError, datasets, models, presets, runs
from galaxy_core.plugins import parameters
from galaxy_core.presets import Planned
from galaxy_core.runs import Request, Run

KIND = "preset"
RANDOM = "random"  # weights of a quick run whose own aren't on this computer


def planned(name: str, counts: np.ndarray) -> tuple[Planned, ...]:
    """The runs of a preset on this computer, as `presets.planned` gives them. Raises UsageError."""
    return presets.planned(name, counts, _is_here)


def remarks(name: str, counts: np.ndarray) -> tuple[str, ...]:
    """Sentences on how a preset is done on this computer, as `presets.remarks` gives them. Raises UsageError."""
    return presets.remarks(name, counts, _is_here)


def requests(name: str, dataset: str, counts: np.ndarray, quick: bool = False) -> list[Request]:
    """Those runs of a preset that are made of no others, checked: for estimates, and to refuse early.

    `counts` int64 (k,) are the images of each class in the training part. Raises UsageError for a preset that there
    isn't, or that can't run on this data set.
    """
    module, task = presets.preset(name), datasets.task_of(dataset)
    if not presets.serves(module, task):
        others = [presets.preset(other) for other in presets.names()]
        able = ", ".join(other.TITLE for other in others if presets.serves(other, task))
        raise UsageError(f"“{module.TITLE}” asks something else than {dataset} can answer: choose {able}.")
    plans = planned(name, counts)
    for plan in plans:
        models.model(plan.model)  # what a model is missing for is refused before anything is queued
    return [_request(plan, dataset, quick) for plan in plans if not plan.members]


def create(name: str, dataset: str, counts: np.ndarray, quick: bool = False) -> list[Run]:
    """Puts all runs of a preset into the queue, in their order, each with its title. Raises like `requests`."""
    requests(name, dataset, counts, quick)
    created: list[Run] = []
    study = f"{KIND}-{name.replace('-', '_')}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    began = time.time()
    for number, plan in enumerate(planned(name, counts)):
        request = _request(plan, dataset, quick, created)
        run = runs.create(replace(request, study=study, created=round(began + number / 1000, 3)))
        random = quick and request.parameters.get("weights") == RANDOM and plan.values.get("weights") != RANDOM
        note = ", random weights" if random else ""
        runs.describe(run, f"{plan.title} (quick{note})" if quick else plan.title)
        created.append(run)
    return created


def made(name: str, dataset: str) -> dict[str, list[Run]]:
    """The runs that a preset has queued on a data set, by their studies, the last begun first; runs in their order."""
    found: dict[str, list[Run]] = {}
    for run in runs.every():
        if preset_of(run.request) == name and (run.request.dataset == dataset or run.request.study in found):
            found.setdefault(run.request.study, []).insert(0, run)
    return found


def preset_of(request: Request) -> str | None:
    """The name of the preset that a request is a part of, None where it is of none."""
    match = re.fullmatch(rf"{KIND}-(\w+)-\d{{8}}-\d{{6}}-[0-9a-f]{{4}}", request.study, re.ASCII)
    return match[1] if match else None


def _request(planned: Planned, dataset: str, quick: bool, earlier: Sequence[Run] = ()) -> Request:
    """One of its runs; `earlier` are those before it, which it may be made of."""
    values = dict(planned.values) | dict(_fewer(planned) if quick else {})
    more: dict[str, Any] = {"preparation": planned.preparation}
    if hasattr(models.model(planned.model), "AUGMENT"):
        more |= {"augment": planned.augment, "balance": planned.balance}
    if planned.members:
        values["members"] = "+".join(earlier[place].name for place in planned.members)
        more["after"] = earlier[planned.members[-1]].name
    return runs.request(dataset, planned.model, values, planned.seed, planned.split, **more)


def _fewer(planned: Planned) -> Mapping[str, Any]:
    """What a quick run has instead, as far as its model knows it; no more epochs than the whole run has."""
    by_name = {parameter.name: parameter for parameter in parameters.describe(models.model(planned.model).Parameters)}
    fewer = {name: value for name, value in (presets.QUICK | dict(planned.quick)).items() if name in by_name}
    if "epochs" in fewer:
        fewer["epochs"] = min(fewer["epochs"], planned.values.get("epochs", by_name["epochs"].default))
    if not _is_here(replace(planned, values=dict(planned.values) | fewer)):
        fewer["weights"] = RANDOM
    return fewer


def _is_here(planned: Planned) -> bool:
    """Whether the weights that a run begins with are on this computer, or it begins with none."""
    module = models.model(planned.model)
    return not hasattr(module, "available") or module.available(parameters.parse(module.Parameters, planned.values))
