"""Starting from an earlier run: the weights of its body, and of its head where that has as many classes."""

import zipfile
from pathlib import Path

import numpy as np

from galaxy_core import DataError

HEAD = 2  # weights of the last layer: its kernel and its bias
BROKEN = (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile)  # what numpy raises of what is no archive


def load(network, file: Path) -> bool:
    """Puts weights that `export.Network.save` wrote into a network; whether the head was among them.

    Raises DataError where they belong to another network, or the file holds none.
    """
    stored, wanted = _read(file), [tuple(weight.shape) for weight in network.weights]
    shapes = [array.shape for array in stored]
    if len(shapes) != len(wanted) or shapes[:-HEAD] != wanted[:-HEAD]:
        raise DataError(
            f"The weights in {file} belong to another network: choose a run of the same model with the same layers, "
            "whose images have as many colours."
        )
    whole = shapes == wanted
    for weight, array in list(zip(network.weights, stored, strict=True))[: None if whole else -HEAD]:
        weight.assign(array)
    return whole


def _read(file: Path) -> list[np.ndarray]:
    """The arrays in their order. Raises DataError."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            arrays = [stored[str(number)] for number in range(len(stored.files))]
    except BROKEN as error:
        raise DataError(f"{file} holds no weights of a network: give the weights.npz of a run.") from error
    if not arrays or any(array.dtype.kind not in "fiu" or not np.isfinite(array).all() for array in arrays):
        raise DataError(f"{file} holds no weights of a network: give the weights.npz of a run.")
    return arrays
