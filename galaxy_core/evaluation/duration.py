"""How long a run will take here: by the arithmetic it needs, and what runs of its model took before."""

import time
from contextlib import suppress
from dataclasses import replace
from functools import cache
from statistics import median

import numpy as np

from galaxy_core import GalaxyError, models, runs
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.runs.run import Result

START = 20.0  # seconds until a run learns and after it has: imports, preparing and classifying images
ALIKE = 5.0  # times less arithmetic, from which on an earlier run says nothing about the time
SHARE = 0.4  # of the machine's peak that training reaches


def estimate(request: runs.Request, counts: np.ndarray) -> float:
    """Seconds that a run will about take here, given how many training images each class has: int64 (k,).

    By the arithmetic it needs, and the speed that finished runs of the same model reached on this machine; before
    there is one, by a short measurement of the machine.
    """
    gflop = _gflop(request, int(balancing.shown(request.balance, counts).sum()), len(counts))
    paces, rests = [], []
    for run in [run for run in runs.every() if run.request.model == request.model and run.is_finished][:20]:
        result = run.result
        cost = result.get("cost", {}).get("seconds", 0.0)
        learning = sum(epoch.get("seconds", 0.0) for epoch in result.get("history", [])) or cost
        gflop_before = _gflop_done(run.request, result)
        if gflop_before > gflop / ALIKE:  # a tiny run says how fast things start, not how fast they learn
            rests.append(max(0.0, cost - learning))
            paces.append(gflop_before / max(learning, 0.1))
    if paces and median(paces) > 0:
        return gflop / median(paces) + median(rests)
    return START + gflop / (SHARE * _peak())


def _gflop_done(request: runs.Request, result: Result) -> float:
    """The arithmetic behind a result: of the epochs it has, not of those it was to have. 0 where nobody can tell."""
    epochs = {"epochs": len(result["history"])} if result.get("history") and "epochs" in request.parameters else {}
    with suppress(GalaxyError):  # parameters that this version doesn't know, or not so large
        learned = replace(request, parameters=request.parameters | epochs)
        return _gflop(
            learned,
            int(sum(result.get("shown") or [result.get("rows", {}).get("train", 0)])),
            len(result.get("classes", ())),
        )
    return 0.0


def _gflop(request: runs.Request, images: int, outputs: int) -> float:
    module = models.model(request.model)
    return module.gflop(parameters.parse(module.Parameters, request.parameters), images, outputs)


@cache
def _peak() -> float:
    """GFLOP/s of matrix products on all cores this process may use, whatever else they do meanwhile.

    By the processor time of one thread: products this small are computed by one, and a busy machine says the same as
    an idle one.
    """
    square, products, began, used = np.ones((64, 64), np.float32), 0, time.perf_counter(), time.thread_time()
    out = np.empty_like(square)
    while time.perf_counter() - began < 0.15:
        for _ in range(50):
            np.matmul(square, square, out=out)
        products += 50
    return 2 * 64**3 * products / max(time.thread_time() - used, 1e-3) * runs.threads() / 1e9
