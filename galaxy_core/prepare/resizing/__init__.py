"""Images as squares of another size: by area mean when that shrinks them, bilinear when it enlarges."""

import numpy as np

from galaxy_core.prepare.center_crop import center_crop


def resized(images: np.ndarray, size: int) -> np.ndarray:
    """uint8 (b, h, w, c) → uint8 (b, size, size, c). Area mean keeps the light, so no star is lost between pixels.

    Of an image that isn't square the largest central square is taken: squashed, a round galaxy would look in-between.
    """
    import cv2

    images = center_crop(images)
    if images.shape[1] == size:
        return images
    way = cv2.INTER_AREA if images.shape[1] >= size else cv2.INTER_LINEAR
    out = np.empty((len(images), size, size, images.shape[3]), dtype=np.uint8)
    for image, target in zip(images, out, strict=True):
        target[...] = cv2.resize(image, (size, size), interpolation=way).reshape(target.shape)
    return out
