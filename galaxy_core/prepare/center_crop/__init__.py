"""The middle of images: a square of any side, where the galaxy is."""

import numpy as np


def center_crop(images: np.ndarray, side: int | None = None) -> np.ndarray:
    """uint8 (b, h, w, c) → the square (b, s, s, c) about their centres, a view; s = `side`, by default the largest.

    A side beyond the shorter one is that one. Where it can't lie in the very middle it lies half a pixel above or left.
    Images that are such a square already are given back themselves.
    """
    height, width = images.shape[1:3]
    side = min(height, width) if side is None else min(side, height, width)
    if height == width == side:
        return images
    top, left = (height - side) // 2, (width - side) // 2
    return images[:, top : top + side, left : left + side]
