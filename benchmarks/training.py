"""How fast networks train here, against the studies' own way: `python -m benchmarks.training`.

Both train the same network on the same drawn images, in turn, in one process; the medians of their ratios are what to
quote. The studies' way is Keras' ImageDataGenerator (rotation, zoom, flips) feeding a plain
`fit`; ours is `galaxy_core.models.networks`. The last column is the share of this machine's own float32 matrix product.
"""

import argparse
import statistics
import time

import numpy as np

from galaxy_core.datasets import drawing
from galaxy_core.models import Examples, cnn, networks
from galaxy_core.models.networks import Recipe, batches, training
from galaxy_core.prepare import apply

SIZE = 64


def images(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Drawn galaxies as the default CNN sees them: uint8 (count, 64, 64, 3), labels int64 (count,)."""
    labels = np.arange(count) % drawing.CLASSES
    drawn = np.empty((count, drawing.SIZE, drawing.SIZE, 3), np.uint8)
    drawing.draw_many(labels, 0, drawn)
    return apply(drawn, ("crop:fraction=0.75", f"resize:size={SIZE}")), labels


class Ours:
    """Epochs of the product's own loop."""

    def __init__(self, pictures: np.ndarray, labels: np.ndarray):
        self.examples = Examples(pictures, np.arange(len(labels)), labels, drawing.CLASSES)
        self.network = cnn.build(pictures.shape[1:], drawing.CLASSES, cnn.Parameters())
        self.recipe = Recipe(10, cnn.Parameters().batch_size, 1e-3, augmentations=cnn.AUGMENTATIONS)
        training.compile_for(self.network, self.recipe, batches.count(self.examples, self.recipe.batch_size))
        self.epoch = 0

    def run(self) -> None:
        """One epoch."""
        self.epoch += 1
        training.one_epoch(self.network, self.recipe, self.examples, Quiet(), self.epoch)


class Studies:
    """Epochs of ImageDataGenerator and `fit`."""

    def __init__(self, pictures: np.ndarray, labels: np.ndarray):
        import keras
        from keras.src.legacy.preprocessing.image import ImageDataGenerator

        flow = ImageDataGenerator(rotation_range=45, zoom_range=0.2, horizontal_flip=True, vertical_flip=True)
        self.network = cnn.build(pictures.shape[1:], drawing.CLASSES, cnn.Parameters())
        self.network.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
        one_hot = np.eye(drawing.CLASSES, dtype=np.float32)[labels]
        self.flow = flow.flow(pictures, one_hot, batch_size=32)

    def run(self) -> None:
        """One epoch."""
        self.network.fit(self.flow, epochs=1, verbose=0)


class Quiet:
    """A progress that says nothing."""

    seed = 0

    def batch(self, *_: int) -> None:
        """Says nothing."""


def peak() -> float:
    """GFLOP/s of a float32 matrix product, the best of twenty."""
    square, best = np.ones((1024, 1024), np.float32), 1.0
    for _ in range(20):
        began = time.perf_counter()
        square @ square
        best = min(best, time.perf_counter() - began)
    return 2 * 1024**3 / best / 1e9


def seconds(contender: Ours | Studies) -> float:
    """How long one epoch takes."""
    began = time.perf_counter()
    contender.run()
    return time.perf_counter() - began


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=2048, help="training images")
    parser.add_argument("--rounds", type=int, default=5, help="epochs of each, in turn")
    options = parser.parse_args()
    pictures, labels = images(options.images)
    networks.start(type("Progress", (), {"seed": 0, "say": staticmethod(print)})())
    ours, studies = Ours(pictures, labels), Studies(pictures, labels)
    ours.run(), studies.run()  # the first epoch builds the computation
    times = [(seconds(ours), seconds(studies)) for _ in range(options.rounds)]
    work = cnn.work(cnn.Parameters(epochs=1), options.images, drawing.CLASSES)
    best = peak()
    for name, column in (("ours", 0), ("the studies' way", 1)):
        median = statistics.median(pair[column] for pair in times)
        share = 100 * work / median / best
        print(f"{name:18} {options.images / median:7.0f} images/s  {share:4.0f} % of {best:.0f} GFLOP/s")
    ratios = sorted(studied / own for own, studied in times)
    print(f"ratio: median {statistics.median(ratios):.2f}, from {ratios[0]:.2f} to {ratios[-1]:.2f}")


if __name__ == "__main__":
    main()
