"""What a run is, on disk: a folder. Its status is computed from what is true now, never from what was once written.

request.json     what was asked; written once, before the folder gets its name
place.json       its place in the queue; the smaller, the sooner
job.json         the back end that carries it out, or did so last, and its id there
about.json       title and note that a person gave it
goal.json        another number of epochs, asked for later: how many in all, since which, and how many were planned
                 where it is to end early
state.json       written only by whoever holds the lock: attempts, the error it failed with
alive.lock       held while it trains; the kernel frees it however the process dies
cancel           the only thing that means "it is to stop"; says why where a search ended it early
finish           it is to learn no more and be scored with the epochs it has: once it does so, goal.json says it
live.json        what it is doing, a few times a second; nothing depends on it
split.npz        which image is in which part: its copy of the data set's split, taken before it learns
checkpoints/     0001, 0002 …: what training goes on from, whole or absent; the last two, the last one for good
history.csv      values per epoch as a table, written anew from each checkpoint
log.txt          what the process printed
model.onnx  weights.npz  predictions.npz    results, moved into place when all are whole
result.json      cost, history, the goal it reached, what made it; written last: its existence means finished

Beside the run folders, .places.json counts the places of the queue. What `Run` says is read from these files; whatever
is damaged in them is as if it weren't there.
"""

import os
import secrets
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import galaxy_core
from galaxy_core import UsageError, augmentations, datasets, models, prepare, splits
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.runs import beginning, deleted, ensemble, goals, shipped
from galaxy_core.runs.listing import delete, every, find, going, is_name, unreadable
from galaxy_core.runs.naming import all_titles, title
from galaxy_core.runs.order import in_order, put_at_end, ready, reserve, slots, waiting
from galaxy_core.runs.request import FORMAT, Request
from galaxy_core.runs.run import EPOCHS, FINISH, NAME, Metadata, Run, share_done
from galaxy_core.runs.titles import before, befores, changes, configuration, describe, model_title, short_changes
from galaxy_core.storage import atomic

__all__ = [
    "EPOCHS", "FINISH", "FORMAT", "NAME", "RESULTS", "Metadata", "Request", "Run", "all_titles", "before", "befores",
    "changes",
    "configuration", "create", "create_all", "delete", "deleted", "describe", "every", "find", "goals", "going",
    "in_order", "is_name", "like", "model_title", "put_at_end", "ready", "request", "seeded", "share_done", "shipped",
    "short_changes",
    "slots", "threads", "title",
    "unreadable", "waiting",
]  # fmt: skip
SEEDS = 100  # of one request at once
RESULTS = ("model.onnx", "weights.npz", "predictions.npz")


def request(
    dataset: str,
    model: str,
    values: Mapping[str, Any] | None = None,
    seed: int = Request.seed,
    split: str = Request.split,
    **more: Any,
) -> Request:
    """A checked request with everything written out; `more` takes after, study, preparation, augment and balance.

    `after` names a run that is to end before this one begins. Without `augment` and `balance` they are the model's own.
    Raises UsageError for names and values that aren't right, RunError where there is no such run, or where one can't be
    a member of an ensemble or has no weights to begin with.
    """
    module = models.model(model)
    if not models.serves(module, asked_task := datasets.task_of(dataset)):
        able = [models.model(name).TITLE for name in models.names() if models.serves(models.model(name), asked_task)]
        raise UsageError(f"{module.TITLE} can't learn what is asked of {dataset}: choose {', '.join(able)}.")
    chosen = parameters.parse(module.Parameters, values or {})
    for known in models.described(module, asked_task):
        known.value(getattr(chosen, known.name))  # what the task offers is known only here
    splits.shares(split)
    if not 0 <= seed < 2**31:
        raise UsageError(f"The seed {seed} is out of range: give a whole number from 0 to {2**31 - 1}.")
    if more.get("after"):
        find(more["after"])
    checked = Request(dataset, model, asdict(chosen), seed, split, threads(), round(time.time(), 3))
    more |= _choices(model, asked_task, more)
    if hasattr(module, "members"):
        more["preparation"] = ensemble.preparation(dataset, split, module.members(chosen), more["preparation"])
    beginning.check(whole := replace(checked, **more))
    return whole


