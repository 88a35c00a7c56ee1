"""What a network says of one galaxy while its dropout stays on, 30 times (MC dropout; see `models.graphs.dropout`)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import AbsentError, GalaxyError, models
from galaxy_core.models import graphs
from galaxy_core.models.graphs import dropout
from galaxy_core.plugins import parameters
from galaxy_core.runs import Run

PASSES = 30
THREADS = 1  # as in `prediction`


def rates(run: Run) -> tuple[float, ...]:
    """The share of its numbers that was left out before each of its last dense layers; () of a model without any."""
    try:
        module = models.model(run.request.model)
        chosen = parameters.parse(module.Parameters, run.request.parameters)
    except GalaxyError:
        return ()
    found: tuple[float, ...] = module.dropped(chosen) if hasattr(module, "dropped") else ()
    return found if any(found) else ()


def passes(run: Run, prepared: np.ndarray, count: int = PASSES) -> np.ndarray | None:
    """What a run says of one prepared image as it is, uint8 (s, s, c), each time with other numbers left out, always
    the same ones: float32 (count, k). None of a model without dropout. Raises AbsentError where its model can't be
    read."""
    file, left_out = run.folder / "model.onnx", rates(run)
    if not left_out:
        return None
    try:
        loaded = _loaded(file, file.stat().st_mtime_ns, left_out)
    except Exception as error:  # those of onnx and onnxruntime have no class of their own above them
        raise AbsentError(f"The model in {file} can't be read: train the run again.") from error
    if loaded is None:
        return None
    halves, trunk, head = loaded
    (before,) = trunk.run(None, {trunk.get_inputs()[0].name: np.ascontiguousarray(prepared[None])})
    random, start = np.random.default_rng(0), head.get_inputs()[0].name
    masks = {name: mask(random, (count, halves.widths[name]), rate) for name, rate in halves.rates.items()}
    (said,) = head.run(None, {start: np.repeat(before, count, axis=0)} | masks)
    return np.asarray(said)


def mask(random: np.random.Generator, shape: tuple[int, int], rate: float) -> np.ndarray:
    """As Keras' Dropout does: 0 where a number is left out, and what stays is as much larger: float32."""
    return ((random.random(shape) >= rate) / (1 - rate)).astype(np.float32)


@lru_cache(maxsize=4)
def _loaded(file: Path, changed: int, left_out: tuple[float, ...]) -> tuple[dropout.Halves, Any, Any] | None:
    halves = dropout.halves(file, left_out)
    if halves is None:
        return None
    return halves, graphs.session(halves.trunk, THREADS), graphs.session(halves.head, THREADS)
