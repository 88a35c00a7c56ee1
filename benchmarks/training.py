"""How fast networks train here, against the studies' own way: `python -m benchmarks.training`.

Both train the same network on the same drawn images, in turn, in one process; the medians of their ratios are what to
quote. The studies' way is Keras' ImageDataGenerator (rotation, zoom, flips) feeding a plain `fit` of batches of 32 with
Adam; ours is `galaxy_core.models.networks` as the model's defaults say. Validation loss after each epoch stands beside,
because speed that learns less is none. The last column is the share of this machine's own float32 matrix product.
"""

import argparse
import statistics
import time
from dataclasses import replace
from types import ModuleType

import numpy as np

from galaxy_core import models, prepare, tasks
from galaxy_core.datasets import drawing
from galaxy_core.models import Examples, networks
from galaxy_core.models.networks import batches, training

MODELS = ("cnn", "plain_cnn")
VALIDATION = 0.2  # share of the images
TASK = tasks.task("classes", [f"class {number}" for number in range(drawing.CLASSES)])


def parts(drawn: np.ndarray, labels: np.ndarray, module: ModuleType) -> tuple[Examples, Examples]:
    """Train and validation, prepared as a model wants them."""
    images = prepare.apply(drawn, module.steps(module.Parameters()))
    rows = np.split(np.random.default_rng(0).permutation(len(labels)), [round(VALIDATION * len(labels))])
    return tuple(Examples(images, part, labels[part], TASK) for part in reversed(rows))


class Ours:
    """Epochs of the product's own loop, as a run of the model's defaults would have them."""

    seed, target_epochs = 0, None

    def __init__(self, module: ModuleType, train: Examples, validation: Examples, epochs: int):
        chosen, self.validation = module.Parameters(epochs=epochs), validation
        shape, self.history, self.values = train.images.shape[1:], [], {}
        self.learner = training.Learner(lambda: module.build(shape, train.outputs, chosen), chosen, train.task)
        self.source = batches.Source(replace(train, augment=module.AUGMENT, balance=module.BALANCE), self.seed)

    def epoch(self) -> None:
        """Learns for one epoch."""
        self.values = self.learner.epoch(self.source, self, self.history)

    def loss(self) -> float:
        """Validation loss now."""
        self.history.append(self.values | self.learner.look(self.validation))
        return self.history[-1]["val_loss"]

    def batch(self, *_: int) -> None:
        """As a `models.Progress` it says nothing."""


class Studies:
    """Epochs of ImageDataGenerator and `fit` on the same architecture, with Keras' own batch norm."""

    def __init__(self, module: ModuleType, train: Examples, validation: Examples, epochs: int):
        import keras
        from keras.src.legacy.preprocessing.image import ImageDataGenerator

        flow = ImageDataGenerator(rotation_range=45, zoom_range=0.2, horizontal_flip=True, vertical_flip=True)
        ours = module.build(train.images.shape[1:], train.outputs, module.Parameters())
        self.network = keras.models.clone_model(ours, clone_function=_plain)
        self.network.compile(keras.optimizers.Adam(1e-3), keras.losses.CategoricalCrossentropy(from_logits=True))
        images, one_hot = train.images[train.rows], np.eye(train.outputs, dtype=np.float32)
        self.flow = flow.flow(images, one_hot[train.labels], batch_size=32, seed=0)
        self.validation = (validation.images[validation.rows], one_hot[validation.labels])

    def epoch(self) -> None:
        """Learns for one epoch."""
        self.network.fit(self.flow, epochs=1, verbose=0)

    def loss(self) -> float:
        """Validation loss now."""
        return self.network.evaluate(*self.validation, verbose=0)


def _plain(layer):
    """The same layer, as Keras has it."""
    import keras

    kind = keras.layers.BatchNormalization if isinstance(layer, keras.layers.BatchNormalization) else type(layer)
    return kind.from_config(layer.get_config())


def compare(name: str, drawn: np.ndarray, labels: np.ndarray, epochs: int) -> list[str]:
    """The lines of the table for one model."""
    module = models.model(name)
    train, validation = parts(drawn, labels, module)
    both = {"ours": Ours(module, train, validation, epochs), "studies": Studies(module, train, validation, epochs)}
    seconds, losses = ({who: [] for who in both} for _ in range(2))
    for _ in range(epochs):
        for who, contender in both.items():
            began = time.perf_counter()
            contender.epoch()
            seconds[who].append(time.perf_counter() - began)
            losses[who].append(contender.loss())
    best, work = peak(), module.gflop(module.Parameters(epochs=1), len(train.rows), drawing.CLASSES)
    lines = []
    for who in both:
        median = statistics.median(seconds[who][1:])  # the first epoch builds the computation, and isn't counted
        share = f"{100 * work / median / best:4.0f} % of {best:.0f} GFLOP/s"
        path = " ".join(f"{loss:.2f}" for loss in losses[who])
        lines.append(f"{name:10} {who:8} {len(train.rows) / median:6.0f} images/s {share}  validation loss {path}")
    ratios = sorted(theirs / own for own, theirs in list(zip(*seconds.values(), strict=True))[1:])
    spread = f"from {ratios[0]:.2f} to {ratios[-1]:.2f}, {len(ratios)} epochs of each in turn"
    return [*lines, f"{name:10} {'ratio':8} {statistics.median(ratios):6.2f} × ({spread})"]


def peak() -> float:
    """GFLOP/s of a float32 matrix product, the best of twenty."""
    square, best = np.ones((2048, 2048), np.float32), 9.0
    for _ in range(20):
        began = time.perf_counter()
        square @ square
        best = min(best, time.perf_counter() - began)
    return 2 * 2048**3 / best / 1e9


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=2500, help="drawn images, a fifth of them for validation")
    parser.add_argument("--epochs", type=int, default=6, help="of each, in turn; the first isn't timed")
    parser.add_argument("--model", choices=MODELS, action="append", help="only this one; may be repeated")
    options = parser.parse_args()
    labels = np.arange(options.images) % drawing.CLASSES
    drawn = np.empty((options.images, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(labels, 0, drawn)
    networks.start(type("Progress", (), {"seed": 0, "say": staticmethod(print)})())
    for name in options.model or MODELS:
        print("\n".join(compare(name, drawn, labels, options.epochs)), flush=True)


if __name__ == "__main__":
    main()
