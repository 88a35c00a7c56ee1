"""How fast networks train here, against the studies' own way: `python -m benchmarks.training`.

Both train the same network on the same drawn images, in turn, in one process; the medians of their ratios are what to
quote. The studies' way of classes is Keras' ImageDataGenerator (rotation, zoom, flips) feeding a plain `fit` of batches
of 32 with Adam; of votes it is study 003's (`benchmarks.fitting`). Ours is `galaxy_core.models.networks` as the model's
defaults say. Validation loss after each epoch stands beside, because speed that learns less is none. Processor time is
of all threads, and steadier than seconds where others use the machine. Beside it stands the share of what this machine
itself reaches, in a second of processor, in a product of matrices.
"""

import argparse
import statistics
import time
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks import fitting
from galaxy_core import models, prepare, tasks
from galaxy_core.datasets import drawing
from galaxy_core.models import Examples, networks
from galaxy_core.models.networks import batches, training

MODELS = ("cnn", "plain_cnn", "votes_cnn")
VALIDATION = 0.2  # share of the images
BATCH = 500  # of study 003's network
TASK = tasks.task("classes", [f"class {number}" for number in range(drawing.CLASSES)])


def parts(drawn: np.ndarray, labels: np.ndarray, module: ModuleType) -> tuple[Examples, Examples]:
    """Train and validation, prepared as a model wants them."""
    images = prepare.apply(drawn, module.steps(module.Parameters()))
    targets, task = (fitting.votes(labels), fitting.TASK) if _is_of_votes(module) else (labels, TASK)
    rows = np.split(np.random.default_rng(0).permutation(len(labels)), [round(VALIDATION * len(labels))])
    return tuple(Examples(images, part, targets[part], task) for part in reversed(rows))


def _is_of_votes(module: ModuleType) -> bool:
    return "numbers" in getattr(module, "NEEDS", ())


class Ours:
    """Epochs of the product's own loop, as a run of the model's defaults would have them."""

    seed, target_epochs = 0, None

    def __init__(self, module: ModuleType, train: Examples, validation: Examples, chosen: networks.Learning):
        train, self.validation = training.headed(train, chosen), validation
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

    def __init__(self, module: ModuleType, train: Examples, validation: Examples):
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


@dataclass
class Measured:
    """Of every epoch of one contender: seconds, seconds of processor, validation loss."""

    contender: Any
    seconds: list[float]
    processor: list[float]
    losses: list[float]

    def epoch(self) -> None:
        """One more."""
        began, busy = time.perf_counter(), time.process_time()
        self.contender.epoch()
        self.seconds.append(time.perf_counter() - began)
        self.processor.append(time.process_time() - busy)
        self.losses.append(self.contender.loss())

    def line(self, images: int, work: float, best: dict[str, float]) -> str:
        """Its medians in words; the first epoch builds the computation, and isn't counted."""
        median, busy = statistics.median(self.seconds[1:]), statistics.median(self.processor[1:])
        shares = ", ".join(f"{100 * work / busy / peak:.0f} % of {peak:.0f} ({kind})" for kind, peak in best.items())
        path = " ".join(f"{loss:.4g}" for loss in self.losses)
        pace = f"{images / median:6.0f} images/s, {1000 * busy / images:5.2f} ms of processor an image"
        return f"{pace}, {shares} GFLOP per second of it, validation loss {path}"


def compare(name: str, drawn: np.ndarray, labels: np.ndarray, options: argparse.Namespace) -> list[str]:
    """The lines of the table for one model."""
    module = models.model(name)
    train, validation = parts(drawn, labels, module)
    batch = {"batch_size": options.batch} if _is_of_votes(module) else {}
    chosen = module.Parameters(epochs=options.epochs, **batch)
    theirs = fitting.Study003(train, validation, options.batch) if batch else Studies(module, train, validation)
    both = {"ours": Measured(Ours(module, train, validation, chosen), [], [], [])}
    both["studies"] = Measured(theirs, [], [], [])
    for _ in range(options.epochs):
        for contender in both.values():
            contender.epoch()
    work, best = module.gflop(replace(chosen, epochs=1), len(train.rows), train.outputs), peaks()
    lines = [f"{name:10} {who:8} {measured.line(len(train.rows), work, best)}" for who, measured in both.items()]
    return [*lines, *(f"{name:10} {'ratio':8} {_ratio(both, kind)} of {kind}" for kind in ("seconds", "processor"))]


def _ratio(both: dict[str, Measured], kind: str) -> str:
    own, theirs = (getattr(both[who], kind)[1:] for who in ("ours", "studies"))
    ratios = sorted(slow / quick for quick, slow in zip(own, theirs, strict=True))
    spread = f"from {ratios[0]:.2f} to {ratios[-1]:.2f}, {len(ratios)} epochs of each in turn"
    return f"{statistics.median(ratios):6.2f} × ({spread})"


def peaks() -> dict[str, float]:
    """GFLOP of a product of matrices in a second of one core, the best of twenty, by arithmetic."""
    import tensorflow as tf

    best = {}
    for kind in (tf.float32, tf.bfloat16):
        square, seconds = tf.ones((2048, 2048), kind), 9.0
        for _ in range(20):
            began = time.process_time()
            (square @ square)[0, 0].numpy()
            seconds = min(seconds, time.process_time() - began)
        best[kind.name] = 2 * 2048**3 / seconds / 1e9
    return best


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=2500, help="drawn images, a fifth of them for validation")
    parser.add_argument("--epochs", type=int, default=6, help="of each, in turn; the first isn't timed")
    parser.add_argument("--model", choices=MODELS, action="append", help="only this one; may be repeated")
    parser.add_argument("--batch", type=int, default=BATCH, help="images that study 003's network learns from at once; "
                        "its own 2,000 take 12 GB in a plain fit")  # fmt: skip
    options = parser.parse_args()
    labels = np.arange(options.images) % drawing.CLASSES
    drawn = np.empty((options.images, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(labels, 0, drawn)
    networks.start(type("Progress", (), {"seed": 0, "say": staticmethod(print)})())
    for name in options.model or MODELS:
        print("\n".join(compare(name, drawn, labels, options)), flush=True)


if __name__ == "__main__":
    main()
