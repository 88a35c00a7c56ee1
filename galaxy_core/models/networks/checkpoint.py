"""Checkpoints from which training goes on bit for bit: weights, batch-norm statistics, seed states, optimizer, and the
best weights so far."""

from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import DataError

FILE, BEST = "network.npz", "best.npz"


def save(network, optimizer, folder: Path, best: list[np.ndarray] | None = None) -> None:
    """Writes every variable of the network and its optimizer into `folder`, in their order, as plain arrays.

    `best` are the weights of the best epoch so far, where those are to be kept.
    """
    _write(folder / FILE, [np.asarray(variable) for variable in _variables(network, optimizer)])
    if best is not None:
        _write(folder / BEST, best)


def load(network, optimizer, folder: Path) -> list[np.ndarray] | None:
    """Puts them back, and gives the best weights where there are some.

    Raises DataError where the checkpoint belongs to another network.
    """
    stored, variables = _read(folder / FILE), _variables(network, optimizer)
    if [array.shape for array in stored] != [tuple(variable.shape) for variable in variables]:
        raise DataError(f"The checkpoint {folder} belongs to another network: start a new run instead.")
    for array, variable in zip(stored, variables, strict=True):
        variable.assign(array)
    return _read(folder / BEST) if (folder / BEST).exists() else None


def _write(file: Path, arrays: list[np.ndarray]) -> None:
    numbered: dict[str, Any] = {str(number): array for number, array in enumerate(arrays)}
    np.savez(file, **numbered)


def _read(file: Path) -> list[np.ndarray]:
    with np.load(file, allow_pickle=False) as stored:
        return [stored[str(number)] for number in range(len(stored))]


def _variables(network, optimizer) -> list:
    return list({id(variable): variable for variable in [*network.variables, *optimizer.variables]}.values())