def _choices(model: str, task: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """Preparation, augmentations and balancing of a request, with every parameter written out."""
    module = models.model(model)
    augment, balance = more.get("augment"), more.get("balance")
    if not hasattr(module, "AUGMENT"):
        if augment or balance not in (None, balancing.USUAL):
            raise UsageError(
                f"{module.TITLE} sees every training image once, as it is: leave out augmentations and balancing, or "
                "choose a network."
            )
        augment, balance = (), balancing.USUAL
    return {
        "preparation": prepare.chain(more.get("preparation") or ()),
        "augment": augmentations.written(module.AUGMENT if augment is None else augment),
        "balance": balancing.written(models.balance(module, task) if balance is None else balance),
    }


def like(run: Run, values: Mapping[str, Any] | None = None, **changed: Any) -> Request:
    """A request for the same as this run with other parameters; `changed` takes what `request` does.

    Of another model, those parameters are kept that it knows too. Raises UsageError and RunError like `request`.
    """
    earlier = run.request
    kept = ("dataset", "model", "seed", "split", "preparation", "augment", "balance")
    settings = {name: getattr(earlier, name) for name in kept} | changed
    module = models.model(settings["model"])
    if settings["model"] != earlier.model:  # what that did with its images may be nothing that this one can do
        settings = {name: value for name, value in settings.items() if name in changed or name not in kept[5:]}
    parameter_names = {parameter.name for parameter in parameters.describe(module.Parameters)}
    same = {name: value for name, value in earlier.parameters.items() if name in parameter_names}
    return request(values={**same, **(values or {})}, **settings)


def seeded(request: Request, seeds: int) -> list[Request]:
    """The same request so many times, each with the next seed: how much of a score is chance. Raises UsageError."""
    if not 1 <= seeds <= SEEDS or request.seed + seeds > 2**31:
        raise UsageError(f"{seeds} seeds from {request.seed} on can't be used: give a whole number from 1 to {SEEDS}.")
    return [
        replace(request, seed=request.seed + number, created=round(request.created + number / 1000, 3))
        for number in range(seeds)
    ]


def create(request: Request) -> Run:
    """Puts a request on disk as a queued run: built aside and renamed, so it exists whole or not at all."""
    return create_all([request])[0]


def create_all(requests: Sequence[Request], where: Mapping[str, object] | None = None) -> list[Run]:
    """Puts requests on disk as queued runs, in their order, behind all that wait; how many runs there are doesn't
    matter. `where`: what where.json of each says (see `backends`). Raises StorageError where that can't be written."""
    place = reserve(len(requests)) if requests else 0.0
    folders: dict[Path, dict[str, object]] = {}
    for number, request in enumerate(requests):
        folder = _new_folder(request, folders)
        folders[folder] = {"request.json": asdict(request), "place.json": {"place": place + number}}
        folders[folder] |= {} if where is None else {"where.json": where}
    atomic.write_new(folders, lasting="request.json")
    return [Run(folder, request) for folder, request in zip(folders, requests, strict=True)]


def _new_folder(request: Request, new_folders: Container[Path]) -> Path:
    """Where a run will be; not one of those that are just being made."""
    root = galaxy_core.runs_folder()
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(request.created))
    while os.path.lexists(folder := root / f"{stamp}-{request.model}-{secrets.token_hex(2)}") or folder in new_folders:
        continue  # a study of 260 runs begun in one second would hit on one of its own in 2 of 5 cases
    return folder


def threads() -> int:
    """Processor cores this process may use: the number of threads changes the last bits of a sum, so it is recorded."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
