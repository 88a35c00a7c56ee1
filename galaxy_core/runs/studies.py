"""Studies: runs that answer one question together, such as which augmentation helps. Queued as ordinary runs.

A study is nothing but the `study` of its runs' requests, such as "augmentation-20261125-153501-3fa2": its kind, when it
was begun, and a random number. It is as whole as the runs that are left of it.
"""

import re
import secrets
import time
from dataclasses import replace

from galaxy_core import UsageError, augmentations, models, plugins, runs
from galaxy_core.runs import Request, Run

KINDS = {"augmentation": "Which augmentation helps?"}  # the question of each kind
NONE, ALL = "none", "all"
SEEDS = 20  # at most


def augmentation(request: Request, operations: tuple[str, ...] | None = None, seeds: int = 1) -> list[Request]:
    """The same run with no augmentation, with each operation alone, and with all of them; for so many seeds.

    `operations` are texts such as "rotation" or "noise:beta=0.1", by default all there are. Everything else is as in
    `request`, whose seed is the first one. In this order: seed by seed, none, each, all, so that the first seed is a
    whole table already. Of a single operation there is no "all": it would be the same run again. Raises UsageError for
    a model that doesn't augment, and for operations and seeds that can't be used.
    """
    module = models.model(request.model)
    if not hasattr(module, "AUGMENT"):
        raise UsageError(
            f"{module.TITLE} sees every training image as it is, so no augmentation can help it: choose "
            f"{' or '.join(_augmenting())}."
        )
    if not 1 <= seeds <= SEEDS:
        raise UsageError(f"A study of {seeds} seeds can't be made: give a whole number from 1 to {SEEDS}.")
    texts = _written(augmentations.operations() if operations is None else operations)
    arms = [(), *((text,) for text in texts), *([texts] if len(texts) > 1 else [])]
    study = f"augmentation-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    checked = [
        _with(request, arm, request.seed + seeds - 1, study) for arm in arms
    ]  # the largest seed may be too large
    requests = [replace(one, seed=seed) for seed in range(request.seed, request.seed + seeds) for one in checked]
    began = requests[0].created  # a millisecond apart, so that lists keep their order
    return [
        replace(arm_request, created=round(began + number / 1000, 3)) for number, arm_request in enumerate(requests)
    ]


def every(kind: str, dataset: str | None = None) -> dict[str, list[Run]]:
    """The studies of a kind (on a data set) by their names, the newest first; their runs as they were asked for."""
    pattern = re.compile(rf"{re.escape(kind)}-\d{{8}}-\d{{6}}-[0-9a-f]{{4}}")
    studies: dict[str, list[Run]] = {}
    for run in reversed(runs.every()):
        if pattern.fullmatch(run.request.study) and dataset in (None, run.request.dataset):
            studies.setdefault(run.request.study, []).append(run)
    return dict(reversed(studies.items()))


def arm(run: Run) -> str:
    """What a run is in its study: "none", the text of its only operation, or "all"."""
    texts = run.request.augment
    return NONE if not texts else texts[0] if len(texts) == 1 else ALL


def _with(request: Request, augment: tuple[str, ...], seed: int, study: str) -> Request:
    kept = {name: getattr(request, name) for name in ("after", "preparation", "balance")}
    return runs.request(
        request.dataset, request.model, request.parameters, seed, request.split, augment=augment, study=study, **kept
    )


def _written(operations: tuple[str, ...]) -> tuple[str, ...]:
    """The operations with every parameter written out. Raises UsageError for what can't be studied."""
    parts = augmentations.pipeline(operations).parts
    texts = tuple(map(str, parts))
    if not texts:
        raise UsageError(f"A study needs at least one operation: choose from {', '.join(augmentations.operations())}.")
    for part, text in zip(parts, texts, strict=True):
        if augmentations.kind(part.module) == "border":
            raise UsageError(f"“{part.name}” changes no image by itself, so it can't help alone: leave it out.")
        if texts.count(text) > 1:
            raise UsageError(f"“{text}” is named twice: name each operation once.")
    return texts


def _augmenting() -> list[str]:
    heads = [head for head in plugins.heads(models) if head.reason is None]
    return [head.name for head in heads if hasattr(models.model(head.name), "AUGMENT")]
