"""Made images and random numbers that the tests of augmentations share."""

import numpy as np

SHAPES = ((32, 32, 3), (32, 32, 1), (5, 9, 3), (9, 5, 1), (1, 1, 3), (1, 1, 1), (1, 7, 3), (6, 6, 5))


def photographs(count: int = 6, shape: tuple[int, int, int] = (32, 32, 3)) -> np.ndarray:
    """Soft images in which every place is different: uint8 (count, *shape)."""
    height, width, channels = shape
    rows, columns = np.mgrid[:height, :width] / max(height, width)
    waves = [128 + 50 * np.sin(3 * rows + n) + 50 * np.cos(2 * columns + n) for n in range(count * channels)]
    return np.stack(waves, -1).reshape(height, width, count, channels).transpose(2, 0, 1, 3).astype(np.uint8)


def confetti(count: int = 6, shape: tuple[int, int, int] = (32, 32, 3), seed: int = 0) -> np.ndarray:
    """Images in which no pixel says anything about its neighbours: uint8 (count, *shape)."""
    return np.random.default_rng(seed).integers(0, 256, (count, *shape), np.uint8)


def table(draws: int, count: int = 6, seed: int = 0) -> np.ndarray:
    """Random numbers as a pipeline takes them: float32 (count, draws)."""
    return np.random.default_rng(seed).random((count, draws), dtype=np.float32)
