"""How fast images are changed here, against Keras and albumentations, on all cores: `python -m benchmarks.augmenting`.

All flip, turn, zoom and shift the same uint8 images (64 × 64 × 3, in batches of 64), reflected at the borders and
bilinear, in turn, in one process; medians, and the ratios of the medians, are what to quote. Ours is what a run does:
`networks.batches.Source`, with its order of an epoch, its random numbers and its labels. The others get their quickest
way, found before the clock runs: Keras layers on a batch, compiled, in a map of `tf.data` or called on batch after
batch; albumentations an image at a time, in one thread or two. albumentations is no part of the product: it is left out
where it isn't installed.
"""

import argparse
import importlib
import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from galaxy_core import runs, tasks
from galaxy_core.models import Examples
from galaxy_core.models.networks import batches

SIDE, BATCH = 64, 64
DEGREES, ZOOM, SHIFT = 180, 0.2, 0.1  # both ways; the shift as a share of the side
OURS = ("flips", f"rotation:degrees={DEGREES}", f"zoom:range={ZOOM}", f"shift:share={SHIFT}")
TARGETS = {"Keras": 10.0, "albumentations": 3.0}  # times as fast as
MISSING = "albumentations isn't installed, so it isn't measured: “pip install albumentations” brings it here."
Way = Callable[[np.ndarray], Iterator[np.ndarray]]  # all images once: uint8 batches


def ours(images: np.ndarray) -> Iterator[np.ndarray]:
    """An epoch as a network is given it."""
    examples = Examples(
        images, np.arange(len(images)), np.zeros(len(images), np.int64), tasks.task("classes", "a"), OURS
    )
    source = batches.Source(examples, 0, 50.0)
    return (batch.images for batch in source.batches(BATCH, 1))


def keras_ways() -> dict[str, Way]:
    """Four of its layers, one after the other."""
    import keras
    import tensorflow as tf

    fill = {"fill_mode": "reflect", "interpolation": "bilinear"}
    layers = keras.Sequential([
        keras.layers.RandomFlip("horizontal_and_vertical", seed=0),
        keras.layers.RandomRotation(DEGREES / 360, seed=1, **fill),
        keras.layers.RandomZoom((-ZOOM, ZOOM), seed=2, **fill),
        keras.layers.RandomTranslation(SHIFT, SHIFT, seed=3, **fill),
    ])  # fmt: skip
    shape = tf.TensorSpec((None, SIDE, SIDE, 3), tf.uint8)
    changed = tf.function(lambda batch: tf.cast(layers(batch, training=True), tf.uint8), input_signature=[shape])

    def mapped(images: np.ndarray) -> Iterator[np.ndarray]:
        data = tf.data.Dataset.from_tensor_slices(images).batch(BATCH)
        return iter(data.map(changed, num_parallel_calls=runs.threads()).prefetch(2).as_numpy_iterator())

    def called(images: np.ndarray) -> Iterator[np.ndarray]:
        return (changed(images[first : first + BATCH]).numpy() for first in range(0, len(images), BATCH))

    return {"Keras, tf.data": mapped, "Keras, called": called}


def albumentations_ways() -> dict[str, Way]:
    """Its changes of one image, in one thread or in as many as there are cores; none where it isn't installed."""
    os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"  # or it asks the network for a newer version
    try:
        theirs = importlib.import_module("albumentations")
    except ImportError:
        return {}
    import cv2

    affine = {"scale": (1 - ZOOM, 1 + ZOOM), "translate_percent": (-SHIFT, SHIFT), "rotate": (-DEGREES, DEGREES)}
    changed = theirs.Compose([
        theirs.HorizontalFlip(p=0.5), theirs.VerticalFlip(p=0.5),
        theirs.Affine(**affine, p=1.0, border_mode=cv2.BORDER_REFLECT_101),
    ])  # fmt: skip

    def batch_of(part: np.ndarray) -> np.ndarray:
        return np.stack([changed(image=image)["image"] for image in part])

    def alone(images: np.ndarray) -> Iterator[np.ndarray]:
        return (batch_of(images[first : first + BATCH]) for first in range(0, len(images), BATCH))

    def together(images: np.ndarray) -> Iterator[np.ndarray]:
        with ThreadPoolExecutor(runs.threads()) as pool:
            yield from pool.map(batch_of, [images[first : first + BATCH] for first in range(0, len(images), BATCH)])

    return {"albumentations, one thread": alone, "albumentations, all cores": together}


def pace(way: Way, images: np.ndarray) -> float:
    """Images a second, once over all of them; fails where some are missing or nothing was changed."""
    began, count = time.perf_counter(), 0
    for batch in way(images):
        assert batch.dtype == np.uint8 and batch.shape[1:] == (SIDE, SIDE, 3)
        count += len(batch)
    seconds = time.perf_counter() - began
    assert count == len(images) and not np.array_equal(batch, images[-len(batch) :])
    return count / seconds


def quickest(ways: dict[str, Way], images: np.ndarray) -> dict[str, Way]:
    """The quickest of several ways: each is warmed up, then tried three times."""
    for way in ways.values():
        pace(way, images[: 4 * BATCH])
    found = {name: statistics.median(pace(way, images) for _ in range(3)) for name, way in ways.items()}
    best = max(found, key=found.get, default=None)
    return {best: ways[best]} if best else {}


def measure(ways: dict[str, Way], images: np.ndarray, times: int) -> dict[str, list[float]]:
    """Images a second of each, in turn, so that whatever else the machine does meets all of them alike."""
    found = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            found[name].append(pace(way, images))
    return found


def lines(found: dict[str, list[float]]) -> list[str]:
    """The table: each with its median and its range, the others with how many times as fast ours is."""
    medians = {name: statistics.median(paces) for name, paces in found.items()}
    told = []
    for name, paces in found.items():
        told.append(f"{name:28} {medians[name]:8,.0f} images/s  (from {min(paces):,.0f} to {max(paces):,.0f})")
        if (target := TARGETS.get(name.partition(",")[0])) is not None:
            ratio = medians["ours"] / medians[name]
            told[-1] += (
                f"  ours is {ratio:.1f} × as fast, {'as' if ratio >= target else 'NOT as'} wanted ({target:g} ×)"
            )
    return told


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=4096, help="images of each measurement (%(default)s)")
    parser.add_argument("--times", type=int, default=9, help="measurements of each, in turn (%(default)s)")
    asked = parser.parse_args()
    images = np.random.default_rng(0).integers(0, 256, (asked.images, SIDE, SIDE, 3), np.uint8)
    theirs = albumentations_ways()
    ways = {"ours": ours, **quickest(keras_ways(), images), **quickest(theirs, images)}
    pace(ours, images)
    print(f"load {os.getloadavg()[0]:.1f}, {runs.threads()} cores, {asked.images:,} images, median of {asked.times}")
    print("\n".join(lines(measure(ways, images, asked.times))))
    if not theirs:
        print(MISSING)


if __name__ == "__main__":
    main()
