"""Preparation: a chain of steps that makes what a model sees out of what the data set holds. One file a step.

The contract of a step (a plug-in), all at module level: `TITLE`, `SENTENCE`, `Parameters` (see `plugins.parameters`)
and `apply(images uint8 (b, h, w, c), parameters) -> uint8 (b, h', w', c')`, each image by itself: the same image gives
the same result alone or in a batch, so that training and prediction see the same.

A chain is a tuple of texts such as `("crop:fraction=0.75", "resize:size=64")`: readable in a request, a shell and a
cache key alike. The prepared set, a memory-mapped uint8 array made of a whole data set, is in `prepare.cache`.
"""

import sys
from dataclasses import asdict, dataclass
from types import ModuleType

import numpy as np

from galaxy_core import plugins


@dataclass(frozen=True)
class Step:
    """One step with its parameters, ready to be applied."""

    name: str
    module: ModuleType
    values: object

    def __str__(self) -> str:
        values = ",".join(f"{name}={value}" for name, value in asdict(self.values).items())
        return f"{self.name}:{values}" if values else self.name


def step(text: str) -> Step:
    """The step that a text such as `resize:size=64` names. Raises UsageError naming what exists."""
    module, values = plugins.chosen(sys.modules[__name__], text)
    return Step(text.partition(":")[0], module, values)


def chain(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The same chain with every parameter written out, so that equal chains are equal texts."""
    return tuple(str(step(text)) for text in texts)


def apply(images: np.ndarray, texts: tuple[str, ...]) -> np.ndarray:
    """Runs uint8 images (b, h, w, c) through a chain: uint8 (b, s, s, c)."""
    for text in texts:
        this = step(text)
        images = this.module.apply(images, this.values)
    return images
