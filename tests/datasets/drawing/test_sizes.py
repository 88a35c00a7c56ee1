"""How large and how bright the galaxies of each class are."""

import numpy as np
import pytest

from galaxy_core.datasets.drawing import sizes


@pytest.mark.parametrize("label", range(10))
def test_bodies_are_as_their_class(label: int) -> None:
    rng, kind = np.random.default_rng(label), sizes.SIZES[label]
    bodies = [sizes.random_body(label, rng) for _ in range(600)]
    lengths = np.array([body.length for body in bodies])
    assert lengths.min() >= kind.low and lengths.max() <= kind.high
    assert np.median(lengths) == pytest.approx(kind.median, rel=0.08)
    assert np.median([body.brightness for body in bodies]) == pytest.approx(kind.brightness, rel=0.1)
    blueness = [body.blueness for body in bodies]
    assert min(blueness) >= 0 and max(blueness) <= 1
    assert np.mean(blueness) == pytest.approx(kind.blueness[0] / sum(kind.blueness), abs=0.05)


def test_discs_seen_on_edge_are_the_longest() -> None:
    assert max(range(10), key=lambda label: sizes.SIZES[label].median) == 8
