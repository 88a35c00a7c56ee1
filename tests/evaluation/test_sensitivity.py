"""What a change of images does to a model whose answers are known."""

import numpy as np
import pytest

from galaxy_core import augmentations, plugins
from galaxy_core.evaluation import sensitivity
from galaxy_core.evaluation.sensitivity import Sample


def sample(n: int = 40, side: int = 16) -> Sample:
    """Images that are bright above and dark below; their label says nothing."""
    images = np.full((n, side, side, 3), 40, np.uint8)
    images[:, : side // 2] = 200
    return Sample(images, np.arange(n), np.arange(n) % 2, 40.0)


def upright(images: np.ndarray) -> np.ndarray:
    """A model that is sure of the truth as far as the upper half is the brighter one."""
    half = images.shape[1] // 2
    gap = images[:, :half].mean(axis=(1, 2, 3)) - images[:, half:].mean(axis=(1, 2, 3))
    p = np.clip(0.5 + gap / 320, 0, 1)
    return np.stack([p, p], axis=1).astype(np.float32)


def indifferent(images: np.ndarray) -> np.ndarray:
    """A model that says the same of every image."""
    return np.tile(np.float32([0.3, 0.7]), (len(images), 1))


def test_what_hurts_and_what_does_not() -> None:
    turned = sensitivity.change(upright, sample(), "flips:axes=vertical")
    assert turned.verdict == "it hurts" and turned.n == 40 and turned.title == "Flips"
    assert turned.before == pytest.approx(1) and turned.difference == pytest.approx(turned.after - turned.before)
    assert turned.low <= turned.difference <= turned.high < -0.02
    assert sensitivity.change(upright, sample(), "flips:axes=horizontal").verdict == "harmless"
    same = sensitivity.change(indifferent, sample(), "rotation")
    assert same.verdict == "harmless" and same.before == pytest.approx(0.5) and same.difference == 0
    assert sensitivity.change(upright, sample(3), "rotation").verdict == "hard to say", "three images say little"


def test_a_curve_falls_with_the_strength_of_what_hurts() -> None:
    found = sensitivity.curve(upright, sample(), "rotation")
    assert found.values[0] == 0 and found.values[-1] == 180 and len(found.values) == sensitivity.STEPS
    assert found.usual == 180 and found.title == "Rotation"
    assert found.means[0] == pytest.approx(1) and found.means[-1] < 0.7 and found.means[2] < found.means[1]
    assert all(low <= mean <= high for low, mean, high in zip(found.lows, found.means, found.highs, strict=True))


def test_one_without_strength_is_asked_without_and_with() -> None:
    found = sensitivity.curve(upright, sample(), "symmetries")
    assert found.label == "" and found.values == (0.0, 1.0) and found.means[0] > 0.99 > found.means[1]


def test_every_augmentation_of_one_image_can_be_asked_about() -> None:
    names = sensitivity.operations()
    assert "mixup" not in names and "fill" not in names and {"rotation", "noise", "symmetries"} <= set(names)
    for name in names:
        known = sensitivity.strength(name)
        found = sensitivity.curve(indifferent, sample(4), name)
        assert found.means == pytest.approx([0.5] * len(found.values)), name
        assert (known is None) == (found.label == "")
        if known:
            assert known.name == next(iter(plugins.load(augmentations, name).Parameters.__dataclass_fields__))


def test_no_strength_changes_nothing() -> None:
    for name in sensitivity.operations():
        if known := sensitivity.strength(name):
            images = np.random.default_rng(0).integers(0, 256, (4, 16, 16, 3), np.uint8)
            pipeline = augmentations.pipeline((f"{name}:{known.name}={known.low}",))
            if name == "brightness":
                pipeline = augmentations.pipeline(("brightness:brightness=0,colour=0",))
            assert np.array_equal(pipeline(images, np.full((4, pipeline.draws), 0.7, np.float32)), images), name
