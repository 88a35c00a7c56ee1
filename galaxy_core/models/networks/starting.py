"""Starting from an earlier run: the weights of its body, and of its head where that has as many classes; or from the
weights that come with the program, which are those of a body alone.

What came along is easily spoilt while the new head is wrong about everything. `networks.FineTuning` says what is done
about it: the head learns first, the body then at a smaller rate, and batch norm keeps its statistics (`still`).
"""

import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from galaxy_core import DataError

RANDOM = "random initial weights"
DRAWN = "drawn"  # instead of a run or a file: the weights that come with the program
DRAWN_WEIGHTS = "weights of drawn galaxies (synthetic)"
DRAWN_FILE = Path(__file__).resolve().parents[3] / "assets" / "backbones" / "drawn.npz"
HEAD = 2  # weights of the last layer: its kernel and its bias
BROKEN = (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile)  # what numpy raises of what is no archive


def load(network, file: Path) -> bool:
    """Puts weights that `export.Network.save` wrote into a network; whether the head was among them, and has as many
    outputs. Raises DataError where they belong to another network, or the file holds none.
    """
    stored, expected = _read(file), [tuple(weight.shape) for weight in network.weights]
    shapes = [array.shape for array in stored]
    body = len(expected) - HEAD
    if len(shapes) not in (body, len(expected)) or shapes[:body] != expected[:body]:
        raise DataError(
            f"The weights in {file} belong to another network: choose a run of the same model with the same layers, "
            "whose images have as many colours."
        )
    whole = shapes == expected
    for weight, array in list(zip(network.weights, stored, strict=False))[: None if whole else body]:
        weight.assign(array)
    return whole


def initial_weights(start: str) -> str:
    """In words, what a network began with, by the text of `Learning.start`."""
    if not start:
        return RANDOM
    if start == DRAWN:
        return DRAWN_WEIGHTS
    return f"file {Path(start).name}" if Path(start).suffix or "/" in start else f"weights of run {start}"


def head(network) -> list:
    """The variables of the last layer: what tells classes apart."""
    return list(network.layers[-1].trainable_variables)


def freeze_batchnorm(network):
    """The same layers as a network whose batch norm uses its moving statistics also while learning, and leaves them.

    A network inside of it answers as a whole as if it weren't learning; its weights do learn.
    """
    from keras import Model, layers, models

    def call(layer, *inputs, **options):
        if isinstance(layer, (layers.BatchNormalization, Model)):
            return _still()(layer)(*inputs)
        return layer(*inputs, **options)

    return models.clone_model(network, clone_function=lambda layer: layer, call_function=call)


@cache
def _still() -> type:
    """A layer around another that never tells it that it is learning: an outer `training=True` would reach it."""
    from keras import layers

    class Still(layers.Layer):
        """Whatever goes in, as `inner` answers it."""

        def __init__(self, inner):
            super().__init__(autocast=False)
            self.inner = inner

        def call(self, x):
            """(b, …) → what `inner` gives."""
            return self.inner(x, training=False)

    return Still


def _read(file: Path) -> list[np.ndarray]:
    """The arrays in their order. Raises DataError."""
    try:
        with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as stored:  # numpy alone may leave it open
            arrays = [stored[str(number)] for number in range(len(stored.files))]
    except BROKEN as error:
        raise DataError(f"{file} holds no weights of a network: give the weights.npz of a run.") from error
    if not arrays or any(array.dtype.kind not in "fiu" or not np.isfinite(array).all() for array in arrays):
        raise DataError(f"{file} holds no weights of a network: give the weights.npz of a run.")
    return arrays
