"""An image lit by a map of it: dark where the map is low, bright where it is high, with a line round its upper half."""

import numpy as np

EVEN = 0.05  # a map whose values differ by less, as a share of the largest, is even: nothing of it could be seen
DARK = 0.25  # of the light where the map is lowest
HALF = 0.5  # of the map's range: what lies above is inside the line
SIDE = 320  # pixels at least, so that the line is fine
LINE = (233, 237, 243)


def is_even(values: np.ndarray) -> bool:
    """Whether a map, float (h, w), says the same everywhere, or nothing."""
    high = float(values.max())
    return high <= 0 or high - float(values.min()) < EVEN * high


def lit(image: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The image, uint8 (s, s, c), enlarged to SIDE or more: uint8 (S, S, 3), lit by a map of it, float (s, s), ≥ 0.

    The map is stretched from its least to its largest value. An even one lights everything alike, and has no line: then
    a sentence has to say so.
    """
    shown, large = _enlarged(image), _enlarged_map(values, image.shape[0])
    if is_even(values):
        return shown
    low, high = float(values.min()), float(values.max())
    share = ((large - low) / (high - low)).clip(0, 1)
    out = (shown * (DARK + (1 - DARK) * share)[:, :, None]).round().astype(np.uint8)
    out[_edge(share >= HALF)] = LINE
    return out


def _edge(inside: np.ndarray) -> np.ndarray:
    """The outermost two pixels of what is inside."""
    core = inside
    for _ in range(2):
        wide = np.pad(core, 1, mode="edge")
        core = core & wide[:-2, 1:-1] & wide[2:, 1:-1] & wide[1:-1, :-2] & wide[1:-1, 2:]
    return inside & ~core


def _times(side: int) -> int:
    return max(1, -(-SIDE // side))


def _enlarged(image: np.ndarray) -> np.ndarray:
    from PIL import Image

    side = image.shape[0] * _times(image.shape[0])
    three = np.broadcast_to(image, (*image.shape[:2], 3))
    return np.asarray(Image.fromarray(np.ascontiguousarray(three)).resize((side, side), Image.Resampling.BICUBIC))


def _enlarged_map(values: np.ndarray, side: int) -> np.ndarray:
    from PIL import Image

    large = side * _times(side)
    return np.asarray(Image.fromarray(values.astype(np.float32)).resize((large, large), Image.Resampling.BICUBIC))
