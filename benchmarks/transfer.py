"""How much faster a head learns on cached features than by running the frozen backbone in every epoch.

`python -m benchmarks.transfer [--images 512] [--epochs 20]` measures it in one process.

Both train the same head on the same images by the ordinary loop: MobileNetV2 at 96 px, all of its 154 layers frozen.
The head is given the same numbers either way, which is checked, to 1e-5 of the largest. The time of describing the
images counts, once for each variant; that of building and compiling the backbone, which both need, doesn't.
"""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from galaxy_core import tasks
from galaxy_core.models import Examples, transfer
from galaxy_core.models.backbones import find, weights

SIDE, CLASSES = 96, 10
TASK = tasks.task("classes", [f"class {number}" for number in range(CLASSES)])
TARGET, TOLERANCE = 10.0, 1e-5


class Listening:
    """A `models.Progress` that remembers the epochs."""

    def __init__(self):
        self.seed, self.target_epochs, self.values = 0, None, []

    def say(self, words: str) -> None:
        """Nothing."""

    def batch(self, *_: int) -> None:
        """Nothing."""

    def epoch(self, values: dict[str, float], save: Callable[[Path], None]) -> None:
        """Remembers it."""
        self.values.append(values)

    def checkpoint(self) -> None:
        """There is none."""

    def history(self) -> list[dict[str, float]]:
        """What was remembered."""
        return list(self.values)


def parts(count: int) -> tuple[Examples, Examples]:
    """Made images uint8 (count, 96, 96, 3) for learning, and a tenth as many to look at."""
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (count + count // 10, SIDE, SIDE, 3), np.uint8)
    labels, rows = random.integers(0, CLASSES, len(images)), np.arange(len(images))
    train = Examples(images, rows[:count], labels[:count], TASK, transfer.AUGMENT)
    return train, Examples(images, rows[count:], labels[count:], TASK)


class Cached:
    """Learning on features: describing the images, then the head."""

    def __init__(self, parameters: transfer.Parameters, train: Examples, validation: Examples):
        from galaxy_core.models.backbones import features, learning
        from galaxy_core.models.networks import batches

        self.parameters = parameters
        self.source = batches.Source(train, time.time_ns() % 2**31)  # another seed each time: nothing is there already
        network = transfer.build(train.images.shape[1:], CLASSES, parameters)
        learning.begin(network, parameters, Listening())
        self.describe = learning.describing(network)
        self.wanted = features.Wanted(self.describe, self.source, validation, parameters.copies)
        for count in {features.BATCH, len(train.rows) % features.BATCH, len(validation.rows) % features.BATCH} - {0}:
            self.describe.predict_on_batch(train.images[:count])

    def seconds(self) -> float:
        """Of all of it; the head's computation, which is quickly built, included."""
        from galaxy_core.models.backbones import features, learning
        from galaxy_core.models.networks import training

        began = time.perf_counter()
        self.found, looked_at = features.get(self.wanted, Listening())
        learner, _, _ = learning.head_learner(self.found, self.parameters)
        training.learn(learner, self.found, looked_at, Listening())
        return time.perf_counter() - began

    def difference(self) -> float:
        """The largest between features kept and those of the backbone run anew in other batches, by the largest."""
        places, worst = np.arange(min(64, self.found.variants.shape[1])), 0.0
        for number in range(self.parameters.copies):
            images = self.wanted.variant(number).batch(number, places, np.zeros_like(places)).images
            now = np.concatenate([np.asarray(self.describe(part)) for part in np.array_split(images, 9)])
            worst = max(worst, float(np.abs(now - self.found.variants[number, places]).max() / np.abs(now).max()))
        return worst


def frozen_seconds(parameters: transfer.Parameters, train: Examples, validation: Examples) -> float:
    """Of as many epochs through the frozen backbone."""
    from galaxy_core.models.backbones import learning
    from galaxy_core.models.networks import batches, training

    make = partial(transfer.build, train.images.shape[1:], CLASSES)
    chosen = replace(parameters, mode="first_layers", frozen_layers=400)
    learner, heard = training.Learner(lambda: make(chosen), chosen, TASK), Listening()
    learning.begin(learner.network, chosen, heard)
    few = replace(train, rows=train.rows[:64], targets=train.targets[:64])
    learner.epoch(batches.Source(few, 0), heard, [])
    learner.look(validation)
    began = time.perf_counter()
    training.learn(learner, batches.Source(train, 0), validation, heard)
    return time.perf_counter() - began


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=512, help="training images (%(default)s)")
    parser.add_argument("--epochs", type=int, default=20, help="epochs (%(default)s)")
    asked = parser.parse_args()
    from galaxy_core.models import networks

    networks.start(argparse.Namespace(seed=0, say=print))
    kind = "imagenet" if weights.find(find("MobileNetV2")) else "random"
    chosen = transfer.Parameters(weights=kind, image_size=SIDE, epochs=asked.epochs, arithmetic="float32")
    train, validation = parts(asked.images)
    print(f"load {os.getloadavg()[0]:.1f}, MobileNetV2, {SIDE} px, {kind} weights, {asked.images} images", flush=True)
    whole = frozen_seconds(chosen, train, validation)
    print(f"{asked.epochs} epochs through the frozen backbone: {whole:.1f} s", flush=True)
    for copies in (1, 2, 4):
        way = Cached(replace(chosen, copies=copies), train, validation)
        cached, off = way.seconds(), way.difference()
        same = "as" if off <= TOLERANCE else "NOT as"
        told = f"{whole / cached:.1f} × as fast"
        if copies == chosen.copies:
            told += f", {'as' if whole / cached >= TARGET else 'NOT as'} wanted ({TARGET:g} ×)"
        print(f"cached features, each image described {copies} ×: {cached:.1f} s, {told}", flush=True)
        print(f"  head input differs by {off:.1e} of the largest, {same} wanted ({TOLERANCE:g})", flush=True)


if __name__ == "__main__":
    main()
