"""A trained network as a predictor: the mean over the eight symmetric views of an image, also as an ONNX graph."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core.models import graphs

TIDY = 0.2  # seconds between two collections of garbage while exporting
BATCH = 32  # more at once are no quicker, and large images take much memory


class Network:
    """What a network says whose logits were trained; `activated` takes these to its outputs, as its task says.

    With `views` = 4 an image's quarter turns are averaged, with 8 also their mirror images: the sky has no up and
    down, so the answer shouldn't depend on it. `kept` is the epoch whose weights the network has.
    `flatten(network)` makes a network of ordinary layers that says the same: that one answers and is exported, and
    the weights that are saved stay those of the network itself. `initial_weights` says in words what it began with.
    """

    initial_weights = ""

    def __init__(
        self, network, activated: Callable, views: int, kept: int | None = None, flatten: Callable | None = None
    ):
        self.network, self.kept = network, kept
        self.whole = _whole(flatten(network) if flatten else network, activated, views)
        self.n_parameters = int(sum(np.prod(variable.shape) for variable in network.trainable_variables))

    def predict(self, images: np.ndarray) -> np.ndarray:
        """uint8 (n, s, s, c) → float32 (n, outputs)."""
        parts = [
            graphs.joined(self.whole.predict_on_batch(np.asarray(images[first : first + BATCH])))
            for first in range(0, len(images), BATCH)
        ]
        return np.concatenate(parts).astype(np.float32)

    def save(self, folder: Path) -> None:
        """All weights in the order of `network.weights`, and the whole predictor as a graph."""
        weights: dict[str, Any] = {str(n): np.asarray(weight) for n, weight in enumerate(self.network.weights)}
        np.savez(folder / "weights.npz", **weights)
        with tidy():
            self.whole.export(str(folder / "model.onnx"), format="onnx", verbose=False)
        if len(self.whole.outputs) > 1:
            graphs.put_in_order(folder / "model.onnx")


@contextmanager
def tidy() -> Iterator[None]:
    """Collects garbage several times a second: the exporter copies the whole graph for each of its many steps, and the
    copies refer to themselves. They would take 7 GB of a network of 24 million numbers."""
    done = threading.Event()

    def collect() -> None:
        while not done.wait(TIDY):
            gc.collect()

    collector = threading.Thread(target=collect, daemon=True)
    gc.collect()
    gc.freeze()  # what was there before isn't looked through each time
    collector.start()
    try:
        yield
    finally:
        done.set()
        collector.join()
        gc.unfreeze()


def _whole(network, activated: Callable, views: int):
    import keras

    images = keras.Input(network.input_shape[1:], dtype="uint8", name="images")
    answers = [activated(network(view, training=False)) for view in _views(images, views)]
    whole = keras.Model(images, _together(answers))
    whole(np.zeros((1, *network.input_shape[1:]), np.uint8))  # the export wants it to have been called once
    return whole


def _together(answers: list):
    """The mean of what is said of all views. Where it is also said how many observations each output is worth, the mean
    of that, too: by it the outputs become concentrations."""
    from keras import layers

    if not isinstance(answers[0], list):
        return answers[0] if len(answers) == 1 else layers.Average()(answers)
    outputs, worth = (_together(list(parts)) for parts in zip(*answers, strict=True))
    return dict(zip(graphs.OUTPUTS, (outputs, outputs * worth), strict=True))


def _views(images, views: int) -> list:
    """The first `views` of: the image, its three quarter turns, and the mirror images of these four."""
    from keras import ops

    turned, upside = ops.transpose(images, (0, 2, 1, 3)), ops.flip(images, axis=1)
    quarter, three = ops.flip(turned, axis=1), ops.flip(turned, axis=2)
    return [
        images,
        quarter,
        ops.flip(upside, axis=2),
        three,
        upside,
        turned,
        ops.flip(images, axis=2),
        ops.flip(quarter, axis=2),
    ][:views]
