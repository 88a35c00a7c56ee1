"""Random numbers of the shapes that the recipe asks for."""

import math

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.datasets.drawing import chance


def test_each_image_has_its_own_numbers() -> None:
    first, again, *others = (
        chance.generator(*numbers).random() for numbers in [(1, 2, 3), (1, 2, 3), (2, 2, 3), (1, 3, 3), (1, 2, 4)]
    )
    assert first == again and len({first, *others}) == 4
    with pytest.raises(UsageError, match="negative"):
        chance.generator(0, -1, 0)


def test_shapes() -> None:
    rng = np.random.default_rng(0)
    logs = np.log([chance.log_normal(rng, 5, 0.3) for _ in range(4000)])
    assert logs.mean() == pytest.approx(math.log(5), abs=0.02) and logs.std() == pytest.approx(0.3, rel=0.05)
    clipped = [chance.log_normal(rng, 5, 1, 4, 6) for _ in range(200)]
    assert (min(clipped), max(clipped)) == (4, 6)
    assert np.mean([chance.happens(rng, 0.3) for _ in range(4000)]) == pytest.approx(0.3, abs=0.03)
    angles = [chance.angle(rng) for _ in range(2000)]
    assert 0 <= min(angles) < 0.1 and 6.2 < max(angles) < 2 * math.pi
    assert {chance.sign(rng) for _ in range(50)} == {-1.0, 1.0}
