"""Augmentations: changed copies of training images whose class stays the same. One file each.

The contract of a plug-in, all at module level: `TITLE`, `SENTENCE` (why a galaxy's class survives it), `Parameters`
(the first one is how far it goes), `DRAWS` (random numbers one image takes), and one of

- `matrices(random, parameters, size) -> float32 (b, 2, 2) or (b, 2, 3)`: a geometric change as the matrix that leads
  from a pixel of the result, measured from the image's centre, to where it comes from (x, y in pixels; `size` is
  (height, width)). All geometric ones are multiplied and applied once, so nothing is resampled twice;
- `apply(batch float32 (b, h, w, c) in 0…255, random, parameters, std) -> same shape and dtype`: a change of values;
  `std` is the standard deviation of the training images in grey levels;
- `mix(random, parameters) -> (float32 (b,) in [0, 1), float32 (b,))`: which other training image is laid over an image,
  as a place among them, and how much of the sum it is; labels are mixed alike;
- `border(parameters) -> str`: no change of its own, but what fills the corners that others leave (one of BORDERS).

Optional `parts(image uint8 (h, w, c), random float32 (1, DRAWS), parameters, std) -> ((title, uint8 (h, w, c)), …)`:
the change taken apart, for people to look at.

`random` is float32 (b, DRAWS) in [0, 1), a function of seed, epoch, row and copy alone (`rng.numbers`): an image is
changed the same in any batch and any order, and a resumed run sees what an unbroken one would have seen.
"""

import sys
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from galaxy_core import plugins
from galaxy_core.augmentations import geometry
from galaxy_core.plugins import Chosen
from galaxy_core.storage import mapped

KINDS = ("matrices", "apply", "mix", "border")
BORDERS = geometry.BORDERS
BLANK = 0.1  # share of an image from outside of it, above which there is a warning


@dataclass(frozen=True)
class Pipeline:
    """Several augmentations applied together, geometric ones as a single matrix.

    `std` is the standard deviation of the training images, grey levels.
    """

    parts: tuple[Chosen, ...]
    std: float = 50.0

    @property
    def draws(self) -> int:
        """Random numbers one image takes."""
        return sum(part.module.DRAWS for part in self.parts)

    @property
    def mixes(self) -> bool:
        """Whether images are laid over each other."""
        return any(kind(part.module) == "mix" for part in self.parts)

    @property
    def border(self) -> str:
        """What fills the corners: one of BORDERS."""
        borders = [part.module.border(part.values) for part in self.parts if kind(part.module) == "border"]
        return borders[-1] if borders else BORDERS[0]

    def __call__(self, batch: np.ndarray, random: np.ndarray, copies: np.ndarray | None = None) -> np.ndarray:
        """uint8 (b, h, w, c) and random numbers (b, draws) → uint8 (b, h, w, c), without what `partners` mixes in.

        copies: int (b,), the how-maniest copy of its image each is; a second one is first turned or mirrored exactly.
        """
        matrices = self._matrices(batch.shape[1:3], random, copies)
        batch = batch if matrices is None else geometry.warp(batch, matrices, self.border)
        values = [(part, mine) for part, mine in self._lines(random) if kind(part.module) == "apply"]
        if not values:
            return batch
        changed = batch.astype(np.float32)
        for part, mine in values:
            changed = part.module.apply(changed, mine, part.values, self.std)
        return np.clip(changed + 0.5, 0, 255).astype(np.uint8)

    def partners(self, random: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        """What is laid over each image: a place among `count` training images (int64 (b,)), its share float32 (b,)."""
        where, share = np.zeros(len(random), np.float32), np.zeros(len(random), np.float32)
        for part, mine in self._lines(random):
            if kind(part.module) == "mix":
                where, share = part.module.mix(mine, part.values)
        return np.minimum((where * count).astype(np.int64), count - 1), share

    def blank(self, random: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """Share of the pixels of each image that come from outside of it: float32 (b,)."""
        matrices = self._matrices(size, random, None)
        return np.zeros(len(random), np.float32) if matrices is None else geometry.blank(matrices, size)

    def described(self, random: np.ndarray, size: tuple[int, int], copies: np.ndarray | None = None) -> list[str]:
        """What becomes of each image in words: "mirrored, turned 40°", then the names of what changes its values; ""
        where it stays as it is. `size` is (height, width)."""
        found = self._matrices(size, random, copies)
        turned: list[list[str]] = [[]] * len(random) if found is None else [geometry.described(one) for one in found]
        _, shares = self.partners(random, 1)
        mixed = [[f"{share:.0%} of another image".replace("%", " %")] * (share >= 0.005) for share in shares.tolist()]
        values = [part.module.TITLE.lower() for part in self.parts if kind(part.module) == "apply"]
        return [", ".join([*one, *values, *other]) for one, other in zip(turned, mixed, strict=True)]

    def _matrices(self, size: tuple[int, int], random: np.ndarray, copies: np.ndarray | None) -> np.ndarray | None:
        matrices = None if copies is None or not copies.any() else geometry.symmetries(copies)
        for part, mine in self._lines(random):
            if kind(part.module) == "matrices":
                matrices = geometry.after(matrices, part.module.matrices(mine, part.values, size))
        return matrices

    def _lines(self, random: np.ndarray) -> list[tuple[Chosen, np.ndarray]]:
        """Each part with its own columns of the random numbers."""
        ends = np.cumsum([0, *(part.module.DRAWS for part in self.parts)])
        return [(part, random[:, a:b]) for part, a, b in zip(self.parts, ends[:-1], ends[1:], strict=True)]


def pipeline(texts: tuple[str, ...], std: float = 50.0) -> Pipeline:
    """The augmentations that texts such as "mirror" or "turn:degrees=45" name. Raises UsageError naming what exists."""
    return Pipeline(tuple(plugins.chosen(sys.modules[__name__], text) for text in texts), std)


def written(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The same with every parameter written out. Raises UsageError like `pipeline`."""
    return plugins.written(sys.modules[__name__], texts)


def kind(module: ModuleType) -> str:
    """Which of KINDS an augmentation is."""
    return next(name for name in KINDS if hasattr(module, name))


def operations() -> tuple[str, ...]:
    """The augmentations that change an image by themselves: all but those that only say how others do it."""
    return tuple(name for name in plugins.names(_package()) if kind(plugins.load(_package(), name)) != "border")


def standard_deviation(images: np.ndarray, rows: np.ndarray, most: int = 2000) -> float:
    """Standard deviation of all values of prepared images in grey levels, by at most so many of them, evenly taken."""
    chosen = rows[:: max(1, -(-len(rows) // most))]
    sums = np.zeros(3)
    for first in range(0, len(chosen), 256):
        values = mapped.read(images, chosen[first : first + 256]).astype(np.float64)
        sums += values.size, values.sum(), np.square(values).sum()
    count, total, squares = sums
    return float(np.sqrt(max(0.0, squares / count - (total / count) ** 2))) if count else 0.0


def _package() -> ModuleType:
    return sys.modules[__name__]
