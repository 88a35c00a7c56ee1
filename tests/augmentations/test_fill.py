"""What fills the corners that a turned, shifted or shrunk image leaves."""

import numpy as np
import pytest

from galaxy_core import augmentations
from tests.augmentations.pictures import confetti, table


def shifted(way: str) -> tuple[np.ndarray, np.ndarray]:
    """A random image, and the same moved by ten pixels to the left, so that ten columns come from outside."""
    image = confetti(1, (40, 40, 3))
    pipeline = augmentations.pipeline(("shift:share=0.25", *([f"fill:way={way}"] if way else [])))
    return image[0], pipeline(image, np.float32([[1.0, 0.5]]))[0]


@pytest.mark.parametrize("way", ["", "reflect", "edge", "black"])
def test_each_way_fills_as_it_says(way: str) -> None:
    image, out = shifted(way)
    expected = {"edge": np.repeat(image[:, -1:], 10, axis=1), "black": np.zeros((40, 10, 3))}
    assert np.array_equal(out[:, :30], image[:, 10:])
    assert np.array_equal(out[:, 30:], expected.get(way, image[:, 38:28:-1])), "a reflection unless asked otherwise"


def test_outside_is_never_black_unless_asked() -> None:
    bright = np.full((20, 32, 32, 3), 200, np.uint8)
    for way, black in (("reflect", False), ("edge", False), ("black", True)):
        whole = augmentations.pipeline(("rotation", "zoom:range=0.7", "shift", f"fill:way={way}"))
        out = whole(bright, table(whole.draws, 20))
        assert (out == 0).any() == black and black != (out == 200).all()
