"""Preparation: a chain of steps that makes what a model sees out of what the data set holds. One file a step.

The contract of a step (a plug-in), all at module level:

- `TITLE`, `SENTENCE`, `Parameters` (see `plugins.parameters`);
- `apply(images uint8 (b, h, w, c), parameters) -> uint8 (b, h', w', c')`, each image by itself: the same image gives
  the same result alone or in a batch, so that training and prediction see the same. c is 3 (red first) or 1; channels
  may become fewer, never more. An image of one pixel, or one that isn't square, gives a result like any other;
- optional `kept(parameters, side) -> float | None`: which share of the shorter side, of so many pixels, its result
  shows, about the centre; None where that depends on the image. A step without it shows all of the largest square;
- optional `detect(images, parameters) -> (what apply gives, bool (b,))`: whether what it looks for was found in each;
- optional `stages(image uint8 (h, w, c), parameters) -> ((title, uint8 (h', w', 3 or 1)), …)`: what it does to one
  image, stage by stage, for people to look at; the last is its result.

A chain is a tuple of texts such as `("crop:fraction=0.75", "resize:size=64")`: readable in a request, a terminal and a
cache key alike. The prepared set, a memory-mapped uint8 array made of a whole data set, is in `prepare.cache`; a folder
of pictures is prepared by `prepare.folder`.
"""

import sys
from collections.abc import Iterable

import numpy as np

from galaxy_core import plugins


def step(text: str | plugins.Chosen) -> plugins.Chosen:
    """The step that a text such as `resize:size=64` names; what is a step already stays so.

    Reading a text takes longer than preparing a small image: who prepares many reads their chain once. Raises
    UsageError naming what exists.
    """
    return text if isinstance(text, plugins.Chosen) else plugins.chosen(sys.modules[__name__], text)


def chain(texts: Iterable[str]) -> tuple[str, ...]:
    """The same chain with every parameter written out, so that equal chains are equal texts."""
    return plugins.written(sys.modules[__name__], texts)


def apply(images: np.ndarray, steps: Iterable[str | plugins.Chosen]) -> np.ndarray:
    """Runs uint8 images (b, h, w, c) through a chain: uint8 (b, s, s, c)."""
    for chosen in map(step, steps):
        images = chosen.module.apply(images, chosen.values)
    return images


def detect(images: np.ndarray, steps: Iterable[str | plugins.Chosen]) -> tuple[np.ndarray, np.ndarray]:
    """What `apply` gives, and whether every step found what it looks for in each image: bool (b,)."""
    everything = np.ones(len(images), bool)
    for chosen in map(step, steps):
        if looks(chosen):
            images, detected = chosen.module.detect(images, chosen.values)
            everything &= detected
        else:
            images = chosen.module.apply(images, chosen.values)
    return images, everything


def kept(steps: Iterable[str | plugins.Chosen], side: int) -> float | None:
    """Which share, 0…1, of the shorter side of images (`side` pixels) a chain shows; None where each has its own."""
    share = 1.0
    for chosen in map(step, steps):
        if hasattr(chosen.module, "kept"):
            part = chosen.module.kept(chosen.values, max(1, round(share * side)))
            if part is None:
                return None
            share *= part
    return share


def looks(chosen: str | plugins.Chosen) -> bool:
    """Whether a step looks for something that an image may lack."""
    return hasattr(step(chosen).module, "detect")


def preview(image: np.ndarray, steps: Iterable[str | plugins.Chosen]) -> tuple[tuple[str, np.ndarray], ...]:
    """What a chain does to one image uint8 (h, w, c): ("Original", it), then each step's stages, or title and result.

    The last is what a model would see of it.
    """
    shown = [("Original", image)]
    for chosen in map(step, steps):
        before = shown[-1][1]
        if hasattr(chosen.module, "stages"):
            shown += chosen.module.stages(before, chosen.values)
        else:
            shown.append((chosen.module.TITLE, chosen.module.apply(before[None], chosen.values)[0]))
    return tuple(shown)
