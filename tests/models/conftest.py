"""Small made images that can be learned, and what a model tells while it learns them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from galaxy_core import models, tasks, trees
from galaxy_core.models import Examples, Finished, Stopped

THREE = tasks.task("classes", ("across", "upright", "disc"))
VOTES = tasks.task("votes", trees.tree("gz2").answers)
SEEN = (  # by label: what most volunteers say
    ("a01_smooth", "a18_cigar_shaped", "a15_no"),
    ("a02_features_or_disk", "a04_yes", "a25_rounded", "a14_yes", "a24_merger"),
    ("a02_features_or_disk", "a05_no", "a06_bar", "a08_spiral", "a12_obvious", "a28_tight", "a32_2", "a15_no"),
)
SOFTMAX = THREE.activated


class Listener:
    """A `models.Progress` that remembers what it is told; with a folder it keeps the checkpoints there."""

    def __init__(self, folder: Path | None = None, seed: int = 0, stop_after: int = 10**9):
        self.folder, self.seed, self.stop_after = folder, seed, stop_after
        self.said, self.values, self.batches, self.target_epochs = [], [], 0, None
        self.members: dict[str, Finished] = {}

    def say(self, words: str) -> None:
        """Remembers it."""
        self.said.append(words)

    def batch(self, epoch: int, epochs: int, done: int, batches: int, images: int) -> None:
        """Counts it, checks that the numbers can be true, and stops where that was asked."""
        assert 1 <= epoch <= epochs and 1 <= done <= batches and images >= 1
        self.batches += 1
        if self.batches >= self.stop_after:
            raise Stopped

    def epoch(self, values: dict[str, float], save: Callable[[Path], None]) -> None:
        """Remembers it, with a checkpoint where there is a folder."""
        self.values.append(values)
        if self.folder:
            at = self.folder / str(len(self.values))
            at.mkdir()
            save(at)

    def checkpoint(self) -> Path | None:
        """The last one."""
        return self.folder / str(len(self.values)) if self.folder and self.values else None

    def history(self) -> list[dict[str, float]]:
        """What was remembered."""
        return list(self.values)

    def finished(self, name: str) -> Finished:
        """One that a test has put there."""
        return self.members[name]


@pytest.fixture(scope="session")
def listener() -> type[Listener]:
    """Makes listeners."""
    return Listener


@pytest.fixture(scope="session")
def learnable() -> tuple[Examples, Examples, Examples]:
    """Train, validation and test of 16 × 16 images in three uneven classes: a bar across, a bar upright, a disc."""
    random = np.random.default_rng(0)
    labels = random.permutation(np.repeat([0, 1, 2], [90, 60, 50]))
    images = random.integers(0, 60, (200, 16, 16, 3)).astype(np.uint8)
    rows, columns = np.mgrid[:16, :16] - 7.5
    shapes = (np.abs(rows) < 2, np.abs(rows) < 2, np.hypot(rows, columns) < 5)
    for image, label in zip(images, labels, strict=True):
        image[shapes[label]] += np.uint8(120)
        if label == 1:
            image[:, :, 2] //= 2
    parts = (np.arange(0, 140), np.arange(140, 170), np.arange(170, 200))
    return tuple(Examples(images, part, labels[part], THREE) for part in parts)


@pytest.fixture(scope="session")
def voted(learnable: tuple) -> tuple[Examples, Examples, Examples]:
    """The same images with votes of 20 to 60 volunteers in place of classes."""
    random, tree = np.random.default_rng(1), VOTES.tree
    labels = np.concatenate([part.labels for part in learnable])
    likely = np.full((len(SEEN), len(tree.answers)), 0.05)
    for label, answers in enumerate(SEEN):
        likely[label, [tree.column(answer) for answer in answers]] = 1
    votes, asked = np.zeros((len(labels), len(tree.answers))), random.integers(20, 61, len(labels))
    for number, columns in enumerate(tree.slices):
        parents = tree.parents[number]
        shares = likely[labels][:, columns] / likely[labels][:, columns].sum(axis=1, keepdims=True)
        led = votes[:, parents].sum(axis=1).astype(int) if len(parents) else asked
        votes[:, columns] = random.multinomial(led, shares)
    targets = np.stack([votes, tree.fractions(votes)], axis=1).astype(np.float32)
    return tuple(replace(part, targets=targets[part.rows], task=VOTES) for part in learnable)


@pytest.fixture(scope="session")
def treated(learnable: tuple, voted: tuple) -> Callable[..., tuple[Examples, Examples, Examples]]:
    """`treated(cnn)`, `treated(cnn, "votes")`: the same, training images changed and balanced as that model does unless
    the user chooses."""

    def treat(module: ModuleType, task: str = "classes") -> tuple[Examples, Examples, Examples]:
        parts = voted if task == VOTES.name else learnable
        if not hasattr(module, "AUGMENT"):
            return parts
        return replace(parts[0], augment=module.AUGMENT, balance=models.balance(module, task)), *parts[1:]

    return treat
