"""Augmentations: changed copies of training images whose class stays the same. One file each.

The contract of a plug-in, all at module level: `TITLE`, `SENTENCE` (why a galaxy's class survives it), `Parameters`,
`DRAWS` (random numbers one image takes), and one of

- `matrices(random, parameters, size) -> float32 (b, 2, 2) or (b, 2, 3)`: a geometric change as the matrix that leads
  from a pixel of the result, measured from the image's centre, to where it comes from (pixels). All geometric ones are
  multiplied and applied once, so nothing is resampled twice;
- `apply(batch float32 (b, s, s, c) in 0…255, random, parameters) -> same shape and dtype`: a change of values.

`random` is float32 (b, DRAWS) in [0, 1). It comes from a table drawn for (seed, epoch), with a line for each place in
the epoch's order, itself a function of (seed, epoch): a resumed run sees what an unbroken one would have seen.
"""

import sys
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from galaxy_core import plugins


@dataclass(frozen=True)
class Augmentation:
    """One augmentation with its parameters, ready to be applied."""

    module: ModuleType
    values: object


@dataclass(frozen=True)
class Pipeline:
    """Several augmentations applied together, geometric ones as a single matrix."""

    parts: tuple[Augmentation, ...]

    @property
    def draws(self) -> int:
        """Random numbers one image takes."""
        return sum(part.module.DRAWS for part in self.parts)

    def table(self, seed: int, epoch: int, count: int) -> np.ndarray:
        """Random numbers for `count` training rows in one epoch: float32 (count, draws)."""
        return np.random.default_rng([seed, epoch, 77]).random((count, max(1, self.draws)), dtype=np.float32)

    def __call__(self, batch: np.ndarray, random: np.ndarray) -> np.ndarray:
        """uint8 (b, s, s, c) and its lines of the table → uint8 (b, s, s, c)."""
        at, geometric, values = 0, None, []
        for part in self.parts:
            mine, at = random[:, at : at + part.module.DRAWS], at + part.module.DRAWS
            if hasattr(part.module, "matrices"):
                geometric = _after(geometric, part.module.matrices(mine, part.values, batch.shape[1]))
            else:
                values.append((part, mine))
        batch = batch if geometric is None else _warp(batch, geometric)
        if not values:
            return batch
        changed = batch.astype(np.float32)
        for part, mine in values:
            changed = part.module.apply(changed, mine, part.values)
        return np.clip(changed + 0.5, 0, 255).astype(np.uint8)


def pipeline(texts: tuple[str, ...]) -> Pipeline:
    """The augmentations that texts such as "mirror" or "turn:degrees=45" name. Raises UsageError naming what exists."""
    return Pipeline(tuple(Augmentation(*plugins.chosen(sys.modules[__name__], text)) for text in texts))


def _after(first: np.ndarray | None, then: np.ndarray) -> np.ndarray:
    """Both changes as one: (b, 3, 3)."""
    whole = np.tile(np.eye(3, dtype=np.float32), (len(then), 1, 1))
    whole[:, :2, : then.shape[2]] = then
    return whole if first is None else first @ whole


def _warp(batch: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    """Each image through its own matrix, once, bilinear; what lies outside is filled by reflection, never black."""
    import cv2

    size = batch.shape[1]
    middle = np.array([(size - 1) / 2, (size - 1) / 2], dtype=np.float32)
    out = np.empty_like(batch)
    for image, matrix, target in zip(batch, matrices, out, strict=True):
        about = matrix[:2].copy()
        about[:, 2] += middle - matrix[:2, :2] @ middle
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        made = cv2.warpAffine(image, about, (size, size), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
        target[...] = made.reshape(target.shape)
    return out
