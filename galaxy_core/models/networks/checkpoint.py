"""Checkpoints from which training goes on bit for bit: weights, batch-norm statistics, seed states, optimizer."""

from pathlib import Path

import numpy as np

from galaxy_core import DataError

FILE = "network.npz"


def save(network, folder: Path) -> None:
    """Writes every variable of the network and its optimizer into `folder`, in their order, as plain arrays."""
    arrays = {str(number): np.asarray(variable) for number, variable in enumerate(_variables(network))}
    np.savez(folder / FILE, **arrays)


def load(network, folder: Path) -> None:
    """Puts them back. Raises DataError where the checkpoint belongs to another network."""
    with np.load(folder / FILE, allow_pickle=False) as stored:
        variables = _variables(network)
        shapes = [stored[str(number)].shape for number in range(len(stored))]
        if shapes != [tuple(variable.shape) for variable in variables]:
            raise DataError(f"The checkpoint {folder} belongs to another network: start a new run instead.")
        for number, variable in enumerate(variables):
            variable.assign(stored[str(number)])


def _variables(network) -> list:
    seen, out = set(), []
    for variable in [*network.variables, *network.optimizer.variables]:
        if id(variable) not in seen:
            seen.add(id(variable))
            out.append(variable)
    return out
