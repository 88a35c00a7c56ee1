"""Does a change of its images change what a model says? The probability of the true class under each augmentation.

On images it didn't learn from. Each image is compared with itself, so a difference is that of the change alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from galaxy_core import augmentations, plugins
from galaxy_core.augmentations import rng
from galaxy_core.intervals import Z
from galaxy_core.plugins.parameters import Parameter, describe

STEPS = 7  # strengths at which it is asked
LOSS = 0.02  # of the probability of the true class: less is called harmless

Classify = Callable[[np.ndarray], np.ndarray]  # prepared images uint8 (n, s, s, c) → probabilities float32 (n, k)


@dataclass(frozen=True, eq=False)
class Sample:
    """Prepared images of known class: uint8 (n, s, s, c), rows and labels int64 (n,), their standard deviation."""

    images: np.ndarray
    rows: np.ndarray
    labels: np.ndarray
    std: float


@dataclass(frozen=True)
class Change:
    """Probability of the true class with an augmentation against without, on the same n images; a mean with its 95 %
    interval."""

    operation: str  # as a text
    title: str
    n: int
    before: float
    after: float
    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """In words: "harmless" where the loss is under two points, "it hurts" where it is more, else "hard to say"."""
        if self.low > -LOSS:
            return "harmless"
        return "it hurts" if self.high < -LOSS else "hard to say"


@dataclass(frozen=True)
class Curve:
    """The same at several strengths of an augmentation: its first parameter, from `values[0]` up; by `values` means
    of the probability of the true class with their 95 % intervals."""

    title: str
    label: str  # of the parameter, "" where it has none: then without and with
    values: tuple[float, ...]
    means: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    usual: float  # the parameter's default


def change(classify: Classify, sample: Sample, text: str, seed: int = 0) -> Change:
    """One augmentation at the strength that the text says. Raises UsageError for one that is none, DataError without
    images."""
    before, after = _true(classify, sample, sample.images), _under(classify, sample, text, seed)
    moved = after - before
    low, high = _interval(moved)
    title = plugins.chosen(augmentations, text).module.TITLE
    return Change(text, title, len(moved), float(before.mean()), float(after.mean()), float(moved.mean()), low, high)


def curve(classify: Classify, sample: Sample, operation: str, seed: int = 0) -> Curve:
    """One augmentation from no strength to its largest; the random numbers stay, so that strength alone differs."""
    module = plugins.load(augmentations, operation)
    parameter, values = strength(operation), (0.0, 1.0)
    if parameter is not None:
        assert parameter.low is not None and parameter.high is not None  # as `strength` chose it
        values = tuple(np.linspace(parameter.low, parameter.high, STEPS).tolist())
    shares = []
    for value in values:
        text = operation if parameter is None else f"{operation}:{parameter.name}={value}"
        still = parameter is None and value == 0
        shares.append(_true(classify, sample, sample.images) if still else _under(classify, sample, text, seed))
    lows, highs = zip(*(_interval(share) for share in shares), strict=True)
    means = tuple(float(share.mean()) for share in shares)
    label, usual = (parameter.label, float(parameter.default)) if parameter else ("", 1.0)
    return Curve(module.TITLE, label, values, means, lows, highs, usual)


def strength(operation: str) -> Parameter | None:
    """The parameter that says how far an augmentation goes, None where it has none: a number with a range."""
    described = describe(plugins.load(augmentations, operation).Parameters)
    return next((p for p in described[:1] if p.kind is float and None not in (p.low, p.high)), None)


def operations() -> tuple[str, ...]:
    """The augmentations that leave an image one galaxy: all but those that lay two over each other."""
    kinds = {name: augmentations.kind(plugins.load(augmentations, name)) for name in augmentations.operations()}
    return tuple(name for name, kind in kinds.items() if kind != "mix")


def _under(classify: Classify, sample: Sample, text: str, seed: int) -> np.ndarray:
    pipeline = augmentations.pipeline((text,), sample.std)
    random = rng.numbers(seed, 0, sample.rows, np.zeros_like(sample.rows), pipeline.draws)
    return _true(classify, sample, pipeline(sample.images, random))


def _true(classify: Classify, sample: Sample, images: np.ndarray) -> np.ndarray:
    """The probability of each image's true class: float64 (n,)."""
    return classify(images)[np.arange(len(images)), sample.labels].astype(np.float64)


def _interval(values: np.ndarray) -> tuple[float, float]:
    """Of a mean, by the normal distribution."""
    half = Z * values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else np.inf
    return float(values.mean() - half), float(values.mean() + half)
